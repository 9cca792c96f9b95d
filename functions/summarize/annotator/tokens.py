"""The tokens of a text, the input of the annotator: numbers in its vocabulary, shapes, and places in the text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

# Maximum length of a tokenized line in code points. Longer lines are cut to bound memory.
LONGEST_LINE = 20_000

# Maximum length of the lines that are tokenized together, in code points. It bounds the unused work on a text with too
# many tokens.
CHARACTERS_AT_ONCE = 200_000

# Characters of the scripts that write no space between words (Thai, Lao, Burmese, Khmer, Kana, Han), and of Hangul,
# which attaches particles to names. Each piece of the vocabulary that begins with one is a word of its own.
UNSEPARATED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)

# The bits of a shape: the case of the word, at the start of a line, after white space.
CAPITALISED, ALL_CAPITALS, MIXED_CASE = 1, 2, 3
STARTS_LINE = 4
AFTER_SPACE = 8

# Number of shapes: four cases, at the start of a line or not, after white space or not.
SHAPES = 16


@dataclass(frozen=True, slots=True)
class Tokens:
    """Arrays with an entry for each token (a word or a part of a word), in the order of the text."""

    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    # Numbers of the tokens that begin a word. This array is shorter.
    word_starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)

    def line_starts(self) -> NDArray[np.int64]:
        """Return the numbers of the tokens that begin a line, in order."""
        return self.word_starts[self.shapes[self.word_starts] & STARTS_LINE > 0]

    def at(self, places: Sequence[int]) -> NDArray[np.int64]:
        """Return the number of the first token at or after each place in the text (code points), in order."""
        return np.searchsorted(self.starts, np.array(places, dtype=np.int64))


def separated_words(text: str, tokens: Tokens) -> NDArray[np.bool_]:
    """Return for each word whether it begins with a character of a script that separates words."""
    starts = tokens.starts[tokens.word_starts].tolist()
    return np.array([UNSEPARATED.match(text, start) is None for start in starts], dtype=np.bool_)


def tokens_of(text: str, tokenizer: Tokenizer, most: int | None = None) -> Tokens:
    """Return the tokens of a text, without special tokens. Stops after the line in which `most` tokens are reached."""
    columns: tuple[list[int], ...] = ([], [], [], [])
    word_starts: list[int] = []
    for batch in _batches(_lines(text)):
        encodings = tokenizer.encode_batch([text[start:end] for start, end in batch], add_special_tokens=False)
        for (start, _), encoding in zip(batch, encodings, strict=True):
            _append(text, start, encoding, columns, word_starts)
            if most is not None and len(columns[0]) >= most:
                return _tokens(columns, word_starts)
    return _tokens(columns, word_starts)


def _tokens(columns: tuple[list[int], ...], word_starts: list[int]) -> Tokens:
    ids, shapes, starts, ends = (np.array(column, dtype=np.int64) for column in columns)
    return Tokens(ids, shapes, starts, ends, np.array(word_starts, dtype=np.int64))


def _lines(text: str) -> list[tuple[int, int]]:
    """Return the [start, end) of all lines that are not blank. Long lines are cut."""
    lines = []
    start = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            end = start + len(line)
            lines += [(cut, min(cut + LONGEST_LINE, end)) for cut in range(start, end, LONGEST_LINE)]
        start += len(line) + 1
    return lines


def _batches(lines: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield batches of lines with at most CHARACTERS_AT_ONCE code points, or of one line."""
    batch: list[tuple[int, int]] = []
    size = 0
    for start, end in lines:
        if batch and size + end - start > CHARACTERS_AT_ONCE:
            yield batch
            batch, size = [], 0
        batch.append((start, end))
        size += end - start
    if batch:
        yield batch


def _append(
    text: str, line_start: int, encoding: Encoding, columns: tuple[list[int], ...], word_starts: list[int]
) -> None:
    ids, shapes, starts, ends = columns
    base = len(ids)
    words: list[int | None] = encoding.word_ids
    if not words:
        return
    offsets = [(line_start + low, line_start + high) for low, high in encoding.offsets]
    bounds = [number for number, word in enumerate(words) if number == 0 or word != words[number - 1]]
    if UNSEPARATED.search(text, line_start, offsets[-1][1]):
        bounds = sorted({*bounds, *_pieces_that_are_words(text, offsets)})
    for first, last in zip(bounds, [*bounds[1:], len(words)], strict=True):
        start, end = offsets[first][0], offsets[last - 1][1]
        shape = _case(text[start:end])
        if first == 0:
            shape |= STARTS_LINE
        if start == line_start or text[start - 1].isspace():
            shape |= AFTER_SPACE
        word_starts.append(base + first)
        shapes += [shape] * (last - first)
    ids += encoding.ids
    starts += [start for start, _ in offsets]
    ends += [end for _, end in offsets]


def _pieces_that_are_words(text: str, offsets: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Yield the numbers of the pieces of unseparated scripts. A piece may have the place of the piece before."""
    for number, ((start, _), (before, _)) in enumerate(zip(offsets[1:], offsets, strict=False), start=1):
        if start > before and UNSEPARATED.match(text, start):
            yield number


def _case(word: str) -> int:
    if word.islower() or not word[:1].isalpha():
        return 0
    if word.istitle() or (len(word) == 1 and word.isupper()):
        return CAPITALISED
    if word.isupper():
        return ALL_CAPITALS
    return MIXED_CASE if word.casefold() != word else 0
