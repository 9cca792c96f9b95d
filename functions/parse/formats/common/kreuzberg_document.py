"""Extract files with kreuzberg, and convert its results into blocks and metadata."""

from collections.abc import Iterator
from typing import Any, cast

import kreuzberg

from functions.parse.contract import Extracted
from functions.parse.formats.common.tables import table
from functions.parse.metadata import filled_in, iso_date, language_code
from shared.documents.document import BlockKind, BlockText, Metadata, PipelineWarning
from shared.errors import Code, PermanentError

PARSER = f"kreuzberg {kreuzberg.__version__}"

# Words in error messages of kreuzberg about files with a password.
PASSWORD_SIGNS = ("password", "encrypted")

# Words in error messages of kreuzberg about its limits, such as 100 MB for unpacked archives or the depth of XML.
LIMIT_SIGN = "security limit exceeded"

# Kinds of blocks by the node types of kreuzberg.
KINDS = {
    "paragraph": BlockKind.PARAGRAPH,
    "heading": BlockKind.HEADING,
    "list_item": BlockKind.LIST_ITEM,
    "code": BlockKind.CODE,
    "formula": BlockKind.PARAGRAPH,
    "footnote": BlockKind.PARAGRAPH,
    "citation": BlockKind.PARAGRAPH,
    "definition_item": BlockKind.PARAGRAPH,
}


def configuration(**options: Any) -> kreuzberg.ExtractionConfig:
    """Return the configuration of an extraction: with document structure, without caching, in one thread.

    Structured output has the same document tree as Markdown, which takes a millisecond more. Nothing is filtered,
    because kreuzberg detects headers and footers by position only and would remove body text.
    """
    return kreuzberg.ExtractionConfig(
        use_cache=False,
        enable_quality_processing=False,
        include_document_structure=True,
        output_format="structured",
        content_filter=kreuzberg.ContentFilterConfig(
            include_headers=True, include_footers=True, strip_repeating_text=False, include_watermarks=True
        ),
        concurrency=kreuzberg.ConcurrencyConfig(max_threads=1),
        **options,
    )


def extract(
    content: bytes, media_type: str, config: kreuzberg.ExtractionConfig, what: str
) -> kreuzberg.ExtractionResult:
    """Extract a file with kreuzberg. `what` is the name of the format in messages.

    Raises PermanentError: encrypted, corrupt, too_large.
    """
    try:
        return kreuzberg.extract_bytes_sync(content, media_type, config)
    except (kreuzberg.KreuzbergError, RuntimeError, OSError, ValueError) as error:
        reason = str(error)
        if any(sign in reason.lower() for sign in PASSWORD_SIGNS):
            raise PermanentError(Code.ENCRYPTED, f"The {what} is protected by a password.") from error
        if LIMIT_SIGN in reason.lower():
            raise PermanentError(Code.TOO_LARGE, f"The {what} is over a limit: {_first_line(reason)}") from error
        raise PermanentError(Code.CORRUPT, f"The {what} is damaged or incomplete: {_first_line(reason)}") from error


def extracted(result: kreuzberg.ExtractionResult, blocks: list[BlockText]) -> Extracted:
    """Return the blocks with the metadata and the warnings of the result of kreuzberg."""
    return Extracted(
        blocks=blocks,
        parser=PARSER,
        metadata=_metadata(dict(result.metadata)),
        warnings=[
            PipelineWarning(code="parser_warning", message=f"{warning.source}: {warning.message}")
            for warning in result.processing_warnings
        ],
    )


def blocks(result: kreuzberg.ExtractionResult) -> Iterator[BlockText]:
    """Yield the blocks of the document tree, in reading order. Paragraphs below a quotation are quotations."""
    nodes = cast(list[dict[str, Any]], result.document["nodes"]) if result.document else []
    quoted: set[int] = set()
    page = 1
    for index, node in enumerate(nodes):
        content = node["content"]
        kind = content["node_type"]
        parent = node.get("parent")
        if kind == "quote" or (parent is not None and parent in quoted):
            quoted.add(index)
        if kind == "page_break":
            page += 1
        page = node.get("page") or page
        shown = page if "page" in node or kind == "page_break" else None
        if kind == "table":
            yield table(_rows(content["grid"]), page=shown)
        elif kind == "quote" and content.get("text"):
            yield BlockText(kind=BlockKind.QUOTATION, text=content["text"], page=shown)
        elif kind in KINDS:
            block_kind = BlockKind.QUOTATION if index in quoted and kind == "paragraph" else KINDS[kind]
            level = content.get("level") if block_kind is BlockKind.HEADING else None
            yield BlockText(kind=block_kind, text=content.get("text", ""), level=level, page=shown)


def _rows(grid: dict[str, Any]) -> list[list[str]]:
    rows = [[""] * grid["cols"] for _ in range(grid["rows"])]
    for cell in grid["cells"]:
        rows[cell["row"]][cell["col"]] = cell["content"]
    return rows


def _metadata(values: dict[str, Any]) -> Metadata:
    written = values.get("authors") or []
    authors = [name for name in map(filled_in, written) if name]
    # If the author is a placeholder, the program copied the properties, with the date, from its template.
    created = "" if written and not authors else values.get("created_at") or ""
    return Metadata(
        title=filled_in(values.get("title")),
        byline=", ".join(authors) or None,
        published_at=iso_date(created),
        language=language_code(values.get("language")),
        pages=values.get("page_count"),
    )


def _first_line(reason: str) -> str:
    """Return the first line of a reason, without the parts that kreuzberg repeats."""
    parts = list(dict.fromkeys(part.strip() for part in reason.splitlines()[0].split(": "))) if reason else []
    return ": ".join(part for part in parts if part not in ("ParsingError", "ValidationError"))[:200] + "."
