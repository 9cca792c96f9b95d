"""Jupyter notebooks: Markdown as text, code and results as code, pictures left out with a warning."""

import json
from typing import Any

from shared.errors import Code
from tests.support.parsed import blocks, failure, read, warnings


def notebook(*cells: dict[str, Any], **more: Any) -> str:
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more})


def markdown(*lines: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": list(lines)}


def code(source: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": 1, "metadata": {}, "source": source, "outputs": list(outputs)}


def result(**forms: Any) -> dict[str, Any]:
    return {"output_type": "execute_result", "data": {name.replace("_", "/"): form for name, form in forms.items()}}


def test_cells_are_read_in_order() -> None:
    document = read(
        notebook(
            markdown("# Levels of the river\n", "\n", "It rose at **Aldmouth**."),
            code("print(mean)", {"output_type": "stream", "name": "stdout", "text": ["mean 3.92\n"]}),
            markdown("- one\n- two"),
        ),
        "levels.ipynb",
    )
    assert document.media_type == "application/x-ipynb+json"
    assert document.metadata.title == "Levels of the river"
    assert blocks(document) == [
        ("heading", "Levels of the river"),
        ("paragraph", "It rose at Aldmouth."),
        ("code", "print(mean)"),
        ("code", "mean 3.92"),
        ("list_item", "one"),
        ("list_item", "two"),
    ]


def test_results_are_tables_text_or_left_out() -> None:
    table = "<table><tr><th>town</th><th>level</th></tr><tr><td>Aldmouth</td><td>2</td></tr></table>"
    document = read(
        notebook(
            code("a", result(text_html=table, text_plain="town level")),
            code("b", result(image_png="iVBORw0KGgo=", text_plain="<Figure>")),
            code("c", result(text_plain=["42"])),
            code("d", {"output_type": "error", "traceback": ["KeyError: level"]}),
        ),
        "a.ipynb",
    )
    assert ("table", "town\tlevel\nAldmouth\t2") in blocks(document)
    assert "42" in document.text and "KeyError: level" in document.text
    assert "iVBOR" not in document.text and "<Figure>" not in document.text
    assert "1 image/png" in warnings(document)["pictures_left_out"]


def test_notebooks_of_version_3_are_read() -> None:
    cells = [
        {"cell_type": "heading", "level": 2, "source": ["Levels"]},
        {"cell_type": "code", "input": ["print(1)"], "outputs": [{"output_type": "pyout", "text": ["1"]}]},
    ]
    source = json.dumps({"metadata": {"name": "x"}, "nbformat": 3, "worksheets": [{"cells": cells}]})
    assert blocks(read(source, "a.ipynb")) == [("heading", "Levels"), ("code", "print(1)"), ("code", "1")]


def test_a_notebook_is_recognized_without_its_suffix() -> None:
    assert read(notebook(markdown("# One")), "upload").media_type == "application/x-ipynb+json"


def test_a_damaged_notebook_is_corrupt() -> None:
    assert failure(notebook(markdown("# One")) + "}", "a.ipynb").code is Code.CORRUPT
