"""Resolve the speaker of each attribution: the entity that its source refers to by a name, a pronoun or a role."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from functions.summarize.attributions.candidates import PRONOUN_REACH, WINDOW, Candidates
from functions.summarize.attributions.drafts import Draft, TextRange
from functions.summarize.attributions.quotations import Quotation, quotation_at
from functions.summarize.attributions.references import References
from functions.summarize.attributions.referents import ATTACHED, Referent, Unnamed, unnamed_speaker
from functions.summarize.attributions.source_names import DEFINITE, SourceNames
from functions.summarize.entities.entities import EntityIndex, NamedEntity
from functions.summarize.entities.genders import gender_of_pronoun
from functions.summarize.entities.roles import (
    ANY_ORGANIZATION,
    DOCUMENT_NOUNS,
    MEDIA_NOUNS,
    ORGANIZATION_NOUNS,
    PUBLIC_BODIES,
    is_outlet,
    role_of,
)

# Maximum distance in code points between a role ("the minister") and a mention of the entity that it refers to.
ROLE_REACH = 6000

# The same for a noun that fits any organization: "the company", "the group".
ANY_ORGANIZATION_REACH = 400

# Maximum distance in code points between a relative pronoun and its antecedent, and mentions before it to check.
RELATIVE_REACH = 100
ANTECEDENTS = 4

# Maximum number of sentences between `it` and the organization that it refers to.
IT_SENTENCES = 2

# Nouns that do not refer to a public body.
COMPANY = frozenset(("company", "firm", "nonprofit"))

FIRST_PERSON = frozenset(("i", "me", "my", "we", "us", "our", "myself"))
PLURAL = frozenset(("they", "their", "them"))
RELATIVE = frozenset(("who", "whose", "that", "which"))
# The owner of a document: "the district's own figures".
OWNER = re.compile(r"(the\s+(?:[\w-]+\s+){0,2}[\w-]+)[’'](?:s\s|\s)", re.IGNORECASE)
# A document in the sentence before "it", which speaks: "I have the letter here. It says". That of "its letter" speaks
# for the organization. The distance is in code points.
DOCUMENT = re.compile(
    rf"\b(?:the|an?|this|that|my|our|your)\s+(?:\w+\s+)?(?:{'|'.join(sorted(DOCUMENT_NOUNS))})\b[^.!?]*[.!?]\s+$",
    re.IGNORECASE,
)
DOCUMENT_BEFORE = 150
APPOSITION = re.compile(r",[^,]*,\s*$")
CONTINUING_CUE = re.compile(
    r"\b(?:add|continu|conclud|insist|not|argu|say|stat|writ|explain|warn|predict|call)ing\b", re.IGNORECASE
)


def resolve_speakers(
    text: str,
    drafts: Sequence[Draft],
    index: EntityIndex,
    quotations: Sequence[Quotation],
    sentences: Sequence[TextRange],
) -> list[NamedEntity | None]:
    """Return for each draft the entity that speaks, or None if the text does not name it or is ambiguous.

    `sentences` are [start, end) in code points of the text, in order. `quotations` is the result of `find_quotations`.
    """
    references = References(text, index, sentences, quotations)
    found = _Resolver(text, references, index, quotations).speakers(drafts)
    return [speaker if isinstance(speaker, NamedEntity) else None for speaker in found]


class _Resolver:
    """Resolves the drafts in the order of the text, because pronouns refer to earlier speakers."""

    def __init__(
        self,
        text: str,
        references: References,
        index: EntityIndex,
        quotations: Sequence[Quotation],
    ) -> None:
        self.text = text
        self.references = references
        self.names = SourceNames(text, references, index)
        self.quotations = quotations
        self.candidates = Candidates(text, references, quotations)
        # The speakers of the quotations whose source is a name, by number of the quotation.
        self.quoted: dict[int, Referent] = {}
        # The most mentions of an organization that a noun fits, by noun.
        self.most_mentions: dict[str, int] = {}

    def speakers(self, drafts: Sequence[Draft]) -> list[Referent | None]:
        order = sorted(range(len(drafts)), key=lambda number: _place(drafts[number]))
        found: list[Referent | None] = [None] * len(drafts)
        first_person: list[int] = []
        self.quoted = self._by_quotation(drafts, [self._named(draft) for draft in drafts])
        for number in order:
            draft = drafts[number]
            if self._source_text(draft) in FIRST_PERSON:
                first_person.append(number)
                continue
            self.candidates.advance(_place(draft))
            entity = found[number] = self._speaker(draft)
            if entity is not None and self._source_text(draft) not in RELATIVE:
                self.candidates.add_speaker(_place(draft), entity)
        if first_person:
            by_quotation = self._by_quotation(drafts, found)
            for number in first_person:
                quotation = quotation_at(self.quotations, _place(drafts[number]))
                found[number] = None if quotation is None else by_quotation.get(quotation)
        return found

    def _source_text(self, draft: Draft) -> str:
        return self.text[slice(*draft.source[0])].casefold() if draft.source else ""

    def _speaker(self, draft: Draft) -> Referent | None:
        if not draft.source:
            return self._continuing_speaker(draft)
        start, end = draft.source[0]
        words = self.text[start:end].split()
        if not words:
            return None
        word = words[0].casefold().strip(".,’'")
        if len(words) == 1 and gender_of_pronoun(word):
            # Nobody says "he" of himself.
            quotation = quotation_at(self.quotations, start)
            quoted = None if quotation is None else self.quoted.get(quotation)
            return self.candidates.speaker_by_pronoun(start, word, quoted)
        if len(words) == 1 and word in RELATIVE:
            return self._antecedent(start)
        if len(words) == 1 and word in ("it", "its"):
            if DOCUMENT.search(self.text, max(0, start - DOCUMENT_BEFORE), start):
                return None
            return self._organization_of_it(start)
        if len(words) == 1 and word in PLURAL:
            return self._organization_before(start)
        return (
            self._named(draft)
            or self._by_role(start, end)
            or self._publisher(start, end)
            or unnamed_speaker(self.text[start:end], start)
        )

    def _named(self, draft: Draft) -> NamedEntity | None:
        """Return the entity that the source names."""
        found = (self.names.named(*place) for place in draft.source)
        return next((entity for entity in found if entity is not None), None)

    def _publisher(self, start: int, end: int) -> Referent | None:
        """Return who published "the statement": somebody who spoke in one, or the owner of the nearest one before."""
        noun = self.names.document_noun(start, end)
        if noun is None:
            return None
        owner = OWNER.match(self.text, start, end)
        if owner is not None:
            return self._by_role(start, owner.end(1))
        last = self.candidates.last_speaker
        if last is not None and re.search(rf"\b{noun}\b", self.references.sentence_text(last[0]), re.IGNORECASE):
            return last[1]
        return self.names.publisher(noun, start)

    def _antecedent(self, place: int) -> NamedEntity | None:
        """Return the entity that a relative pronoun at `place` refers to: "Ann Lee, who"."""
        sentence = self.references.sentence_of(place)
        for reference in self.references.before(place, ANTECEDENTS):
            if reference.sentence != sentence or place - reference.end > RELATIVE_REACH:
                return None
            between = self.text[reference.end : place]
            if between.strip() in ("", ",", "—", "–", "-") or APPOSITION.match(between):
                return reference.entity
        return None

    def _organization_of_it(self, place: int) -> Referent | None:
        """Return the organization that `it` refers to: a subject or speaker of this or one of the sentences before."""
        found = self.candidates.best(place, PRONOUN_REACH, _is_organization)
        first = self.references.sentence_of(place) - IT_SENTENCES
        before = self.references.before(place, WINDOW)
        if any(each.entity is found and each.is_subject and each.sentence >= first for each in before):
            return found
        last = self.candidates.last_speaker
        has_spoken = last is not None and last[1] is found and self.references.sentence_of(last[0]) >= first
        return found if has_spoken else None

    def _organization_before(self, place: int) -> NamedEntity | None:
        """Return the organization that `they` at `place` refers to: the last subject, in this sentence or the previous.

        `they` mostly refers to several people or to people without a name, so mentions in other positions are ignored.
        """
        sentence = self.references.sentence_of(place)
        for reference in self.references.before(place, WINDOW):
            if reference.sentence < sentence - 1 or place - reference.end > PRONOUN_REACH:
                return None
            if reference.entity.type == "PERSON" and reference.quotation is None:
                return None
            if reference.is_subject and self.references.opens_clause(reference):
                return reference.entity if reference.entity.type == "ORGANIZATION" else None
        return None

    def _by_role(self, start: int, end: int) -> Referent | None:
        """Return the entity that a role with a definite article refers to: "the minister", "the Texas senator"."""
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
            return self.candidates.best(start, ROLE_REACH, lambda entity: self._fits_role(entity, role, qualities))
        if noun in ORGANIZATION_NOUNS and not qualities:
            if noun in ANY_ORGANIZATION:
                return self._nearest_organization(start, noun)
            return self.candidates.best(start, ROLE_REACH, lambda entity: _fits_noun(entity, noun))
        if len(words) == 1:
            return self.candidates.best(start, ROLE_REACH, lambda entity: _ends_in(entity, noun))
        return None

    def _nearest_organization(self, place: int, noun: str) -> Referent | None:
        """Return the organization that "the company" refers to, None if the text names another one more often.

        One that is named in the same paragraph needs no other sign.
        """
        found = self.candidates.best(place, ANY_ORGANIZATION_REACH, lambda entity: _fits_noun(entity, noun))
        if not isinstance(found, NamedEntity):
            return found
        paragraph = self.text.rfind("\n", 0, place)
        if any(paragraph < mention.start < place for mention in found.mentions):
            return found
        if noun not in self.most_mentions:
            fitting = (entity for entity in self.references.entities if _fits_noun(entity, noun))
            self.most_mentions[noun] = max(len(entity.mentions) for entity in fitting)
        return found if len(found.mentions) == self.most_mentions[noun] else None

    def _fits_role(self, entity: Referent, role: str, qualities: Sequence[str]) -> bool:
        if isinstance(entity, Unnamed):
            return role_of(entity.noun) == role
        if entity.type != "PERSON" or role not in {role_of(known) for known in entity.roles}:
            return False
        return all(self.references.is_described_as(entity, quality) for quality in qualities)

    def _continuing_speaker(self, draft: Draft) -> Referent | None:
        """Return the speaker of a draft without a source: the last speaker of the paragraph.

        The draft must be a direct quotation without a cue, or its cue must be a participle such as `adding`.
        """
        last = self.candidates.last_speaker
        if last is None:
            return None
        at, entity = last
        cue = self.text[slice(*draft.cue)] if draft.cue else ""
        if not (CONTINUING_CUE.search(cue) or (draft.direct and not cue)):
            return None
        return None if "\n" in self.text[at : _place(draft)].strip() else entity

    def _by_quotation(self, drafts: Sequence[Draft], found: Sequence[Referent | None]) -> dict[int, Referent]:
        """Return the speakers of the quotations whose source is outside all quotations, by number of the quotation."""
        speakers: dict[int, Referent] = {}
        for draft, entity in zip(drafts, found, strict=True):
            if entity is None or quotation_at(self.quotations, _place(draft)) is not None:
                continue
            for start, end in draft.content:
                at = bisect_right(self.quotations, start, key=lambda quotation: quotation.end)
                while at < len(self.quotations) and self.quotations[at].start < end:
                    speakers.setdefault(at, entity)
                    at += 1
        return speakers


def _place(draft: Draft) -> int:
    """Return the place of a draft's source or, without a source, of its cue or its content."""
    if draft.source:
        return draft.source[0][0]
    return draft.cue[0] if draft.cue else draft.content[0][0]


def _is_organization(entity: Referent) -> bool:
    return isinstance(entity, NamedEntity) and entity.type == "ORGANIZATION"


def _ends_in(entity: Referent, noun: str) -> bool:
    """Whether the noun is the last word of an organization's name: "the district" for "Avon Water District"."""
    if isinstance(entity, Unnamed):
        return entity.noun == noun
    return entity.type == "ORGANIZATION" and entity.name.casefold().endswith(" " + noun)


def _fits_noun(entity: Referent, noun: str) -> bool:
    if isinstance(entity, Unnamed) or entity.type != "ORGANIZATION":
        return False
    if noun in MEDIA_NOUNS:
        return is_outlet(entity.name)
    if noun in COMPANY and not PUBLIC_BODIES.isdisjoint(entity.name.casefold().split()):
        return False
    return noun in entity.name.casefold() or (noun in ANY_ORGANIZATION and not is_outlet(entity.name))
