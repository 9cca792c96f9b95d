"""The words before a quotation that announce it: "The following is the statement issued by …", "He wrote:"."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from functions.summarize.annotator.annotations import Mention
from functions.summarize.attributions.drafts import Draft, Span2
from functions.summarize.attributions.quotations import Quotation, holding
from functions.summarize.attributions.references import named_places
from functions.summarize.entities.entities import EntityIndex
from functions.summarize.entities.roles import is_outlet
from functions.summarize.sentences.boundaries import SENTENCE_BREAK

# Code points of an announcing sentence that are read, those nearest to the quotation.
LONGEST = 400

# Of a quotation that is announced.
FEWEST_WORDS = 4

# Code points between "statement by", or a name, and what belongs to it.
NAME_REACH = 90

# Of a quotation's code points, those that attributions hold already if it needs none of these.
COVERED = 0.5

STATEMENT = (
    r"(?:statements?|remarks?|words|comments?|response|reply|answer|speech|address|message|letter|e-?mail|tweets?|"
    r"posts?|testimony|explanation|quotes?|quotation|announcement|declaration|appeal|warning|reaction|memo|op-ed|essay)"
)
ISSUED = r"(?:issued|released|made|given|delivered|posted|published|sent|written|offered|shared|provided|read|put out)"
SAID = re.compile(
    r"\b(?:said|says|say|wrote|writes|tweeted|tweets|posted|stated|states|added|adds|replied|replies|explained|explains|"
    r"declared|declares|announced|announces|continued|continues|noted|notes|argued|argues|commented|comments|responded|"
    r"responds|concluded|concludes|warned|warns|asked|asks|recalled|recalls|told|tells)\b"
)
POSSESSED = re.compile(
    rf"(?:(?P<pronoun>\b(?:his|her|their|its)\b)|[’']s|(?<=s)[’'])\s+(?:[\w-]+\s+){{0,3}}?(?P<noun>{STATEMENT})\b",
    re.IGNORECASE,
)
MADE_BY = re.compile(rf"\b{STATEMENT}\b[^.:;]{{0,60}}?\b(?:{ISSUED}\s+)?(?P<by>by|from|of)\s+", re.IGNORECASE)
NOT_MADE_BY = re.compile(r"\w+ing\b")
IN_WORDS_OF = re.compile(r"\b(?:in\s+the\s+words\s+of|according\s+to|as\s+told\s+by)\s+", re.IGNORECASE)
PRONOUN_BEFORE = re.compile(r"\b(he|she|they|it)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)

ANNOUNCES = re.compile(
    r"\b(?:the following|following (?:is|are|was|were)|follows|below|here(?:[’']s| is| are| was| were)|excerpts?|"
    r"extracts?|exact|verbatim|in full|in part|reads?|full text)\b",
    re.IGNORECASE,
)

# The start of a sentence that announces what comes, be it in the same line.
FOLLOWS = re.compile(r"\s*(?:the following (?:is|are|was|were)|here (?:is|are))\b", re.IGNORECASE)
EXCERPT = re.compile(
    r"\b(?:excerpts?|extracts?|passages?|reports?|reported|articles?|story|stories|accounts?|piece|editorial|dispatch|"
    r"coverage|analysis|transcript|profile|column)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Introduction:
    """The sentence at [start, end) that a quotation follows at once."""

    start: int
    end: int
    quotation: Quotation


def find_introductions(text: str, quotations: Sequence[Quotation], sentences: Sequence[Span2]) -> list[Introduction]:
    """The sentences that announce the quotation after them, in the order of the text.

    They end in a colon, or before a quotation that begins a line they say so ("the following", "exact words"); before
    one in the same line they begin so ("The following is").
    """
    starts = [start for start, _ in sentences]
    found: list[Introduction] = []
    for quotation in quotations:
        before = text[max(0, quotation.start - LONGEST) : quotation.start].rstrip()
        if not before or len(text[quotation.start : quotation.end].split()) < FEWEST_WORDS:
            continue
        end = max(0, quotation.start - LONGEST) + len(before)
        heads_line = "\n" in text[end : quotation.start]
        if holding(quotations, end - 1) is not None:
            continue
        at = bisect_right(starts, end - 1) - 1
        start = max(starts[at] if at >= 0 else 0, end - LONGEST)
        announces = ANNOUNCES.search(text, start, end) if heads_line else FOLLOWS.match(text, start, end)
        if before.endswith(":") or (announces and (heads_line or before.endswith("."))):
            found.append(Introduction(start, end, quotation))
    return found


def introduced_quotations(
    text: str,
    drafts: Sequence[Draft],
    index: EntityIndex,
    introductions: Sequence[Introduction],
) -> list[Draft]:
    """An attribution of each quotation that a sentence announces and that has none of its own among the drafts.

    A quotation has its own if a cue is in the announcing sentence or in the line behind it, or if what is told inside
    it fills it. One that a draft from elsewhere holds gets a speaker here: `give_way` takes it from there. An excerpt
    from a news report is nobody's own words, so it is left to `find_outlets`.
    """
    names = [mention for mention, _ in named_places(index)]
    contents = _contents(drafts)
    found = []
    for introduction in introductions:
        inside = [name for name in _between(names, introduction.start, introduction.end) if name.type != "LOCATION"]
        speaker = _speaker(text, introduction, inside)
        if speaker is None:
            continue
        quotation = introduction.quotation
        place = quotation.start, quotation.end
        pieces = _pieces_in(contents, place)
        told = [piece for piece in pieces if _is_within(drafts[piece[1]].cue, place)]
        filled = sum(end - start for (start, end), _ in told) >= COVERED * (quotation.end - quotation.start)
        others = [drafts[piece[1]] for piece in pieces if piece not in told]
        if not filled and not any(_is_own(text, draft, introduction, speaker[0]) for draft in others):
            found.append(Draft((speaker[0],), speaker[1], (place,), direct=True))
    return found


def give_way(text: str, drafts: Sequence[Draft], introduced: Sequence[Draft]) -> list[Draft]:
    """The drafts without the quotations that `introduced_quotations` has given to others.

    What is told inside such a quotation stays. A draft goes if nothing is left of it, or if its cue announces the
    quotation: "her exact words according to …" says nothing but where the words were taken from.
    """
    contents = _contents(drafts)
    taken: set[tuple[Span2, int]] = set()
    gone: set[int] = set()
    for each in introduced:
        place = each.content[0]
        for piece in _pieces_in(contents, place):
            cue = drafts[piece[1]].cue
            if not _is_within(cue, place):
                taken.add(piece)
                if (
                    cue is not None
                    and place[0] - LONGEST < cue[1] <= place[0]
                    and not _is_parted(text, cue[1], place[0])
                ):
                    gone.add(piece[1])
    kept = []
    for number, draft in enumerate(drafts):
        content = tuple(span for span in draft.content if (span, number) not in taken)
        if content and number not in gone:
            kept.append(replace(draft, content=content))
    return kept


def _is_own(text: str, draft: Draft, introduction: Introduction, source: Span2) -> bool:
    """Whether a draft that has an announced quotation may keep it."""
    if any(start < source[1] and source[0] < end for start, end in draft.source):
        return True
    if _is_within(draft.cue, (introduction.start, introduction.end)):
        return not any(is_outlet(text[start:end]) for start, end in draft.source)
    line_end = text.find("\n", introduction.quotation.end)
    return _is_within(draft.cue, (introduction.quotation.end, line_end if line_end >= 0 else len(text)))


def _is_parted(text: str, start: int, end: int) -> bool:
    """Whether another sentence begins between the places."""
    return SENTENCE_BREAK.search(text[start:end].rstrip()) is not None


def _is_within(cue: Span2 | None, place: Span2) -> bool:
    return cue is not None and place[0] <= cue[0] < place[1]


def _contents(drafts: Sequence[Draft]) -> list[tuple[Span2, int]]:
    return sorted((span, number) for number, draft in enumerate(drafts) for span in draft.content)


def _pieces_in(contents: Sequence[tuple[Span2, int]], place: Span2) -> list[tuple[Span2, int]]:
    """The contents, with the numbers of their drafts, that share a code point with the place."""
    at = max(0, bisect_left(contents, place[0], key=lambda item: item[0][0]) - 1)
    found = []
    while at < len(contents) and contents[at][0][0] < place[1]:
        if contents[at][0][1] > place[0]:
            found.append(contents[at])
        at += 1
    return found


def _between(names: Sequence[Mention], start: int, end: int) -> list[Mention]:
    first = bisect_left(names, start, key=lambda name: name.start)
    last = bisect_left(names, end, key=lambda name: name.start)
    return [name for name in names[first:last] if name.end <= end]


def _speaker(text: str, introduction: Introduction, names: Sequence[Mention]) -> tuple[Span2, Span2] | None:
    """The source and the cue that the announcing sentence has, None where it names no speaker."""
    said = _said(text, introduction, names)
    for source, cue in _stated(text, introduction, names):
        # "Responding to Mr. Hale's remarks, the mayor wrote:" is what the mayor wrote.
        return (source, cue) if said is None or said[1][0] < cue[0] else said
    return said


def _stated(text: str, introduction: Introduction, names: Sequence[Mention]) -> Iterator[tuple[Span2, Span2]]:
    """The sources and cues that go with a noun: "statement issued by …", "her exact words", "in the words of …"."""
    start, end = introduction.start, introduction.end
    for match in IN_WORDS_OF.finditer(text, start, end):
        named = _first_speaker(text, names, match.end())
        if named is not None:
            yield named, (match.start(), match.start() + len(match.group().rstrip()))
    for match in MADE_BY.finditer(text, start, end):
        named = _first_speaker(text, names, match.end())
        if named is not None and NOT_MADE_BY.match(text, match.end()) is None:
            yield named, (match.start(), match.end("by"))
    for match in POSSESSED.finditer(text, start, end):
        if match.group("pronoun"):
            yield match.span("pronoun"), match.span("noun")
        owner = [name for name in names if name.end == match.start()]
        if owner:
            yield (owner[-1].start, owner[-1].end), match.span("noun")


def _first_speaker(text: str, names: Sequence[Mention], place: int) -> Span2 | None:
    """Who is named after `place`: a person, with titles before the name, or else an organization that is no outlet."""
    stop = re.compile(r"[,;:(]|\.\s").search(text, place, place + NAME_REACH)
    limit = stop.start() if stop else place + NAME_REACH
    near = [name for name in names if place <= name.start < limit]
    people = [name for name in near if name.type == "PERSON"]
    others = [name for name in near if name.start <= place + 4 and not is_outlet(text[name.start : name.end])]
    chosen = (people or others)[:1]
    return (chosen[0].start, chosen[0].end) if chosen else None


def _said(text: str, introduction: Introduction, names: Sequence[Mention]) -> tuple[Span2, Span2] | None:
    """The last verb of saying and the name or the pronoun before it, where a colon makes it rule what follows."""
    verbs = list(SAID.finditer(text, introduction.start, introduction.end))
    if not verbs or text[introduction.end - 1] != ":":
        return None
    cue = verbs[-1].span()
    pronoun = PRONOUN_BEFORE.search(text, max(introduction.start, cue[0] - 30), cue[0])
    if pronoun:
        return pronoun.span(1), cue
    before = [
        name
        for name in names
        if name.end <= cue[0] <= name.end + NAME_REACH and text[name.end : name.end + 1] not in ("'", "’")
    ]
    return ((before[-1].start, before[-1].end), cue) if before else None
