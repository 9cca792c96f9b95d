"""Plain text: source code keeps its lines, and text that is cut is not divided."""

import pytest

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


def test_lines_of_a_head_above_text_that_is_not_wrapped_are_not_joined() -> None:
    head = "Owners find a crack in the hull of the ferry\nStudy says that iron rusts faster in May"
    prose = "The ferry of Kiel lies in its dock, and nobody knows for how long. " * 5
    assert blocks(read(f"{head}\n\n{prose}\n\n{prose}", "a.txt"))[0] == ("paragraph", head)
    wrapped = "\n".join(["The ferry of Kiel lies in its dock, and so do"] * 9) + "."
    assert blocks(read(f"{head}\n\n{wrapped}", "a.txt"))[0] == ("paragraph", head.replace("\n", " "))


@pytest.mark.parametrize(
    "quoted",
    [
        "The iron of this hull has rusted for nine years\nand nobody who sails on it has looked at it.",
        "The iron of this hull has rusted for nine years\nand nobody who sails on it has looked at it",
        "The iron of this hull rusts in the dock near\nFaro, and nobody who sails on it has looked.",
        "यह एक लंबा वाक्य है जो बंदरगाह के बारे में है और इसमें कई\nशब्द हैं जो इसे बहुत ही लंबा और कठिन बनाते हैं और बस।",
    ],
)
def test_a_wrapped_sentence_in_text_that_is_not_wrapped_is_joined(quoted: str) -> None:
    prose = "The ferry of Kiel lies in its dock, and nobody knows for how long. " * 5
    assert blocks(read(f"{quoted}\n\n{prose}\n\n{prose}", "a.txt"))[0] == ("paragraph", quoted.replace("\n", " "))
