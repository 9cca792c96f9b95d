"""The ends of sentences, and their exact places in their blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.sentences.sentences import LONGEST, WITHOUT_SENTENCES, Sentence, lines_of, sentences_of
from shared.documents.document import Block, BlockKind, BlockText, compose
from tests.support.documents import heading, paragraph


def split(*pieces: BlockText) -> list[Sentence]:
    return sentences_of(*compose(pieces))


def texts(*pieces: BlockText) -> list[str]:
    return [sentence.text for sentence in split(*pieces)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["U.S. President Ann Lee met Mr. Ito on Jan. 5 in St. Paul.", "Nobody else came."],
        ["The order went to J. R. Moss, who signed.", "It was worth $3.5 million."],
        ["He works for the U.N. in Geneva.", "She doesn't."],
        ["Wait... what was that?", "It was a fox!"],
        ["“We are tired.”", "The crew went home."],
        ['"Who will pay?" she asked.', "Nobody knew."],
        ["The version is 2.10.3 and the page is at example.org/a.b.", "Both are old."],
        ["Police closed the bridge at 5 p.m. on Monday .", "The river rose ."],
        ["The lines of this sentence\nare wrapped by hand.", "So are\nthese."],
    ],
)
def test_a_sentence_ends_at_its_full_stop_and_not_at_an_abbreviation(sentences: list[str]) -> None:
    assert texts(paragraph(" ".join(sentences))) == sentences


def test_marks_of_notes_belong_to_the_sentence_that_they_follow() -> None:
    text = "They wrote it into a book. ¹ In wet summers they did not. ²,³ The crown fell to 10⁶ shillings. ⁴"
    assert texts(paragraph(text)) == [
        "They wrote it into a book. ¹",
        "In wet summers they did not. ²,³",
        "The crown fell to 10⁶ shillings. ⁴",
    ]


def test_a_heading_is_not_glued_to_the_paragraph_after_it() -> None:
    found = split(heading("A dry year"), paragraph("Rain fell in May. None fell in June"), paragraph("in the valley."))
    assert [(sentence.text, sentence.kind, sentence.block) for sentence in found] == [
        ("A dry year", BlockKind.HEADING, 0),
        ("Rain fell in May.", BlockKind.PARAGRAPH, 1),
        ("None fell in June", BlockKind.PARAGRAPH, 1),
        ("in the valley.", BlockKind.PARAGRAPH, 2),
    ]


def test_a_heading_of_two_sentences_stays_one() -> None:
    assert texts(heading("Rain? No, snow. What came")) == ["Rain? No, snow. What came"]


@pytest.mark.parametrize("kind", sorted(WITHOUT_SENTENCES))
def test_tables_and_code_give_no_sentences_but_lines(kind: BlockKind) -> None:
    text, blocks = compose([BlockText(kind=kind, text="May  4. \n  June 5."), paragraph("It rained.")])
    assert [sentence.text for sentence in sentences_of(text, blocks)] == ["It rained."]
    lines = lines_of(text, blocks)
    assert [line.text for line in lines] == ["May  4.", "June 5.", "It rained."]
    assert all(text[line.start : line.end] == line.text for line in lines)


@pytest.mark.parametrize("mark", [" ", "\n", "\t"])
def test_a_run_without_a_full_stop_is_cut_between_words(mark: str) -> None:
    words = [f"word{number}" for number in range(2_000)]
    found = texts(paragraph(mark.join(words)))
    assert len(found) > 1
    assert [word for text in found for word in text.split()] == words


def test_a_long_line_without_white_space_is_cut_to_pieces() -> None:
    found = texts(paragraph("x" * 1_000_001))
    assert "".join(found) == "x" * 1_000_001
    assert max(map(len, found)) == LONGEST


def test_the_pieces_of_a_long_line_of_a_table_have_places_of_their_own() -> None:
    text, blocks = compose([BlockText(kind=BlockKind.TABLE, text="x" * (3 * LONGEST))])
    assert [line.start for line in lines_of(text, blocks)] == [0, LONGEST, 2 * LONGEST]


prose = st.text(st.sampled_from("ab AZ.!?…\"“”'()\n\t\u00a0é漢😀1"), max_size=300) | st.text(max_size=80)
pieces = st.lists(
    st.builds(BlockText, kind=st.sampled_from(BlockKind), text=prose | prose.map(lambda text: text * 40)), max_size=6
)


@given(pieces)
def test_sentences_are_exact_ordered_bounded_and_complete(given_pieces: list[BlockText]) -> None:
    text, blocks = compose(given_pieces)
    found = sentences_of(text, blocks)
    assert_exact(found, text, blocks)
    kept = "".join(sentence.text for sentence in found)
    expected = "".join(text[block.start : block.end] for block in blocks if block.kind not in WITHOUT_SENTENCES)
    assert "".join(kept.split()) == "".join(expected.split())


@given(pieces)
def test_lines_are_exact_ordered_bounded_and_complete(given_pieces: list[BlockText]) -> None:
    text, blocks = compose(given_pieces)
    found = lines_of(text, blocks)
    assert_exact(found, text, blocks)
    assert "".join("".join(line.text for line in found).split()) == "".join(text.split())


def assert_exact(found: list[Sentence], text: str, blocks: list[Block]) -> None:
    end = 0
    for sentence in found:
        block = blocks[sentence.block]
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip() != ""
        assert len(sentence.text) <= LONGEST
        assert max(end, block.start) <= sentence.start < sentence.end <= block.end
        assert sentence.kind is block.kind
        end = sentence.end


def test_a_statement_in_a_field_is_a_sentence_of_its_own() -> None:
    fields = "Name: Kiel 2 ferry\nHazard: The hull can crack in cold water. Sail slowly.\nOwner of the ship: Ann Lee"
    assert texts(paragraph(fields)) == [
        "Name: Kiel 2 ferry",
        "Hazard: The hull can crack in cold water.",
        "Sail slowly.",
        "Owner of the ship: Ann Lee",
    ]
    assert len(texts(paragraph("Name: Kiel 2 ferry\nOwner of the ship: Ann Lee\nThe hull can crack in water."))) == 1
    wrapped = "The board met in\nKiel on Monday: the crane was late.\nFaro had it worse: no crane was there at all."
    assert texts(paragraph(wrapped))[0] == "The board met in\nKiel on Monday: the crane was late."
    assert len(texts(paragraph("The ferry has one rule\nHazard: The hull can crack in cold water."))) == 1
