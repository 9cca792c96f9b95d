"""Statements of a description: a frame in English around words that are lifted from the document, with their places."""

from collections.abc import Sequence
from typing import NamedTuple

# Maximum length of one lifted piece of text, in code points: of a cell or a line, and of a field with its label. A
# longer one is cut at a space, and an ellipsis follows.
LONGEST_PIECE, LONGEST_FIELD = 60, 120

# Marks in front of list items, and marks at the end of a line that continues; neither is part of the lifted words.
BULLETS, OPEN_ENDS = "*•·▪‣◦–—- \t\n", ",;: \t\n"

# Maximum number of pieces in one enumeration, and maximum number of words in it.
MOST_PIECES = 8
MOST_LISTED_WORDS = 40

# Average length of a word in code points, for scripts without spaces between the words.
CHARACTERS_PER_WORD = 8

# The end of a statement that needs no full stop after it.
ENDS = (".", "!", "?", "…", "。", "！", "？")


class Lifted(NamedTuple):
    """Words of the document: `text` as they are shown, and their range [start, end) in code points."""

    text: str
    start: int
    end: int


class Statement(NamedTuple):
    """One statement of a description, and the lifted words that are its evidence. There is at least one."""

    text: str
    evidence: tuple[Lifted, ...]


def lifted(text: str, start: int, end: int, longest: int = LONGEST_PIECE) -> Lifted:
    """Return the words in [start, end) of `text`, without bullets and spaces around them, and cut if they are long."""
    piece = text[start:end].rstrip(OPEN_ENDS) or text[start:end]
    words = piece.lstrip(BULLETS) if piece.startswith(("* ", "• ", "· ", "▪ ", "‣ ", "◦ ", "– ", "— ", "- ")) else ""
    words = words or piece.lstrip()
    start += len(piece) - len(words)
    piece = words.rstrip()
    if len(piece) <= longest:
        return Lifted(" ".join(piece.split()), start, start + len(piece))
    head = piece[: longest - 1]
    cut = max(head.rfind(mark) for mark in " \t\n")
    kept = head[:cut].rstrip() if cut > longest // 2 else head
    return Lifted(" ".join(kept.split()) + "…", start, start + len(kept))


def listing(
    frame: str, pieces: Sequence[Lifted], total: int, separator: str = "; ", *, room: int = MOST_LISTED_WORDS
) -> Statement:
    """Return `frame: piece; piece; and 7 more.` of the first pieces that have room. `pieces`: at least one.

    `total`: the number of all pieces, of which `pieces` can be the first. `room`: the maximum number of words, except
    that one piece is always shown.
    """
    shown: list[Lifted] = []
    for piece in pieces[:MOST_PIECES]:
        room -= words_in(piece.text)
        if shown and room < 0:
            break
        shown.append(piece)
    left = total - len(shown)
    more = f"{separator}and {left:,} more" if left else ""
    return Statement(closed(f"{frame}: {separator.join(piece.text for piece in shown)}{more}"), tuple(shown))


def closed(text: str) -> str:
    """Return a statement with a full stop, unless it ends with another mark."""
    return text if text.endswith(ENDS) else f"{text}."


def counted(number: int, noun: str, *, at_least: bool = False) -> str:
    """Return `3 rows` or `1 row`. `noun`: singular, with a regular plural."""
    plural = f"{noun[:-1]}ies" if noun.endswith("try") else f"{noun}s"
    return f"{'at least ' if at_least else ''}{number:,} {noun if number == 1 else plural}"


def words_in(text: str) -> int:
    """Return the number of words of a text in any script."""
    return max(len(text.split()), len(text) // CHARACTERS_PER_WORD)
