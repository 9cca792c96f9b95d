"""The fit of the weights of titles: labels of lines, copies below mastheads, and weights that choose the right line."""

import numpy as np
import pytest

from functions.summarize.selection.title_scores import FITTED
from infra.model.titles import Titled, below_mastheads, examples_of, fitted, is_right, left_out, titled

PLACES = ["Kiel", "Faro", "Hilo", "Aden", "Brest", "Split"]
MASTHEAD = "THE HARBOUR GAZETTE\nFounded in 1874\n\n"


def body(place: str) -> str:
    """Return a text about a ferry."""
    return (
        f"The ferry of {place} stays in the harbour until May, because a crack runs through its old hull.\n\n"
        "Engineers found the crack in a slow survey, and the owners ordered steel for the hull at once."
    )


def document(place: str, *, file: str, masthead: str = "") -> Titled:
    """Return a document whose title has words of its text."""
    title = f"Crack in the hull keeps the ferry of {place} in harbour"
    found = titled(file, title, f"{masthead}{title}\n\nA letter from {place}\n\n{body(place)}")
    assert found is not None
    return found


def documents() -> list[Titled]:
    """Return documents of two files. Each has one with a masthead."""
    return [
        document(place, file="one" if number < 3 else "two", masthead=MASTHEAD if number % 3 == 0 else "")
        for number, place in enumerate(PLACES)
    ]


def test_fitted_weights_choose_the_title_below_a_masthead_in_another_document() -> None:
    weights = fitted(examples_of(documents()))
    unseen = examples_of([document("Ostend", file="new", masthead=masthead) for masthead in ("", MASTHEAD)])
    assert [is_right(weights, each) for each in unseen] == [True, True]
    assert not any(is_right(np.zeros(len(FITTED) + 1), each) for each in unseen[1:])


def test_the_same_documents_give_the_same_weights() -> None:
    first, second = ([*found, *below_mastheads(found)] for found in (documents(), documents()))
    assert np.array_equal(fitted(examples_of(first)), fitted(examples_of(second)))


def test_each_file_is_left_out_in_turn() -> None:
    assert list(left_out(examples_of(documents()), [])) == [("one", 3, 3), ("two", 3, 3)]


def test_a_copy_has_the_masthead_of_another_document_above_its_title() -> None:
    copies = list(below_mastheads(documents()))
    assert copies
    for copy in copies:
        (place,) = copy.titles
        assert copy.rows[0].text.startswith("THE HARBOUR GAZETTE") and copy.rows[place].text.startswith("Crack in")


@pytest.mark.parametrize(
    ("title", "line", "expected"),
    [
        ("The ferry's slow crack", "THE FERRY’S SLOW CRACK", {0}),
        ("Ferry cracks slowly in harbour", "Ferry cracks slowly, harbour says", {0}),
        ("Bread for Aden", "Notes and queries", set()),
        ("", "Notes and queries", set()),
        ("Bread and salt for Aden", "Salt", None),
    ],
)
def test_lines_like_the_title_are_titles_and_doubtful_documents_are_left_out(
    title: str, line: str, expected: set[int] | None
) -> None:
    found = titled("file", title, f"{line}\n\n{body('Kiel')}")
    assert (None if found is None else found.titles) == expected
