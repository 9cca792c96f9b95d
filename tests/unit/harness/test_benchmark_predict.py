"""The predictions of dates and of the summary's sentences: their fields, offsets and values."""

from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.predict import KINDS, predict
from tests.benchmarks.repaired_text import repaired_text

TEXT = (
    "The harbour of Nordvik reopened on Monday after the storm had closed it for a week, the town council said.\n"
    "Divers inspected the pier, which was built in 1931, and they found no damage below the water line.\n"
    "The ferry to the islands will sail again on Friday, and the fish market will open at the same time."
)


def test_dates_are_those_of_the_timeline_with_their_places() -> None:
    row = {"id": "a", "text": TEXT, "date": "2026-03-11", "dates": "not read"}
    (made,) = predict(KINDS["dates"], [row])
    assert made["id"] == "a"
    found = {(TEXT[start:end], value) for start, end, value in made["dates"]}
    assert found == {("Monday", "2026-03-09"), ("1931", "1931"), ("Friday", "2026-03-13")}


def test_without_a_date_of_publication_only_years_are_left() -> None:
    (made,) = predict(KINDS["dates"], [{"id": "a", "text": TEXT, "date": None}])
    assert [value for _, _, value in made["dates"]] == ["1931"]


def test_best_are_sentences_of_the_text() -> None:
    (made,) = predict(KINDS["best"], [{"id": "a", "text": TEXT, "title": "The harbour reopens"}])
    assert made["sentences"]
    assert all(TEXT[start:end].endswith(".") for start, end in made["sentences"])


SPANISH = (
    "La ministra Inés Núñez dijo ayer que la región de Córdoba recibirá más dinero para sus ríos. "
    "«El río no espera», añadió Núñez en la sede de Cáritas en Alcalá."
)


def read_as_latin(text: str) -> str:
    return text.encode().decode("latin-1")


def test_names_and_attributions_of_a_text_that_was_encoded_twice_are_those_of_the_repaired_text() -> None:
    right, wrong = ({"id": "a", "text": text} for text in (SPANISH, read_as_latin(SPANISH)))
    for kind, field in (("entities", "entities"), ("attributions", "attributions")):
        (expected,) = predict(KINDS[kind], [right])
        (made,) = predict(KINDS[kind], [wrong])
        assert len(made[field]) == len(expected[field]) > 0
    (names,) = predict(KINDS["entities"], [wrong])
    assert "Núñez" in {repaired_text(wrong["text"][start:end]).text for _, start, end in names["entities"]}
    for attribution in made["attributions"]:
        for start, end in attribution["content"]:
            assert repaired_text(wrong["text"][start:end]).text in SPANISH


@given(st.lists(st.sampled_from(["Córdoba", "São", "ríos", "«", "»", "–", "a", " "]), min_size=1).map("".join))
def test_each_place_of_a_repaired_text_is_that_of_its_character(text: str) -> None:
    given_text = read_as_latin(text)
    read = repaired_text(given_text)
    assert read.text in (text, given_text)
    if read.text == text:
        for number, character in enumerate(text):
            assert given_text[slice(*read.given([(number, number + 1)])[0])] == read_as_latin(character)
