"""Turns of a transcript as attributions, and reported statements that stay within the turn that reports them."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from functions.summarize.attributions.drafts import Draft, TextRange
from functions.summarize.entities.entities import EntityIndex, NamedEntity
from functions.summarize.entities.genders import gender_of_pronoun
from functions.summarize.entities.turn_labels import is_initials
from functions.summarize.sentences.turns import Turn
from shared.documents.document import Span
from shared.summary import Attribution

# Pronouns of one person who speaks. `we` often includes others.
SELF = frozenset(("i", "me", "my", "myself"))


class Turns:
    """The turns of a text, with lookups by place."""

    def __init__(self, text: str, turns: Sequence[Turn], index: EntityIndex) -> None:
        self._text = text
        self._turns = turns
        self._starts = [turn.start for turn in turns]
        self._speakers = _speakers(text, turns, index)

    def clipped(self, drafts: Sequence[Draft]) -> list[Draft]:
        """Return the drafts without what is in another turn than their cue, and without those of a label.

        The turn itself says who speaks: a draft whose cue or source is in a label repeats it.
        """
        return [kept for draft in drafts if (kept := self._clipped(draft)) is not None] if self._turns else list(drafts)

    def corrected(self, draft: Draft, speaker: NamedEntity | None) -> NamedEntity | None:
        """Return who speaks in a draft whose source was resolved to `speaker` without regard to the turns.

        `I` is the speaker of the turn, unless it is in a quotation and so resolved already; `she` is somebody else.
        """
        source = self._text[slice(*draft.source[0])].casefold() if draft.source else ""
        number = self._number(draft.source[0][0]) if draft.source else None
        if number is None:
            return speaker
        own = self._speakers[number]
        if source in SELF:
            return speaker or own
        return None if speaker is own and gender_of_pronoun(source) else speaker

    def attributions(self) -> list[Attribution]:
        """Return an attribution for each turn that has a name and words."""
        return [
            Attribution(
                speaker=self._span(turn.name),
                entity=entity.name if entity else None,
                content=content,
                quotation="direct",
                confidence=1.0,
                turn=True,
            )
            for turn, entity in zip(self._turns, self._speakers, strict=True)
            if turn.name and (content := [self._span(place) for place in turn.speech if place[0] < place[1]])
        ]

    def _span(self, place: TextRange) -> Span:
        return Span(start=place[0], end=place[1], text=self._text[slice(*place)])

    def _number(self, place: int) -> int | None:
        """Return the number of the turn that contains the place, None outside of all turns."""
        at = bisect_right(self._starts, place) - 1
        return at if at >= 0 and place < self._turns[at].end else None

    def _clipped(self, draft: Draft) -> Draft | None:
        anchor = draft.cue[0] if draft.cue else draft.content[0][0]
        number = self._number(anchor)
        first, last = self._limits(anchor, number)
        source = tuple(place for place in draft.source if first <= place[0] and place[1] <= last)
        content = tuple(
            (max(start, first), min(end, last)) for start, end in draft.content if start < last and end > first
        )
        content = tuple(self._stripped(place) for place in content)
        content = tuple(place for place in content if place[0] < place[1])
        if not first <= anchor or not content or len(source) < len(draft.source):
            return None
        return replace(draft, source=source, content=content)

    def _limits(self, anchor: int, number: int | None) -> TextRange:
        """Return the words of a turn or, outside of the turns, the text between two of them."""
        if number is not None:
            return self._turns[number].speech[0][0], self._turns[number].end
        at = bisect_right(self._starts, anchor)
        start = self._turns[at - 1].end if at else 0
        return start, self._turns[at].start if at < len(self._turns) else len(self._text)

    def _stripped(self, place: TextRange) -> TextRange:
        written = self._text[slice(*place)]
        return place[1] - len(written.lstrip()), place[0] + len(written.rstrip())


def _speakers(text: str, turns: Sequence[Turn], index: EntityIndex) -> list[NamedEntity | None]:
    """Return the person or organization that the label of each turn names.

    Two labels of one person with different titles are two people with one family name: "Ms. LEE" is not "Dr. A. LEE".
    Only the label with the whole name then keeps the person.
    """
    found = [_speaker(text, turn, index) for turn in turns]
    labels = [_words(text[slice(*turn.name)]) if turn.name else frozenset() for turn in turns]
    titles: dict[int, set[frozenset[str]]] = defaultdict(set)
    for entity, label in zip(found, labels, strict=True):
        if entity is not None:
            titles[id(entity)].add(label - _words(entity.name))

    def is_sure(entity: NamedEntity, label: frozenset[str]) -> bool:
        own = label - _words(entity.name)
        is_alone = not own or all(not other or own & other for other in titles[id(entity)])
        return is_alone or _words(entity.name) <= label

    return [
        entity if entity is not None and is_sure(entity, label) else None
        for entity, label in zip(found, labels, strict=True)
    ]


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.casefold()))


def _speaker(text: str, turn: Turn, index: EntityIndex) -> NamedEntity | None:
    """Return the person or organization that a label names, also by initials that only one person has."""
    if turn.name is None:
        return None
    written = text[slice(*turn.name)]
    entity = index.of(*turn.name)
    if entity is None and is_initials(written):
        letters = written.replace(".", "").casefold()
        alike = [entity for entity in index.entities if entity.type == "PERSON" and _initials(entity.name) == letters]
        return alike[0] if len(alike) == 1 else None
    return None if entity is None or entity.type == "LOCATION" else entity


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.casefold().split())
