"""The limits on the length of lines, modules and functions that CONTRIBUTING.md states."""

import ast
from collections.abc import Iterator

import pytest

from infra.local.template import ROOT

# Our code apart from the tests.
FOLDERS = ("functions", "shared", "infra", "clients/python/src", "examples")
MODULES = [*(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")), ROOT / "clients/python/setup.py"]

# In code points. ruff excepts what a comment on a type adds to a line, and a text without spaces.
MOST_CHARACTERS_OF_A_LINE = 120

MOST_LINES_OF_A_MODULE = 300

# From `def` to the last line: the parameters and the docstring count, decorators do not.
MOST_LINES_OF_A_FUNCTION = 40


def functions_of(source: str) -> Iterator[tuple[str, int]]:
    """Yield each function with its number of lines. Methods and functions within functions are such, too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield node.name, node.end_lineno - node.lineno + 1


def test_no_line_has_more_than_120_characters() -> None:
    lines = ((path, *line) for path in MODULES for line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1))
    assert [f"{path}:{n}" for path, n, line in lines if len(line) > MOST_CHARACTERS_OF_A_LINE] == []


def test_no_module_has_more_than_300_lines() -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert [f"{path}: {size}" for path, size in sizes.items() if size > MOST_LINES_OF_A_MODULE] == []


def test_no_function_has_more_than_40_lines() -> None:
    functions = ((path, *found) for path in MODULES for found in functions_of(path.read_text(encoding="utf-8")))
    assert [f"{path}: {name}: {size}" for path, name, size in functions if size > MOST_LINES_OF_A_FUNCTION] == []


@pytest.mark.parametrize(
    ("source", "functions"),
    [
        ("def short(): return 1", [("short", 1)]),
        ('@decorated\ndef wide(\n    one: int,\n) -> None:\n    """Say so."""\n    pass', [("wide", 5)]),
        (
            "class Kind:\n    async def method(self):\n        def inner():\n            pass",
            [("method", 3), ("inner", 2)],
        ),
    ],
    ids=["on one line", "with parameters and a docstring", "in a class and in a function"],
)
def test_the_lines_of_a_function_count_from_def_to_its_end(source: str, functions: list[tuple[str, int]]) -> None:
    assert list(functions_of(source)) == functions
