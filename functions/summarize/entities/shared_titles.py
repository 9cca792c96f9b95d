"""Titles that a text shows to be ones, because several people have the same word before their names."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from functions.summarize.annotator.annotations import Mention
from shared.names.given_names import GIVEN_NAMES
from shared.names.names import folded

# Minimum number of people with a word before their names that makes it a title.
PEOPLE_WITH_TITLE = 3


def without_shared_titles(text: str, spans: Sequence[Mention]) -> list[Mention]:
    """Return the spans, with those of people without a word that is a title: `Coun Reed`, `Coun Ann Lee`, `Coun Moss`.

    It is one if PEOPLE_WITH_TITLE people have it and a usual given name follows it in one of their names. So no family
    name that comes first is cut: `Nguyen Van Lam`.
    """
    rests: defaultdict[str, set[str]] = defaultdict(set)
    for span in spans:
        word, _, rest = folded(text[span.start : span.end]).partition(" ")
        if span.type == "PERSON" and rest and word not in GIVEN_NAMES and len(word) > 1:
            rests[word].add(rest)
    titles = {word for word, people in rests.items() if _are_titled(people)}
    return [_without(text, span, titles) if span.type == "PERSON" else span for span in spans]


def _are_titled(people: Collection[str]) -> bool:
    has_given_name = any(" " in name and name.split()[0] in GIVEN_NAMES for name in people)
    return has_given_name and len({name.split()[-1] for name in people}) >= PEOPLE_WITH_TITLE


def _without(text: str, span: Mention, titles: set[str]) -> Mention:
    word, space, rest = text[span.start : span.end].partition(" ")
    if folded(word) not in titles or not rest.strip():
        return span
    return Mention(span.start + len(word + space), span.end, span.type, span.score)
