"""The mentions of all entities in text order, with their sentence and quotation, and whether each is a subject."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from functions.summarize.annotator.annotations import Mention
from functions.summarize.attributions.drafts import TextRange
from functions.summarize.attributions.layout import sentence_at
from functions.summarize.attributions.quotations import Quotation, quotation_at
from functions.summarize.entities.entities import EntityIndex, NamedEntity
from functions.summarize.entities.genders import Gender, gender_of_name
from functions.summarize.sentences.boundaries import SENTENCE_BREAK

# Code points of context before and after a mention.
BEFORE, AFTER = 60, 90

# Code points at the start of a word that its forms share: Russia, Russian.
STEM = 5

# Maximum number of mentions of one entity whose context is stored.
CONTEXTS = 10

# A preposition before a mention, which shows that the mention is not a subject.
OBJECT = re.compile(
    r"\b(?:about|against|among|at|before|behind|between|by|for|from|in|into|like|near|of|on|over|than|to|toward|"
    r"towards|under|versus|vs|with|without)\.?\s+(?:the\s+|an?\s+)?(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
CLAUSE_START = re.compile(
    r"(?:^|[\n,;:–—.!?\"“”‘’«»]|\b(?:and|but|that|because|said|says|when|while|as|if))\s*(?:the\s+)?$", re.IGNORECASE
)
POSSESSIVE = re.compile(r"[’'](?:s\b|(?!\w))")

# A noun after a name that makes the name a mere modifier: "Hale aides".
PART = re.compile(
    r"[’']?\s+(?:administration|adviser|advisor|aide|ally|allies|backer|campaign|case|delegate|era|event|family|fan|"
    r"loyalist|official|opponent|policy|presidency|rally|shooting|speech|spokesman|spokeswoman|staffer|supporter|"
    r"surrogate|team|voter|win)s?\b"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention. `sentence` and `quotation` are the numbers of those that contain it, or -1 and None."""

    start: int
    end: int
    entity: NamedEntity
    sentence: int
    quotation: int | None
    is_subject: bool


class References:
    """The mentions of all entities of a text, in order."""

    def __init__(
        self,
        text: str,
        index: EntityIndex,
        sentences: Sequence[TextRange],
        quotations: Sequence[Quotation],
    ) -> None:
        self.entities = index.entities
        self._text = text
        self._quotations = quotations
        self._sentences = sentences
        self._all: list[Reference] = []
        # By id, because the time to hash an entity grows with the number of its mentions.
        self._contexts: dict[int, list[str]] = defaultdict(list)
        self._read(index.places)
        self._starts = [reference.start for reference in self._all]

    def sentence_of(self, place: int) -> int:
        """Return the number of the sentence that contains the place, else of the last one before it, else -1."""
        return sentence_at(self._sentences, place)

    def sentence_text(self, place: int) -> str:
        """Return the text of the sentence of `sentence_of`, empty without one."""
        number = self.sentence_of(place)
        return self._text[slice(*self._sentences[number])] if number >= 0 else ""

    def before(self, place: int, most: int) -> list[Reference]:
        """Return at most the last `most` references that end by `place`, the nearest first."""
        at = bisect_left(self._starts, place)
        return [reference for reference in reversed(self._all[max(0, at - most) : at]) if reference.end <= place]

    def inside(self, start: int, end: int) -> list[Reference]:
        """Return the references within [start, end)."""
        found = self._all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return [reference for reference in found if reference.end <= end]

    def opens_clause(self, reference: Reference) -> bool:
        """Whether the reference begins its sentence or clause, with or without `the`."""
        return CLAUSE_START.search(self._text[max(0, reference.start - BEFORE) : reference.start]) is not None

    def gender(self, entity: NamedEntity) -> Gender | None:
        """Return the gender from the text or, if the text has none, from the given name."""
        return entity.gender or gender_of_name(entity.name)

    def is_described_as(self, entity: NamedEntity, word: str) -> bool:
        """Whether the word, or a word with the same stem ("Russia's"), is beside one of the first mentions."""
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
            quotation = quotation_at(self._quotations, mention.start)
            is_subject = (
                quotation is None
                and sentence != sentence_with_subject
                and entity.type != "LOCATION"
                and self._can_be_subject(mention)
            )
            if is_subject:
                sentence_with_subject = sentence
            self._all.append(Reference(mention.start, end, entity, sentence, quotation, is_subject))
            seen[id(entity)] += 1
            if seen[id(entity)] <= CONTEXTS:
                beside = SENTENCE_BREAK.split(self._text[mention.start : end + AFTER], maxsplit=1)[0]
                before = self._text[max(0, mention.start - BEFORE) : mention.start]
                self._contexts[id(entity)].append((before + beside).casefold())

    def _can_be_subject(self, mention: Mention) -> bool:
        """Whether a mention is neither a part of a longer phrase (`Hale aides`) nor after a preposition."""
        if POSSESSIVE.match(self._text, mention.end) or PART.match(self._text, mention.end):
            return False
        return OBJECT.search(self._text[max(0, mention.start - BEFORE) : mention.start]) is None
