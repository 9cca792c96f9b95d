"""Who speaks: the entity behind the source of an attribution, be it a name, a pronoun, a role, or left out."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from functions.summarize.attributions.drafts import Draft, Span2
from functions.summarize.attributions.quotations import Quotation, holding
from functions.summarize.attributions.references import References
from functions.summarize.entities.entities import EntityIndex, NamedEntity
from functions.summarize.entities.genders import gender_of_pronoun
from functions.summarize.entities.roles import ANY_ORGANIZATION, MEDIA_NOUNS, ORGANIZATION_NOUNS, is_outlet, role_of

# Mentions before a pronoun or a role that may be meant.
WINDOW = 40

# Code points that a pronoun reaches back, and FAR those that a role does.
NEAR = 1500
FAR = 6000

# Code points back to an organization that may be "the company" or "the group", which fit any.
BESIDE = 400

# What it counts to be the subject of a sentence, to be a sentence off, to be mentioned once more, to stand in another
# paragraph. Found by reading how 60 pronouns of the training articles come out.
SUBJECT, PER_SENTENCE, PER_MENTION, OTHER_PARAGRAPH = 1.6, 0.7, 0.15, 0.5

# What it counts to have spoken third to last, second to last, last; a quarter less for each sentence since.
LAST_SPEAKERS = (0.3, 0.6, 1.5)

# How many of the last `he` and `she` of the running text are remembered, and what one counts beside a subject.
ECHOES, ECHO = 4, 1.3
FARTHEST = 8

# How much better the best candidate must be than the next; below it nobody is named.
MARGIN = 0.4

# Code points between a name and the `who` that stands for it.
WHO_REACH = 100

PLURAL = frozenset(("they", "their", "them"))
RELATIVE = frozenset(("who", "whose", "that", "which"))
SUBJECT_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
PREPOSITION = re.compile(
    r"\b(?:about|against|at|by|for|from|in|like|near|of|on|over|to|under|with|within)\s+(?:the\s+|an?\s+)?$",
    re.IGNORECASE,
)
POSSESSIVE = re.compile(r"[’'](?:s\b|(?!\w))")

# After a name a word that makes it a mere part of what is named: "Clinton aides".
QUALIFIED = re.compile(
    r"\s+(?!(?:and|or|who|whose|himself|herself|itself|of|in|at|on|for|with|as|also|from|then)\b)[a-z]"
)
DEFINITE = re.compile(r"(?:the|this|that)\s+", re.IGNORECASE)
ATTACHED = re.compile(r"\s+(?:of|in|at|for|who|that|from|with|on)\b|[,(]")
CARRYING_CUE = re.compile(
    r"\b(?:add|continu|conclud|insist|not|argu|say|stat|writ|explain|warn|predict|call)ing\b", re.IGNORECASE
)


def resolve_speakers(
    text: str,
    drafts: Sequence[Draft],
    index: EntityIndex,
    quotations: Sequence[Quotation],
    sentences: Sequence[Span2],
) -> list[NamedEntity | None]:
    """For each draft the entity that speaks, None where the text doesn't say who or two fit as well.

    Sentences are [start, end) of the text in order; quotations those that `find_quotations` gives.
    """
    resolver = _Resolver(text, drafts, References(text, index, sentences, quotations), index, quotations)
    return resolver.speakers()


class _Resolver:
    """Goes through the drafts in the order of the text, and remembers who spoke."""

    def __init__(
        self,
        text: str,
        drafts: Sequence[Draft],
        references: References,
        index: EntityIndex,
        quotations: Sequence[Quotation],
    ) -> None:
        self.text = text
        self.drafts = drafts
        self.references = references
        self.index = index
        self.quotations = quotations
        self.spoke: list[tuple[int, NamedEntity]] = []
        self.echoes: list[tuple[int, NamedEntity]] = []
        self.pronouns = [
            (match.start(), match.group().casefold())
            for match in SUBJECT_PRONOUN.finditer(text)
            if holding(quotations, match.start()) is None
        ]
        self.next_pronoun = 0

    def speakers(self) -> list[NamedEntity | None]:
        order = sorted(range(len(self.drafts)), key=lambda number: _place(self.drafts[number]))
        found: list[NamedEntity | None] = [None] * len(self.drafts)
        mine: list[int] = []
        for number in order:
            draft = self.drafts[number]
            if _is_first_person(self.text, draft):
                mine.append(number)
                continue
            self._listen(_place(draft))
            entity = found[number] = self._speaker(draft)
            if entity is not None and not self._is_relative(draft):
                self.spoke.append((_place(draft), entity))
        for number in mine:
            found[number] = self._quoted_speaker(self.drafts[number], found)
        return found

    def _listen(self, place: int) -> None:
        """Resolve the pronouns up to `place`: whoever the text goes on about is likelier to be meant again."""
        while self.next_pronoun < len(self.pronouns) and self.pronouns[self.next_pronoun][0] < place:
            at, word = self.pronouns[self.next_pronoun]
            self.next_pronoun += 1
            entity = self._best(at, NEAR, partial(self._fits_pronoun, pronoun=word))
            if entity is not None:
                self.echoes.append((at, entity))

    def _is_relative(self, draft: Draft) -> bool:
        return bool(draft.source) and self.text[slice(*draft.source[0])].casefold() in RELATIVE

    def _speaker(self, draft: Draft) -> NamedEntity | None:
        if not draft.source:
            return self._carried(draft)
        start, end = draft.source[0]
        words = self.text[start:end].split()
        if not words:
            return None
        word = words[0].casefold().strip(".,’'")
        if len(words) == 1 and gender_of_pronoun(word):
            return self._best(start, NEAR, partial(self._fits_pronoun, pronoun=word))
        if len(words) == 1 and word in RELATIVE:
            return self._antecedent(start)
        if len(words) == 1 and word in ("it", "its"):
            return self._best(start, NEAR, lambda entity: entity.type == "ORGANIZATION")
        if len(words) == 1 and word in PLURAL:
            return self._organization_before(start)
        for first, last in draft.source:
            entity = self._named(first, last)
            if entity is not None:
                return entity
        return self._called(start, end)

    def _named(self, start: int, end: int) -> NamedEntity | None:
        """The entity that the source itself names: not one that only qualifies it, as in "a spokesman for Clinton"."""
        heads = [
            reference
            for reference in self.references.inside(start, end)
            if not POSSESSIVE.match(self.text, reference.end, end)
            and not QUALIFIED.match(self.text, reference.end, end)
            and not PREPOSITION.search(self.text[start : reference.start])
        ]
        people = [reference for reference in heads if reference.entity.type == "PERSON"]
        if people or heads:
            return (people or heads)[0].entity
        if not self.references.inside(start, end):
            around = self.index.of(start, end)
            # A source that is part of a mention, such as the family name alone.
            return around if around is not None and self.text[start:end][:1].isupper() else None
        return None

    def _antecedent(self, place: int) -> NamedEntity | None:
        sentence = self.references.sentence_of(place)
        for reference in self.references.before(place, 4):
            if reference.sentence != sentence or place - reference.end > WHO_REACH:
                return None
            between = self.text[reference.end : place]
            if between.strip() in ("", ",", "—", "–", "-") or re.match(r",[^,]*,\s*$", between):
                return reference.entity
        return None

    def _organization_before(self, place: int) -> NamedEntity | None:
        """The organization that `they` means: the subject of the sentence so far or of the one before, nobody's else.

        Mostly `they` are people, two of them or some without a name, so what is named beside them says little.
        """
        sentence = self.references.sentence_of(place)
        for reference in self.references.before(place, WINDOW):
            if reference.sentence < sentence - 1 or place - reference.end > NEAR:
                return None
            if reference.entity.type == "PERSON" and reference.quotation is None:
                return None
            if reference.is_subject and self.references.opens_clause(reference):
                return reference.entity if reference.entity.type == "ORGANIZATION" else None
        return None

    def _called(self, start: int, end: int) -> NamedEntity | None:
        """The entity that a role with a definite article stands for: "the minister", "the Texas senator"."""
        opening = DEFINITE.match(self.text, start, end)
        if opening is None:
            return None
        words = ATTACHED.split(self.text[opening.end() : end])[0].split()
        if not words:
            return None
        noun = words[-1].casefold().rstrip(".’'s") if words[-1].endswith(("’s", "'s")) else words[-1].casefold()
        qualities = [word.casefold() for word in words[:-1] if word[:1].isupper()]
        role = role_of(noun)
        if role is not None:
            return self._best(start, FAR, lambda entity: self._fits_role(entity, role, qualities))
        if noun in ORGANIZATION_NOUNS and not qualities:
            reach = BESIDE if noun in ANY_ORGANIZATION else FAR
            return self._best(start, reach, lambda entity: _fits_noun(entity, noun))
        if len(words) == 1:
            return self._best(start, FAR, lambda entity: _ends_in(entity, noun))
        return None

    def _best(self, place: int, reach: int, fits: Callable[[NamedEntity], bool]) -> NamedEntity | None:
        """The candidate before `place` that fits best, None if there is none or the next fits about as well."""
        candidates: dict[int, NamedEntity] = {}
        scores: dict[int, float] = {}
        counts: Counter[int] = Counter()
        sentence = self.references.sentence_of(place)
        quotation = holding(self.quotations, place)
        spoken = self._last_speakers(place)

        paragraph = self.text.rfind("\n", max(0, place - reach), place)

        def consider(entity: NamedEntity, at: int, weight: float) -> None:
            key = id(entity)
            candidates[key] = entity
            sentences_off = sentence - self.references.sentence_of(at)
            score = (
                weight
                - OTHER_PARAGRAPH * (at < paragraph)
                - PER_SENTENCE * min(sentences_off, FARTHEST)
                + spoken.get(key, 0.0)
            )
            scores[key] = max(score, scores.get(key, score))

        for reference in self.references.before(place, WINDOW):
            if place - reference.end > reach:
                break
            if reference.quotation in (None, quotation) and fits(reference.entity):
                counts[id(reference.entity)] += 1
                consider(reference.entity, reference.start, SUBJECT * reference.is_subject)
        for at, entity in self.echoes[-ECHOES:]:
            if place - at <= reach and quotation is None and fits(entity):
                consider(entity, at, ECHO)
        for at, entity in self.spoke[-1:]:
            # Who was called by a role in this paragraph may be named only far above.
            if id(entity) not in candidates and paragraph <= at < place and quotation is None and fits(entity):
                consider(entity, at, SUBJECT)
        totals = {key: score + PER_MENTION * min(counts[key], 4) for key, score in scores.items()}
        ranked = sorted(totals, key=totals.__getitem__, reverse=True)
        if not ranked or (len(ranked) > 1 and totals[ranked[0]] - totals[ranked[1]] < MARGIN):
            return None
        return candidates[ranked[0]]

    def _last_speakers(self, place: int) -> dict[int, float]:
        """Those who spoke shortly before, and how much that speaks for them."""
        recent = [(at, entity) for at, entity in self.spoke[-3:] if at < place and place - at < NEAR]
        sentence = self.references.sentence_of(place)
        return {
            id(entity): max(0.0, weight - 0.25 * (sentence - self.references.sentence_of(at)))
            for weight, (at, entity) in zip(LAST_SPEAKERS[-len(recent) :], recent, strict=False)
        }

    def _fits_pronoun(self, entity: NamedEntity, pronoun: str) -> bool:
        known = self.references.gender(entity)
        return entity.type == "PERSON" and known in (None, gender_of_pronoun(pronoun))

    def _fits_role(self, entity: NamedEntity, role: str, qualities: Sequence[str]) -> bool:
        if entity.type != "PERSON" or role not in {role_of(known) for known in entity.roles}:
            return False
        return all(self.references.stands_near(entity, quality) for quality in qualities)

    def _carried(self, draft: Draft) -> NamedEntity | None:
        """Without a source the last speaker goes on in the paragraph, if it is a quotation or a participle says so."""
        place = _place(draft)
        if not self.spoke:
            return None
        at, entity = self.spoke[-1]
        cue = self.text[slice(*draft.cue)] if draft.cue else ""
        if not (CARRYING_CUE.search(cue) or (draft.direct and not cue)):
            return None
        return None if "\n" in self.text[at:place].strip() else entity

    def _quoted_speaker(self, draft: Draft, found: Sequence[NamedEntity | None]) -> NamedEntity | None:
        """Who says `I`: the speaker of the quotation that it stands in."""
        quotation = holding(self.quotations, draft.source[0][0])
        if quotation is None:
            return None
        start, end = self.quotations[quotation].start, self.quotations[quotation].end
        return self._by_quotation(found).get((start, end))

    def _by_quotation(self, found: Sequence[NamedEntity | None]) -> dict[Span2, NamedEntity]:
        """The speakers of the quotations whose source stands outside of them."""
        speakers: dict[Span2, NamedEntity] = {}
        for draft, entity in zip(self.drafts, found, strict=True):
            if entity is None or holding(self.quotations, _place(draft)) is not None:
                continue
            for start, end in draft.content:
                at = max(0, bisect_right(self.quotations, start, key=lambda quotation: quotation.end))
                while at < len(self.quotations) and self.quotations[at].start < end:
                    speakers.setdefault((self.quotations[at].start, self.quotations[at].end), entity)
                    at += 1
        return speakers


def _place(draft: Draft) -> int:
    """Where a draft's speaker is named, or would be."""
    if draft.source:
        return draft.source[0][0]
    return draft.cue[0] if draft.cue else draft.content[0][0]


def _is_first_person(text: str, draft: Draft) -> bool:
    source = text[slice(*draft.source[0])].casefold() if draft.source else ""
    return source in ("i", "me", "my", "we", "us", "our", "myself")


def _ends_in(entity: NamedEntity, noun: str) -> bool:
    """Whether an organization is called by the last word of its name: "the district" for "Avon Water District"."""
    return entity.type == "ORGANIZATION" and entity.name.casefold().endswith(" " + noun)


def _fits_noun(entity: NamedEntity, noun: str) -> bool:
    if entity.type != "ORGANIZATION":
        return False
    if noun in MEDIA_NOUNS:
        return is_outlet(entity.name)
    return noun in entity.name.casefold() or (noun in ANY_ORGANIZATION and not is_outlet(entity.name))
