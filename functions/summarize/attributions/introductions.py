"""Sentences that introduce the quotation after them: "The following is the statement issued by …", "He wrote:"."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from functions.summarize.annotator.annotations import Mention
from functions.summarize.attributions.drafts import Draft, TextRange, contents_in, contents_of
from functions.summarize.attributions.quotations import Quotation, quotation_at
from functions.summarize.entities.entities import EntityIndex
from functions.summarize.entities.roles import PUBLIC_BODIES, is_outlet
from functions.summarize.sentences.boundaries import SENTENCE_BREAK

# Maximum number of code points of an introduction that are read, those nearest to the quotation.
LONGEST = 400

# Minimum number of words of an introduced quotation.
FEWEST_WORDS = 4

# Maximum distance between "statement by" and the name, and between a name and its verb, in code points.
NAME_REACH = 90

# Minimum share of a quotation's code points that other attributions must contain so that it needs none (0 to 1).
COVERED = 0.5

# Nouns for somebody's own words, and participles before `by`.
STATEMENT = (
    r"(?:statements?|remarks?|words|comments?|response|reply|answer|speech|address|message|letter|e-?mail|tweets?|"
    r"posts?|testimony|explanation|quotes?|quotation|announcement|declaration|appeal|warning|reaction|memo|op-ed|essay)"
)
ISSUED = r"(?:issued|released|made|given|delivered|posted|published|sent|written|offered|shared|provided|read|put out)"

# Verbs of saying.
SAID = re.compile(
    r"\b(?:said|says|say|wrote|writes|tweeted|tweets|posted|stated|states|added|adds|replied|replies|explained|"
    r"explains|declared|declares|announced|announces|continued|continues|noted|notes|argued|argues|commented|comments|"
    r"responded|responds|concluded|concludes|warned|warns|asked|asks|recalled|recalls|told|tells)\b"
)

# The speaker before or after the noun: `her exact words`, `statement issued by …`, `in the words of …`.
POSSESSED = re.compile(
    rf"(?:(?P<pronoun>\b(?:his|her|their|its)\b)|[’']s|(?<=s)[’'])\s+(?:[\w-]+\s+){{0,3}}?(?P<noun>{STATEMENT})\b",
    re.IGNORECASE,
)
MADE_BY = re.compile(rf"\b{STATEMENT}\b[^.:;]{{0,60}}?\b(?:{ISSUED}\s+)?(?P<by>by|from|of)\s+", re.IGNORECASE)

# A report of a public body is its own statement. Those of news outlets have other speakers inside; see `find_outlets`.
REPORT_BY = re.compile(r"\b(?:reports?|findings?|rulings?|decisions?)\s+(?P<by>by|of)\s+", re.IGNORECASE)
NOT_MADE_BY = re.compile(r"\w+ing\b")
IN_WORDS_OF = re.compile(r"\b(?:in\s+the\s+words\s+of|according\s+to|as\s+told\s+by)\s+", re.IGNORECASE)

# A pronoun before a verb of saying.
PRONOUN_BEFORE = re.compile(r"\b(he|she|they|it)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)

# A label is a name with a title and a number before it, and a description after it: "(ii) Mr. Lee (owner), 4 Quay St:".
BEFORE_LABEL = re.compile(r"(?:[(\[]?[\w:.]{1,8}[)\]]\s+)?(?:[*•-]\s+)?(?:(?:[A-Z][a-z]{1,4}\.?|Professor)\s+)*")
AFTER_LABEL = re.compile(r"(?:\s*\([^()\n]{1,60}\))?(?:,[^:\n]{1,40})?:")

# Words that introduce a quotation which begins a line.
ANNOUNCES = re.compile(
    r"\b(?:the following|following (?:is|are|was|were)|follows|below|here(?:[’']s| is| are| was| were)|excerpts?|"
    r"extracts?|exact|verbatim|in full|in part|reads?|full text)\b",
    re.IGNORECASE,
)

# The start of a sentence that introduces a quotation in the same line.
FOLLOWS = re.compile(r"\s*(?:the following (?:is|are|was|were)|here (?:is|are))\b", re.IGNORECASE)

# Nouns for a report by a news outlet.
EXCERPT = re.compile(
    r"\b(?:excerpts?|extracts?|passages?|reports?|reported|articles?|story|stories|accounts?|piece|editorial|dispatch|"
    r"coverage|analysis|transcript|profile|column)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Introduction:
    """A sentence at [start, end) that introduces the quotation directly after it."""

    start: int
    end: int
    quotation: Quotation


def find_introductions(
    text: str, quotations: Sequence[Quotation], sentences: Sequence[TextRange]
) -> list[Introduction]:
    """Return the sentences that introduce the quotation after them, in the order of the text.

    They end in a colon. Without a colon, they contain an introducing phrase ("the following", "exact words") before a
    quotation that begins a line, or begin with one ("The following is") before a quotation in the same line.
    """
    starts = [start for start, _ in sentences]
    found: list[Introduction] = []
    for quotation in quotations:
        before = text[max(0, quotation.start - LONGEST) : quotation.start].rstrip()
        if not before or len(text[quotation.start : quotation.end].split()) < FEWEST_WORDS:
            continue
        end = max(0, quotation.start - LONGEST) + len(before)
        heads_line = "\n" in text[end : quotation.start]
        if quotation_at(quotations, end - 1) is not None:
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
    """Return an attribution of each introduced quotation that has none among the drafts.

    A quotation has an attribution if a cue is in the introduction or in the rest of the line after the quotation, or if
    attributions with cues inside it cover it. If a draft with a cue elsewhere contains it, it gets a new attribution,
    and `without_reassigned_content` removes it from that draft. Excerpts of news reports have no speaker; see
    `find_outlets`.
    """
    names = [mention for mention, _ in index.places]
    contents = contents_of(drafts)
    found = []
    for introduction in introductions:
        inside = [name for name in _between(names, introduction.start, introduction.end) if name.type != "LOCATION"]
        speaker = _speaker(text, introduction, inside)
        if speaker is None:
            continue
        quotation = introduction.quotation
        place = quotation.start, quotation.end
        pieces = contents_in(contents, *place)
        inner = [piece for piece in pieces if _is_within(drafts[piece[1]].cue, place)]
        filled = sum(end - start for (start, end), _ in inner) >= COVERED * (quotation.end - quotation.start)
        others = [drafts[piece[1]] for piece in pieces if piece not in inner]
        if not filled and not any(_is_own(text, draft, introduction, speaker[0]) for draft in others):
            found.append(Draft((speaker[0],), speaker[1], (place,), direct=True))
    return found


def without_reassigned_content(text: str, drafts: Sequence[Draft], introduced: Sequence[Draft]) -> list[Draft]:
    """Return the drafts without the quotations that `introduced_quotations` has attributed to others.

    Content whose cue is inside such a quotation stays. A draft is removed if no content is left, or if its cue is in
    the introduction: "her exact words according to …" only names the origin of the words.
    """
    contents = contents_of(drafts)
    taken: set[tuple[TextRange, int]] = set()
    gone: set[int] = set()
    for each in introduced:
        place = each.content[0]
        for piece in contents_in(contents, *place):
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


def _is_own(text: str, draft: Draft, introduction: Introduction, source: TextRange) -> bool:
    """Return whether a draft keeps an introduced quotation."""
    if any(start < source[1] and source[0] < end for start, end in draft.source):
        return True
    if _is_within(draft.cue, (introduction.start, introduction.end)):
        return not any(is_outlet(text[start:end]) for start, end in draft.source)
    line_end = text.find("\n", introduction.quotation.end)
    return _is_within(draft.cue, (introduction.quotation.end, line_end if line_end >= 0 else len(text)))


def _is_parted(text: str, start: int, end: int) -> bool:
    """Return whether a sentence begins between the places."""
    return SENTENCE_BREAK.search(text[start:end].rstrip()) is not None


def _is_within(cue: TextRange | None, place: TextRange) -> bool:
    return cue is not None and place[0] <= cue[0] < place[1]


def _between(names: Sequence[Mention], start: int, end: int) -> list[Mention]:
    first = bisect_left(names, start, key=lambda name: name.start)
    last = bisect_left(names, end, key=lambda name: name.start)
    return [name for name in names[first:last] if name.end <= end]


def _speaker(
    text: str, introduction: Introduction, names: Sequence[Mention]
) -> tuple[TextRange, TextRange | None] | None:
    """Return the source and the cue in the introduction, None if it names no speaker. A label has no cue."""
    said = _said(text, introduction, names)
    for source, cue in _stated(text, introduction, names):
        # "Responding to Mr. Hale's remarks, the mayor wrote:" introduces the mayor's words.
        return (source, cue) if said is None or said[1][0] < cue[0] else said
    return said or _labelled(text, introduction, names)


def _labelled(text: str, introduction: Introduction, names: Sequence[Mention]) -> tuple[TextRange, None] | None:
    """Return the person that an introduction names without saying anything else: "Lee: “…”"."""
    name = next((name for name in names if name.type == "PERSON"), None)
    if name is None or not BEFORE_LABEL.fullmatch(text, introduction.start, name.start):
        return None
    return ((name.start, name.end), None) if AFTER_LABEL.fullmatch(text, name.end, introduction.end) else None


def _stated(text: str, introduction: Introduction, names: Sequence[Mention]) -> Iterator[tuple[TextRange, TextRange]]:
    """Yield sources and cues with a noun: "statement issued by …", "her exact words", "in the words of …"."""
    start, end = introduction.start, introduction.end
    for match in IN_WORDS_OF.finditer(text, start, end):
        named = _first_speaker(text, names, match.end())
        if named is not None:
            yield named, (match.start(), match.start() + len(match.group().rstrip()))
    for match in MADE_BY.finditer(text, start, end):
        named = _first_speaker(text, names, match.end())
        if named is not None and NOT_MADE_BY.match(text, match.end()) is None:
            yield named, (match.start(), match.end("by"))
    for match in REPORT_BY.finditer(text, start, end):
        for name in names:
            is_public = text[name.start : name.end].split()[-1].casefold() in PUBLIC_BODIES
            if name.start - match.end() in (0, len("the ")) and name.type == "ORGANIZATION" and is_public:
                yield (name.start, name.end), (match.start(), match.end("by"))
    for match in POSSESSED.finditer(text, start, end):
        if match.group("pronoun"):
            yield match.span("pronoun"), match.span("noun")
        owner = [name for name in names if name.end == match.start()]
        if owner:
            yield (owner[-1].start, owner[-1].end), match.span("noun")


def _first_speaker(text: str, names: Sequence[Mention], place: int) -> TextRange | None:
    """Return the speaker after `place`: a person, or else an organization directly there that is not an outlet."""
    stop = re.compile(r"[,;:(]|\.\s").search(text, place, place + NAME_REACH)
    limit = stop.start() if stop else place + NAME_REACH
    near = [name for name in names if place <= name.start < limit]
    people = [name for name in near if name.type == "PERSON"]
    others = [name for name in near if name.start <= place + 4 and not is_outlet(text[name.start : name.end])]
    chosen = (people or others)[:1]
    return (chosen[0].start, chosen[0].end) if chosen else None


def _said(text: str, introduction: Introduction, names: Sequence[Mention]) -> tuple[TextRange, TextRange] | None:
    """Return the name or pronoun before the last verb of saying, and the verb, if the introduction ends in a colon."""
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
