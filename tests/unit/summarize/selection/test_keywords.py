"""Keywords: phrases and names of the text, as written. None is part of another."""

from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.selection.keywords import MOST_NAMES, keyphrases, keywords_of
from functions.summarize.sentences.sentences import sentences_of
from shared.documents.document import Document, Metadata, Span
from shared.summary import Entity
from tests.support.documents import document, heading, paragraph

WORKS = (
    "The water works of Kiel will replace a lead pipe in every third house of the old harbour district.",
    "A lead pipe can poison the water that stands in it overnight, the doctors of the district had warned.",
    "The council pays for the pipes, and the owners of the houses pay for the new garden walls.",
    "Ann Lee and Bob May of the council asked Cora Day and Dan Fox to find the oldest lead pipe in Kiel.",
    "Ann Lee, Bob May, Cora Day, Dan Fox and Eve Gil met on Monday; Ann Lee said that Kiel would pay.",
)
NAMES = ("Ann Lee", "Bob May", "Cora Day", "Dan Fox", "Eve Gil")


def keywords(source: Document, entities: list[Entity] | None = None, most: int = 10) -> list[str]:
    sentences = sentences_of(source.text, source.blocks)
    return keywords_of(keyphrases(source, sentences, source.metadata.language), entities or [], most)


def person(source: Document, name: str) -> Entity:
    places = [place for place in range(len(source.text)) if source.text.startswith(name, place)]
    mentions = [Span(start=place, end=place + len(name), text=name) for place in places]
    return Entity(name=name, type="PERSON", aliases=[], mentions=mentions, salience=0.5)


def works() -> Document:
    return document(paragraph(" ".join(WORKS)))


def test_the_subject_of_a_text_comes_first() -> None:
    assert keywords(works())[0] == "lead pipe"
    assert {"council", "Kiel"} <= set(keywords(works()))


def test_the_number_of_names_is_limited() -> None:
    source = works()
    found = keywords(source, [person(source, name) for name in NAMES])
    assert sum(keyword in NAMES for keyword in found) <= MOST_NAMES
    assert "lead pipe" in found


def test_a_name_is_complete_and_separate_from_other_words() -> None:
    source = document(
        paragraph("The town thanked Ann Lee twice. The mayor thanked Ann Lee again, and so did Lee Harbour.")
    )
    found = keywords(source, [person(source, "Ann Lee")])
    assert "Ann Lee" in found
    assert all("Lee" not in keyword for keyword in found if keyword != "Ann Lee")


def test_no_keyword_is_part_of_another_or_its_plural() -> None:
    found = [set(keyword.casefold().replace("pipes", "pipe").split()) for keyword in keywords(works())]
    assert not [(one, other) for one in found for other in found if one is not other and one <= other]


def test_verbs_and_days_are_not_keywords() -> None:
    source = document(paragraph("The ferry stopped on Monday. The ferry stopped again, and the crew stopped too. " * 3))
    assert "ferry" in keywords(source)
    assert not {"stopped", "Monday", "again"} & set(keywords(source))


def test_the_words_of_notices_do_not_count() -> None:
    notice = "Subscribe to our newsletter for zebra news."
    source = document(*(paragraph(notice) for _ in range(9)), paragraph(" ".join(WORKS)))
    assert not [keyword for keyword in keywords(source) if "zebra" in keyword or "newsletter" in keyword]


def test_other_languages_with_stop_words_have_keywords() -> None:
    text = (
        "Die Fähre nach Kiel fährt nicht mehr. Der Hafen hat für die Fähre keinen Platz, und der Rumpf hat einen Riss."
    )
    assert "Fähre" in keywords(document(paragraph(text), metadata=Metadata(language="de")))
    for language in ("ko", "zh", None):
        assert keywords(document(paragraph(text), metadata=Metadata(language=language))) == []


def test_a_text_in_another_language_than_its_metadata_has_no_keywords() -> None:
    assert keywords(document(paragraph(" ".join(WORKS)), metadata=Metadata(language="hu"))) == []


def test_a_table_of_numbers_has_no_keywords() -> None:
    rows = [f"Rovers {n} United {n + 2} Ref Dray Att 4{n}00" for n in range(20)]
    assert keywords(document(*map(paragraph, rows))) == []


def test_there_are_no_more_than_asked_for() -> None:
    assert len(keywords(works(), most=3)) == 3


def test_a_word_is_written_as_in_the_middle_of_a_sentence() -> None:
    source = document(
        heading("Barley"), paragraph("Barley is dear. The price of barley rose, and so did that of the barley.")
    )
    assert keywords(source)[0] == "barley"


@given(st.text(alphabet=st.sampled_from("a'’.-@/ \n1é한\u2028\ud800XTthe"), max_size=400))
def test_the_keywords_of_any_text_occur_in_it(text: str) -> None:
    source = document(paragraph(f"The {text} of the {text}."))
    for keyword in keywords(source):
        assert keyword in " ".join(source.text.split())
        assert len(keyword) <= 130
