"""Keywords: phrases and names that describe the subject of a document, as written. None is part of another."""

from collections import Counter
from collections.abc import Iterable, Sequence

from functions.summarize.selection.phrases import LANGUAGES, Phrase, phrases_of
from functions.summarize.sentences.presentable import boilerplate
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import Document
from shared.summary import Entity

# Maximum number of names among the keywords. Names have a field of their own, and would take all places.
MOST_NAMES = 4

# Minimum number of occurrences of a phrase of several words. Single occurrences are often accidental.
FEWEST_TIMES = 2

# A phrase is dropped if a longer one that contains it occurs at least this share of its own times (0 to 1).
MOSTLY_WITHIN = 0.5


def keyphrases(document: Document, sentences: Sequence[Sentence], language: str | None) -> list[Phrase]:
    """Return the phrases of a document, best first. There are none in languages without stop words or word spaces."""
    if language not in LANGUAGES:
        return []
    own = [sentence for sentence in sentences if not boilerplate(sentence.text)]
    return phrases_of(document.text, own, language)


def topics_of(phrases: Sequence[Phrase], entities: Sequence[Entity]) -> list[Phrase]:
    """Return the phrases that are neither names nor parts of names."""
    names = _Names(entities)
    return [phrase for phrase in phrases if names.allow(phrase.key)]


def keywords_of(phrases: Sequence[Phrase], entities: Sequence[Entity], most: int) -> list[str]:
    """Return up to `most` keywords, best first, as written. At most MOST_NAMES of them are names."""
    names = _Names(entities)
    often = [phrase for phrase in phrases if " " not in phrase.key or len(phrase.places) >= FEWEST_TIMES]
    topics = [phrase for phrase in often if names.allow(phrase.key)]
    ranked = [(phrase.score, phrase.places[0][0], phrase.form, False) for phrase in _longest(topics)]
    ranked += [(score, start, form, True) for score, start, form in names.ranked(phrases)]
    ranked.sort(key=lambda each: (-each[0], each[1]))
    chosen: list[str] = []
    roots: list[frozenset[str]] = []
    left = MOST_NAMES
    for _, _, form, is_name in ranked:
        root = frozenset(map(_root, form.casefold().split()))
        if any(root <= other or other <= root for other in roots) or (is_name and left == 0):
            continue
        left -= is_name
        chosen.append(form)
        roots.append(root)
        if len(chosen) == most:
            break
    return chosen


class _Names:
    """The names of a document, by the folded words of all their forms."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._entities = entities
        self._forms = {form.casefold() for entity in entities for form in _forms(entity)}
        self._words = {word for form in self._forms for word in form.split()}

    def allow(self, key: str) -> bool:
        """Return whether a phrase is neither a name nor contains part of one. A whole name may precede a noun."""
        words = key.split()
        whole = max((n for n in range(len(words) + 1) if " ".join(words[:n]) in self._forms), default=0)
        rest = words[whole:]
        return bool(rest) and not any(word in self._words for word in rest)

    def ranked(self, phrases: Iterable[Phrase]) -> list[tuple[float, int, str]]:
        """Return score, first place and form of each name that is also a phrase."""
        weights = {phrase.key: phrase for phrase in phrases}
        found: list[tuple[float, int, str]] = []
        for entity in self._entities:
            weighed = [weights[key] for key in dict.fromkeys(map(str.casefold, _forms(entity))) if key in weights]
            if weighed:
                form = entity.name if entity.type == "PERSON" else _most_common(entity)
                best = max(weighed, key=lambda phrase: phrase.weight)
                every = Phrase(best.key, best.weight, [(span.start, span.end) for span in entity.mentions])
                found.append((every.score, entity.mentions[0].start, " ".join(form.split())))
        return found


def _most_common(entity: Entity) -> str:
    """Return the most frequent form, or the first of several: `Uber` if `Uber Money` occurs once."""
    return Counter(span.text for span in entity.mentions).most_common(1)[0][0]


def _forms(entity: Entity) -> list[str]:
    return [entity.name, *entity.aliases]


def _longest(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return the phrases without those that mostly occur within a longer one."""
    within: dict[str, int] = {}
    for phrase in phrases:
        words = phrase.key.split()
        for first in range(len(words)):
            for last in range(first + 1, len(words) + 1):
                part = " ".join(words[first:last])
                if part != phrase.key:
                    within[part] = max(within.get(part, 0), len(phrase.places))
    return [phrase for phrase in phrases if within.get(phrase.key, 0) < MOSTLY_WITHIN * len(phrase.places)]


def _root(word: str) -> str:
    """Return a word without its plural ending, so that `farm` and `farms` are one keyword."""
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if word.endswith(ending) and not word.endswith("ss") and len(word) > len(ending) + 2:
            return word.removesuffix(ending) + instead
    return word
