"""The warning about content that a viewer shows and the Document lacks."""

import pytest

from functions.parse.contract import content_left_out


@pytest.mark.parametrize(
    ("count", "total", "message"),
    [
        (1, None, "1 comment was left out: it is not part of the text."),
        (1200, None, "1,200 comments were left out: it is not part of the text."),
        (1, 3, "1 of 3 comments were left out: it is not part of the text."),
    ],
)
def test_the_warning_has_the_number_the_kind_and_the_reason(count: int, total: int | None, message: str) -> None:
    warning = content_left_out(count, "comments", "it is not part of the text", total)
    assert (warning.code, warning.message) == ("content_left_out", message)
