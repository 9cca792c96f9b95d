"""Markdown that nests too deeply or has too many open brackets."""

import pytest

from tests.support.parsed import codes, read


@pytest.mark.parametrize("mark", ["> ", ">", "- ", "1. ", "* > "])
def test_markdown_that_nests_too_deeply_keeps_its_text(mark: str) -> None:
    assert read(mark * 5000 + "the words", "a.md").text == "the words"


def test_markdown_with_too_many_open_brackets_is_read_as_plain_text() -> None:
    document = read("![" * 50_000 + "words", "a.md")
    assert codes(document) == ["markup_not_followed"]
    assert document.text.endswith("words")
