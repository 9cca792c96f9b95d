"""Pronouns for one person who was mentioned before, by language: a closed class of words."""

from functions.summarize.entities.any_language.words import is_unspaced

# Personal pronouns of the third person singular that refer to people, in the cases in which a source has them, by ISO
# 639-1 code. Where one word is also the plural ("sie"), it is in: a reference to several people finds no single one.
# Source: the reference grammars of the languages.
_WRITTEN = {
    "ar": "هو هي",
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
PRONOUNS = {language: frozenset(words.split()) for language, words in _WRITTEN.items()}


def is_pronoun(word: str, language: str | None) -> bool:
    """Whether a source is a pronoun for one person."""
    return language in PRONOUNS and word.casefold().replace("’", "'") in PRONOUNS[language]


def pronoun_at_start(words: str, language: str | None) -> str | None:
    """Return the pronoun that begins words without spaces: 他 in 他说."""
    found = (
        pronoun for pronoun in PRONOUNS.get(language or "", ()) if is_unspaced(pronoun) and words.startswith(pronoun)
    )
    return max(found, key=len, default=None)
