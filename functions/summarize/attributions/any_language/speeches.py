"""What somebody says in quotation marks or after the dashes of a dialogue, and the words that belong to it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from functions.summarize.annotator.annotations import RoleSpan
from functions.summarize.attributions.drafts import TextRange
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.quotations import Quotation, quotation_at
from functions.summarize.entities.any_language.words import words_in

# Minimum share of the letters of a quotation that content has, so that somebody says it (0 to 1). Only a part of a
# quotation with its cue inside is content.
SPOKEN_SHARE = 0.5

# Maximum number of words of content after the closing mark: “…” diye.
LONGEST_REST = 1

# Maximum number of words of a tag without a cue in a dialogue.
LONGEST_TAG = 6

# The colon between an introduction and a quotation.
COLON = re.compile(r"[:：]\s*$")

# The comma between a quotation and the words about its speaker.
TAG_COMMA = re.compile(r"\s*[,،，、]")

# The dash that begins a line of a dialogue, and those in the line: at the edge of a word, not between two.
LINE_DASH = re.compile(r"\s*[–—―-]\s*(?=\S)")
INNER_DASH = re.compile(r"(?<=\s)[–—―-]\s*|[–—―](?=[\s.,;:!?…])[.,;:…]?\s*")

# The dash before and after a tag inside a quotation, which follows a comma or an end.
INTERRUPTING_DASH = re.compile(r"(?<=[,.!?…] )[–—―-]\s+")

# The places of cues and of names of people, in order.
Signs = tuple[Sequence[int], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Speech:
    """A quotation, or the words of a line of a dialogue beside its cue, at [start, end).

    `before` and `after` are the words of its sentence around it, up to the next speech. `introduced`: whether a colon
    ends `before`, which can be the end of the passage before.
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

    def is_beside(self, span: RoleSpan) -> bool:
        """Whether a span is in the words of its sentence that introduce it or say who speaks."""
        around = (self.before,) if self.introduced else (self.before, self.after)
        return any(start <= span.start and span.end <= end for start, end in around)


def find_speeches(
    text: str,
    roles: Sequence[RoleSpan],
    people: Sequence[TextRange],
    quotations: Sequence[Quotation],
    layout: Layout,
) -> list[Speech]:
    """Return what somebody says, in the order of the text and without overlap.

    It is a quotation that consists of content, or the words of a line of a dialogue that has a cue or the name of one
    of the `people` between dashes.
    """
    contents = [(span.start, span.end) for span in roles if span.role == "content"]
    cues = [span.start for span in roles if span.role == "cue"]
    quoted = [place for each in quotations if _is_spoken(text, (place := (each.start, each.end)), contents)]
    signs = cues, [start for start, _ in people]
    places = [
        *(place for each in quoted for place in _interrupted(text, each, signs, contents) or [each]),
        *_in_dialogues(text, signs, contents, quotations, layout),
    ]
    return _surrounded(text, sorted(places), layout)


def speech_at(speeches: Sequence[Speech], span: RoleSpan) -> int | None:
    """Return the number of the speech in which a span begins, None if it is in none."""
    at = bisect_right(speeches, span.start, key=lambda speech: speech.start) - 1
    if at >= 0 and span.start < speeches[at].end:
        return at
    # Content can begin with the dash before a line.
    following = at + 1
    return following if following < len(speeches) and speeches[following].start < span.end else None


def _is_spoken(text: str, place: TextRange, contents: Sequence[TextRange]) -> bool:
    """Whether content inside a quotation has most of its letters. It can go on into the tag, or with a short word."""
    start, end = place
    first = bisect_right(contents, start, key=lambda each: each[1])
    inside = []
    for content in contents[first:]:
        if content[0] >= end:
            break
        goes_on = words_in(text[end : content[1]]) > LONGEST_REST and TAG_COMMA.match(text, end) is None
        if goes_on or any(map(str.isalnum, text[content[0] : start])):
            return False
        inside.append((max(start, content[0]), min(end, content[1])))
    return sum(_letters(text, each) for each in inside) >= SPOKEN_SHARE * _letters(text, place) > 0


def _interrupted(text: str, quotation: TextRange, signs: Signs, contents: Sequence[TextRange]) -> list[TextRange]:
    """Return the parts of a quotation around a tag without a cue between dashes: «…, — улыбается Сомова, — …»."""
    cues = signs[0]
    if bisect_left(cues, quotation[1]) > bisect_left(cues, quotation[0]):
        return []
    inside = quotation[0] + 1, quotation[1] - 1
    return list(_between_dashes(text, inside, signs, contents, INTERRUPTING_DASH))


def _in_dialogues(
    text: str,
    signs: Signs,
    contents: Sequence[TextRange],
    quotations: Sequence[Quotation],
    layout: Layout,
) -> Iterator[TextRange]:
    """Yield the words beside the tags of the lines that begin with a dash. `signs`: the places of cues and of names."""
    for passage in layout.passages:
        for line in re.finditer(r"[^\n]+", text[passage.start : passage.end]):
            start, end = passage.start + line.start(), passage.start + line.end()
            dash = LINE_DASH.match(text, start, end)
            if dash is not None and quotation_at(quotations, start) is None:
                yield from _between_dashes(text, (dash.end(), end), signs, contents)


def _between_dashes(
    text: str,
    line: TextRange,
    signs: Signs,
    contents: Sequence[TextRange],
    dash: re.Pattern[str] = INNER_DASH,
) -> Iterator[TextRange]:
    """Yield what dashes separate in a line, apart from the tag: what has a cue or, if nothing has one, a short name."""
    dashes = [(match.start(), match.end()) for match in dash.finditer(text, *line)]
    bounds = [line[0], *(place for dash in dashes for place in dash), line[1]]
    pieces = list(zip(bounds[::2], bounds[1::2], strict=True))
    cued, named = (
        [bisect_left(places, end) > bisect_left(places, start) for start, end in pieces] for places in signs
    )
    tags = cued if any(cued) else [has and words_in(text[slice(*piece)]) <= LONGEST_TAG for has, piece in zip(named, pieces, strict=True)]
    if tags[0] or not any(tags):
        return
    for piece, is_tag in zip(pieces, tags, strict=True):
        if not is_tag and any(start < piece[1] and piece[0] < end for start, end in contents):
            yield _stripped(text, piece)


def _surrounded(text: str, places: Sequence[TextRange], layout: Layout) -> list[Speech]:
    speeches: list[Speech] = []
    for number, (start, end) in enumerate(places):
        passage = layout.passages[layout.at(start)] if layout.at(start) >= 0 else None
        first = next((place for place in range(start, end) if text[place].isalnum()), start)
        last = next((place for place in range(end - 1, start, -1) if text[place].isalnum()), start)
        floor = max(speeches[-1].end if speeches else 0, passage.start if passage else 0)
        ceiling = min(
            places[number + 1][0] if number + 1 < len(places) else len(text), passage.end if passage else len(text)
        )
        before = min(start, max(floor, layout.sentences[layout.sentence(first)][0]))
        after = max(end, min(ceiling, layout.sentences[layout.sentence(last)][1]))
        found = Speech(start, end, (before, start), (end, after), COLON.search(text, before, start) is not None)
        speeches.append(_with_introduction(text, found, layout))
    return speeches


def _with_introduction(text: str, speech: Speech, layout: Layout) -> Speech:
    """Return a speech that begins its passage with the last sentence of the passage before, if that ends in a colon."""
    home = layout.at(speech.start)
    if home < 1 or any(map(str.isalnum, text[layout.passages[home].start : speech.start])):
        return speech
    before = layout.passages[home - 1]
    if COLON.search(text, before.start, before.end) is None:
        return speech
    start = max(before.start, layout.sentences[layout.sentence(before.end - 1)][0])
    return replace(speech, before=(start, before.end), introduced=True)


def _letters(text: str, place: TextRange) -> int:
    return sum(map(str.isalnum, text[slice(*place)]))


def _stripped(text: str, place: TextRange) -> TextRange:
    start, end = place
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:"):
        end -= 1
    return start, end
