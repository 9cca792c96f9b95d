"""Run a command with the words of $NUTGRAF_FILES as arguments: `python -m infra.cli.split_files COMMAND…`

FILES of `make run` is one string. Quotes, backslashes and wildcards have the same meaning as in a shell. Other
characters have no special meaning, so a name can contain `$`, `;` or parentheses.
"""

import glob
import os
import shlex
import sys
from pathlib import Path


def split(files: str) -> list[str]:
    """Return the paths in `files`. A word, or the whole string, that is an existing path is not expanded or split.

    Raises ValueError when a quote is not closed.
    """
    if files and Path(files).exists():
        return [files]
    return [path for word in shlex.split(files) for path in _matches(word)]


def _matches(word: str) -> list[str]:
    path = Path(word).expanduser()
    return [str(path)] if path.exists() else sorted(glob.glob(str(path))) or [word]


def main() -> None:
    """Replace this process with the command."""
    try:
        paths = split(os.environ.get("NUTGRAF_FILES", ""))
    except ValueError:
        sys.exit("""FILES has a quote that is not closed. Example: FILES="a.pdf 'name with spaces.txt'".""")
    sys.stdout.flush()
    os.execvp(sys.argv[1], [*sys.argv[1:], *(["--", *paths] if paths else [])])  # a name can begin like an option


if __name__ == "__main__":
    main()
