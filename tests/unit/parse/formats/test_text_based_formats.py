"""All formats that are text: limits on blocks, and arbitrary text under each file name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Code, PermanentError
from tests.support.parsed import codes, read
from tests.support.properties import examples


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("a\n\n" * 5000, "a.txt"),
        (f"<?xml version='1.0'?><a>{'<b>x</b>' * 5000}</a>", "a.xml"),
        ("\r" * 200_000 + "a", "a.txt"),
    ],
    ids=["paragraphs", "elements", "line ends"],
)
def test_blocks_above_the_limit_are_not_built(source: str, name: str) -> None:
    document = read(source, name, max_blocks=100)
    assert len(document.blocks) <= 100
    assert codes(document) == (["cut"] if len(document.blocks) > 1 else [])


@pytest.mark.parametrize(
    "name", ["a.csv", "a.json", "a.xml", "a.rst", "a.org", "a.srt", "a.vtt", "a.md", "a.txt", "a.rss", "a"]
)
@examples(40)
@given(
    start=st.sampled_from(
        ["", "<?xml version='1.0'?>", "<rss>", "<nitf><body>", "<newsMessage>", '{"a":', "[", "WEBVTT\n\n", "a,b\n"]
    ),
    rest=st.one_of(st.text(max_size=200), st.text(alphabet="<>&;/\"'=,;:[]{}()!-*#|`.\n\t ab1%", max_size=200)),
)
def test_any_text_gives_a_document_or_a_permanent_error(name: str, start: str, rest: str) -> None:
    try:
        document = read(start + rest, name)
    except PermanentError as error:
        sentence, code = error.message, error.code
    else:
        sentence, code = "Read.", Code.EMPTY if document.text.strip() else Code.CRASHED
    assert sentence.endswith(".")
    assert code in (Code.EMPTY, Code.CORRUPT, Code.UNSUPPORTED, Code.TOO_LARGE)
