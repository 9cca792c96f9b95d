"""Jupyter notebooks (nbformat 3 and 4): Markdown as text, code and its printed output as code, results as tables."""

from collections.abc import Iterator

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common import markup
from functions.parse.formats.data.json_values import Object, Value, parsed_values, scalar_text
from functions.parse.formats.text import markdown
from functions.parse.metadata import filled_in
from functions.parse.recognition.text_decoding import decoded
from shared.documents.document import BlockKind, BlockText, Metadata, PipelineWarning
from shared.errors import Code, PermanentError
from shared.version import PIPELINE_VERSION

PARSER = f"nutgraf {PIPELINE_VERSION} notebook"

# Forms of one result that are text, the best one first. Widgets and scripts are no text for a reader.
HTML_TYPE, MARKDOWN_TYPE, PLAIN_TYPE = "text/html", "text/markdown", "text/plain"


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the cells of a notebook in their order. Pictures among the results are left out, with a warning.

    Raises PermanentError: corrupt, too_large.
    """
    source = decoded(content, hints.declared_type, "notebook")
    try:
        (value,) = parsed_values(source.text)
    except RecursionError as error:
        raise PermanentError(Code.TOO_LARGE, "The notebook nests too deeply.") from error
    except ValueError as error:
        raise PermanentError(Code.CORRUPT, f"The notebook is not valid JSON ({error}).") from error
    reader = _Reader()
    for cell in _cells(value):
        reader.blocks += reader.cell(cell)
        if len(reader.blocks) > limits.max_blocks:
            break
    return Extracted(reader.blocks, PARSER, _metadata(value, reader.blocks), [*source.warnings, *reader.warnings()])


class _Reader:
    """Converts cells to blocks, and counts what is left out."""

    def __init__(self) -> None:
        self.blocks: list[BlockText] = []
        # Number of results without text, by media type.
        self._left_out: dict[str, int] = {}

    def cell(self, cell: Object) -> Iterator[BlockText]:
        """Yield the blocks of a cell."""
        kind, text = scalar_text(_scalar(cell, "cell_type")), _text(cell.value("source", "input"))
        if kind == "markdown":
            yield from markdown.blocks_of(text)
        elif kind == "heading":
            level = scalar_text(_scalar(cell, "level"))
            yield BlockText(kind=BlockKind.HEADING, text=text, level=int(level) if level in "123456" and level else 1)
        elif text.strip():
            yield BlockText(kind=BlockKind.CODE, text=text.strip("\n"))
        for output in _objects(cell.value("outputs")):
            yield from self._output(output)

    def warnings(self) -> Iterator[PipelineWarning]:
        """Yield the warning about results without text, if there are any."""
        if self._left_out:
            kinds = ", ".join(f"{count:,} {kind}" for kind, count in self._left_out.items())
            message = f"Results of cells that are not text were left out: {kinds}."
            yield PipelineWarning(code="pictures_left_out", message=message)

    def _output(self, output: Object) -> Iterator[BlockText]:
        printed = _text(output.value("text")) or _text(output.value("traceback"))
        if printed.strip():
            yield BlockText(kind=BlockKind.CODE, text=printed.strip("\n"))
        # nbformat 3 has the forms of a result beside its type.
        data = output.value("data")
        forms = dict(data if isinstance(data, Object) else (member for member in output if "/" in member[0]))
        if HTML_TYPE in forms and "<table" in _text(forms[HTML_TYPE]):
            yield from markup.read_blocks(_text(forms[HTML_TYPE]))
        elif MARKDOWN_TYPE in forms:
            yield from markdown.blocks_of(_text(forms[MARKDOWN_TYPE]))
        else:
            left_out = next((form for form in forms if form.startswith(("image/", "application/"))), None)
            if left_out:
                self._left_out[left_out] = self._left_out.get(left_out, 0) + 1
            elif _text(forms.get(PLAIN_TYPE)).strip():
                yield BlockText(kind=BlockKind.CODE, text=_text(forms[PLAIN_TYPE]).strip("\n"))


def _cells(notebook: Value) -> list[Object]:
    if not isinstance(notebook, Object):
        return []
    sheets = _objects(notebook.value("worksheets"))
    return [cell for holder in (notebook, *sheets) for cell in _objects(holder.value("cells"))]


def _metadata(notebook: Value, blocks: list[BlockText]) -> Metadata:
    described = notebook.value("metadata") if isinstance(notebook, Object) else None
    described = described if isinstance(described, Object) else Object()
    authors = (
        scalar_text(_scalar(author, "name")) if isinstance(author, Object) else _text(author)
        for author in _listed(described.value("authors"))
    )
    first = next((block.text for block in blocks if block.kind is BlockKind.HEADING), None)
    return Metadata(
        title=filled_in(scalar_text(_scalar(described, "title"))) or filled_in(first),
        byline=", ".join(name for name in authors if name) or None,
    )


def _objects(value: Value) -> list[Object]:
    return [item for item in _listed(value) if isinstance(item, Object)]


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


def _scalar(value: Object, key: str) -> Value:
    found = value.value(key)
    return None if isinstance(found, Object | list) else found


def _text(value: Value) -> str:
    """Return a text that is written as one string or as a list of its lines."""
    if isinstance(value, Object):
        return ""
    return (
        "".join(scalar_text(item) for item in value if not isinstance(item, Object | list))
        if isinstance(value, list)
        else scalar_text(value)
    )
