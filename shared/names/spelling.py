"""Compare spellings of folded words: misspellings and transliterations."""

import re

# Maximum letters of a word that is compared for misspellings. The time to compare is quadratic in it.
LONGEST_WORD = 40
_TRANSLITERATIONS = (
    *(("ou", "u"), ("oo", "u"), ("ee", "i"), ("ph", "f"), ("q", "k")),
    *(("iy", "i"), ("ij", "i"), ("y", "i"), ("ii", "i"), ("ck", "k"), ("x", "ks")),
)

# ä, ö and ü written as ae, oe and ue (Koehler); folding turns the letters into a, o and u. Before a vowel or at the
# end, ae, oe and ue are mostly not umlauts.
_UMLAUT = re.compile(r"(?<![aeiou])([aou])e(?=[^aeiou])")

# Makes Alexander equal to Aleksandr, and Peter to Petr.
_SYLLABIC = re.compile(r"(?<=[dt])er$")


def close_spelling(one: str, other: str) -> bool:
    """Whether two folded words may be the same name, misspelled or with another transliteration. Symmetric.

    Words with at least five letters may differ in one letter, words with at least eight letters in two (swapped
    neighbours count as one). A final `a` in only one of them distinguishes a woman from a man (Paul, Paula).
    """
    first, second = sorted((_transliterated(one), _transliterated(other)), key=len)
    if first == second:
        return bool(first)
    if len(first) < 5 or len(second) > LONGEST_WORD or first.endswith("a") != second.endswith("a"):
        return False
    if second == first + "e":
        return False
    allowed = 1 if len(first) < 8 else 2
    return len(second) - len(first) <= allowed and edits(first, second) <= allowed


def same_transliteration(one: str, other: str) -> bool:
    """Whether two folded words are transliterations of the same name: Sergey and Sergei, Barack and Barrack."""
    return bool(one) and _transliterated(one) == _transliterated(other)


def _transliterated(word: str) -> str:
    """Return a common form of different transliterations of a word: Sergey and Sergei, Mousavi and Moosavi."""
    word = _SYLLABIC.sub("r", _UMLAUT.sub(r"\1", _single(word)))
    for written, meant in _TRANSLITERATIONS:
        word = word.replace(written, meant)
    single = _single(word)
    return single[:-1] if len(single) > 3 and single[-1] == "h" and single[-2] in "aeiou" else single


def _single(word: str) -> str:
    """Return a word without doubled letters."""
    return "".join(c for place, c in enumerate(word) if not place or c != word[place - 1])


def edits(one: str, other: str) -> int:
    """Return the number of insertions, deletions, replacements and swaps of neighbours between two words.

    This is the optimal string alignment distance.
    """
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row, above = [i], rows[-1]
        for j, b in enumerate(other, 1):
            best = min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows = [above, row]
    return rows[-1][-1]
