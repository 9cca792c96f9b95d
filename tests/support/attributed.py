"""Texts with given names and attributions, for tests of code that uses the annotator's results."""

import re
from collections.abc import Sequence

from functions.summarize.annotator.annotations import Mention
from functions.summarize.attributions.drafts import Draft, TextRange
from functions.summarize.attributions.introductions import Introduction, find_introductions
from functions.summarize.attributions.quotations import find_quotations, is_direct
from functions.summarize.entities.entities import EntityIndex, find_entities
from functions.summarize.sentences.sentences import sentences_of
from shared.documents.document import Block, BlockKind
from shared.names.names import EntityType


def sentences_in(text: str) -> list[TextRange]:
    """Return the sentences of a text with blank lines between its paragraphs."""
    blocks, start = [], 0
    for gap in [*re.finditer(r"\n\n+", text), None]:
        end = gap.start() if gap else len(text)
        if start < end:
            blocks.append(Block(kind=BlockKind.PARAGRAPH, start=start, end=end))
        start = gap.end() if gap else end
    return [(sentence.start, sentence.end) for sentence in sentences_of(text, blocks)]


def introductions_in(text: str, blocks: Sequence[Block] = ()) -> list[Introduction]:
    """The introductions of the quotations of a text; `blocks` are for those that have no marks."""
    return find_introductions(text, find_quotations(text, blocks), sentences_in(text))


def index_of(
    text: str, people: Sequence[str] = (), organizations: Sequence[str] = (), places: Sequence[str] = ()
) -> EntityIndex:
    """Return the entities of a text from a list of names. Of overlapping names the longest matches."""
    kinds: dict[str, EntityType] = {
        **dict.fromkeys(places, "LOCATION"),
        **dict.fromkeys(organizations, "ORGANIZATION"),
        **dict.fromkeys(people, "PERSON"),
    }
    if not kinds:
        return find_entities(text, [])
    names = "|".join(re.escape(name) for name in sorted(kinds, key=len, reverse=True))
    found = re.finditer(rf"(?<!\w)(?:{names})(?!\w)", text)
    return find_entities(text, [Mention(*match.span(), kinds[match.group()]) for match in found])


def draft(text: str, source: str | None, cue: str, *content: str) -> Draft:
    """Return the attribution of the content, with the nearest source and cue outside it."""
    pieces = tuple((text.index(piece), text.index(piece) + len(piece)) for piece in content)

    def nearest(part: str) -> TextRange:
        places = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", text)]
        outside = [place for place in places if not any(b < place[1] and place[0] < e for b, e in pieces)]
        return min(outside, key=lambda place: min(abs(place[0] - pieces[0][1]), abs(place[1] - pieces[0][0])))

    cue_place = nearest(cue)
    direct = is_direct(text, *pieces[0], find_quotations(text), cue_place)
    return Draft((nearest(source),) if source else (), cue_place, pieces, direct)
