"""The gender of a person in any language, from the given name or the form of the family name."""

from functions.summarize.entities.genders import Gender, gender_of_name

# Given names that belong to women in one language and to men in another.
EITHER = frozenset("andrea carol claude dana dominique jean joan laurence leslie nicola robin simone".split())

# The ends of family names that have a gender: Nováková, Kowalska, Иванов. In the languages that decline the names of
# men in -ов, the form for women is also a case of the one for men, and so is left out. Source: the reference grammars.
FEMALE_ENDS = {"bg": ("ова", "ева", "ска"), "cs": ("ová",), "pl": ("ska", "cka", "dzka"), "sk": ("ová",)}
MALE_ENDS = {
    "bg": ("ов", "ев", "ски"),
    "pl": ("ski", "cki", "dzki"),
    "ru": ("ов", "ев", "ёв", "ский", "цкий"),
    "uk": ("ський", "цький"),
}

# Languages in which the family name of a woman always has its ending, and the letters that end the names of women.
ALWAYS_MARKED = frozenset({"cs", "sk"})
OPEN = tuple("aáeéií")


def gender_of_person(name: str, language: str | None) -> Gender | None:
    """Return the gender that a full name shows, None for a single word or an unclear name."""
    words = name.casefold().split()
    if len(words) < 2:
        return None
    if words[-1].endswith(FEMALE_ENDS.get(language or "", ())):
        return "female"
    is_male = words[-1].endswith(MALE_ENDS.get(language or "", ()))
    if is_male or (language in ALWAYS_MARKED and not words[0].endswith(OPEN) and not words[-1].endswith(OPEN)):
        return "male"
    return None if words[0] in EITHER else gender_of_name(name)
