"""Merge mentions into entities: equal names, short names, inflected forms, and other spellings in brackets."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.any_language.chinese_names import with_word_boundaries
from functions.summarize.entities.any_language.proper_names import proper_names
from functions.summarize.entities.any_language.spans import exact_spans, with_repetitions, with_whole_names
from functions.summarize.entities.any_language.words import (
    DECLINING,
    WITH_GENITIVE_S,
    begins_with,
    contains,
    is_base_of,
    is_unspaced,
    same_word,
    same_words,
    script_of,
    words_of,
)
from functions.summarize.entities.entities import EntityIndex, NamedEntity, is_probable, with_saliences
from shared.names.names import EntityType

CHINESE = "zh"

# Between a name and its other spelling: 丁一帆 (Ding Yifan), Bank (EBRD).
_BRACKET = re.compile(r"[»”\"’]?\s?[(（]\s?[«“\"‘]?")

# Maximum number of entities with which a name is compared. It bounds the work in texts with very many names.
MOST_COMPARED = 400

# Minimum code points of the short form of an organization or a place without spaces: 云鹿科技.
SHORTEST_PREFIX = 2

# Maximum code points that the full name of a place without spaces has more: 北京市. More make another: 北京图书馆.
LONGEST_PLACE_SUFFIX = 1

# Minimum probability of the most probable mention of an entity. Below it, half of the names are wrong.
LEAST_PROBABILITY = 0.5

# Maximum letters of an abbreviation.
LONGEST_ABBREVIATION = 8


@dataclass(slots=True, eq=False)
class _Group:
    """The forms of one entity, by their folded words, each with its mentions."""

    type: EntityType
    forms: dict[tuple[str, ...], list[Mention]] = field(default_factory=dict)

    @property
    def mentions(self) -> list[Mention]:
        return sorted((span for spans in self.forms.values() for span in spans), key=lambda span: span.start)


def find_entities(text: str, mentions: Sequence[Mention], language: str | None) -> EntityIndex:
    """Return the people, organizations and places that the mentions name, each once.

    `language`: ISO 639-1. It decides whether words with different endings can be forms of one name. Names that could
    belong to two entities are entities of their own. Entities without a probable mention are set apart. The cost is
    linear in the mentions for texts of usual length.
    """
    if language == CHINESE:
        mentions = with_word_boundaries(text, mentions)
    named = proper_names(text, exact_spans(text, mentions), language)
    spans = _with_one_type(text, with_repetitions(text, with_whole_names(text, named)), language)
    forms: defaultdict[tuple[EntityType, tuple[str, ...]], list[Mention]] = defaultdict(list)
    for span in spans:
        forms[span.type, words_of(text[span.start : span.end])].append(span)
    groups = _merged(forms, language)
    groups = _with_bracketed_names(text, groups)
    return EntityIndex(text, with_saliences(text, [_entity(text, group, language) for group in groups]))


def _with_one_type(text: str, spans: Sequence[Mention], language: str | None) -> list[Mention]:
    """Return the spans, all of one name with the type that has the highest sum of probabilities."""
    votes: defaultdict[tuple[str, ...], Counter[EntityType]] = defaultdict(Counter)
    names = _without_genitives([words_of(text[span.start : span.end]) for span in spans], language)
    for span, name in zip(spans, names, strict=True):
        votes[name][span.type] += span.score  # type: ignore[assignment]  # a Counter of floats
    return [
        Mention(span.start, span.end, votes[name].most_common(1)[0][0], span.score)
        for span, name in zip(spans, names, strict=True)
    ]


def _without_genitives(names: Sequence[tuple[str, ...]], language: str | None) -> list[tuple[str, ...]]:
    """Return names, a genitive as the name that is there as well: Rågøs as Rågø."""
    if language not in WITH_GENITIVE_S:
        return list(names)
    known = set(names)
    bases = {name: (*name[:-1], name[-1].removesuffix("s")) for name in known if name and name[-1]}
    return [
        base if (base := bases.get(name, name)) in known and same_words(base, name, language) else name
        for name in names
    ]


def _merged(forms: dict[tuple[EntityType, tuple[str, ...]], list[Mention]], language: str | None) -> list[_Group]:
    """Return the groups of forms: names with the same words first, then each short name that fits one of them."""
    groups: list[_Group] = []
    short: list[tuple[EntityType, tuple[str, ...], list[Mention]]] = []
    order = sorted(forms.items(), key=lambda item: (-len(item[0][1]), -len("".join(item[0][1])), item[1][0].start))
    for (kind, words), spans in order:
        alike = [group for group in groups[:MOST_COMPARED] if group.type == kind]
        same = [group for group in alike if any(same_words(words, form, language) for form in group.forms)]
        longer = [group for group in alike if any(_is_short_for(words, form, kind, language) for form in group.forms)]
        if len(same) == 1:
            same[0].forms[words] = spans
        elif not same and longer:
            short.append((kind, words, spans))
        else:
            groups.append(_Group(kind, {words: spans}))
    for kind, words, spans in short:
        alike = [group for group in groups[:MOST_COMPARED] if group.type == kind]
        fitting = [group for group in alike if any(_is_short_for(words, form, kind, language) for form in group.forms)]
        exact = [group for group in fitting if any(set(words) & set(form) for form in group.forms)]
        chosen = exact if len(exact) == 1 else fitting
        if len(chosen) == 1:
            chosen[0].forms[words] = spans
        else:
            groups.append(_Group(kind, {words: spans}))
    return groups


def _is_short_for(short: tuple[str, ...], long: tuple[str, ...], kind: EntityType, language: str | None) -> bool:
    """Whether a name is a short form of another: one that has all its words or, without spaces, that begins with it.

    The short form of an organization or a place is its first words. Without spaces, the kind of its town can be before
    it: 市水务集团, 水务集团.
    """
    if len(short) == len(long) == 1:
        least = 1 if kind == "PERSON" else SHORTEST_PREFIX
        if kind == "ORGANIZATION" and is_unspaced(short[0]) and long[0][1:] == short[0]:
            return True
        if kind == "LOCATION" and len(long[0]) > len(short[0]) + LONGEST_PLACE_SUFFIX:
            return False
        return len(short[0]) >= least and begins_with(long[0], short[0])
    if len(short) >= len(long) or all(len(word) == 1 and word.isascii() for word in short):
        return False
    if kind == "PERSON":
        return contains(long, short, language)
    return kind == "ORGANIZATION" and contains(long[: len(short)], short, language)


def _with_bracketed_names(text: str, groups: list[_Group]) -> list[_Group]:
    """Return the groups, with those united of which one is directly behind the other, in brackets, as its other name.

    The name in brackets is in another script, or is an abbreviation of an organization.
    """
    of_start = {span.start: group for group in groups for span in group.mentions}
    united = dict.fromkeys(groups)
    for group in groups:
        for span in group.mentions:
            bracket = _BRACKET.match(text, span.end)
            other = of_start.get(bracket.end()) if bracket else None
            if other is None or other is group or other not in united or group not in united:
                continue
            inside = next(each for each in other.mentions if bracket is not None and each.start == bracket.end())
            if other.type == group.type and _is_other_name(
                text[span.start : span.end], text[inside.start : inside.end], group.type
            ):
                for words, spans in other.forms.items():
                    group.forms.setdefault(words, []).extend(spans)
                of_start.update(dict.fromkeys((each.start for each in other.mentions), group))
                del united[other]
    return list(united)


def _is_other_name(name: str, inside: str, kind: EntityType) -> bool:
    if script_of(name) != script_of(inside):
        return True
    return kind == "ORGANIZATION" and len(inside) <= LONGEST_ABBREVIATION and inside.isupper()


def _entity(text: str, group: _Group, language: str | None) -> NamedEntity:
    mentions = group.mentions
    counts = Counter(" ".join(text[span.start : span.end].split()) for span in mentions)
    places = {form: place for place, form in enumerate(counts)}
    # Of a name in two scripts, the form outside the brackets is the name.
    script = script_of(next(iter(counts)))
    name = max(
        counts,
        key=lambda form: (script_of(form) == script, *_completeness(form), counts[form], -len(form), -places[form]),
    )
    if language in DECLINING and language is not None:
        name = _nominative(name, counts, group.type, language)
    aliases = tuple(form for form in counts if form != name)
    return NamedEntity(name, group.type, aliases, tuple(mentions), is_probable=is_probable(mentions, LEAST_PROBABILITY))


def _nominative(name: str, forms: Iterable[str], kind: EntityType, language: str) -> str:
    """Return the name, or the longest form of it in the nominative, if the last word of the name is in another case."""
    words = words_of(name)
    bases = [
        form
        for form in forms
        if _is_base(words_of(form)[-1], words[-1], kind, language)
        and all(
            any(word == other or _is_base(word, other, kind, language) for other in words) for word in words_of(form)
        )
    ]
    return max(bases, key=lambda form: len(words_of(form)), default=name)


def _is_base(base: str, form: str, kind: EntityType, language: str) -> bool:
    is_initial = len(base) == 1
    return not is_initial and same_word(base, form, language) and is_base_of(base, form, is_person=kind == "PERSON")


def _completeness(form: str) -> tuple[int, ...]:
    """Return how complete a form is: its words that are no initials; for a name without spaces its length."""
    words = words_of(form)
    unspaced = is_unspaced(form)
    whole = sum(len(word) > 1 or unspaced for word in words)
    return whole, form != form.upper() or form == form.lower(), len(form) if unspaced else 0
