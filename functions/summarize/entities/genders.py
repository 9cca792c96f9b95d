"""The gender of a person, from pronouns and given names."""

from typing import Literal

from shared.names.given_names import FEMALE, MALE

Gender = Literal["female", "male"]


def gender_of_pronoun(word: str) -> Gender | None:
    """Return the gender of a form of he (him, his, himself) or she (her, hers, herself), or None for any other word."""
    word = word.casefold()
    if word in ("he", "him", "his", "himself"):
        return "male"
    return "female" if word in ("she", "her", "hers", "herself") else None


def gender_of_name(name: str) -> Gender | None:
    """Return the likely gender from the given name in a full name, or None for a single word or an unclear name."""
    words = name.casefold().replace(".", "").split()
    if len(words) < 2 or words[0] in FEMALE & MALE:
        return None
    if words[0] in FEMALE:
        return "female"
    return "male" if words[0] in MALE else None
