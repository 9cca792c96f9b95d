"""The formats of an export: JSON Lines, CSV and Parquet. Each writes rows of a table to an open file."""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from importlib import import_module
from typing import Any, BinaryIO, Protocol

from infra.operations.export.tables import Column, ExportTable, Row


class Format(StrEnum):
    """A format, and the suffix of its files."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


class RowWriter(Protocol):
    """Writes the rows of one table to one file. `close` writes what is buffered, and leaves the file open."""

    def write(self, rows: Sequence[Row]) -> None:
        """Write rows."""
        ...

    def close(self) -> None:
        """Complete the file."""
        ...


# Creates the writer of a table in a file. If the last argument is true, the file is new, and needs a header.
WriterOf = Callable[[BinaryIO, ExportTable, bool], RowWriter]

# Characters that end a line for some programs. JSON may escape them, and JSON Lines must not contain them.
_LINE_ENDS = {character: f"\\u{ord(character):04x}" for character in "\x85\u2028\u2029"}
_TO_ESCAPES = str.maketrans(_LINE_ENDS)

# Excel reads a CSV file as UTF-8 only if it begins with this mark. Athena skips it with the line of the header, and
# DuckDB and pandas skip it by themselves.
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

# The first character of a cell that a spreadsheet reads as a formula, in ASCII and in full width, after spaces and
# apostrophes. Source: OWASP, "CSV Injection".
_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠\t\r\n]")


class JsonLinesWriter:
    """Writes one JSON object a line. Absent values of a column are null, so that every row has all columns."""

    def __init__(self, file: BinaryIO, table: ExportTable, _new: bool) -> None:
        self._file = file

    def write(self, rows: Sequence[Row]) -> None:
        """Write rows."""
        lines = (json.dumps(row, ensure_ascii=False).translate(_TO_ESCAPES) for row in rows)
        self._file.write("".join(f"{line}\n" for line in lines).encode())

    def close(self) -> None:
        """Do nothing: every line is complete."""


class CsvWriter:
    """Writes CSV as spreadsheets read it: a byte order mark, a header, quoted cells, and no cell that is a formula."""

    def __init__(self, file: BinaryIO, table: ExportTable, new: bool) -> None:
        self._file = file
        self._columns = table.columns
        if new:
            file.write(_BYTE_ORDER_MARK)
            self._write_cells([[column.name for column in table.columns]])

    def write(self, rows: Sequence[Row]) -> None:
        """Write rows."""
        self._write_cells([[_cell(column, row[column.name]) for column in self._columns] for row in rows])

    def close(self) -> None:
        """Do nothing: every line is complete."""

    def _write_cells(self, rows: Sequence[Sequence[Any]]) -> None:
        text = io.StringIO()
        csv.writer(text, quoting=csv.QUOTE_NONNUMERIC).writerows(rows)
        self._file.write(text.getvalue().encode())


def without_formula(text: str) -> str:
    """Return a text of a cell that no spreadsheet calculates: an apostrophe precedes what looks like a formula.

    `with_formula` is the inverse.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def with_formula(cell: str) -> str:
    """Return the text of a cell that `without_formula` has written."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _cell(column: Column, value: Any) -> Any:
    """Return the value of a cell: an empty text if it is absent, a list as JSON."""
    if value is None:
        return ""
    if column.kind == "texts":
        return json.dumps(value, ensure_ascii=False)
    if column.kind == "boolean":
        return "true" if value else "false"
    return without_formula(value) if isinstance(value, str) else value


def require(kind: Format) -> None:
    """Raise OperationError if the library that writes a format is not installed."""
    if kind is Format.PARQUET:
        import_module("infra.operations.export.parquet")


def _parquet(file: BinaryIO, table: ExportTable, new: bool) -> RowWriter:
    from infra.operations.export.parquet import ParquetWriter  # needs an optional library

    return ParquetWriter(file, table)


WRITERS: Mapping[Format, WriterOf] = {
    Format.JSONL: JsonLinesWriter,
    Format.CSV: CsvWriter,
    Format.PARQUET: _parquet,
}
