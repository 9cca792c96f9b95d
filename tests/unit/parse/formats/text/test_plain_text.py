"""Plain text: source code keeps its lines, and text that is cut is not divided."""

from functions.parse.formats.text.plain_text import paragraphs
from tests.support.parsed import blocks, read


def test_lines_of_source_code_are_not_joined() -> None:
    source = "def f():\n    return 1\n\nprint(f())\n"
    assert blocks(read(source, "a.py")) == [("code", "def f():\n    return 1"), ("code", "print(f())")]


def test_the_text_after_the_limits_is_one_block() -> None:
    text = "A word.\n\n" * 50
    for limits in ({"max_blocks": 7}, {"max_characters": 7 * len("A word.") - 1}):
        *kept, rest = [block.text for block in paragraphs(text, **limits)]
        assert kept == ["A word."] * 7
        assert rest == text[len("A word.\n\n") * 7 :].strip()
