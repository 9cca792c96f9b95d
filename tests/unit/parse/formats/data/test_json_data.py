"""JSON and JSON lines: articles, records, malformed files and deep nesting."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.documents.document import Metadata
from shared.errors import Code, PermanentError
from tests.support.parsed import blocks, codes, failure, read, rows

PROSE = "The council voted on Thursday to close the bridge over the river until the autumn of next year."


def test_an_article_in_json_gives_its_metadata_and_body() -> None:
    article = {
        "headline": "Bridge closed",
        "author": [{"name": "Ann Example"}, {"name": "Bo Sample"}],
        "datePublished": "2024-05-06T10:00:00Z",
        "publisher": {"name": "The Courier", "url": "https://a.example"},
        "inLanguage": "en-GB",
        "articleBody": f"{PROSE}\n\nA second paragraph.",
        "keywords": ["bridge", "river"],
        "views": 12345678901234567890123,
    }
    document = read(json.dumps(article), "a.json")
    assert document.metadata == Metadata(
        title="Bridge closed",
        byline="Ann Example, Bo Sample",
        published_at="2024-05-06T10:00:00+00:00",
        publisher="The Courier",
        language="en",
    )
    assert blocks(document) == [
        ("paragraph", PROSE),
        ("paragraph", "A second paragraph."),
        ("heading", "publisher"),
        ("paragraph", "url: https://a.example"),
        ("heading", "keywords"),
        ("list_item", "bridge"),
        ("list_item", "river"),
        ("paragraph", "views: 12345678901234567890123"),
    ]


def test_articles_in_a_list_have_their_titles_as_headings() -> None:
    posts = [
        {"title": {"rendered": f"Post {n}"}, "content": {"rendered": f"<p>{PROSE}</p><h2>More</h2>"}} for n in (1, 2)
    ]
    assert blocks(read(json.dumps({"posts": posts}), "a.json")) == [
        ("heading", "posts"),
        *(block for n in (1, 2) for block in [("heading", f"Post {n}"), ("paragraph", PROSE), ("heading", "More")]),
    ]


@pytest.mark.parametrize(
    "text",
    ['[{"town":"A","boats":1.50},{"town":"B","boats":null}]', '{"town":"A","boats":1.50}\n{"town":"B","boats":null}\n'],
)
def test_flat_records_are_a_table(text: str) -> None:
    assert rows(read(text, "a.jsonl")) == [["town", "boats"], ["A", "1.50"], ["B", ""]]


def test_malformed_json_is_read_as_text_with_a_warning() -> None:
    document = read('{"a": "one", "b": ', "a.json")
    assert '"one"' in document.text
    assert codes(document) == ["malformed_json"]


def test_json_that_nests_too_deeply_is_too_large() -> None:
    assert failure("[" * 200_000 + "]" * 200_000, "a.json").code is Code.TOO_LARGE


def test_json_at_the_maximum_depth_of_the_parser_is_read() -> None:
    assert "the bottom" in read('{"a":' * 500 + '"the bottom"' + "}" * 500, "a.json").text


def test_long_numbers_and_lone_surrogates_are_read() -> None:
    document = read('{"n": ' + "9" * 10_000 + ', "x": NaN, "s": "\\ud800"}', "a.json")
    assert "9" * 10_000 in document.text
    assert "x: NaN" in document.text


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(st.characters(codec="utf-8", exclude_categories=["C"]))),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=20,
)


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in strings(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in strings(inner)]
    return [" ".join(value.split())] if isinstance(value, str) and value.strip() else []


@given(VALUES)
def test_every_string_of_a_json_file_is_in_the_text(value: Any) -> None:
    expected = strings(value)
    try:
        document = read(json.dumps(value), "a.json")
    except PermanentError:
        # The file has no values, and at most keys without words.
        document = None
    if document is None:
        assert not expected
        return
    text = " ".join(document.text.split())
    assert all(string in text for string in expected)


def test_binary_data_in_json_is_left_out_with_a_warning() -> None:
    encoded = base64.b64encode(bytes(range(256)) * 3).decode()
    value = {"note": "The river rose.", "raw": encoded, "image": f"data:image/png;base64,{encoded}", "key": "aB3" * 20}
    document = read(json.dumps(value), "a.json")
    assert encoded[:40] not in document.text and "The river rose." in document.text and "aB3aB3" in document.text
    assert "2 values" in next(w.message for w in document.warnings if w.code == "content_left_out")
