"""A parsed document as text for a terminal."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from infra.cli.render import INDENT
from infra.cli.terminal import plain, styled
from shared.documents.document import Block, Metadata, ParsedDocument, Part
from shared.errors import PermanentError
from shared.text import shortened

# Limits on what is printed: code points of a block and of a table cell, rows of a table, blocks of a document.
MAX_BLOCK_LENGTH = 240
MAX_CELL_LENGTH = 40
MAX_ROWS = 12
MAX_BLOCKS = 300


def document_record(name: str, document: ParsedDocument) -> RenderableType:
    """Return what was read of a file: media type, metadata, warnings, blocks and parts."""
    heading = Text.assemble(("✔ ", "green"), (plain(name), "bold"), (f"  {plain(document.media_type)}", "green"))
    body: list[RenderableType] = [_facts(document), Text(), _blocks(document)]
    if document.parts:
        body += [Text(), Text("Parts", style="bold"), _parts(document.parts)]
    return Group(heading, Padding(Group(*body), INDENT), Text())


def failure_record(name: str, error: PermanentError) -> RenderableType:
    """Return why a file cannot be read: code, message and advice."""
    heading = Text.assemble(("✘ ", "red"), (plain(name), "bold"), (f"  {error.code.value}", "red"))
    body = [styled(error.message), styled(f"What to do: {error.advice}", "bold")]
    return Group(heading, Padding(Group(*body), INDENT), Text())


def _facts(document: ParsedDocument) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for field in Metadata.model_fields:
        value = getattr(document.metadata, field)
        if value is not None:
            table.add_row(Text(field.replace("_", " ")), styled(str(value)))
    milliseconds = sum(document.milliseconds.values())
    table.add_row(Text("text"), styled(f"{len(document.text):,} characters in {len(document.blocks):,} blocks"))
    table.add_row(Text("parser"), styled(f"{document.parser}, {milliseconds:,.0f} ms"))
    for warning in document.warnings:
        table.add_row(Text("warning"), styled(f"{warning.code}: {warning.message}", "yellow"))
    return table


def _blocks(document: ParsedDocument) -> Table:
    """Return a row for each block: its page, its kind with the level of a heading, and its shortened text."""
    table = Table.grid(padding=(0, 2))
    has_pages = any(block.page is not None for block in document.blocks)
    if has_pages:
        table.add_column(style="dim", justify="right")
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for block in document.blocks[:MAX_BLOCKS]:
        page = [Text(f"p. {block.page}" if block.page is not None else "")] if has_pages else []
        kind = block.kind.value.replace("_", " ") + (f" {block.level}" if block.level is not None else "")
        table.add_row(*page, Text(kind), _content(document.text, block))
    if (left_out := len(document.blocks) - MAX_BLOCKS) > 0:
        table.add_row(*([Text()] if has_pages else []), Text(), _more(left_out, "blocks"))
    return table


def _content(text: str, block: Block) -> RenderableType:
    if block.rows is None:
        style = "bold" if block.level is not None else ""
        return styled(shortened(text[block.start : block.end], MAX_BLOCK_LENGTH) or "", style)
    lines = [
        styled(" │ ".join(shortened(cell, MAX_CELL_LENGTH) or "" for cell in row)) for row in block.rows[:MAX_ROWS]
    ]
    if len(block.rows) > MAX_ROWS:
        lines.append(_more(len(block.rows) - MAX_ROWS, "rows"))
    return Group(*lines)


def _parts(parts: Sequence[Part]) -> Table:
    """Return a row for each part: its path, its media type, and its length or the reason why it was not read."""
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="fold")
    table.add_column(overflow="fold", style="dim")
    table.add_column(overflow="fold")
    for part in parts:
        result = f"{part.end - part.start:,} characters"
        if part.code:
            result = f"{part.code}: {part.message}" if part.message else part.code
        table.add_row(styled(part.name), styled(part.media_type or ""), styled(result, "yellow" if part.code else ""))
    return table


def _more(number: int, things: str) -> Text:
    return Text(f"… {number:,} more {things}; --json prints all", style="dim")
