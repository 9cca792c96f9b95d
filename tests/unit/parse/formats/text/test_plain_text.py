"""Plain text: source code keeps its lines."""

from tests.support.parsed import blocks, read


def test_lines_of_source_code_are_not_joined() -> None:
    source = "def f():\n    return 1\n\nprint(f())\n"
    assert blocks(read(source, "a.py")) == [("code", "def f():\n    return 1"), ("code", "print(f())")]
