"""The temporary folder of a local stack: the contents of S3 objects, and the logs of functions."""

import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

PREFIX = "nutgraf-"

# A file that a running stack keeps locked. A folder whose file is not locked belonged to a stack that was killed.
_LOCK = "lock"


class WorkFolder:
    """A new temporary folder, until `close`. Also deletes the folders of stacks that were killed.

    `log_folder`: the folder of the logs, which is never deleted; None for a folder inside of this one.
    """

    def __init__(self, log_folder: Path | None = None) -> None:
        _delete_abandoned()
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._lock: int | None = _locked(self.path)
        self.objects = self.path / "objects"
        self.objects.mkdir()
        self.logs = log_folder or self.path / "logs"
        self.logs.mkdir(parents=True, exist_ok=True)

    def close(self) -> None:
        """Delete everything except logs that were written."""
        if self._lock is None:
            return
        shutil.rmtree(self.objects, ignore_errors=True)
        (self.path / _LOCK).unlink(missing_ok=True)
        os.close(self._lock)
        self._lock = None
        with suppress(OSError):  # there are logs
            if self.logs.is_relative_to(self.path):
                self.logs.rmdir()
            self.path.rmdir()

    def delete(self) -> None:
        """Delete everything in the folder, also the logs."""
        self.close()
        shutil.rmtree(self.path, ignore_errors=True)


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
