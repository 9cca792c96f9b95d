"""What somebody says in quotation marks or between the dashes of a dialogue, and the words that belong to it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from functions.summarize.annotator.annotations import RoleSpan
from functions.summarize.attributions.any_language.dashes import Signs, in_dialogues, interrupted
from functions.summarize.attributions.drafts import TextRange, stripped
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.quotations import Quotation
from functions.summarize.entities.any_language.words import words_in

# Minimum share of the letters of a quotation that content has, so that somebody says it (0 to 1). Of a quotation with
# its cue inside, only a part is content.
SPOKEN_SHARE = 0.5

# Maximum number of words of content after the closing mark: “…” diye.
LONGEST_REST = 1

# The comma between a quotation and the words about its speaker.
TAG_COMMA = re.compile(r"\s*[,،，、]")

# The colon between an introduction and a quotation.
COLON = re.compile(r"[:：]\s*$")


@dataclass(frozen=True, slots=True)
class Speech:
    """A quotation, or the words of a line of a dialogue beside its tag, at [start, end).

    `before` and `after` are the words of its sentence around it, up to the next speech. `introduced`: whether a colon
    ends `before`, which can be in the passage before.
    """

    start: int
    end: int
    before: TextRange
    after: TextRange
    introduced: bool = False

    @property
    def place(self) -> TextRange:
        """Its place in the text."""
        return self.start, self.end

    @property
    def around(self) -> tuple[TextRange, ...]:
        """The words of its sentence that can say who speaks: an introduction says it before the colon."""
        return (self.before,) if self.introduced else (self.before, self.after)

    def has_beside(self, place: TextRange) -> bool:
        """Whether a place is in the words that can say who speaks."""
        return any(start <= place[0] and place[1] <= end for start, end in self.around)

    def has_inside(self, place: TextRange) -> bool:
        """Whether a place begins in the speech."""
        return self.start <= place[0] < self.end


class Speeches:
    """The speeches of a text, with a lookup by place."""

    def __init__(
        self,
        text: str,
        roles: Sequence[RoleSpan],
        people: Sequence[TextRange],
        quotations: Sequence[Quotation],
        layout: Layout,
    ) -> None:
        """Find the quotations that consist of content, and the lines of dialogues with a tag between dashes.

        `people` are the places of their names.
        """
        contents = [span.range for span in roles if span.role == "content"]
        cues = [span.start for span in roles if span.role == "cue"]
        signs = Signs(cues, [start for start, _ in people], contents)
        quoted = [place for each in quotations if _is_spoken(text, place := (each.start, each.end), contents)]
        parts = [part for place in quoted for part in interrupted(text, place, signs) or [place]]
        places = sorted([*parts, *in_dialogues(text, signs, quotations, layout)])
        self._speeches = _surrounded(text, places, layout)

    def at(self, place: TextRange) -> Speech | None:
        """Return the first speech that overlaps a place, None without one."""
        found = self.overlapping(place)
        return found[0] if found else None

    def overlapping(self, place: TextRange) -> list[Speech]:
        """Return the speeches that overlap a place, in order."""
        first = bisect_right(self._speeches, place[0], key=lambda speech: speech.end)
        last = bisect_left(self._speeches, place[1], key=lambda speech: speech.start)
        return self._speeches[first:last]

    def has(self, piece: TextRange) -> bool:
        """Whether a piece of content is a speech or a part of one."""
        speech = self.at(piece)
        return speech is not None and speech.start <= piece[0] and piece[1] <= speech.end


def directly_before(text: str, speech: Speech, other: Speech) -> bool:
    """Whether a speech is a whole sentence, and only words of the sentence of another one are between the two."""
    start = other.before[0]
    between = text[speech.end : start]
    return speech.end <= start and not words_in(text[slice(*speech.before)]) and not between.strip()


def label_of(text: str, speech: Speech) -> TextRange:
    """Return the place of the words before the colon of an introduction."""
    start, end = speech.before
    words = text[start:end].rstrip().rstrip(":：").rstrip()
    return start + len(words) - len(words.lstrip()), start + len(words)


def _is_spoken(text: str, place: TextRange, contents: Sequence[TextRange]) -> bool:
    """Whether content inside a quotation has most of its letters. It can go on into the tag, or with a short word."""
    start, end = place
    first = bisect_right(contents, start, key=lambda content: content[1])
    last = bisect_left(contents, end, key=lambda content: content[0])
    inside = 0
    for begin, stop in contents[first:last]:
        goes_on = words_in(text[end:stop]) > LONGEST_REST and TAG_COMMA.match(text, end) is None
        if goes_on or _letters(text, begin, start):
            return False
        inside += _letters(text, max(start, begin), min(end, stop))
    return inside >= SPOKEN_SHARE * _letters(text, start, end) > 0


def _surrounded(text: str, places: Sequence[TextRange], layout: Layout) -> list[Speech]:
    """Return the speeches at the places with the words around them."""
    found: list[Speech] = []
    for number, (start, end) in enumerate(places):
        following = places[number + 1][0] if number + 1 < len(places) else len(text)
        block = layout.at(start)
        passage = layout.passages[block] if block >= 0 else None
        floor, ceiling = (passage.start, passage.end) if passage else (0, len(text))
        floor = max(floor, found[-1].end if found else 0)
        first, stop = stripped(text, start, end)
        before = min(start, max(floor, _sentence(layout, first)[0]))
        after = max(end, min(ceiling, following, _sentence(layout, max(first, stop - 1))[1]))
        introduced = COLON.search(text, before, start) is not None
        found.append(_with_introduction(text, Speech(start, end, (before, start), (end, after), introduced), layout))
    return found


def _with_introduction(text: str, speech: Speech, layout: Layout) -> Speech:
    """Return a speech that begins its passage with the last sentence of the passage before, if that ends in a colon."""
    passage = layout.at(speech.start)
    if passage < 1 or _letters(text, layout.passages[passage].start, speech.start):
        return speech
    before = layout.passages[passage - 1]
    if COLON.search(text[before.start : before.end]) is None:
        return speech
    start = max(before.start, _sentence(layout, before.end - 1)[0])
    return replace(speech, before=(start, before.end), introduced=True)


def _sentence(layout: Layout, place: int) -> TextRange:
    """Return the sentence that contains a place, else the last one before it, else nothing at the place."""
    number = layout.sentence(place)
    return layout.sentences[number] if number >= 0 else (place, place)


def _letters(text: str, start: int, end: int) -> int:
    return sum(map(str.isalnum, text[start:end]))
