"""Every mention of an entity as a reader meets it: in which sentence and quotation, and whether it is a subject."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from functions.summarize.annotator.annotations import Mention
from functions.summarize.attributions.drafts import Span2
from functions.summarize.attributions.quotations import Quotation, holding
from functions.summarize.entities.entities import EntityIndex, NamedEntity
from functions.summarize.entities.genders import gender_of_name
from functions.summarize.entities.titles import Gender
from functions.summarize.sentences.boundaries import SENTENCE_BREAK

# Code points around a mention that are read for what is said of it.
BEFORE, AFTER = 60, 90

# Code points that the forms of a word share: Russia, Russian.
STEM = 5

# Mentions of one entity that are read so.
CONTEXTS = 10

OBJECT = re.compile(
    r"\b(?:about|against|among|at|before|behind|between|by|for|from|in|into|like|near|of|on|over|than|to|toward|towards|"
    r"under|versus|vs|with|without)\.?\s+(?:the\s+|an?\s+)?(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
CLAUSE_START = re.compile(
    r"(?:^|[\n,;:–—.!?\"“”‘’«»]|\b(?:and|but|that|because|said|says|when|while|as|if))\s*(?:the\s+)?$", re.IGNORECASE
)
POSSESSIVE = re.compile(r"[’'](?:s\b|(?!\w))")

# After a name a noun that makes it a mere part of what is named: "Hale aides".
PART = re.compile(
    r"[’']?\s+(?:administration|adviser|advisor|aide|ally|allies|backer|campaign|case|delegate|era|event|family|fan|"
    r"loyalist|official|opponent|policy|presidency|rally|shooting|speech|spokesman|spokeswoman|staffer|supporter|"
    r"surrogate|team|voter|win)s?\b"
)


def named_places(index: EntityIndex) -> list[tuple[Mention, NamedEntity]]:
    """Every mention with its entity, in the order of the text."""
    places = [(mention, entity) for entity in index.entities for mention in entity.mentions]
    return sorted(places, key=lambda place: (place[0].start, -place[0].end))


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention. `sentence` and `quotation` are the numbers of those that hold it, -1 and None for none."""

    start: int
    end: int
    entity: NamedEntity
    sentence: int
    quotation: int | None
    is_subject: bool


class References:
    """All mentions of a text's entities in order."""

    def __init__(
        self,
        text: str,
        index: EntityIndex,
        sentences: Sequence[Span2],
        quotations: Sequence[Quotation],
    ) -> None:
        self.text = text
        self.quotations = quotations
        self.sentence_starts = [start for start, _ in sentences]
        self.all: list[Reference] = []
        # By id: to hash an entity takes as long as it has mentions.
        self._contexts: dict[int, list[str]] = defaultdict(list)
        self._read(named_places(index))
        self.starts = [reference.start for reference in self.all]

    def sentence_of(self, place: int) -> int:
        """The number of the sentence that holds the place, or of the last before it; -1 before the first."""
        return bisect_right(self.sentence_starts, place) - 1

    def before(self, place: int, most: int) -> list[Reference]:
        """The last `most` references that end by `place`, the nearest first."""
        at = bisect_left(self.starts, place)
        return [reference for reference in reversed(self.all[max(0, at - most) : at]) if reference.end <= place]

    def inside(self, start: int, end: int) -> list[Reference]:
        """The references within [start, end)."""
        found = self.all[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return [reference for reference in found if reference.end <= end]

    def opens_clause(self, reference: Reference) -> bool:
        """Whether nothing but `the` stands between the reference and the start of its sentence or clause."""
        return CLAUSE_START.search(self.text[max(0, reference.start - BEFORE) : reference.start]) is not None

    def gender(self, entity: NamedEntity) -> Gender | None:
        """He or she, where the text tells or the given name hints at it."""
        return entity.gender or gender_of_name(entity.name)

    def stands_near(self, entity: NamedEntity, word: str) -> bool:
        """Whether one of the first mentions has the word, or a word that begins as it does, beside it ("Russia's")."""
        stem = re.compile(rf"\b{re.escape(word.casefold()[:STEM])}")
        return any(stem.search(context) for context in self._contexts[id(entity)])

    def _read(self, places: Sequence[tuple[Mention, NamedEntity]]) -> None:
        sentence_with_subject = -1
        seen: Counter[int] = Counter()
        end = 0
        for mention, entity in places:
            if mention.start < end:
                continue
            end = mention.end
            sentence = self.sentence_of(mention.start)
            opening = self.text[max(0, mention.start - BEFORE) : mention.start]
            quotation = holding(self.quotations, mention.start)
            is_part = POSSESSIVE.match(self.text, end) is not None or PART.match(self.text, end) is not None
            is_subject = quotation is None and not is_part and OBJECT.search(opening) is None
            is_subject = is_subject and sentence != sentence_with_subject and entity.type != "LOCATION"
            if is_subject:
                sentence_with_subject = sentence
            self.all.append(Reference(mention.start, end, entity, sentence, quotation, is_subject))
            seen[id(entity)] += 1
            if seen[id(entity)] <= CONTEXTS:
                beside = SENTENCE_BREAK.split(self.text[mention.start : end + AFTER], maxsplit=1)[0]
                self._contexts[id(entity)].append((opening + beside).casefold())
