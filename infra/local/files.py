"""Chooses local files to upload, and their keys."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

# Maximum length of a key in bytes of UTF-8, by S3's documentation.
MAX_KEY_BYTES = 1024
SAMPLES = Path(__file__).parents[1] / "samples" / "documents"


class FilesError(Exception):
    """Some of the files cannot be uploaded. The message contains each of them, with the reason."""


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file, and the key of its upload."""

    path: Path
    key: str


def choose(paths: Sequence[Path]) -> list[LocalFile]:
    """Return the files at `paths`, in order and without duplicates. A folder means its files, except hidden ones.

    The key of a file is its name, after the name of its folder if `paths` contains the folder. If keys would be
    equal, they contain as many more parts of the paths as are necessary to differ. Raises FilesError for missing and
    unreadable files.
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
    """Return the reason why a file cannot be uploaded, or None."""
    if not path.exists():
        return "there is no such file"
    if {"\n", "\r"} & set(path.name):
        return "its name contains a line break, which moto's S3 does not accept"
    if not path.is_file():
        return "this is not a regular file"
    try:
        with path.open("rb"):
            return None
    except OSError as error:
        return str(error.strerror)


def _keys(found: dict[Path, int]) -> dict[Path, str]:
    """Return a unique key for each path. `found` has the minimum number of parts of each key."""
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
    """Return the last `number` parts of a path as UTF-8, or fewer if the key would be too long for S3."""
    names = [
        os.fsencode(part).decode("utf-8", "backslashreplace") for part in path.parts[-number:] if part != path.anchor
    ]
    while len(names) > 1 and len("/".join(names).encode()) > MAX_KEY_BYTES:
        names.pop(0)
    return "/".join(names)
