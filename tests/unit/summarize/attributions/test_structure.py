"""Attributions that are one statement: whole parts in one passage of the document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.attributions.drafts import Draft, TextRange
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.quotations import find_quotations
from functions.summarize.attributions.structure import well_formed
from functions.summarize.sentences.sentences import sentences_of
from shared.documents.document import Block, BlockKind
from tests.support.properties import examples
from tests.support.statements import blocks_of, kept


def test_content_stays_in_the_block_of_its_cue() -> None:
    text = "The quay is old and the crane\n\nAnn Lee said that the quay is safe.\n\nThe crane is new."
    assert kept(text, "Ann Lee", "said", "the crane", "the quay is safe.\n\nThe crane") == (
        "Ann Lee",
        "said",
        ["the quay is safe."],
    )


def test_content_stays_in_the_sentence_of_its_cue() -> None:
    text = "Ann Lee said the quay is safe. The following is the statement of the port."
    assert kept(text, "Ann Lee", "said", "the quay is safe", "The following is the statement") == (
        "Ann Lee",
        "said",
        ["the quay is safe"],
    )


def test_content_stays_in_its_item_of_a_list() -> None:
    text = "1.1 The hirer agrees that the boat is sound.\n1.2 The owner keeps the key."
    assert kept(text, "The hirer", "agrees", "the boat is sound.\n1.2 The owner keeps the key") == (
        "The hirer",
        "agrees",
        ["the boat is sound."],
    )


def test_a_quotation_may_continue_in_the_next_block() -> None:
    text = "“The quay is safe,” Ann Lee said. “We looked at it twice.\n\n“Then we looked again.”\n\nThe crane is new."
    found = kept(text, "Ann Lee", "said", "“The quay is safe,”", "“We looked at it twice.\n\n“Then we looked again.”")
    assert found == ("Ann Lee", "said", ["“The quay is safe,”", "“We looked at it twice.\n\n“Then we looked again.”"])


def test_a_colon_introduces_a_quotation_in_the_next_block() -> None:
    text = "Ann Lee wrote:\n\n“The quay is safe.”\n\nThe crane is new."
    assert kept(text, "Ann Lee", "wrote", "“The quay is safe.”") == ("Ann Lee", "wrote", ["“The quay is safe.”"])


def test_a_quotation_inside_another_block_belongs_to_that_block() -> None:
    text = "Ann Lee said the quay is safe.\n\nAt noon, “it is not safe at all,” Bo Hale shouted."
    found = kept(text, "Ann Lee", "said", "the quay is safe", "“it is not safe at all,”")
    assert found == ("Ann Lee", "said", ["the quay is safe"])


@pytest.mark.parametrize(
    ("source", "cue", "content"),
    [
        ("Harbour news", "reports", "on the crane"),  # in a heading
        ("Ann Lee", "said", "the quay"),  # in different blocks
        ("2", "said", "the quay is safe"),
        ("¹", "said", "the quay is safe"),
        ("Ann Lee", "1", "the quay is safe"),
        ("Ann Lee", ":", "the quay is safe"),
        ("Ann Lee", "Results", "the quay is safe"),
        (None, "said", "the quay is safe"),
        ("Ann Lee", "said that", "it"),
    ],
)
def test_what_is_no_statement_is_left_out(source: str | None, cue: str, content: str) -> None:
    text = (
        "Harbour news reports on the crane\n\nThe quay, in Ann Lee's words.\n\n"
        "Results: 2 ¹ said that it 1 : the quay is safe."
    )
    assert kept(text, source, cue, content, heading="Harbour news reports on the crane") is None


@pytest.mark.parametrize(
    ("text", "source", "cue", "whole"),
    [
        ("The mayor decides that the old quay stays.", "The", "decides", "The mayor"),
        ("The council of the port has decided that the old quay stays.", "The", "decided", "The council of the port"),
        ("Then the mayor said that the old quay stays.", "mayor", "said", "the mayor"),
        ("Ann Lee Berg said that the old quay stays.", "Ann Lee", "said", "Ann Lee Berg"),
        ("A. Lee² said that the old quay stays.", "A. Lee²", "said", "A. Lee"),
        ("A. Lee [3] said that the old quay stays.", "A. Lee [3]", "said", "A. Lee"),
        (
            "Ann Lee, who runs the port and wanted it closed, said that the old quay stays.",
            "Ann Lee, who runs the port and wanted",
            "said",
            "Ann Lee, who runs the port and wanted it closed",
        ),
        ("Ann Lee, the mayor, said that the old quay stays.", "Ann Lee, the mayor,", "said", "Ann Lee, the mayor"),
    ],
)
def test_a_source_is_a_whole_noun_phrase(text: str, source: str, cue: str, whole: str) -> None:
    found = kept(text, source, cue, "the old quay stays")
    assert found is not None
    assert found[0] == whole


def test_it_is_nobody_before_a_passive() -> None:
    assert kept("It was agreed that the quay is safe.", "It", "was agreed", "the quay is safe") is None
    assert kept("It denied that the quay is safe.", "It", "denied", "the quay is safe") is not None


def test_an_inverted_cue_takes_the_speaker_directly_after_it() -> None:
    text = "“The quay is safe,” said Ann Lee. Bo Hale walked home."
    assert kept(text, "Bo Hale", "said", "“The quay is safe,”") == ("Ann Lee", "said", ["“The quay is safe,”"])


@pytest.mark.parametrize(
    ("sentence", "cue", "content", "whole"),
    [
        (
            "Lee rejected the claim that the quay is safe.",
            "rejected",
            "the quay is safe",
            "the claim that the quay is safe.",
        ),
        (
            "Lee voiced the suspicion that bills are false.",
            "voiced",
            "bills are false",
            "the suspicion that bills are false.",
        ),
        ("Lee found no evidence that the quay sank.", "found", "the quay sank", "no evidence that the quay sank."),
        (
            "Lee said there was no evidence that the quay sank.",
            "said",
            "the quay sank",
            "there was no evidence that the quay sank.",
        ),
        ("Lee told the council that the quay is safe.", "told", "the quay is safe", "the quay is safe."),
        ("Lee said the same day that the quay is safe.", "said", "the quay is safe", "the quay is safe."),
        ("Lee denied that the quay is safe.", "denied", "the quay is safe", "the quay is safe."),
    ],
)
def test_a_noun_that_carries_the_clause_stays_with_it(sentence: str, cue: str, content: str, whole: str) -> None:
    found = kept(sentence, "Lee", cue, content + ".")
    assert found == ("Lee", cue, [whole])


@pytest.mark.parametrize(
    ("cue", "whole"),
    [
        ("did not say", "did not say"),
        ("would not say", "would not say"),
        ("has yet to say", "has yet to say"),
        ("refused to say", "refused to say"),
        ("never said", "never said"),
        ("didn’t say", "didn’t say"),
        ("said", "said"),
    ],
)
def test_the_negation_of_a_cue_belongs_to_it(cue: str, whole: str) -> None:
    text = f"Lee {cue} whether the quay is safe."
    assert kept(text, "Lee", cue.split()[-1], "whether the quay is safe") == (
        "Lee",
        whole,
        ["whether the quay is safe"],
    )


def test_a_source_ends_where_the_content_begins() -> None:
    text = "According to the Harbour Index Professor Hale is the best known engineer."
    assert kept(text, "the Harbour Index", "According to", "Professor Hale is the best known engineer") == (
        "the Harbour Index",
        "According to",
        ["Professor Hale is the best known engineer"],
    )


def test_a_source_ends_with_its_passage() -> None:
    text = "The quay is safe, said Ann\nHarbour news follows."
    blocks = [
        Block(kind=BlockKind.PARAGRAPH, start=0, end=26),
        Block(kind=BlockKind.PARAGRAPH, start=27, end=len(text)),
    ]
    layout = Layout(text, blocks, [(each.start, each.end) for each in sentences_of(text, blocks)])
    (found,) = well_formed(text, [Draft(((23, 26),), (18, 22), ((0, 16),), direct=False)], layout, [])
    assert text[slice(*found.source[0])] == "Ann"


@pytest.mark.parametrize("adverbial", ["in the second report", "at the party", "on a local radio show"])
def test_an_adverbial_does_not_carry_a_clause(adverbial: str) -> None:
    found = kept(f"Lee said {adverbial} that the quay is safe.", "Lee", "said", "the quay is safe")
    assert found == ("Lee", "said", ["the quay is safe"])


def test_a_noun_in_another_block_does_not_carry_a_clause() -> None:
    text = "The court heard the strong suspicion\n\nthat that the quay was sold, Lee said."
    assert kept(text, "Lee", "said", "that the quay was sold") == ("Lee", "said", ["the quay was sold"])


def test_punctuation_is_no_start_of_an_interrupted_clause() -> None:
    text = ", she said, had promised to keep the quay."
    assert kept(text, "she", "said", "had promised to keep the quay") is None


def test_an_interrupted_clause_keeps_its_subject() -> None:
    text = "Hale, she said, had promised to keep the quay."
    assert kept(text, "she", "said", "had promised to keep the quay") == (
        "she",
        "said",
        ["Hale", "had promised to keep the quay"],
    )


@pytest.mark.parametrize(
    ("text", "content", "trimmed"),
    [
        ("Lee said that the quay is safe, and left.", "that the quay is safe,", "the quay is safe"),
        ("Lee said , the quay is safe ; he left.", ", the quay is safe ;", "the quay is safe"),
        (
            "Lee said it is common in the whole region, they hope.",
            "it is common in the",
            "it is common in the whole region",
        ),
        ("Lee said the closing would ruin her, they hope.", "the closing would ruin her", "the closing would ruin her"),
        ("Lee vowed to keep it open and said so on Monday, they hope.", "to keep it open and", "to keep it open"),
        ("Lee called that quay a ruin.", "that quay a ruin", "that quay a ruin"),
        (
            "Lee said “the quay is a very safe one” and left.",
            "“the quay is a very safe",
            "“the quay is a very safe one”",
        ),
        (
            "Lee said “the quay is a very safe one” and left.",
            "quay is a very safe one",
            "“the quay is a very safe one”",
        ),
        ("Lee said the quay is “safe and sound.”", "“safe and sound", "“safe and sound.”"),
    ],
)
def test_content_is_trimmed(text: str, content: str, trimmed: str) -> None:
    found = kept(text, "Lee", text.split()[1], content)
    assert found is not None
    assert found[2] == [trimmed]


WORDS = st.sampled_from('Lee Hale he the that no claim said not “ ” " , . : \n \n\n 1. quay'.split(" "))


@examples(100)
@given(
    st.lists(WORDS, max_size=40).map(" ".join),
    st.lists(st.tuples(*[st.integers(0, 200)] * 6), max_size=6),
)
def test_any_drafts_give_parts_inside_the_text(text: str, places: list[tuple[int, ...]]) -> None:
    def span(first: int, second: int) -> TextRange:
        start, end = sorted((first % (len(text) + 1), second % (len(text) + 1)))
        return start, max(end, start + 1)

    blocks = blocks_of(text)
    layout = Layout(text, blocks, [(each.start, each.end) for each in sentences_of(text, blocks)])
    drafts = [
        Draft((span(a, b),) if a % 3 else (), span(c, d), (span(e, f),), f % 2 == 0) for a, b, c, d, e, f in places
    ]
    for found in well_formed(text + " ", drafts, layout, find_quotations(text, blocks)):
        assert found.cue is not None
        for start, end in (*found.source, found.cue, *found.content):
            assert 0 <= start < end <= len(text) + 1
            assert text[start:end].strip()
