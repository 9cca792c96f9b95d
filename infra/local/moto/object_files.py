"""Keeps the contents of moto's S3 objects in files, because moto keeps up to 16 MB of each version in memory.

moto can use temporary files itself, but each of them stays open, and a process may have a thousand open files.
"""

import itertools
import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from moto.backends import get_backend
from moto.s3 import models
from moto.s3.exceptions import S3ClientError
from moto.s3.models import FakeKey

_numbers = itertools.count()
_logger = logging.getLogger(__name__)


class ContentFile:
    """The content of one version of an object, in a file that is open only while it is read or written.

    It has the methods of a file that moto's `FakeKey` calls. `close` deletes the file.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / str(next(_numbers))
        self._position = 0
        try:
            self._path.touch()
        except OSError as error:
            raise _not_stored(folder, error) from error

    def seek(self, position: int) -> int:
        """Set the position of the next read or write."""
        self._position = position
        return position

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes from the position. Raises ValueError after `close`, as files do."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._position)
                content = file.read(size)
        except FileNotFoundError as error:
            raise ValueError("I/O operation on closed file.") from error
        self._position += len(content)
        return content

    def write(self, content: bytes) -> int:
        """Write at the position. Raises S3ClientError, and leaves no file, if the disk is full."""
        try:
            with self._path.open("r+b", buffering=0) as file:
                file.seek(self._position)
                rest = memoryview(content)
                while rest:
                    rest = rest[file.write(rest) :]
        except OSError as error:
            self.close()
            raise _not_stored(self._path.parent, error) from error
        self._position += len(content)
        return len(content)

    def truncate(self) -> int:
        """Remove what follows the position."""
        os.truncate(self._path, self._position)
        return self._position

    def close(self) -> None:
        """Delete the file."""
        self._path.unlink(missing_ok=True)


def _not_stored(folder: Path, error: OSError) -> S3ClientError:
    """Return the error of a request whose content cannot be stored, and log it for the user of the stack."""
    message = f"The local stack cannot store the object: {error.strerror} ({folder}). Free space, and upload it again."
    _logger.error(message)
    return S3ClientError("InsufficientStorage", message)


@contextmanager
def object_files(folder: Path) -> Iterator[None]:
    """Keep the contents of all objects that are created inside this context in `folder`, which exists.

    The end deletes the objects in moto, and their files.
    """

    def create(*_: object, **__: object) -> ContentFile:
        return ContentFile(folder)

    def dispose(key: FakeKey, garbage: bool = False) -> None:
        """Delete the content. moto warns about a key that was not disposed of, because its file would stay open."""
        disposed(key, garbage=False)

    disposed = FakeKey.dispose
    with ExitStack() as patches:
        patches.callback(_delete_objects)
        patches.enter_context(patch.object(models, "tempfile", SimpleNamespace(SpooledTemporaryFile=create)))
        patches.enter_context(patch.object(FakeKey, "dispose", dispose))
        yield


def _delete_objects() -> None:
    for backends in get_backend("s3").values():
        for backend in backends.values():
            for bucket in backend.buckets.values():
                for version in itertools.chain.from_iterable(_versions(bucket)):
                    if isinstance(version, FakeKey):
                        version.dispose()
                for upload in bucket.multiparts.values():
                    upload.dispose()


def _versions(bucket: Any) -> Iterator[list[Any]]:
    for _, versions in bucket.keys.iterlists():
        yield versions
