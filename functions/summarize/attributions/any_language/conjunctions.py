"""The conjunctions between clauses that say two things, by language: a closed class of words."""

from functions.summarize.attributions.drafts import TextRange
from functions.summarize.entities.any_language.words import is_unspaced

# The words for `and`, `but` and `or`, by ISO 639-1 code. Source: the reference grammars. Words that are often something
# else at these places are left out: Dutch `of` (whether), Hungarian `de` in names.
_WRITTEN = {
    "ar": "لكن ولكن أو ثم",
    "bg": "и но а или",
    "ca": "i però o",
    "cs": "a ale nebo",
    "da": "og men eller",
    "de": "und aber oder",
    "el": "και αλλά ή",
    "es": "y e pero o u",
    "fa": "و اما ولی یا",
    "fi": "ja mutta tai",
    "fr": "et mais ou",
    "he": "אבל או אך",
    "hi": "और लेकिन या",
    "hr": "i a ali ili te",
    "hu": "és vagy",
    "id": "dan tetapi tapi atau",
    "it": "e ed ma o",
    "nb": "og men eller",
    "nl": "en maar",
    "no": "og men eller",
    "pl": "i a ale oraz lub",
    "pt": "e mas ou",
    "ro": "și dar sau iar",
    "ru": "и а но или",
    "sk": "a ale alebo",
    "sr": "i a ali ili te и а али или те",
    "sv": "och men eller",
    "tr": "ve ama veya",
    "uk": "і й та а але або",
    "vi": "và nhưng hoặc",
    "zh": "但 但是 而 并 并且 而且",
}
CONJUNCTIONS = {language: frozenset(words.split()) for language, words in _WRITTEN.items()}

# Marks between two clauses.
COMMAS = ",،，、;；"


def without_conjunctions(text: str, piece: TextRange, language: str | None, *, first: bool) -> TextRange:
    """Return content without a conjunction at its end and, if it is the `first` piece, behind the comma of its cue.

    What the conjunction joins is not there: the plan is good, but.
    """
    start, end = piece
    words = CONJUNCTIONS.get(language or "", frozenset())
    last = _last_word(text, piece, words)
    if last and text[start : end - len(last)].strip():
        end -= len(last)
    word = text[start:end].split(maxsplit=1)[0] if text[start:end].split() else ""
    if (
        first
        and word in words
        and not is_unspaced(word)
        and text[max(0, start - 2) : start].rstrip()[-1:] in tuple(COMMAS)
    ):
        start += len(word)
    return start, end


def ends_with_conjunction(text: str, piece: TextRange, language: str | None) -> bool:
    """Whether the last word of content is a conjunction."""
    return bool(_last_word(text, piece, CONJUNCTIONS.get(language or "", frozenset())))


def _last_word(text: str, piece: TextRange, words: frozenset[str]) -> str:
    """Return the conjunction at the end of a piece; in a text without spaces, one that a comma precedes."""
    written = text[slice(*piece)]
    for word in words:
        if written.endswith(word):
            before = written[: -len(word)][-1:]
            if before in tuple(COMMAS) if is_unspaced(word) else before.isspace():
                return word
    return ""
