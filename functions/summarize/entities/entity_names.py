"""What an entity is called: of the forms in which a text writes it the longest good one; the others are aliases."""

from collections import Counter
from collections.abc import Sequence

from functions.summarize.annotator.annotations import EntityType
from functions.summarize.entities.organizations import ADJECTIVE_ENDINGS
from shared.names.names import folded, parse_person
from shared.names.spelling import close_spelling

# Forms that are compared for slips, the most frequent ones.
MOST_FORMS = 50


def name_and_aliases(written: Sequence[str], kind: EntityType) -> tuple[str, list[str]]:
    """The name and the other forms, each once, in the order of their first mention. `written` has one item a mention.

    The best form of a person has a given name and a family name, small letters beside capitals, no word that is written
    otherwise more often, and then the most given names in full, a suffix (`Jr.`), and the most mentions. That of an
    organization or a place is no abbreviation and no adjective of another (Iranian), has the most words, and then the
    most mentions.
    """
    counts = Counter(" ".join(form.split()) for form in written)
    slips = _slips(counts)
    places = {form: place for place, form in enumerate(counts)}

    def rank(form: str) -> tuple[int, ...]:
        words = folded(form).split()
        cased, correct = _is_cased(form, kind), not any(word in slips for word in words)
        if kind == "PERSON":
            parsed = parse_person(form)
            in_full = sum(len(word) > 1 for word in parsed.given)
            good = [bool(parsed.given), cased, correct, in_full, len(parsed.given), bool(parsed.generation), len(words)]
        else:
            adjective = any(
                form.removesuffix(ending) in places for ending in ADJECTIVE_ENDINGS if form.endswith(ending)
            )
            good = [cased, correct, not _is_abbreviation(form), not adjective, len(words)]
        return (*good, counts[form], -places[form])

    name = max(counts, key=rank)
    return name, [form for form in counts if form != name]


def _slips(counts: Counter[str]) -> set[str]:
    """Folded words that other forms of the name write a bit differently and more often."""
    words: Counter[str] = Counter()
    for form, count in counts.most_common(MOST_FORMS):
        words.update(dict.fromkeys(folded(form).split(), count))
    return {
        word
        for word, count in words.items()
        if any(count < more and close_spelling(word, other) for other, more in words.items() if other != word)
    }


def _is_cased(form: str, kind: EntityType) -> bool:
    if kind != "PERSON" and _is_abbreviation(form):
        return True
    letters = [c for c in form if c.isalpha()]
    return (
        not letters
        or not (any(c.islower() or c.isupper() for c in letters))
        or (form != form.lower() and form != form.upper())
    )


def _is_abbreviation(form: str) -> bool:
    return " " not in form and form == form.upper() and sum(c.isalpha() for c in form) <= 6
