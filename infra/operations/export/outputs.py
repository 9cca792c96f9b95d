"""Where an export is written: a folder, a prefix of a bucket, or one file.

A folder and a prefix have a folder for each table, and in it one for each day, for example
`documents/day=2026-11-22/part-00001.csv`.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from infra.operations.export.formats import WRITERS, Format, RowWriter
from infra.operations.export.tables import ExportTable
from infra.operations.target import OperationError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# The writer of each table, by the table's name.
Writers = Mapping[str, RowWriter]

# Names of the files of an export in the folder of a day.
_PART = re.compile(r"part-\d{5,}\.(jsonl|csv|parquet)(\.tmp)?")

# Objects that S3 deletes in one call.
_BATCH = 1000


class Output(Protocol):
    """Where an export is written. Every method can be repeated after an interruption."""

    def begin(self) -> None:
        """Begin a new export; raise an error if the place cannot be written."""
        ...

    def days(self) -> set[str]:
        """Return the days of which an earlier export has written files."""
        ...

    def begin_day(self, day: str) -> None:
        """Remove what an earlier export has written of a day."""
        ...

    def part(self, day: str, number: int) -> Any:
        """Return a context with the Writers of a part of a day. The part is complete when the context ends."""
        ...

    def mark(self) -> Any:
        """Return what `continue_at` needs, as a value of JSON."""
        ...

    def continue_at(self, mark: Any) -> None:
        """Continue where the output was at `mark`, and drop what was written later; raise OperationError if lost."""
        ...

    def finish(self) -> None:
        """Complete the output after its last part."""
        ...


class FolderOutput:
    """A folder. A part is written beside its place, and moved there when it is complete."""

    def __init__(self, root: Path, tables: Sequence[ExportTable], kind: Format) -> None:
        self._root, self._tables, self._kind = root, tables, kind

    def begin(self) -> None:
        """Create the folder."""
        self._root.mkdir(parents=True, exist_ok=True)

    def days(self) -> set[str]:
        """Return the days of which the folder has parts."""
        parts = (path for table in self._tables for path in (self._root / table.name).glob("day=*/part-*"))
        return {path.parent.name.removeprefix("day=") for path in parts if _PART.fullmatch(path.name)}

    def begin_day(self, day: str) -> None:
        """Remove the parts of a day."""
        for table in self._tables:
            for path in sorted((self._root / table.name / f"day={day}").glob("part-*")):
                if _PART.fullmatch(path.name):
                    path.unlink()

    @contextmanager
    def part(self, day: str, number: int) -> Iterator[Writers]:
        """Write the files of a part, one of each table."""
        paths = {table.name: self._root / place_of_part(table, day, number, self._kind) for table in self._tables}
        for path in paths.values():
            path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = {name: path.with_name(f"{path.name}.tmp") for name, path in paths.items()}
        with _open_writers(unfinished, self._tables, self._kind) as writers:
            yield writers
        for name, path in paths.items():
            os.replace(unfinished[name], path)

    def mark(self) -> None:
        """Parts are complete or absent, so there is nothing to store."""

    def continue_at(self, mark: Any) -> None:
        """Do nothing: the next part replaces a file of the same name."""

    def finish(self) -> None:
        """Do nothing: every part is complete."""


class BucketOutput:
    """A prefix of a bucket. A part is written to a temporary folder, and uploaded when it is complete."""

    def __init__(self, s3: "S3Client", bucket: str, prefix: str, tables: Sequence[ExportTable], kind: Format) -> None:
        self._s3, self._bucket = s3, bucket
        self._prefix = f"{prefix.rstrip('/')}/" if prefix else ""
        self._tables, self._kind = tables, kind

    def begin(self) -> None:
        """Check that the bucket exists."""
        self._s3.head_bucket(Bucket=self._bucket)

    def days(self) -> set[str]:
        """Return the days of which the prefix has folders."""
        found = set()
        for table in self._tables:
            folder = f"{self._prefix}{table.name}/day="
            pages = self._s3.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=folder, Delimiter="/"
            )
            found |= {each["Prefix"][len(folder) : -1] for page in pages for each in page.get("CommonPrefixes", [])}
        return found

    def begin_day(self, day: str) -> None:
        """Remove the parts of a day; raise OperationError if S3 keeps one."""
        for table in self._tables:
            folder = f"{self._prefix}{table.name}/day={day}/"
            for page in self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=folder):
                keys = [entry["Key"] for entry in page.get("Contents", [])]
                self._delete([key for key in keys if _PART.fullmatch(key.removeprefix(folder))])

    @contextmanager
    def part(self, day: str, number: int) -> Iterator[Writers]:
        """Write the files of a part, one of each table."""
        with TemporaryDirectory(prefix="nutgraf-export-") as folder:
            paths = {table.name: Path(folder, table.name) for table in self._tables}
            with _open_writers(paths, self._tables, self._kind) as writers:
                yield writers
            for table in self._tables:
                key = f"{self._prefix}{place_of_part(table, day, number, self._kind)}"
                self._s3.upload_file(str(paths[table.name]), self._bucket, key)

    def mark(self) -> None:
        """Parts are complete or absent, so there is nothing to store."""

    def continue_at(self, mark: Any) -> None:
        """Do nothing: the next part replaces an object of the same key."""

    def finish(self) -> None:
        """Do nothing: every part is complete."""

    def _delete(self, keys: Sequence[str]) -> None:
        for start in range(0, len(keys), _BATCH):
            objects = [{"Key": key} for key in keys[start : start + _BATCH]]
            response = self._s3.delete_objects(
                Bucket=self._bucket,
                Delete={"Objects": objects, "Quiet": True},  # type: ignore[typeddict-item]  # a dict of the same names
            )
            if errors := response.get("Errors"):
                raise OperationError(f"S3 did not delete {errors[0].get('Key')}: {errors[0].get('Message')}")


class FileOutput:
    """One file with one table. Parts are appended to a file beside it, which replaces it at the end."""

    def __init__(self, path: Path, table: ExportTable, kind: Format) -> None:
        self._path, self._table, self._kind = path, table, kind
        self._unfinished = path.with_name(f"{path.name}.tmp")
        self._size = 0

    def begin(self) -> None:
        """Create the file beside its place, with the header of the format."""
        with self.part("", 0):
            pass

    def days(self) -> set[str]:
        """Return no days: the file is written anew."""
        return set()

    def begin_day(self, day: str) -> None:
        """Do nothing: the file is written anew."""

    @contextmanager
    def part(self, day: str, number: int) -> Iterator[Writers]:
        """Append the rows of a part."""
        with self._unfinished.open("r+b" if self._size else "wb") as file:
            file.truncate(self._size)
            file.seek(self._size)
            writer = WRITERS[self._kind](file, self._table, self._size == 0)
            yield {self._table.name: writer}
            writer.close()
            _to_disk(file)
            size = file.tell()
        self._size = size

    def mark(self) -> int:
        """Return the size of the file in bytes."""
        return self._size

    def continue_at(self, mark: Any) -> None:
        """Continue at the size that was stored; raise OperationError if the file is shorter."""
        size = self._unfinished.stat().st_size if self._unfinished.exists() else 0
        if size < mark:
            raise OperationError(f"{self._unfinished} is not the file that the interrupted export has written.")
        self._size = mark

    def finish(self) -> None:
        """Put the file in its place."""
        if self._unfinished.exists():
            os.replace(self._unfinished, self._path)


def place_of_part(table: ExportTable, day: str, number: int, kind: Format) -> str:
    """Return the path of a part in a folder or a prefix. Athena and DuckDB read `day` from it as a column."""
    return f"{table.name}/day={day}/part-{number:05}.{kind}"


@contextmanager
def _open_writers(paths: Mapping[str, Path], tables: Sequence[ExportTable], kind: Format) -> Iterator[Writers]:
    """Open new files, and return their writers; at the end, complete the files and write them to the disk."""
    with ExitStack() as open_files:
        files = {name: open_files.enter_context(path.open("wb")) for name, path in paths.items()}
        writers = {table.name: WRITERS[kind](files[table.name], table, True) for table in tables}
        yield writers
        for name, writer in writers.items():
            writer.close()
            _to_disk(files[name])


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
