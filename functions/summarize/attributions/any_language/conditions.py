"""A condition without what follows from it: it is no statement by itself."""

from collections.abc import Sequence

from functions.summarize.attributions.drafts import Draft, TextRange

# The conjunctions that begin a condition, a closed class, by ISO 639-1 code. Source: the reference grammars. Words that
# often begin a main clause are left out: Dutch `als` (as), Swedish `om` (in, about), Arabic `إن` (indeed), Hebrew `אם`
# (mother), Portuguese `caso` (case).
_WRITTEN = {
    "ar": "إذا لو ولو وإذا",
    "bg": "ако",
    "ca": "si",
    "cs": "pokud jestliže když kdyby",
    "da": "hvis såfremt",
    "de": "wenn falls sofern",
    "el": "αν εάν",
    "es": "si",
    "fa": "اگر",
    "fi": "jos",
    "fr": "si s'il s'ils",
    "hi": "अगर यदि",
    "hr": "ako",
    "hu": "ha",
    "id": "jika kalau apabila",
    "it": "se",
    "nb": "hvis dersom",
    "nl": "indien",
    "no": "hvis dersom",
    "pl": "jeśli jeżeli gdyby",
    "pt": "se",
    "ro": "dacă",
    "ru": "если",
    "sk": "ak keby",
    "sr": "ako ако",
    "sv": "ifall",
    "tr": "eğer",
    "uk": "якщо якби",
    "vi": "nếu",
}
CONDITIONS = {language: frozenset(words.split()) for language, words in _WRITTEN.items()}

# Marks after a condition.
COMMAS = frozenset(",،，")


def is_condition_alone(text: str, draft: Draft, language: str | None) -> bool:
    """Whether the content of a draft is a clause before its cue that begins with `if`, and nothing else.

    Behind its cue, such a clause can be a question: she asked if he came.
    """
    if draft.direct or draft.cue is None or draft.content[-1][1] > draft.cue[0]:
        return False
    return _is_one_clause(text, draft.content) and _first_word(text, draft.content[0]) in CONDITIONS.get(
        language or "", frozenset()
    )


def _is_one_clause(text: str, content: Sequence[TextRange]) -> bool:
    return len(content) == 1 and COMMAS.isdisjoint(text[slice(*content[0])])


def _first_word(text: str, piece: TextRange) -> str:
    words = text[slice(*piece)].replace("’", "'").casefold().split(maxsplit=1)
    return words[0] if words else ""
