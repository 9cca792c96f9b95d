"""Pronouns for one person who was mentioned before, by language: a closed class of words."""

from functions.summarize.entities.any_language.words import is_unspaced
from functions.summarize.entities.genders import Gender

# Personal pronouns of the third person singular that refer to people, in the cases in which a source has them, by ISO
# 639-1 code. Where one word is also the plural ("sie"), it is in: a reference to several people finds no single one.
# Source: the reference grammars of the languages.
_WRITTEN = {
    "ar": "هو هي",
    "bg": "той тя него нея",
    "cs": "on ona něj ní něho",
    "da": "han hun ham hende",
    "de": "er sie ihm ihr",
    "el": "αυτός αυτή εκείνος εκείνη",
    "es": "él ella este ésta éste esta",
    "fa": "او وی",
    "fi": "hän hänen",
    "fr": "il elle lui celui-ci celle-ci",
    "he": "הוא היא לדבריו לדבריה",
    "hi": "वह वे उन्होंने उसने उनके इन्होंने",
    "hr": "on ona njega njoj",
    "hu": "ő",
    "id": "ia dia beliau",
    "it": "lui lei egli ella quest'ultimo quest'ultima",
    "ja": "彼 彼女 同氏",
    "ko": "그 그녀",
    "nb": "han hun ham henne",
    "nl": "hij zij ze hem haar",
    "nn": "han ho ham henne",
    "no": "han hun ham henne",
    "pl": "on ona niego niej",
    "pt": "ele ela este esta",
    "ro": "el ea acesta aceasta acestuia acesteia",
    "ru": "он она его её нему ней",
    "sk": "on ona neho nej",
    "sr": "on ona njega njoj он она њега њој",
    "sv": "han hon honom henne",
    "tr": "o onun kendisi",
    "uk": "він вона його її нього неї",
    "vi": "ông bà anh chị cô",
    "zh": "他 她",
}
# Those for women. A language that is not here has no gender in its pronouns, or they are all for both.
_FEMALE = {
    "ar": "هي",
    "bg": "тя нея",
    "cs": "ona ní",
    "da": "hun hende",
    "de": "sie ihr",
    "el": "αυτή εκείνη",
    "es": "ella ésta esta",
    "fr": "elle celle-ci",
    "he": "היא לדבריה",
    "hr": "ona njoj",
    "it": "lei ella quest'ultima",
    "ja": "彼女",
    "ko": "그녀",
    "nb": "hun henne",
    "nl": "zij ze haar",
    "nn": "ho henne",
    "no": "hun henne",
    "pl": "ona niej",
    "pt": "ela esta",
    "ro": "ea aceasta acesteia",
    "ru": "она её ней",
    "sk": "ona nej",
    "sr": "ona njoj она њој",
    "sv": "hon henne",
    "uk": "вона її неї",
    "zh": "她",
}
FEMALE = {language: frozenset(words.split()) for language, words in _FEMALE.items()}

# Pronouns that do not show a gender in a language that has others.
_EITHER = {"ja": "同氏"}

PRONOUNS = {language: frozenset(words.split()) for language, words in _WRITTEN.items()}


def is_pronoun(word: str, language: str | None) -> bool:
    """Whether a source is a pronoun for one person."""
    return language in PRONOUNS and word.casefold().replace("’", "'") in PRONOUNS[language]


# Personal pronouns of the third person plural that begin a sentence. Those that are also articles are left out: Danish,
# Norwegian and Swedish `de`.
_PLURAL = {
    "bg": "те",
    "cs": "oni ony",
    "es": "ellos ellas",
    "fi": "he",
    "fr": "ils elles",
    "hr": "oni one",
    "hu": "ők",
    "id": "mereka",
    "it": "essi esse",
    "pl": "oni one",
    "pt": "eles elas",
    "ru": "они",
    "sk": "oni ony",
    "uk": "вони",
}

# Pronouns that are also determiners: este año. Vietnamese ones are also titles.
_DETERMINERS = frozenset({"este", "esta"})


def begins_with_pronoun(sentence: str, language: str | None) -> bool:
    """Whether the first word of a sentence is a pronoun for people or things that were mentioned before."""
    first = sentence.split(maxsplit=1)[0].casefold().replace("’", "'") if sentence.split() else ""
    if language == "vi" or first in _DETERMINERS:
        return False
    return is_pronoun(first, language) or first in _PLURAL.get(language or "", "").split()


def gender_of_pronoun(word: str, language: str | None) -> Gender | None:
    """Return the gender of a pronoun for one person, None for other words and in languages without genders."""
    written = word.casefold().replace("’", "'")
    if language not in FEMALE or not is_pronoun(word, language) or written in _EITHER.get(language, "").split():
        return None
    return "female" if written in FEMALE[language] else "male"


def pronoun_at_start(words: str, language: str | None) -> str | None:
    """Return the pronoun that begins words without spaces: 他 in 他说."""
    found = (
        pronoun for pronoun in PRONOUNS.get(language or "", ()) if is_unspaced(pronoun) and words.startswith(pronoun)
    )
    return max(found, key=len, default=None)
