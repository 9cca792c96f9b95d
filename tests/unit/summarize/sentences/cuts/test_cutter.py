"""The cutter of a Document gives the pieces of its sentences as ranges of its text."""

from functions.summarize.sentences.cuts.cutter import SentenceCutter
from functions.summarize.sentences.sentences import sentences_of
from tests.support.documents import document, paragraph

FIRST = "The Harbour Trust (HT) closed the harbour for nine days after the storm."
SECOND = "However, the HT, which was founded in 1904, opened it again on the tenth day."


def shown(text: str, language: str | None = "en", *, follows: bool = False) -> list[str]:
    """Cut each sentence of a text, and check its pieces."""
    source = document(paragraph(text))
    quotations = [(source.text.index("“"), source.text.index("”") + 1)] if "“" in text else []
    cutter = SentenceCutter(source.text, quotations, language)
    found = []
    for sentence in sentences_of(source.text, source.blocks):
        cut = cutter.cut(sentence, follows=follows)
        pieces = [source.text[start:end] for start, end in cut.pieces]
        assert "".join("".join(pieces).split()).casefold() == "".join(cut.text.split()).casefold()
        found.append(cut.text)
    return found


def test_pieces_are_ranges_of_the_document_and_acronyms_used_later_stay() -> None:
    assert shown(f"{FIRST} {SECOND}") == [FIRST, "The HT opened it again on the tenth day."]


def test_a_sentence_that_follows_another_keeps_its_connective() -> None:
    assert shown(SECOND, follows=True) == ["However, the HT opened it again on the tenth day."]


def test_sentences_in_another_or_an_unknown_language_stay_whole() -> None:
    assert shown(SECOND, "de") == shown(SECOND, None) == [SECOND]


def test_sentences_of_a_long_quotation_stay_whole() -> None:
    assert shown(f"“{FIRST} {SECOND}” It was the ninth storm of the year.")[1:] == [
        SECOND,
        "It was the ninth storm of the year.",
    ]
