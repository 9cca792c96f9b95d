"""Runs a command with the words of $NUTGRAF_FILES after it: `python -m infra.build.split_files COMMAND…`

FILES of `make run` is one string. Quotes, backslashes and wildcards mean in it what they mean in a shell, and nothing
else does: a name may hold `$`, `;` or parentheses.
"""

import glob
import os
import shlex
import sys
from pathlib import Path


def split(files: str) -> list[str]:
    """The paths that `files` names. What is there under its own name is not taken for a wildcard, nor for two words.

    Raises ValueError when a quote is left open.
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
        sys.exit("""FILES has a quote that isn't closed. Write it like FILES="a.pdf 'name with spaces.txt'".""")
    sys.stdout.flush()
    os.execvp(sys.argv[1], [*sys.argv[1:], *(["--", *paths] if paths else [])])  # a name may begin like an option


if __name__ == "__main__":
    main()
