"""The sample articles with their expected attributions and entities, written by hand.

`tests/data/articles/NAME.expected.json` belongs to the sample NAME.txt. It contains words of the article instead of
offsets, so that people can write and check it:

    attributions  speaker and cue as written, or null without one; content, in pieces without quotation marks; entity,
                  the name that the speaker resolves to, or null for an unnamed speaker; quotation; outlet, or a list
                  of outlets (null is possible) of which any is correct
    entities      name, type, and aliases as written
    not_merged    pairs of similar names of two different entities
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
    """An expected text is not in the article, or occurs more than once."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of an article. `occurrence`, from 1, selects one if they occur more than once."""

    text: str
    occurrence: int | None = None

    @classmethod
    def read(cls, value: str | Mapping[str, Any]) -> "Words":
        """Return the words from JSON: a string, or an object with the occurrence."""
        return cls(value) if isinstance(value, str) else cls(value["text"], value["occurrence"])


@dataclass(frozen=True, slots=True)
class ExpectedAttribution:
    """An expected attribution. Any of `outlets` is correct."""

    speaker: Words | None
    entity: str | None
    cue: Words | None
    content: tuple[Words, ...]
    quotation: Literal["direct", "indirect"]
    outlets: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class PlacedAttribution:
    """The places of an expected attribution in a text."""

    expected: ExpectedAttribution
    speaker: Place | None
    cue: Place | None
    content: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class ExpectedEntity:
    """A person, organization or place, with its required aliases as written."""

    name: str
    type: Literal["PERSON", "ORGANIZATION", "LOCATION"]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A sample article and its expected results."""

    name: str
    path: Path
    attributions: tuple[ExpectedAttribution, ...]
    entities: tuple[ExpectedEntity, ...]
    not_merged: tuple[tuple[str, str], ...]

    def placed(self, text: str) -> list[PlacedAttribution]:
        """Return the expected attributions in `text`, the parsed article. Raises ExpectationError."""
        return [place(text, expected) for expected in self.attributions]


def articles() -> list[Article]:
    """Return all articles, sorted by name."""
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
    """Return the places of `expected`: its content, the speaker nearest to it, and the cue nearest to the speaker.

    Raises ExpectationError for missing words, and for ambiguous words without an occurrence.
    """
    content = tuple(only_place(text, piece) for piece in expected.content)
    speaker = None if expected.speaker is None else nearest_place(text, expected.speaker, content, content)
    near = content if speaker is None else (speaker,)
    cue = None if expected.cue is None else nearest_place(text, expected.cue, content, near)
    return PlacedAttribution(expected, speaker, cue, content)


def only_place(text: str, words: Words) -> Place:
    """Return the place of the words. Raises ExpectationError for missing or ambiguous words."""
    found = _places(text, words)
    if len(found) > 1:
        raise ExpectationError(f"{words.text!r} occurs {len(found)} times. Specify the `occurrence`.")
    return found[0]


def nearest_place(text: str, words: Words, content: Sequence[Place], near: Sequence[Place]) -> Place:
    """Return the place of the words outside the content that is nearest to any of the places `near`.

    Raises ExpectationError for missing words, and for two places at the same distance without an occurrence.
    """
    outside = [
        found
        for found in _places(text, words)
        if not any(found[0] < end and start < found[1] for start, end in content)
    ]
    if not outside:
        raise ExpectationError(f"{words.text!r} occurs only inside the content.")
    ranked = sorted((_distance(text, found, near), found) for found in outside)
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0]:
        raise ExpectationError(f"{words.text!r} occurs twice at the same distance. Specify the `occurrence`.")
    return ranked[0][1]


def _places(text: str, words: Words) -> list[Place]:
    """Return the places of the whole words, or only the given occurrence. A space matches any white space."""
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
    """Return the number of letters and digits between a place and the nearest of the others."""
    gaps = (text[end : found[0]] if end <= found[0] else text[found[1] : start] for start, end in near)
    return min(sum(map(str.isalnum, gap)) for gap in gaps)


def overlap(one: Sequence[Place], other: Sequence[Place], text: str) -> float:
    """Return the intersection over union of two sets of places, in letters and digits (0 to 1)."""
    first, second = (_letters(places, text) for places in (one, other))
    return len(first & second) / len(first | second) if first and second else 0.0


def _letters(places: Sequence[Place], text: str) -> set[int]:
    return {at for start, end in places for at in range(start, end) if text[at].isalnum()}
