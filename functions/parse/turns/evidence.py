"""How surely a label is the name of a person who speaks, and which labels are of the same person."""

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import IntEnum

from functions.parse.turns.labels import Label
from functions.parse.turns.speech import words_of
from shared.names.given_names import GIVEN_NAMES
from shared.names.names import folded
from shared.names.words import PARTICLES

# Forms of address. The offices in shared.names.words are left out: `Chief Complaint`, `General Notes`.
ADDRESSES = frozenset(
    """mr mrs ms miss mx mister dr prof professor sir madam dame lord lady judge justice senator sen rep congressman
    congresswoman councillor cllr""".split()
)

# Severities of log lines (RFC 5424, 6.2.1, and the common short forms).
SEVERITIES = frozenset("emergency alert critical error warning warn notice info information debug trace fatal".split())


class Standing(IntEnum):
    """How surely a label is a name: no name, a word that could be one, the form of a full name, or surely a name."""

    NONE = 0
    WORD = 1
    NAME = 2
    SURE = 3


def lower_case_words(lines: Sequence[str], labels: Mapping[int, Label]) -> frozenset[str]:
    """Return the words that a text has in lower case, outside its labels. They are common nouns, not names."""
    found: set[str] = set()
    for number, line in enumerate(lines):
        label = labels.get(number)
        found.update(word for word in words_of(line[label.after :] if label else line) if word.islower())
    return frozenset(map(folded, found))


def standings(labels: Mapping[int, Label], common: frozenset[str]) -> dict[tuple[str, ...], tuple[str, Standing]]:
    """Return the key of the speaker and the standing of each label, by the folded words of its name.

    `common` are the words that the text has in lower case.
    """
    by_words: dict[tuple[str, ...], list[Label]] = {}
    for label in labels.values():
        by_words.setdefault(label.words, []).append(label)
    whole = _whole_names(by_words)
    parts = set(whole.values())
    # `Expected Result`, `Actual Result`: different names seldom end in the same word.
    endings = Counter(words[-1] for words in by_words if len(words) > 1)
    common |= {word for word, count in endings.items() if count > 1}
    return {
        words: (
            " ".join(whole.get(words, words)),
            _standing(words, alike, common, is_joined=words in whole or words in parts),
        )
        for words, alike in by_words.items()
    }


def _whole_names(by_words: Mapping[tuple[str, ...], Sequence[Label]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the full name that each shorter one is the family name or the given name of: `DAHL` of `INGRID DAHL`."""
    owners: dict[str, set[tuple[str, ...]]] = {}
    for words, alike in by_words.items():
        if len(_without_address(words)) > 1 and not alike[0].is_anonymous:
            for word in (_without_address(words)[0], words[-1]):
                owners.setdefault(word, set()).add(words)
    found = {}
    for words in by_words:
        bare = _without_address(words)
        if len(bare) == 1 and len(owners.get(bare[0], ())) == 1:
            found[words] = next(iter(owners[bare[0]]))
    return found


def _without_address(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[1:] if len(words) > 1 and words[0] in ADDRESSES else words


def _standing(words: tuple[str, ...], alike: Sequence[Label], common: frozenset[str], *, is_joined: bool) -> Standing:
    if not words or (len(words) == 1 and words[0] in SEVERITIES):
        return Standing.NONE
    own = [word for word in words if word not in PARTICLES]
    is_common = [word in common for word in own]
    if alike[0].is_anonymous or (words[0] in ADDRESSES and len(words) > 1):
        return Standing.SURE
    if words[0] in GIVEN_NAMES:
        return Standing.WORD if all(is_common) else Standing.SURE
    if is_joined:
        return Standing.SURE
    if words[0] == "the":
        return Standing.WORD
    if not own or all(is_common):
        return Standing.NONE
    if len(own) == 1 or any(is_common):
        return Standing.WORD
    return Standing.SURE if any(label.suffixed for label in alike) else Standing.NAME
