"""Which files of this machine are uploaded, and under which keys."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

# S3's limit, in UTF-8.
MAX_KEY_BYTES = 1024
SAMPLES = Path(__file__).parents[1] / "samples" / "documents"


class FilesError(Exception):
    """Some of the files can't be uploaded. The message names all of them, with the reason."""


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file and the key that it is uploaded under."""

    path: Path
    key: str


def choose(paths: Sequence[Path]) -> list[LocalFile]:
    """The files at `paths`, in this order and each once; folders with all that is in them, but for hidden files.

    A file's key is its name; a file in a folder has the folder's name before it. Where two would have the same key,
    both get as much more of their path as tells them apart. Raises FilesError for what is missing or unreadable.
    """
    found: dict[Path, int] = {}
    problems: list[str] = []
    for path in paths:
        if path.is_dir():
            inside = list(_files_in(path, problems))
            if not inside:
                problems.append(f"{path}: there is no file in this folder")
            for file in inside:
                found.setdefault(file.resolve(), len(file.relative_to(path).parts) + (1 if path.resolve().name else 0))
        elif problem := _problem(path):
            problems.append(f"{path}: {problem}")
        else:
            found.setdefault(path.resolve().parent / path.name, 1)
    if problems:
        raise FilesError("\n".join(problems))
    return [LocalFile(path, key) for path, key in _keys(found).items()]


def _files_in(folder: Path, problems: list[str]) -> Iterable[Path]:
    def note(error: OSError) -> None:
        problems.append(f"{error.filename}: {error.strerror}")

    for parent, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if name.startswith("."):
                continue
            if problem := _problem(path):
                problems.append(f"{path}: {problem}")
            else:
                yield path


def _problem(path: Path) -> str | None:
    """Why a file can't be uploaded, or None."""
    if not path.exists():
        return "there is no such file"
    if {"\n", "\r"} & set(path.name):
        return "its name has a line end, which moto's S3 does not take"
    if not path.is_file():
        return "this is no regular file"
    try:
        with path.open("rb"):
            return None
    except OSError as error:
        return str(error.strerror)


def _keys(found: dict[Path, int]) -> dict[Path, str]:
    """A key for each path, made of at least so many of its last parts, and no key twice."""
    parts = dict(found)
    while True:
        keys = {path: _key(path, number) for path, number in parts.items()}
        by_key: dict[str, list[Path]] = {}
        for path, key in keys.items():
            by_key.setdefault(key, []).append(path)
        longer = [path for same in by_key.values() if len(same) > 1 for path in same if parts[path] < len(path.parts)]
        if not longer:
            return keys
        for path in longer:
            parts[path] += 1


def _key(path: Path, number: int) -> str:
    """The last `number` parts of a path, as UTF-8; fewer where S3 takes no key so long."""
    names = [
        os.fsencode(part).decode("utf-8", "backslashreplace") for part in path.parts[-number:] if part != path.anchor
    ]
    while len(names) > 1 and len("/".join(names).encode()) > MAX_KEY_BYTES:
        names.pop(0)
    return "/".join(names)
