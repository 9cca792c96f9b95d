"""Which sentences a summary is chosen from: the body of a document, and whole sentences."""

from dataclasses import replace

import pytest

from functions.summarize.selection.eligible import eligible
from functions.summarize.sentences.sentences import Sentence, sentences_of
from shared.documents.document import BlockKind, BlockText
from tests.support.documents import document, heading, paragraph

BODY = "Readers preferred summaries that kept the order of the minutes in most cases."
ENTRY = "In Proceedings of the third workshop on minutes, the order of news was studied."
FRONT = "Maren Okland of the University of Aldmouth and Tobias Firth wrote this in 2019."


def texts(*pieces: BlockText) -> list[str]:
    found = document(*pieces)
    sentences = sentences_of(found.text, found.blocks)
    return [sentences[number].text for number in eligible(found.text, found.blocks, sentences)]


@pytest.mark.parametrize("label", ["References", "6. References", "BIBLIOGRAPHY", "Acknowledgements", "Literatur"])
def test_a_list_of_sources_is_left_out_up_to_the_next_heading(label: str) -> None:
    later = heading("Appendix")
    assert texts(heading("Results"), paragraph(BODY), heading(label), paragraph(ENTRY)) == [BODY]
    assert texts(paragraph(BODY), heading(label), paragraph(ENTRY), later, paragraph(FRONT)) == [BODY, FRONT]
    assert texts(paragraph(BODY), paragraph(label), paragraph(ENTRY)) == [BODY]


@pytest.mark.parametrize("label", [heading("Abstract"), paragraph("ABSTRACT"), heading("Executive summary")])
def test_the_front_matter_before_an_abstract_is_left_out(label: BlockText) -> None:
    assert texts(heading("Order"), paragraph(FRONT), label, paragraph(BODY)) == [BODY]


def test_an_abstract_that_begins_with_its_label_is_kept() -> None:
    assert texts(heading("Order"), paragraph(FRONT), paragraph(f"Abstract. {BODY}"))[-1] == BODY


def test_a_text_that_mentions_references_keeps_its_sentences() -> None:
    said = "References were checked by two librarians of the institute in the spring."
    assert texts(paragraph(said), paragraph(BODY)) == [said, BODY]


def test_a_document_of_sources_alone_keeps_its_sentences() -> None:
    assert texts(heading("References"), paragraph(ENTRY)) == [ENTRY]


@pytest.mark.parametrize("about", [f"About the Aldmouth Institute\n{FRONT}", f"About us\n{FRONT}"])
def test_who_issues_a_press_release_is_left_out_at_its_end(about: str) -> None:
    body = [paragraph(BODY), paragraph(ENTRY), paragraph(BODY)]
    assert texts(*body, paragraph(about)) == [BODY, ENTRY, BODY]
    assert texts(*body, paragraph(about.split("\n")[0]), paragraph(FRONT)) == [BODY, ENTRY, BODY]
    assert FRONT in texts(paragraph(about.split("\n")[0]), paragraph(FRONT), *body)
    half = f"About half of the readers of the institute wrote this in spring. {FRONT}"
    assert texts(*body, paragraph(half))[-1] == FRONT


def test_what_a_question_presumes_of_who_is_asked_is_left_out() -> None:
    question = BlockText(
        kind=BlockKind.TURN,
        text="You closed the famous harbour museum after nine years in December. Why then?",
    )
    said = BlockText(kind=BlockKind.TURN, text="Q: The press said that you left the museum for your health.")
    answer = BlockText(kind=BlockKind.TURN, text=f"Because you cannot keep a ship in a cellar for years. {BODY}")
    assert texts(question, answer, said, answer) == 2 * ["Because you cannot keep a ship in a cellar for years.", BODY]


def test_a_sentence_that_begins_inside_another_is_left_out() -> None:
    # The full stop of the abbreviation ends no sentence, but a splitter may take it for an end.
    found = document(paragraph(f"{BODY} {FRONT} The office of the Dept. for rivers paid for all of the pumps."))
    sentences = sentences_of(found.text, found.blocks)
    cut = found.text.index("for rivers")
    pieces = [*sentences[:-1], *_halves(sentences[-1], cut)]
    chosen = [pieces[number].text for number in eligible(found.text, found.blocks, pieces)]
    assert chosen == [BODY, FRONT]


def _halves(sentence: Sentence, place: int) -> list[Sentence]:
    first = replace(sentence, end=place - 1, text=sentence.text[: place - 1 - sentence.start])
    return [first, replace(sentence, start=place, text=sentence.text[place - sentence.start :])]


def test_a_text_without_capitals_keeps_its_sentences() -> None:
    small = f"{BODY.lower()} {FRONT.lower()}"
    assert len(texts(paragraph(small))) == 2


def test_list_items_that_begin_with_a_small_letter_are_kept() -> None:
    items = [
        BlockText(kind=BlockKind.LIST_ITEM, text=f"the pump of cellar {n} has failed and needs a new bearing.")
        for n in range(3)
    ]
    assert len(texts(paragraph(BODY), paragraph(FRONT), *items)) == 5


@pytest.mark.parametrize(
    "courtesy",
    [
        "Thank you very much for inviting me to this meeting of the council.",
        "Good evening, ladies and gentlemen, and welcome to this long meeting.",
        "It is a great honour to speak to so many readers of our minutes.",
        "Ok so first of all hello dear readers, we have the minutes here.",
        "I'd like to thank everybody who has read the minutes of this year.",
    ],
)
def test_a_courtesy_is_left_out(courtesy: str) -> None:
    assert texts(paragraph(f"{courtesy} {BODY}")) == [BODY]
    assert texts(paragraph(courtesy)) == [courtesy]


@pytest.mark.parametrize(
    "sentence",
    [
        "Thanks to the new order of the minutes, readers found the vote in a minute.",
        "It is an old rule that the order of the minutes is kept in a summary.",
        "Welcoming the ruling, the council promised to keep the order of the minutes.",
    ],
)
def test_a_statement_that_begins_like_a_courtesy_is_kept(sentence: str) -> None:
    assert texts(paragraph(f"{sentence} {BODY}")) == [sentence, BODY]


def test_the_messages_that_a_message_answers_are_left_out() -> None:
    latest = "The crane of the harbour comes on Monday, and the board will pay for it in two parts. " * 2
    answered = "Nobody has told me when the crane of the harbour comes."
    found = texts(paragraph(latest), paragraph("-----Original Message-----"), paragraph(answered))
    assert found and answered not in found


def test_sentences_are_eligible_at_request_if_they_belong_to_the_body() -> None:
    of = document(paragraph(BODY), paragraph("Will it do?"), heading("References"), paragraph("Is it one?"))
    sentences = sentences_of(of.text, of.blocks)
    assert eligible(of.text, of.blocks, sentences) == [0]
    assert eligible(of.text, of.blocks, sentences, also={1, 3}) == [0, 1]
