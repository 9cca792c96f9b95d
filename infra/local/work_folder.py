"""The temporary folder of a local stack: the contents of S3 objects, and the logs of functions."""

import fcntl
import os
import secrets
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Self

PREFIX = "nutgraf-"

# A file that a running stack keeps locked. A folder whose file is not locked belonged to a stack that was killed.
_LOCK = "lock"


class WorkFolder:
    """A temporary folder, from `create` until `close`.

    `log_folder`: the folder of the logs, which is never deleted; None for a folder inside of this one.
    """

    def __init__(self, log_folder: Path | None = None) -> None:
        self._log_folder = log_folder
        self._path: Path | None = None
        self._lock: int | None = None

    @property
    def path(self) -> Path:
        """The folder."""
        assert self._path is not None
        return self._path

    @property
    def objects(self) -> Path:
        """The folder for the contents of objects."""
        return self.path / "objects"

    @property
    def logs(self) -> Path:
        """The folder for logs."""
        return self._log_folder or self.path / "logs"

    def create(self) -> Self:
        """Create the folder, and delete the folders of stacks that were killed."""
        _delete_abandoned()
        # The path is set before the folder exists, so that an interruption at any moment leaves nothing behind.
        self._path = Path(tempfile.gettempdir()) / f"{PREFIX}{secrets.token_hex(8)}"
        self._path.mkdir(mode=0o700)
        self._lock = _locked(self._path)
        self.objects.mkdir()
        self.logs.mkdir(parents=True, exist_ok=True)
        return self

    def close(self) -> None:
        """Delete everything except logs that were written."""
        if self._path is None:
            return
        shutil.rmtree(self.objects, ignore_errors=True)
        for lock in self._path.glob(f"{_LOCK}*"):
            lock.unlink()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
        with suppress(OSError):  # there are logs
            (self._path / "logs").rmdir()
        with suppress(OSError):
            self._path.rmdir()

    def delete(self) -> None:
        """Delete everything in the folder, also the logs."""
        self.close()
        if self._path is not None:
            shutil.rmtree(self._path, ignore_errors=True)


def _locked(folder: Path) -> int:
    """Create the lock of a folder and return its descriptor. It has its name only when it is locked."""
    new = folder / f"{_LOCK}.new"
    descriptor = os.open(new, os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    new.rename(folder / _LOCK)
    return descriptor


def _delete_abandoned() -> None:
    for lock in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{_LOCK}"):
        try:
            descriptor = os.open(lock, os.O_RDWR)
        except OSError:
            continue  # it belongs to another user, or was deleted
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue  # its stack is running
        else:
            shutil.rmtree(lock.parent, ignore_errors=True)
        finally:
            os.close(descriptor)
