"""Builds nutgraf-client with the modules of Nutgraf that it uses, below nutgraf_client._nutgraf.

In this clone, the client imports `shared` and `functions` as everything else does. The build copies those modules that
the client needs, directly or through others, and changes the names in their imports, so that an installed client has no
package of a general name such as `shared`.
"""

import ast
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PACKAGE = "nutgraf_client"

# Packages of Nutgraf, and the prefix of their names in an installed client.
COPIED = ("shared", "functions")
PREFIX = f"{PACKAGE}._nutgraf"
_IMPORT = re.compile(rf"^(\s*)(from|import) ({'|'.join(COPIED)})(?=[.\s])", re.MULTILINE)


def renamed(source: str) -> str:
    """Return the source of a module with the names that the packages have in an installed client."""
    return _IMPORT.sub(rf"\1\2 {PREFIX}.\3", source)


def imported(source: str) -> Iterator[str]:
    """Yield the modules of Nutgraf that a module imports, and what may be modules in them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] in COPIED)


def needed(paths: list[Path]) -> set[Path]:
    """Return the files of Nutgraf that these modules need, and the packages around them."""
    found: set[Path] = set()
    waiting = list(paths)
    while waiting:
        for name in imported(waiting.pop().read_text(encoding="utf-8")):
            parts = name.split(".")
            packages = [ROOT.joinpath(*parts[:n], "__init__.py") for n in range(1, len(parts) + 1)]
            module = ROOT.joinpath(*parts).with_suffix(".py")
            new = {path for path in (*packages, module) if path.is_file()} - found
            found |= new
            waiting += new
    data = {path for folder in {path.parent for path in found} for path in folder.iterdir()}
    return found | {path for path in data if path.suffix == ".tsv" or path.name.startswith("LICENSE")}


class BuildPy(build_py):
    """Builds the package, then adds the modules of Nutgraf."""

    def run(self) -> None:
        """Build into build_lib."""
        if self.editable_mode:
            sys.exit("nutgraf-client cannot be installed editable: add clients/python/src and the clone to PYTHONPATH.")
        target = Path(self.build_lib)
        shutil.rmtree(target / PACKAGE, ignore_errors=True)  # of an earlier build
        super().run()
        modules = sorted((target / PACKAGE).glob("*.py"))
        files = needed(modules)
        for module in modules:
            module.write_text(renamed(module.read_text(encoding="utf-8")), encoding="utf-8")
        folder = target.joinpath(*PREFIX.split("."))
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").write_text('"""Modules of Nutgraf, copied by the build."""\n', encoding="utf-8")
        shutil.copy(ROOT / "LICENSE", folder)
        for file in sorted(files):
            copy = folder / file.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            text = file.read_text(encoding="utf-8")
            copy.write_text(renamed(text) if file.suffix == ".py" else text, encoding="utf-8")


def version() -> str:
    """Return the version of Nutgraf."""
    path = ROOT / "shared" / "version.py"
    if not path.is_file():
        sys.exit("Build nutgraf-client in a clone of Nutgraf: pip install ./clients/python")
    found = re.search(r'^PIPELINE_VERSION = "(.+)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None, path
    return found[1]


if __name__ == "__main__":
    setup(version=version(), cmdclass={"build_py": BuildPy})
