"""Leaves out of a package what its function never reads, by the list in pruned.tsv.

A module may be left out only if no module that stays imports it. `prune` checks this for each import statement, at any
depth of the code, except for the imports whose failure the importing module handles, those for type checkers, and the
ones in permitted_imports.tsv.
"""

import ast
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path, PurePosixPath

# Patterns of paths with the reason for each.
PRUNED = Path(__file__).with_name("pruned.tsv")

# Modules that stay although they import a module that is left out: the importing module (a pattern), the imported one,
# and the reason why the statement never runs.
PERMITTED = Path(__file__).with_name("permitted_imports.tsv")

# Exceptions whose handler means that an import is optional.
_OPTIONAL = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "AttributeError"})


_WILDCARDS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*"}


class PruningError(Exception):
    """A module that stays imports one that is left out. The message names both."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of paths that are left out, or kept although a later pattern matches them."""

    text: str
    reason: str

    @property
    def keeps(self) -> bool:
        """Whether matching paths are kept."""
        return self.text.startswith("!")

    def matches(self, path: PurePosixPath) -> bool:
        """Whether the pattern matches a path in a package."""
        glob = self.text.removeprefix("!")
        return _regex(glob).fullmatch(str(path) if "/" in glob else path.name) is not None


@dataclass(frozen=True, slots=True)
class Import:
    """A module that an import statement names. It may be an attribute of the module above it."""

    line: int
    name: str


@cache
def _regex(glob: str) -> re.Pattern[str]:
    """Return the pattern of a glob: `*` is within a folder, `**` also below it."""
    return re.compile("".join(_WILDCARDS.get(part) or re.escape(part) for part in re.split(r"(\*\*/?|\*)", glob)))


def patterns(file: Path = PRUNED) -> list[Pattern]:
    """Return the patterns of a list, in order."""
    return [Pattern(text, reason) for text, reason in _rows(file)]


def prune(target: Path, chosen: Iterable[Pattern] | None = None) -> dict[str, int]:
    """Remove from a package the files that the patterns match. Return the removed bytes by pattern.

    The lists of installed files (RECORD) lose the same entries. Raises PruningError if a remaining module imports a
    removed one.
    """
    chosen = patterns() if chosen is None else list(chosen)
    removed: dict[str, int] = {}
    gone: set[PurePosixPath] = set()
    for file in sorted(target.rglob("*")):
        if file.is_dir() and not file.is_symlink():
            continue
        path = PurePosixPath(file.relative_to(target).as_posix())
        first = next((pattern for pattern in chosen if pattern.matches(path)), None)
        if first is not None and not first.keeps:
            removed[first.text] = removed.get(first.text, 0) + file.lstat().st_size
            gone.add(path)
            file.unlink()
    _remove_empty_folders(target)
    _shorten_records(target, gone)
    check_imports(target, gone)
    return removed


def check_imports(target: Path, gone: Iterable[PurePosixPath], permitted: Path = PERMITTED) -> None:
    """Raise PruningError if a module in `target` imports a module among the files that are `gone`."""
    missing = {_module(path) for path in gone if path.name.endswith((".py", ".so"))}
    missing = {name for name in missing if not _exists(target, name)}
    allowed = [(importer, name) for importer, name, _ in _rows(permitted)]
    faults = []
    for file in sorted(target.rglob("*.py")):
        path = PurePosixPath(file.relative_to(target).as_posix())
        importer = _module(path)
        for each in imports(file.read_bytes(), importer, is_package=path.name == "__init__.py"):
            if each.name in missing and not any(
                fnmatchcase(importer, pattern) and fnmatchcase(each.name, name) for pattern, name in allowed
            ):
                faults.append(f"{path}:{each.line} imports {each.name}")
    if faults:
        raise PruningError(
            f"{PRUNED.name} leaves out modules that others import: {'; '.join(faults)}. Keep them, or list the "
            f"import in {PERMITTED.name} if it never runs."
        )


def imports(source: bytes, module: str, *, is_package: bool) -> Iterator[Import]:
    """Yield the modules that the code of a module imports and needs."""
    package = module if is_package else module.rpartition(".")[0]
    try:
        tree = ast.parse(source)
    except SyntaxError:  # code for Python 2, which no other module can import either
        return
    yield from _imports(tree, package)


def _imports(node: ast.AST, package: str) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield from (Import(child.lineno, name) for name in _with_parents(alias.name))
        elif isinstance(child, ast.ImportFrom):
            base = _absolute(child, package)
            yield from (Import(child.lineno, name) for name in _with_parents(base))
            yield from (Import(child.lineno, f"{base}.{alias.name}") for alias in child.names)
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            yield from (found for other in child.orelse for found in _imports(ast.Module([other], []), package))
        elif isinstance(child, ast.Try) and any(map(_is_optional, child.handlers)):
            parts = [*child.orelse, *child.finalbody, *(line for handler in child.handlers for line in handler.body)]
            yield from _imports(ast.Module(parts, []), package)
        else:
            yield from _imports(child, package)


def _is_optional(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    return any(isinstance(name, ast.Name) and name.id in _OPTIONAL for name in ast.walk(handler.type))


def _absolute(statement: ast.ImportFrom, package: str) -> str:
    if not statement.level:
        return statement.module or ""
    parts = package.split(".")
    above = parts[: len(parts) - statement.level + 1]
    return ".".join([*above, *([statement.module] if statement.module else [])])


def _with_parents(name: str) -> Iterator[str]:
    parts = name.split(".")
    return (".".join(parts[:length]) for length in range(1, len(parts) + 1))


def _module(path: PurePosixPath) -> str:
    """Return the name of the module in a file: `a.b` for a/b/__init__.py and for a/b.cpython-313-x86_64.so."""
    parts = [*path.parts[:-1], path.name.partition(".")[0]]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _exists(target: Path, module: str) -> bool:
    place = target.joinpath(*module.split("."))
    return place.is_dir() or any(place.parent.glob(f"{place.name}.*"))


def _remove_empty_folders(target: Path) -> None:
    folders = [path for path in target.rglob("*") if path.is_dir() and not path.is_symlink()]
    for folder in sorted(folders, key=lambda path: len(path.parts), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def _shorten_records(target: Path, gone: set[PurePosixPath]) -> None:
    for record in target.glob("*.dist-info/RECORD"):
        with record.open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        with record.open("w", newline="", encoding="utf-8") as file:
            kept = (row for row in rows if row and PurePosixPath(row[0]) not in gone)
            csv.writer(file, lineterminator="\n").writerows(kept)


def _rows(file: Path) -> list[list[str]]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
