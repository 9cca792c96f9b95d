"""Initials that a text defines for people, such as `Ann Lee (AL, chair)`, and where they are in the rest of it."""

import re
from collections.abc import Sequence

from functions.summarize.annotator.annotations import Mention
from shared.names.names import folded
from shared.names.words import NICKNAMES

# Initials in brackets after a name, alone or before a role.
_DEFINITION = re.compile(r"\s+\(([A-ZÀ-ÖØ-Þ]{2,4})(?=[),;])")

# Initials that are more often something else in the rest of a text.
_WORDS = frozenset("AD AM BC EU HR IT OK PM PR TV UK UN US".split())


def with_initials(text: str, spans: Sequence[Mention]) -> list[Mention]:
    """Return the spans in text order, with every mention of initials that the text defines for a person.

    These mentions replace spans of the same letters, which may have another type.
    """
    defined: dict[str, float] = {}
    for span in spans:
        match = _DEFINITION.match(text, span.end) if span.type == "PERSON" else None
        if match and match.group(1) not in _WORDS and are_initials(match.group(1), text[span.start : span.end]):
            defined.setdefault(match.group(1), span.score)
    if not defined:
        return list(spans)
    found = [
        Mention(match.start(), match.end(), "PERSON", defined[match.group()])
        for match in re.finditer(rf"\b(?:{'|'.join(defined)})\b(?!\s\d)", text)
    ]
    others = [span for span in spans if text[span.start : span.end] not in defined]
    taken = {place for span in others for place in range(span.start, span.end)}
    return sorted([*others, *(each for each in found if each.start not in taken)], key=lambda span: span.start)


def are_initials(letters: str, name: str) -> bool:
    """Whether letters are the initials of a person's name, which may have a nickname: `WH` of Bill Hay.

    Middle names and the second part of a double name may have none.
    """
    first, *others = folded(name).split() or [""]
    written = folded(letters)
    if not (others and written) or written[0] not in (first[0], NICKNAMES.get(first, first)[0]):
        return False
    return written[1:] in ("".join(word[0] for word in others), others[0][0], others[-1][0])
