"""The entity that a source names: at its head, or as the owner of a report or of a spokeswoman."""

import re
from collections.abc import Sequence

from functions.summarize.attributions.assertion import NOBODY
from functions.summarize.attributions.references import POSSESSIVE, Reference, References
from functions.summarize.attributions.referents import head_noun
from functions.summarize.entities.entities import EntityIndex, NamedEntity
from functions.summarize.entities.person_titles import title_before
from functions.summarize.entities.roles import DOCUMENT_NOUNS, ORGANIZATION_NOUNS, REPRESENTATIVE_NOUNS

PREPOSITION = re.compile(
    r"\b(?:about|against|at|by|for|from|in|like|near|of|on|over|than|to|under|with|within)\s+(?:the\s+|an?\s+)?$",
    re.IGNORECASE,
)

# A preposition between a noun and its owner: "a report by", "a spokesman for".
OWNED_BY = re.compile(r"\b(?:by|from|for|of|at|with)\s+(?:the\s+)?$", re.IGNORECASE)
PUBLISHED_BY = re.compile(r"\b(?:by|from)\s+(?:the\s+)?$", re.IGNORECASE)

# Between a document and somebody who has it but did not make it: "a report seen by the Courier".
OBTAINED = re.compile(r",|\b(?:seen|obtained|read|received|reviewed|viewed)\s+by\b", re.IGNORECASE)

# A word after a name that makes the name a mere modifier: "Clinton aides".
QUALIFIED = re.compile(
    r"\s+(?!(?:and|or|who|whose|himself|herself|itself|of|in|at|on|for|with|as|also|from|then)\b)[a-z]"
)

# The words between an owner and its noun: "Hale's [earlier testimony]", "FBI [data]".
OWNED = re.compile(r"(?:[’']s?)?[ ](?:[\w-]+[ ]){0,3}?[\w-]+$")

DEFINITE = re.compile(r"(?:the|this|that)\s+", re.IGNORECASE)

# "Lee and her team", "Lee and others": several people.
TEAM = re.compile(r"\s+(?:and|&)\s+[a-z]")

# A given name before a family name.
GIVEN_FIRST = re.compile(r"\S+\s.*\w{2}")

# Maximum distance in code points between a document ("the poll") and the mention of its owner before it.
DOCUMENT_REACH = 6000

# Maximum number of mentions before "the poll" that are checked.
MENTIONS_CHECKED = 200

# Code points between a document and its owner: "a poll of 400 voters released on Friday by Hale Research".
LONGEST_LINK = 80


class SourceNames:
    """Resolves the sources of one text that contain a name, and documents whose owner is named before."""

    def __init__(self, text: str, references: References, index: EntityIndex) -> None:
        self._text = text
        self._references = references
        self._index = index
        names = (entity.name for entity in references.entities if entity.type == "PERSON")
        self._given_names = {name.split()[0] for name in names if GIVEN_FIRST.match(name)}

    def named(self, start: int, end: int) -> NamedEntity | None:
        """Return the entity at the head of the source, or the one that the head represents.

        The source "a spokesman for Clinton" represents no organization. "Neither Lee nor Hale" and "Lee and her team"
        are not one entity.
        """
        if NOBODY.match(self._text, start, end):
            return None
        inside = self._references.inside(start, end)
        heads = [reference for reference in inside if self._is_head(reference, start, end)]
        people = [reference for reference in heads if reference.entity.type == "PERSON"]
        if people or heads:
            chosen = (people or heads)[0]
            if TEAM.match(self._text, chosen.end, end) or self._is_given_name_of_another(chosen):
                return None
            return chosen.entity
        if not inside:
            around = self._index.of(start, end)
            # The source can be a part of a mention, such as its family name.
            return around if around is not None and self._text[start:end][:1].isupper() else None
        return self._owner(inside, start, end)

    def document_noun(self, start: int, end: int) -> str | None:
        """Return the noun of a source such as "the poll" or "the statement", None for any other source."""
        noun = head_noun(self._text[start:end])
        is_definite = DEFINITE.match(self._text, start, end) is not None and not self._references.inside(start, end)
        return noun if is_definite and noun in DOCUMENT_NOUNS else None

    def publisher(self, noun: str, place: int) -> NamedEntity | None:
        """Return the owner of the nearest such document before `place`: of "a poll by Hale" for "the poll"."""
        for reference in self._references.before(place, MENTIONS_CHECKED):
            if place - reference.end > DOCUMENT_REACH:
                return None
            if reference.quotation is None and self._publishes(reference, noun):
                return reference.entity
        return None

    def _is_head(self, reference: Reference, start: int, end: int) -> bool:
        return not (
            POSSESSIVE.match(self._text, reference.end, end)
            or QUALIFIED.match(self._text, reference.end, end)
            or PREPOSITION.search(self._text[start : reference.start])
        )

    def _is_given_name_of_another(self, reference: Reference) -> bool:
        """Whether a mention of one word is no given name of its entity, but that of another person.

        "Jack" is hardly "Old Jack" in a text about Jack Hale. A title is before a family name, as are initials: "Hale
        J.".
        """
        written = self._text[reference.start : reference.end]
        if " " in written or reference.entity.name.split()[0] == written:
            return False
        return written in self._given_names and title_before(self._text, reference.start) is None

    def _owner(self, inside: Sequence[Reference], start: int, end: int) -> NamedEntity | None:
        """Return the organization that a spokesman represents, or the owner of a document, among the names inside."""
        noun = head_noun(self._text[start:end])
        if noun not in DOCUMENT_NOUNS | REPRESENTATIVE_NOUNS | ORGANIZATION_NOUNS:
            return None
        head = self._end_of_head(start, end)
        for reference in inside:
            owned = OWNED.match(self._text, reference.end, head)
            if noun in DOCUMENT_NOUNS and OBTAINED.search(self._text, head, reference.start):
                continue
            if owned is None and not OWNED_BY.search(self._text[start : reference.start]):
                continue
            if noun in DOCUMENT_NOUNS and (owned or PUBLISHED_BY.search(self._text[start : reference.start])):
                return reference.entity
            is_appositive = owned is not None and noun in ORGANIZATION_NOUNS
            if reference.entity.type == "ORGANIZATION" and (noun in REPRESENTATIVE_NOUNS or is_appositive):
                return reference.entity
        return None

    def _end_of_head(self, start: int, end: int) -> int:
        """Return the end of the noun at the head of a source."""
        noun = re.escape(head_noun(self._text[start:end]))
        found = re.compile(rf"(?<!\w){noun}(?!\w)", re.IGNORECASE).search(self._text, start, end)
        return found.end() if found else end

    def _publishes(self, reference: Reference, noun: str) -> bool:
        """Whether a mention owns such a document: "the Hale poll", "a poll by Hale", "Hale issued a poll"."""
        after = self._text[reference.end : reference.end + LONGEST_LINK]
        if re.match(rf"(?:[’']s\b|[’'])?[ ](?:[\w-]+[ ])?{noun}\b", after, re.IGNORECASE):
            return True
        issued = re.match(rf"[ ]\w+(?:[ ]\w+)?[ ]an?[ ](?:[\w-]+[ ]){{0,2}}?{noun}\b", after, re.IGNORECASE)
        if issued and reference.is_subject:
            return True
        before = self._text[max(0, reference.start - LONGEST_LINK) : reference.start]
        link = re.search(rf"\b{noun}\b([^.;\n]*)$", before, re.IGNORECASE)
        return link is not None and PUBLISHED_BY.search(link[1]) is not None
