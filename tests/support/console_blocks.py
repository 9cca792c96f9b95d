"""The console blocks of a page of the documentation, as scripts and as commands."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

_BLOCK = re.compile(r"^([ ]*)```console\n(.*?)^[ ]*```$", re.MULTILINE | re.DOTALL)

# What separates the commands of a line, apart from a line's end.
_SEPARATORS = {"|", "&&", ";", "||"}


def blocks(page: Path) -> list[str]:
    """Return the text of each console block, without the indentation of a list."""
    found = _BLOCK.findall(page.read_text(encoding="utf-8"))
    return ["\n".join(line.removeprefix(indent) for line in text.splitlines()) for indent, text in found]


def commands(script: str) -> Iterator[list[str]]:
    """Yield the words of each command of a script, also of those inside of $(…)."""
    flat = script.replace("\\\n", " ")
    for inside in re.findall(r"\$\((?!\()([^()]*)\)", flat):
        yield from commands(inside)
    flat = re.sub(r"\$\((?!\()[^()]*\)", "SUBSTITUTED", flat)
    for line in flat.splitlines():
        words: list[str] = []
        for word in shlex.split(line, comments=True):
            if word in _SEPARATORS:
                yield words
                words = []
            else:
                words.append(word)
        if words:
            yield words
