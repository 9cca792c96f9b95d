"""Update the cost tables in docs/scale.md: `python -m infra.build.cost_tables`.

Each table is between `<!-- nutgraf cost … -->` and `<!-- end -->`, and is the output of that command.
"""

import io
import re
import shlex
from contextlib import redirect_stderr, redirect_stdout

from typer.main import get_command

from infra.cli.app import app
from infra.local.template import ROOT

DOCUMENT = ROOT / "docs" / "scale.md"
_BLOCK = re.compile(r"<!-- nutgraf cost(?P<arguments>[^>]*?) -->\n.*?<!-- end -->", re.DOTALL)


def commands(text: str) -> list[str]:
    """Return the arguments of each command in a document."""
    return [match["arguments"].strip() for match in _BLOCK.finditer(text)]


def renewed(text: str) -> str:
    """Return the document with the current output of its commands; raise ValueError if a command fails."""
    return _BLOCK.sub(_block, text)


def _block(match: re.Match[str]) -> str:
    output, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(output), redirect_stderr(errors):
        status = get_command(app).main(["cost", *shlex.split(match["arguments"])], "nutgraf", standalone_mode=False)
    if status:
        raise ValueError(f"`nutgraf cost{match['arguments']}` fails: {errors.getvalue().strip()}")
    return f"<!-- nutgraf cost{match['arguments']} -->\n{output.getvalue()}<!-- end -->"


if __name__ == "__main__":
    DOCUMENT.write_text(renewed(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
