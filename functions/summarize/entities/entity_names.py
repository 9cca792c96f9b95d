"""Choose the name of an entity, the best of the forms in the text. The other forms are its aliases."""

from collections import Counter
from collections.abc import Sequence

from functions.summarize.entities.organizations import ADJECTIVE_ENDINGS
from shared.names.names import EntityType, folded, parse_person
from shared.names.spelling import close_spelling

# Maximum number of forms, the most frequent first, that are compared for misspellings.
MOST_FORMS = 50

# Maximum letters of a single word in capitals that counts as an abbreviation.
LONGEST_ABBREVIATION = 6


def name_and_aliases(written: Sequence[str], kind: EntityType) -> tuple[str, list[str]]:
    """Return the name, and the other forms in the order of their first mention. `written` has one item per mention.

    The criteria are in order of priority. For a person: a given name and a family name, mixed case, no misspelled word,
    the most given names in full, the most given names, a suffix (`Jr.`), the most words and the most mentions. For an
    organization or a place: mixed case, no misspelled word, not an abbreviation, not an adjective of another form
    (Iranian), the most words and the most mentions.
    """
    counts = Counter(" ".join(form.split()) for form in written)
    misspelled = _misspelled_words(counts)
    places = {form: place for place, form in enumerate(counts)}

    def rank(form: str) -> tuple[int, ...]:
        words = folded(form).split()
        cased, correct = _is_cased(form, kind), not any(word in misspelled for word in words)
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


def _misspelled_words(counts: Counter[str]) -> set[str]:
    """Return the folded words that have a close spelling in more frequent forms of the name."""
    words: Counter[str] = Counter()
    for form, count in counts.most_common(MOST_FORMS):
        words.update(dict.fromkeys(folded(form).split(), count))
    return {
        word
        for word, count in words.items()
        if any(count < more and close_spelling(word, other) for other, more in words.items() if other != word)
    }


def _is_cased(form: str, kind: EntityType) -> bool:
    """Whether a form is in mixed case, has no upper and lower case, or is an abbreviation of a name."""
    if kind != "PERSON" and _is_abbreviation(form):
        return True
    letters = [c for c in form if c.isalpha()]
    return (
        not letters
        or not (any(c.islower() or c.isupper() for c in letters))
        or (form != form.lower() and form != form.upper())
    )


def _is_abbreviation(form: str) -> bool:
    return " " not in form and form == form.upper() and sum(c.isalpha() for c in form) <= LONGEST_ABBREVIATION
