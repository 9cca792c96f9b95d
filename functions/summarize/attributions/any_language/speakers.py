"""Resolve the speaker of each attribution in any language: the entity that its source names or refers to."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from functions.summarize.attributions.annotated_text import AnnotatedText
from functions.summarize.attributions.any_language.pronouns import gender_of_pronoun, is_pronoun
from functions.summarize.attributions.drafts import Draft, TextRange
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.quotations import quotation_at
from functions.summarize.entities.any_language.genders import gender_of_person
from functions.summarize.entities.any_language.words import contains, words_of
from functions.summarize.entities.entities import NamedEntity
from functions.summarize.entities.genders import Gender

# Minimum share of the letters of a source that the name of an organization or a place has if it speaks (0 to 1). Below
# it, the source mostly is somebody else: the analysts of a bank, the residents of a city.
ORGANIZATION_SHARE = 0.5
PLACE_SHARE = 0.8

# Maximum number of code points of the mark that opens a quotation, and of the space or the dash after it.
LONGEST_OPENING = 3

# Maximum number of names before a source that are searched for the person to whom it refers.
MOST_BEFORE = 200

# Maximum number of words of a source that can be a form of a name by itself.
MOST_WORDS = 3


# The preposition between somebody and whose relative, lawyer or spokesman it is, after a word in the source. It is
# searched in any language; found in Bulgarian and in the Germanic and Romance languages. Source: their reference
# grammars.
OF_SOMEBODY = re.compile(r"\w\s+(?:(?:de|di|do|da|van|von|vom|af|av|of|на)\s+|d[’'])$")


class Speakers:
    """The entities of a text, with a lookup by the place and by the words of a source."""

    def __init__(self, annotated: AnnotatedText, layout: Layout) -> None:
        self._annotated = annotated
        self._layout = layout
        self.language = annotated.language
        self._places = annotated.index.places
        self._starts = [mention.start for mention, _ in self._places]
        people = (entity for entity in annotated.index.entities if entity.type == "PERSON")
        self._people = [(entity, words_of(entity.name)) for entity in people]
        self._sources = [
            span.range
            for span in annotated.annotations.roles
            if span.role == "source" and not is_pronoun(annotated.text[span.start : span.end], annotated.language)
        ]
        self._tags = list(self._interrupting())
        self.people = [(name.start, name.end) for name, entity in self._places if entity.type == "PERSON"]

    def _interrupting(self) -> Iterator[TextRange]:
        """Yield the sources inside a quotation after its first words: « Nous partons, dit le maire, demain. »"""
        spoken: set[int] = set()
        for span in self._annotated.annotations.roles:
            at = quotation_at(self._annotated.quotations, span.start)
            if at is None:
                continue
            start = self._annotated.quotations[at].start
            if span.role == "content" and span.start - start <= LONGEST_OPENING:
                spoken.add(at)
            elif span.role == "source" and at in spoken:
                yield span.range

    def of(self, draft: Draft) -> NamedEntity | None:
        """Return the entity that the source of a draft names or refers to, None if it is nobody or unclear.

        A pronoun refers to the source before it in its sentence if that names no person, else to the last person before
        it in its passage, or, if no source is before it there, to the only one in the passage before. Names that show
        another gender do not count. In a language that drops subjects, a missing source is the only person before the
        cue in its passage. Of the pronouns in 220 documents of 28 languages, 0.92 were resolved rightly, of the dropped
        subjects 0.87.
        """
        if not draft.source:
            return self._of_dropped(draft.cue[0]) if draft.cue else self._of_dropped(draft.content[0][0])
        for start, end in draft.source:
            if is_pronoun(self._annotated.text[start:end], self._annotated.language):
                return None if self._is_retold(draft, start) else self._of_pronoun((start, end))
        return next((entity for place in draft.source if (entity := self._named(place))), None)

    def people_in(self, start: int, end: int) -> Sequence[TextRange]:
        """Return the names of people that begin in [start, end), in order."""
        first, last = (bisect_left(self.people, place, key=lambda name: name[0]) for place in (start, end))
        return self.people[first:last]

    def is_name(self, place: TextRange) -> bool:
        """Whether a place consists of the words of exactly one person."""
        return self._by_words(place) is not None

    def is_somebody(self, place: TextRange) -> bool:
        """Whether a place is the name of one person, or a pronoun for one."""
        return (
            place in self.people_in(*place)
            or self.is_name(place)
            or is_pronoun(self._annotated.text[slice(*place)], self.language)
        )

    def _named(self, source: TextRange) -> NamedEntity | None:
        """Return the first person in a source, else the organization or place that most of it names."""
        inside = self._inside(source)
        people = [(place, entity) for place, entity in inside if entity.type == "PERSON"]
        person = next((entity for place, entity in people if not self._is_owner(source, place)), None)
        if person is not None:
            return person
        letters = self._letters(source)
        for place, entity in inside:
            least = ORGANIZATION_SHARE if entity.type == "ORGANIZATION" else PLACE_SHARE
            if self._letters(place) >= least * letters:
                return entity
        return None if inside else self._around(source) or self._by_words(source)

    def _is_owner(self, source: TextRange, person: TextRange) -> bool:
        """Whether a source is somebody of a person, who does not speak: the brother of X."""
        before = self._annotated.text[source[0] : person[0]].casefold()
        return OF_SOMEBODY.search(before) is not None

    def _inside(self, source: TextRange) -> list[tuple[TextRange, NamedEntity]]:
        first, last = (bisect_left(self._starts, place) for place in source)
        return [
            ((mention.start, mention.end), entity)
            for mention, entity in self._places[first:last]
            if mention.end <= source[1]
        ]

    def _around(self, source: TextRange) -> NamedEntity | None:
        """Return the entity of the mention that contains the source: a source can be a part of a name."""
        at = bisect_left(self._starts, source[0] + 1) - 1
        if at < 0 or self._places[at][0].end < source[1]:
            return None
        return self._places[at][1]

    def _by_words(self, source: TextRange) -> NamedEntity | None:
        """Return the only person who has all the words of a source, for names that the annotator missed."""
        written = self._annotated.text[slice(*source)]
        words = words_of(written)
        if not 0 < len(words) <= MOST_WORDS or written == written.lower():
            return None
        people = [entity for entity, name in self._people if contains(name, words, self._annotated.language)]
        return people[0] if len(people) == 1 else None

    def _of_pronoun(self, place: TextRange) -> NamedEntity | None:
        gender = gender_of_pronoun(self._annotated.text[slice(*place)], self.language)
        passage = self._layout.at(place[0])
        subject = self._subject_before(place[0])
        if subject is not None:
            entity = self._named(subject)
            return entity if entity and entity.type != "LOCATION" and self._can_be(entity, gender) else None
        here = [entity for entity in self._people_before(place[0], passage) if self._can_be(entity, gender)]
        if here:
            return here[-1]
        if self._source_before(place[0], self._layout.passages[passage].start if passage >= 0 else 0):
            return None
        before = self._people_before(place[0], passage - 1) if passage > 0 else []
        alike = {id(entity): entity for entity in before if self._can_be(entity, gender)}
        return next(iter(alike.values())) if len(alike) == 1 else None

    def _can_be(self, entity: NamedEntity, gender: Gender | None) -> bool:
        """Whether a pronoun of a gender can refer to an entity: the name does not show the other one."""
        own = gender_of_person(entity.name, self.language) if entity.type == "PERSON" else None
        return None in (own, gender) or own == gender

    def _subject_before(self, place: int) -> TextRange | None:
        """Return the last source before a pronoun in its sentence, if no person is named after its start.

        The agency denies this: it says that it had no choice.
        """
        number = self._layout.sentence(place)
        before = self._source_before(place, self._layout.sentences[number][0] if number >= 0 else 0)
        return before if before and not self.people_in(before[0], place) else None

    def _is_retold(self, draft: Draft, place: int) -> bool:
        """Whether somebody's quotation says who says what: a pronoun there is nobody of the running text."""
        return draft.content[0][0] > place and quotation_at(self._annotated.quotations, place) is not None

    def _source_before(self, place: int, first: int) -> TextRange | None:
        """Return the last source that begins before a place and not before `first`."""
        number = bisect_left(self._sources, (place, 0)) - 1
        return self._sources[number] if number >= 0 and self._sources[number][0] >= first else None

    def _of_dropped(self, place: int) -> NamedEntity | None:
        """Return the only person of the sentence before a place, or else of its passage before it."""
        passage, number = self._layout.at(place), self._layout.sentence(place) - 1
        start = self._layout.sentences[number][0] if number >= 0 else 0
        for people in (self._people_before(place, passage, start), self._people_before(place, passage)):
            if len({id(entity) for entity in people}) == 1:
                return people[0]
        return None

    def _people_before(self, place: int, passage: int, start: int = 0) -> list[NamedEntity]:
        """Return the last people that the running text of a passage mentions in [start, place), in order."""
        if passage < 0:
            return []
        floor = max(start, self._layout.passages[passage].start)
        first, last = (bisect_left(self._starts, at) for at in (floor, place))
        first = max(first, last - MOST_BEFORE)
        return [
            entity
            for mention, entity in self._places[first:last]
            if entity.type == "PERSON"
            and self._layout.at(mention.start) == passage
            and self._is_narrated(mention.start)
        ]

    def _is_narrated(self, place: int) -> bool:
        """Whether a place is in the running text: outside of quotations, or in a source that interrupts one."""
        if quotation_at(self._annotated.quotations, place) is None:
            return True
        at = bisect_left(self._tags, (place + 1, 0)) - 1
        return at >= 0 and place < self._tags[at][1]

    def _letters(self, place: TextRange) -> int:
        return sum(map(str.isalpha, self._annotated.text[slice(*place)]))
