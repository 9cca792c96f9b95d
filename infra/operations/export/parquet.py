"""Write tables of an export as Parquet, with the optional library pyarrow."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, BinaryIO

from infra.operations.export.tables import Column, ExportTable, Row
from infra.operations.target import OperationError

try:
    import pyarrow
    from pyarrow.parquet import ParquetWriter as ArrowWriter
except ImportError as error:
    raise OperationError("Parquet needs pyarrow. Install it: .venv/bin/python -m pip install '.[parquet]'") from error

_TYPES = {
    "text": pyarrow.string(),
    "texts": pyarrow.list_(pyarrow.string()),
    "integer": pyarrow.int64(),
    "number": pyarrow.float64(),
    "boolean": pyarrow.bool_(),
    "instant": pyarrow.timestamp("ms", tz="UTC"),
}

# Rows of a row group. A reader loads whole groups; too small groups compress badly.
_GROUP = 10_000


class ParquetWriter:
    """Writes one Parquet file, compressed with Zstandard, in groups of rows."""

    def __init__(self, file: BinaryIO, table: ExportTable) -> None:
        self._columns = table.columns
        self._schema = pyarrow.schema([(column.name, _TYPES[column.kind]) for column in table.columns])
        self._writer = ArrowWriter(file, self._schema, compression="zstd")
        self._rows: list[Row] = []

    def write(self, rows: Sequence[Row]) -> None:
        """Write rows."""
        self._rows.extend(rows)
        if len(self._rows) >= _GROUP:
            self._flush()

    def close(self) -> None:
        """Write the last rows, and the footer of the file."""
        if self._rows:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        arrays = [
            pyarrow.array([_value(column, row[column.name]) for row in self._rows], type=_TYPES[column.kind])
            for column in self._columns
        ]
        self._writer.write_table(pyarrow.Table.from_arrays(arrays, schema=self._schema))
        self._rows.clear()


def _value(column: Column, value: Any) -> Any:
    return datetime.fromisoformat(value) if column.kind == "instant" and value is not None else value
