"""The number of words of a text, also in scripts without spaces between words."""

import re

# Code points that are about one English word, by script: Han, kana, Thai and Lao, Khmer, Myanmar. They make the first
# article of the Universal Declaration of Human Rights, 30 words in English, about as long in each language.
CHARACTERS_OF_A_WORD = (
    ("\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff", 1.5),
    ("\u3041-\u3096\u30a1-\u30fa\u30fc\u31f0-\u31ff", 4.0),
    ("\u0e01-\u0e5b\u0e81-\u0edf", 4.0),
    ("\u1780-\u17ff", 6.0),
    ("\u1000-\u109f", 7.0),
)

_UNSPACED = re.compile(f"[{''.join(characters for characters, _ in CHARACTERS_OF_A_WORD)}]")
_SCRIPTS = tuple((re.compile(f"[{characters}]+"), size) for characters, size in CHARACTERS_OF_A_WORD)


def word_count(text: str) -> int:
    """Return the number of words: between spaces, and in scripts without spaces by the number of characters."""
    if text.isascii() or _UNSPACED.search(text) is None:
        return len(text.split())
    words = sum(sum(map(len, script.findall(text))) / size for script, size in _SCRIPTS)
    spaced = _UNSPACED.sub(" ", text)
    return round(words) + sum(any(map(str.isalnum, word)) for word in spaced.split())
