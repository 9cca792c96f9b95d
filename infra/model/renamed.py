"""Our own documents with other names: people, organizations and places get the names of those in other documents.

The annotator meets the same words with many names, so it learns the type of a name from what is around it. Mention
replacement: Dai and Adel (2020), An Analysis of Simple Data Augmentation for Named Entity Recognition.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from infra.model.changes import Change, changed
from infra.model.written import ROLES

# How many times each document is renamed. An epoch reads some of the results.
VARIANTS = 4

# Share of the names that are replaced. The others keep what documents say about real places and institutions.
REPLACED = 0.6

# Share of the replaced organizations without an article that get two surnames as their name: our documents have few of
# these, and they look like people. Share of these in which one is the surname of a person of the document.
TWO_SURNAMES, OF_THE_DOCUMENT = 0.15, 0.4

# Longest abbreviation, in letters.
LONGEST_ABBREVIATION = 6

ARTICLE = "the "

# What names have in common that can replace one another.
Shape = tuple[str, ...]

NAME_AND_SURNAME = "PERSON", "name and surname"
MAY_HAVE_TWO_SURNAMES = frozenset(("ORGANIZATION", words, "no article") for words in ("one word", "several words"))

SEED = 1


class Named(NamedTuple):
    """A person, an organization or a place of a document, by its longest spelling."""

    type: str
    name: str
    # [start, end) of the text.
    mentions: list[tuple[int, int]]
    # In lower case.
    other_spellings: frozenset[str]
    # Whether `the` is in front of a mention.
    has_article: bool

    @property
    def shape(self) -> Shape | None:
        """None if the name can't be replaced."""
        if not self.other_spellings:
            words = "abbreviation" if self.is_abbreviation else "several words" if " " in self.name else "one word"
            return self.type, words, "article" if self.has_article else "no article"
        surname = self.name.split()[-1].casefold()
        return NAME_AND_SURNAME if self.type == "PERSON" and self.other_spellings == {surname} else None

    @property
    def is_abbreviation(self) -> bool:
        """Whether the name is a short word in capitals."""
        return self.name.isupper() and len(self.name) <= LONGEST_ABBREVIATION


def renamed_rows(rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield VARIANTS of each document with other names. A row has `text`, `entities` and `attributions`."""
    chance = random.Random(SEED)
    named = [_named_in(row) for row in rows]
    pool: dict[Shape, list[str]] = defaultdict(list)
    for each in (each for of_row in named for each in of_row):
        if each.shape and (each.is_abbreviation or not each.name.isupper()):
            pool[each.shape].append(each.name)
    for row, of_row in zip(rows, named, strict=True):
        for _ in range(VARIANTS):
            yield _renamed(row, of_row, pool, chance)


def _named_in(row: Mapping[str, Any]) -> list[Named]:
    mentions: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for kind, start, end, name in row["entities"]:
        mentions[kind, name].append((start, end))
    return [_named(row["text"], kind, places) for (kind, _), places in mentions.items() if kind != "MISC"]


def _named(text: str, kind: str, mentions: list[tuple[int, int]]) -> Named:
    name = max((text[start:end] for start, end in mentions), key=len)
    others = {text[start:end].casefold() for start, end in mentions} - {name.casefold()}
    has_article = any(text[max(0, start - len(ARTICLE)) : start].lower() == ARTICLE for start, _ in mentions)
    return Named(kind, name, mentions, frozenset(others), has_article)


def _renamed(
    row: Mapping[str, Any], named: Sequence[Named], pool: Mapping[Shape, list[str]], chance: random.Random
) -> dict[str, Any]:
    """Return a document in which some of the names are replaced, without dates and best sentences."""
    text: str = row["text"]
    surnames = [each.name.split()[-1] for each in named if each.type == "PERSON"]
    changes: list[Change] = []
    used: set[str] = set()
    for each in named:
        if not (shape := each.shape) or not pool[shape] or chance.random() >= REPLACED:
            continue
        new = _new_name(shape, pool, surnames, chance)
        if new not in text and new not in used:
            used.add(new)
            changes += [Change(*span, _spelled(text[slice(*span)], each, new)) for span in each.mentions]
    new_text, places = changed(text, sorted(changes))
    return {
        "text": new_text,
        "entities": [[kind, places[start], places[end], *rest] for kind, start, end, *rest in row["entities"]],
        "attributions": [
            {role: [(places[start], places[end]) for start, end in attribution[role]] for role in ROLES.values()}
            for attribution in row["attributions"]
        ],
    }


def _new_name(shape: Shape, pool: Mapping[Shape, list[str]], surnames: Sequence[str], chance: random.Random) -> str:
    if shape in MAY_HAVE_TWO_SURNAMES and chance.random() < TWO_SURNAMES:
        families = sorted({name.split()[-1] for name in pool[NAME_AND_SURNAME]})
        if surnames and chance.random() < OF_THE_DOCUMENT:
            families = [chance.choice(surnames), *chance.sample(families, min(1, len(families)))]
        if len(families) > 1 and len(set(two := chance.sample(families, 2))) > 1:
            return " ".join(two)
    return chance.choice(pool[shape])


def _spelled(old: str, named: Named, new: str) -> str:
    """Return the new name, or its surname, spelled as the old one: a name in capitals stays one."""
    new = new if old.casefold() == named.name.casefold() else new.split()[-1]
    return new.upper() if old.isupper() and not named.is_abbreviation else new
