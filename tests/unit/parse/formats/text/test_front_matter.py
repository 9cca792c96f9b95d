"""Front matter: YAML, TOML and JSON become metadata and are no text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.parsed import read

BODY = "Nobody in the village had been warned."


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: >-\n  The river\n  rose\nauthor:\n  - name: Ann Dahl\n    email: a@a.example\n  - Tom Okafor\n"
        "date: 2026-5-3 10:00:00 +02:00\ntags: [river, 'a, b']\nlang: en-GB # British\n---\n",
        "---\nTitle: 'The river rose'\nauthors: [Ann Dahl, \"Tom Okafor\"]\n# a comment\n"
        "date: 2026-05-03T10:00:00+02:00\nlanguage: en\n...\n",
        '+++\ntitle = "The river rose"\nauthors = ["Ann Dahl", "Tom Okafor"]\ndate = 2026-05-03T10:00:00+02:00\n'
        '[extra]\nlang = "en"\n+++\n',
        '{\n"title": "The river rose",\n"author": ["Ann Dahl", {"name": "Tom Okafor"}],\n'
        '"date": "2026-05-03T10:00:00+02:00", "params": {"lang": "en"}\n}\n',
    ],
)
def test_every_style_of_front_matter_is_metadata(front: str) -> None:
    document = read(f"{front}\n{BODY}\n", "post.md")
    metadata = document.metadata
    assert document.text == BODY
    assert (metadata.title, metadata.byline) == ("The river rose", "Ann Dahl, Tom Okafor")
    assert (metadata.published_at, metadata.language) == ("2026-05-03T10:00:00+02:00", "en")


def test_a_literal_scalar_keeps_its_words() -> None:
    front = "---\ntitle: One\ndescription: |\n  Line one\n  line two\n---\n"
    assert read(f"{front}{BODY}", "a.md").metadata.standfirst == "Line one line two"


def test_front_matter_makes_a_text_markdown() -> None:
    assert read(f'+++\ntitle = "One"\n+++\n## Two\n\n{BODY}', "post").media_type == "text/markdown"


@pytest.mark.parametrize(
    "text", ["---\n\nA rule above.\n\n---\n\nMore.\n", "+++\nno TOML\n+++\n", '{"a": 1} is JSON.\n']
)
def test_what_resembles_front_matter_stays_text(text: str) -> None:
    document = read(text, "a.md")
    assert document.metadata.title is None
    assert all(word in document.text for word in text.replace("---", "").split())


@given(
    st.lists(
        st.sampled_from(["a: b", "- c", "  - d: e", "title: [", "'", ": ", "key: |", "  x", "# y", ""]), max_size=12
    )
)
def test_any_front_matter_leaves_the_text_below_it(lines: list[str]) -> None:
    written = "\n".join(lines)
    assert BODY in read(f"---\ntitle: x\n{written}\n---\n\n{BODY}\n", "a.md").text
