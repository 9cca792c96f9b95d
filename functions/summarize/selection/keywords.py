"""Keywords: what a document is about in a few words and names, as written, none of them part of another."""

from collections import Counter
from collections.abc import Iterable, Sequence

from functions.summarize.selection.phrases import LANGUAGES, Phrase, phrases_of
from functions.summarize.sentences.presentable import boilerplate
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import Document
from shared.summary import Entity

# Of the keywords. Names have a field of their own, and would take every place.
MOST_NAMES = 4

# That a phrase of several words must come: those that come once are chance.
FEWEST_TIMES = 2

# A phrase gives way to a longer one that comes at least as often as this share of its own times.
MOSTLY_WITHIN = 0.5


def keyphrases(document: Document, sentences: Sequence[Sentence], language: str | None) -> list[Phrase]:
    """The phrases of a document, best first; none in a language that has no stop words or parts no words."""
    if language not in LANGUAGES:
        return []
    own = [sentence for sentence in sentences if not boilerplate(sentence.text)]
    return phrases_of(document.text, own, language)


def topics_of(phrases: Sequence[Phrase], entities: Sequence[Entity]) -> list[Phrase]:
    """The phrases that are neither names nor cut out of some."""
    names = _Names(entities)
    return [phrase for phrase in phrases if names.allow(phrase.key)]


def keywords_of(phrases: Sequence[Phrase], entities: Sequence[Entity], most: int) -> list[str]:
    """Up to `most` keywords, best first, as the text writes them; at most MOST_NAMES of them are names."""
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
        """Whether a phrase is no name, nor cut out of one or glued to one: a whole name may stand before a noun."""
        words = key.split()
        whole = max((n for n in range(len(words) + 1) if " ".join(words[:n]) in self._forms), default=0)
        rest = words[whole:]
        return bool(rest) and not any(word in self._words for word in rest)

    def ranked(self, phrases: Iterable[Phrase]) -> list[tuple[float, int, str]]:
        """Score, first place and form of each name that is a phrase too."""
        weights = {phrase.key: phrase for phrase in phrases}
        found: list[tuple[float, int, str]] = []
        for entity in self._entities:
            known = [weights[key] for key in dict.fromkeys(map(str.casefold, _forms(entity))) if key in weights]
            if known:
                form = entity.name if entity.type == "PERSON" else _most_common(entity)
                best = max(known, key=lambda phrase: phrase.weight)
                every = Phrase(best.key, best.weight, [(span.start, span.end) for span in entity.mentions])
                found.append((every.score, entity.mentions[0].start, " ".join(form.split())))
        return found


def _most_common(entity: Entity) -> str:
    """The form that comes most often, the first of several: `Uber` where `Uber Money` is meant once."""
    return Counter(span.text for span in entity.mentions).most_common(1)[0][0]


def _forms(entity: Entity) -> list[str]:
    return [entity.name, *entity.aliases]


def _longest(phrases: Sequence[Phrase]) -> list[Phrase]:
    """The phrases without those that mostly come within a longer one."""
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
    """A word without the ending of its plural, so that `farm` and `farms` are one keyword."""
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if word.endswith(ending) and not word.endswith("ss") and len(word) > len(ending) + 2:
            return word.removesuffix(ending) + instead
    return word
