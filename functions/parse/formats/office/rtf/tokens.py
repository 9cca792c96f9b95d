"""Tokens of RTF (RTF 1.9.1): control words, control symbols, groups, hexadecimal bytes and text."""

import re
from collections.abc import Iterator

# Characters by their control word or symbol.
CHARACTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ", "~": "\xa0", "_": "-",
    "zwj": "\u200d", "zwnj": "\u200c", "softline": "\n",
}  # fmt: skip

# Destinations whose text is not part of the document.
SKIPPED = frozenset(
    "colortbl listtable listoverridetable listpicture rsidtbl generator themedata colorschememapping datastore "
    "xmlnstbl latentstyles pict nonshppict shprslt sp objdata objclass objname fldinst pntxta pntxtb "
    "header headerl headerr headerf footer footerl footerr footerf annotation atnid atnauthor atntime atndate atnicn "
    "atnparent atnref atrfstart atrfend bkmkstart bkmkend xe tc tcn ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn "
    "template filetbl revtbl operator company category doccomm comment subject keywords manager hlinkbase revtim "
    "printim buptim nextfile background nonesttables pgptbl mmathPr fldtype private panose falt fontemb fontfile "
    "passwordhash wgrffmtfilter userprops docvar protusertbl upr vern".split()
)

# Control words that the reader handles. All others are formatting; one match skips a run of them.
READ = (
    {"listtext", "pntext"}
    | {"par", "pard", "plain", "sect", "page", "column", "cell", "nestcell", "row", "nestrow", "intbl", "itap", "ls"}
    | {"outlinelevel", "s", "u", "uc", "v", "deleted", "f", "fcharset", "fonttbl", "stylesheet", "info", "bin"}
    | {"ansi", "mac", "pc", "pca", "ansicpg", "title", "author", "creatim", "yr", "mo", "dy", "hr", "min", "cs", "ts"}
    | {"footnote", "shptxt", "dptxbxtext", "shpinst", "do", "dpgroup", "shpgrp", "rtf"}
    | SKIPPED
    | {word for word in CHARACTERS if word.isalpha()}
)


def _any_of(words: frozenset[str] | set[str]) -> str:
    """Return a pattern for any of the words. It branches on two letters first because `re` tries each alternative."""
    endings: dict[str, list[str]] = {}
    for word in sorted(words):
        endings.setdefault(word[:2], []).append(word[2:])
    by_first: dict[str, list[str]] = {}
    for start, rest in endings.items():
        by_first.setdefault(start[0], []).append(f"{start[1:]}(?:{'|'.join(rest)})(?![A-Za-z])")
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in by_first.items())


# The first alternative skips a run of formatting; it has no named group. A hexadecimal byte is `\'xx`.
TOKEN = re.compile(
    r"(?:\\(?!" + _any_of(READ) + r")[A-Za-z]++(?:-?\d++)?+ ?|[\r\n]++)++"
    r"|\\(?P<word>[A-Za-z]++)(?P<number>-?\d{1,10}+)?+ ?"
    r"|\\\*[\r\n ]*+\\(?P<optional>[A-Za-z]++)(?:-?\d++)?+ ?"
    r"|\\'(?P<byte>[0-9A-Fa-f]{2})"
    r"|\\(?P<symbol>.)|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]++)",
    re.DOTALL,
)

# What matters for the end of a group: its braces, escaped characters, and binary data, which may contain braces.
GROUP_MARK = re.compile(r"\\bin(\d{1,10}) ?|\\.|[{}]", re.DOTALL)


def tokens(source: str, place: int) -> Iterator[re.Match[str]]:
    """Yield the tokens from an offset on."""
    return TOKEN.finditer(source, place)


def after_group(source: str, place: int) -> int:
    """Return the offset of the brace that closes the group around `place`; the length of the file if there is none."""
    depth = 1
    while True:
        for mark in GROUP_MARK.finditer(source, place):
            if mark.group() == "{":
                depth += 1
            elif mark.group() == "}":
                depth -= 1
                if depth == 0:
                    return mark.start()
            elif mark.group(1) is not None:
                place = mark.end() + int(mark.group(1))
                break
        else:
            return len(source)
