"""The predictions of dates and of the summary's sentences: their fields, offsets and values."""

from tests.benchmarks.predict import KINDS, predict

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
