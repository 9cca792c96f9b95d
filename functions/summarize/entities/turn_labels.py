"""The names in the labels of a transcript's turns, which are people whatever their capitals."""

from bisect import bisect_right
from collections.abc import Sequence

from functions.summarize.annotator.annotations import Mention
from functions.summarize.sentences.turns import Turn
from shared.names.names import folded

# Maximum number of letters of a label that can be initials: `NS`.
LONGEST_INITIALS = 3


def is_role(name: str) -> bool:
    """Whether a label names a function, which has no name of its own: `THE COURT`."""
    return name[:4].casefold() == "the "


def is_initials(name: str) -> bool:
    """Whether a label has the initials of a name."""
    letters = name.replace(".", "")
    return 1 < len(letters) <= LONGEST_INITIALS and letters.isalpha() and letters.isupper()


def with_speakers(text: str, mentions: Sequence[Mention], turns: Sequence[Turn]) -> list[Mention]:
    """Return the mentions with the names in labels as people, instead of what the annotator finds in these names.

    A label whose name is elsewhere mostly an organization is one too: some interviews name their magazine.
    """
    names = [turn.name for turn in turns if turn.name is not None]
    starts = [start for start, _ in names]

    def in_name(mention: Mention) -> bool:
        at = bisect_right(starts, mention.end - 1) - 1
        return at >= 0 and mention.start < names[at][1]

    kept = [mention for mention in mentions if not in_name(mention)]
    votes: dict[str, int] = {}
    for mention in kept:
        name = folded(text[mention.start : mention.end])
        votes[name] = votes.get(name, 0) + (1 if mention.type == "ORGANIZATION" else -1)
    for start, end in names:
        written = text[start:end]
        if not is_role(written) and not is_initials(written):
            is_organization = votes.get(folded(written), 0) > 0
            kept.append(Mention(start, end, "ORGANIZATION" if is_organization else "PERSON"))
    return sorted(kept, key=lambda mention: (mention.start, mention.end))
