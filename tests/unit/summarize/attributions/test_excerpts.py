"""Which introduced excerpts the annotator reads without their quotation marks."""

import pytest

from functions.summarize.attributions.excerpts import read_as_prose
from functions.summarize.attributions.quotations import find_quotations
from tests.support.attributed import introductions_in


@pytest.mark.parametrize(
    ("announcement", "is_prose"),
    [
        ("The following is an excerpt of a report on this by Coastal News.", True),
        ("The following is an excerpt from an article by Kettle & Sons.", True),
        ("The following is part of the report by the Port Office.", False),
        ("The following is an excerpt of her letter.", False),
    ],
)
def test_only_the_marks_around_a_news_report_are_left_out(announcement: str, is_prose: bool) -> None:
    text = f"{announcement}\n\n“An official said that the door stood open.”\n\nNobody knew."
    read = read_as_prose(text, find_quotations(text), introductions_in(text))
    assert len(read) == len(text)
    assert read == (text.replace("“", " ").replace("”", " ") if is_prose else text)
