"""The articles among the samples, and what a careful reader finds in each: who said what, and who is who.

`tests/data/articles/NAME.expected.json` belongs to the sample NAME.txt. It holds words of the article, and no offsets,
so that people can write and check it:

    attributions  speaker and cue as written, or null where there is none; content, its pieces without quotation marks;
                  entity, the name that the speaker resolves to, null for somebody who is not named; quotation; outlet,
                  or a list of outlets (null among them) any of which is right
    entities      name, type, and aliases as written
    not_merged    pairs of names that are like each other and belong to two entities
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from infra.local.files import SAMPLES

EXPECTED = Path(__file__).parents[1] / "data" / "articles"
SUFFIX = ".expected.json"

# [start, end) in code points of the article's text.
Place = tuple[int, int]


class ExpectationError(Exception):
    """What is expected of an article can't be found in it, or stands at more than one place."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of an article. `occurrence` tells, from 1 on, which one is meant where they occur more than once."""

    text: str
    occurrence: int | None = None

    @classmethod
    def read(cls, value: str | Mapping[str, Any]) -> "Words":
        """From JSON: the words alone, or with their occurrence."""
        return cls(value) if isinstance(value, str) else cls(value["text"], value["occurrence"])


@dataclass(frozen=True, slots=True)
class ExpectedAttribution:
    """Who said what. The outlet is right when it is among `outlets`."""

    speaker: Words | None
    entity: str | None
    cue: Words | None
    content: tuple[Words, ...]
    quotation: Literal["direct", "indirect"]
    outlets: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class PlacedAttribution:
    """Where an expected attribution stands in a text."""

    expected: ExpectedAttribution
    speaker: Place | None
    cue: Place | None
    content: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class ExpectedEntity:
    """A person, organization or place, with at least these other forms as written."""

    name: str
    type: Literal["PERSON", "ORGANIZATION", "LOCATION"]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A sample and what is expected of it."""

    name: str
    path: Path
    attributions: tuple[ExpectedAttribution, ...]
    entities: tuple[ExpectedEntity, ...]
    not_merged: tuple[tuple[str, str], ...]

    def placed(self, text: str) -> list[PlacedAttribution]:
        """The expected attributions in `text`, the article as it was parsed. Raises ExpectationError."""
        return [place(text, expected) for expected in self.attributions]


def articles() -> list[Article]:
    """All articles, by name."""
    return [_read(path) for path in sorted(EXPECTED.glob(f"*{SUFFIX}"))]


def _read(path: Path) -> Article:
    name = path.name.removesuffix(SUFFIX)
    row = json.loads(path.read_text(encoding="utf-8"))
    return Article(
        name=name,
        path=SAMPLES / f"{name}.txt",
        attributions=tuple(_attribution(each) for each in row["attributions"]),
        entities=tuple(ExpectedEntity(each["name"], each["type"], tuple(each["aliases"])) for each in row["entities"]),
        not_merged=tuple((one, other) for one, other in row["not_merged"]),
    )


def _attribution(row: Mapping[str, Any]) -> ExpectedAttribution:
    outlet = row["outlet"]
    return ExpectedAttribution(
        speaker=None if row["speaker"] is None else Words.read(row["speaker"]),
        entity=row["entity"],
        cue=None if row["cue"] is None else Words.read(row["cue"]),
        content=tuple(Words.read(piece) for piece in row["content"]),
        quotation=row["quotation"],
        outlets=tuple(outlet) if isinstance(outlet, list) else (outlet,),
    )


def place(text: str, expected: ExpectedAttribution) -> PlacedAttribution:
    """Where `expected` stands: content at its only place, the speaker nearest to it, the cue nearest to the speaker.

    Raises ExpectationError for words that aren't there, and where two places are as good and no occurrence is given.
    """
    content = tuple(only_place(text, piece) for piece in expected.content)
    speaker = None if expected.speaker is None else nearest_place(text, expected.speaker, content, content)
    near = content if speaker is None else (speaker,)
    cue = None if expected.cue is None else nearest_place(text, expected.cue, content, near)
    return PlacedAttribution(expected, speaker, cue, content)


def only_place(text: str, words: Words) -> Place:
    """Where the words stand. Raises ExpectationError when they don't, or more than once without an occurrence."""
    found = _places(text, words)
    if len(found) > 1:
        raise ExpectationError(f"{words.text!r} occurs {len(found)} times: say which `occurrence` is meant.")
    return found[0]


def nearest_place(text: str, words: Words, content: Sequence[Place], near: Sequence[Place]) -> Place:
    """Where the words stand outside of the content and nearest to any of the places `near`.

    Raises ExpectationError when they stand nowhere, or as near on either side without an occurrence.
    """
    outside = [
        found
        for found in _places(text, words)
        if not any(found[0] < end and start < found[1] for start, end in content)
    ]
    if not outside:
        raise ExpectationError(f"{words.text!r} occurs inside of the content only.")
    ranked = sorted((_distance(text, found, near), found) for found in outside)
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
        raise ExpectationError(f"{words.text!r} occurs twice, as near: say which `occurrence` is meant.")
    return ranked[0][1]


def _places(text: str, words: Words) -> list[Place]:
    """The places of whole words, where a space stands for any white space; one if an occurrence is given."""
    pattern = r"\s+".join(map(re.escape, words.text.split()))
    before, after = (r"(?<!\w)" if words.text[0].isalnum() else ""), (r"(?!\w)" if words.text[-1].isalnum() else "")
    found = [match.span() for match in re.finditer(f"{before}{pattern}{after}", text)]
    if not found:
        raise ExpectationError(f"{words.text!r} does not occur.")
    if words.occurrence is None:
        return found
    if not 1 <= words.occurrence <= len(found):
        raise ExpectationError(f"{words.text!r} occurs {len(found)} times, not {words.occurrence}.")
    return [found[words.occurrence - 1]]


def _distance(text: str, found: Place, near: Sequence[Place]) -> int:
    """Letters and digits between a place and the nearest of others."""
    gaps = (text[end : found[0]] if end <= found[0] else text[found[1] : start] for start, end in near)
    return min(sum(map(str.isalnum, gap)) for gap in gaps)


def overlap(one: Sequence[Place], other: Sequence[Place], text: str) -> float:
    """Letters and digits that two sets of places share, of all that are in either: intersection over union."""
    first, second = (_letters(places, text) for places in (one, other))
    return len(first & second) / len(first | second) if first and second else 0.0


def _letters(places: Sequence[Place], text: str) -> set[int]:
    return {at for start, end in places for at in range(start, end) if text[at].isalnum()}
