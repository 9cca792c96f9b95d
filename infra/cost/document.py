"""Updates the tables of docs/scale.md and README.md from the model: `python -m infra.cost.document`.

Each table is between `<!-- python -m infra.cost … -->` and `<!-- end -->`, and is the output of that command.
"""

import re
import shlex

from infra.cost.__main__ import main
from infra.local.template import ROOT

DOCUMENTS = (ROOT / "docs" / "scale.md", ROOT / "README.md")
_BLOCK = re.compile(r"<!-- python -m infra\.cost(?P<arguments>[^>]*?) -->\n.*?<!-- end -->", re.DOTALL)


def commands(text: str) -> list[str]:
    """Return the arguments of each block of a document."""
    return [match["arguments"].strip() for match in _BLOCK.finditer(text)]


def renewed(text: str) -> str:
    """Return the document with the current output of its commands. Raises ValueError for a command that fails."""
    return _BLOCK.sub(_block, text)


def _block(match: re.Match[str]) -> str:
    printed: list[str] = []
    if main(shlex.split(match["arguments"]), printed.append):
        raise ValueError(f"`python -m infra.cost{match['arguments']}` fails.")
    return f"<!-- python -m infra.cost{match['arguments']} -->\n" + "\n".join(printed) + "\n<!-- end -->"


if __name__ == "__main__":
    for path in DOCUMENTS:
        path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
