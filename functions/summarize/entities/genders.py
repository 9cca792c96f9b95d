"""He or she: what a pronoun says of a person, and what a given name hints at."""

from functions.summarize.entities.given_names import FEMALE, MALE
from functions.summarize.entities.titles import Gender


def gender_of_pronoun(word: str) -> Gender | None:
    """Of he, him, his, himself and she, her, hers, herself; None for any other word."""
    word = word.casefold()
    if word in ("he", "him", "his", "himself"):
        return "male"
    return "female" if word in ("she", "her", "hers", "herself") else None


def gender_of_name(name: str) -> Gender | None:
    """A hint by the first word of a name in full; None for a lone family name and a name of either."""
    words = name.casefold().replace(".", "").split()
    if len(words) < 2 or words[0] in FEMALE & MALE:
        return None
    if words[0] in FEMALE:
        return "female"
    return "male" if words[0] in MALE else None
