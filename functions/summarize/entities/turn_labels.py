"""The names in the labels of a transcript's turns, which are people with and without capitals."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from functions.summarize.annotator.annotations import Mention
from functions.summarize.sentences.turns import Place, Turn
from shared.names.given_names import GIVEN_NAMES
from shared.names.names import folded

# The capitals of initials.
INITIALS = re.compile(r"..|[^AEIOUY]{3}")


def is_role(name: str) -> bool:
    """Whether a label names a function, which has no name of its own: `THE COURT`."""
    return name[:4].casefold() == "the "


def is_initials(name: str) -> bool:
    """Whether a label has the initials of a name: two capitals, or three that are not a syllable, unlike `BEN`."""
    letters = name.replace(".", "")
    return letters.isalpha() and letters.isupper() and INITIALS.fullmatch(letters) is not None


def with_speakers(text: str, mentions: Sequence[Mention], turns: Sequence[Turn]) -> list[Mention]:
    """Return the mentions with the names in labels as people, instead of what the annotator finds in these names.

    A label whose name is elsewhere mostly an organization is one too: some interviews name their magazine. Initials are
    no names unless they are a word of a longer name.
    """
    names = [turn.name for turn in turns if turn.name is not None]
    if not names:
        return sorted(mentions, key=lambda mention: (mention.start, mention.end))
    outside = mentions_outside(mentions, names)
    words = _words_of_longer_names(text, [*names, *((mention.start, mention.end) for mention in outside)])
    named = [place for place in names if _is_proper(text[slice(*place)], words)]
    votes: Counter[str] = Counter()
    for mention in outside:
        votes[folded(text[mention.start : mention.end])] += 1 if mention.type == "ORGANIZATION" else -1
    speakers = [
        Mention(start, end, "ORGANIZATION" if votes[folded(text[start:end])] > 0 else "PERSON") for start, end in named
    ]
    return sorted([*outside, *speakers], key=lambda mention: (mention.start, mention.end))


def mentions_outside(mentions: Sequence[Mention], places: Sequence[Place]) -> list[Mention]:
    """Return the mentions that overlap none of the places, which are in order."""
    starts = [start for start, _ in places]

    def is_outside(mention: Mention) -> bool:
        at = bisect_right(starts, mention.end - 1) - 1
        return at < 0 or mention.start >= places[at][1]

    return [mention for mention in mentions if is_outside(mention)]


def _words_of_longer_names(text: str, places: Sequence[Place]) -> set[str]:
    names = (folded(text[slice(*place)]).split() for place in places)
    return {word for name in names if len(name) > 1 for word in name}


def _is_proper(name: str, words: set[str]) -> bool:
    """Whether a label is a name. `words` are those of the longer names of the text."""
    if is_initials(name):
        return folded(name) in words or folded(name) in GIVEN_NAMES
    return not is_role(name)
