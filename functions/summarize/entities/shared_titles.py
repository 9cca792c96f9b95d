"""Titles that a text shows to be ones, because several people have the same word before their names."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from functions.summarize.annotator.annotations import Mention
from shared.names.given_names import GIVEN_NAMES
from shared.names.names import folded

# Minimum number of people with a word before their names that makes it a title.
PEOPLE_WITH_TITLE = 3


def without_shared_titles(text: str, spans: Sequence[Mention]) -> list[Mention]:
    """Return the spans, with those of people without a word that is a title: `Coun Reed`, `Coun Ann Reed`, `Coun Moss`.

    It is one if PEOPLE_WITH_TITLE people have it, with and without the given name of one of them, or if one of them
    is also named in full without it. So no family name that comes first is cut: `Nagy Anna, Nagy Péter, Nagy Éva`.
    """
    names = {folded(text[span.start : span.end]) for span in spans if span.type == "PERSON"}
    rests: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        word, _, rest = name.partition(" ")
        if rest and word not in GIVEN_NAMES and len(word) > 1:
            rests[word].add(rest)
    titles = {word for word, people in rests.items() if word not in names and _are_titled(people, names)}
    return [_without(text, span, titles) if span.type == "PERSON" else span for span in spans]


def _are_titled(people: Collection[str], names: Collection[str]) -> bool:
    """Whether what follows a word in names are names of people: several, and one of them whole and in short."""
    in_full = [name for name in people if " " in name]
    is_shown = any(name in names or name.split()[-1] in people for name in in_full)
    return is_shown and len({name.split()[-1] for name in people}) >= PEOPLE_WITH_TITLE


def _without(text: str, span: Mention, titles: Collection[str]) -> Mention:
    word, *rest = text[span.start : span.end].split(maxsplit=1)
    if folded(word) not in titles or not rest:
        return span
    return Mention(span.end - len(rest[0]), span.end, span.type, span.score)
