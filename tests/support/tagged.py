"""Texts with marked mentions, for tests of code that uses the annotator's mentions."""

import re

from functions.summarize.annotator.annotations import Mention
from shared.names.names import EntityType

KINDS: dict[str, EntityType] = {"P": "PERSON", "O": "ORGANIZATION", "L": "LOCATION"}


def tagged(marked: str) -> tuple[str, list[Mention]]:
    """Return the text without its marks, and the marked mentions: `[P:Ann Lee] left [L:Leeds].`"""
    text, mentions = "", []
    for piece in re.split(r"(\[[POL]:[^\]]*\])", marked):
        if re.match(r"\[[POL]:", piece):
            mentions.append(Mention(len(text), len(text) + len(piece) - 4, KINDS[piece[1]]))
            piece = piece[3:-1]
        text += piece
    return text, mentions
