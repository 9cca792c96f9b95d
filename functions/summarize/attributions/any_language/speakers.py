"""Resolve the speaker of each attribution in any language: the entity that its source names."""

from bisect import bisect_left
from collections.abc import Sequence

from functions.summarize.attributions.drafts import Draft, TextRange
from functions.summarize.attributions.references import named_places
from functions.summarize.entities.any_language.words import contains, words_of
from functions.summarize.entities.entities import EntityIndex, NamedEntity

# Minimum share of the letters of a source that the name of an organization or a place has if it speaks (0 to 1). Below
# it, the source mostly is somebody else: the analysts of a bank, the residents of a city.
ORGANIZATION_SHARE = 0.5
PLACE_SHARE = 0.8

# Maximum number of words of a source that can be a form of a name by itself.
MOST_WORDS = 3


def resolve_speakers(
    text: str, drafts: Sequence[Draft], index: EntityIndex, language: str | None
) -> list[NamedEntity | None]:
    """Return for each draft the entity that its source names, None if it names nobody.

    `language`: ISO 639-1, for names whose endings change.
    """
    names = _Names(text, index, language)
    return [next((entity for place in draft.source if (entity := names.named(place))), None) for draft in drafts]


class _Names:
    """The entities of a text, with a lookup by the place and by the words of a source."""

    def __init__(self, text: str, index: EntityIndex, language: str | None) -> None:
        self._text = text
        self._places = named_places(index)
        self._starts = [mention.start for mention, _ in self._places]
        self._index = index
        self._language = language

    def named(self, source: TextRange) -> NamedEntity | None:
        """Return the first person in a source, else the organization or place that most of it names."""
        inside = self._inside(source)
        person = next((entity for _, entity in inside if entity.type == "PERSON"), None)
        if person is not None:
            return person
        letters = self._letters(source)
        for place, entity in inside:
            least = ORGANIZATION_SHARE if entity.type == "ORGANIZATION" else PLACE_SHARE
            if self._letters(place) >= least * letters:
                return entity
        return None if inside else self._around(source) or self._by_words(source)

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
        written = self._text[slice(*source)]
        words = words_of(written)
        if not 0 < len(words) <= MOST_WORDS or written == written.lower():
            return None
        found = [
            entity
            for entity in self._index.entities
            if entity.type == "PERSON" and contains(words_of(entity.name), words, self._language)
        ]
        return found[0] if len(found) == 1 else None

    def _letters(self, place: TextRange) -> int:
        return sum(map(str.isalpha, self._text[slice(*place)]))
