"""A sentence without the parts that a reader does not need. The rest is exact."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from functions.summarize.sentences.characters import DOUBLE_QUOTES
from functions.summarize.sentences.cuts.asides import Range, between_dashes, lead_in, marks, parentheses
from functions.summarize.sentences.cuts.clauses import between_commas
from functions.summarize.sentences.presentable import FEWEST_WORDS

# A quotation in double or single marks. A single mark opens before a word; without a partner, the rest is quoted.
QUOTATION = re.compile(
    r"[“„«][^“„«”»]*[”»]|\"[^\"]*\""
    r"|(?:(?<=[\s(—-])|^)[‘'`](?=\s?\w)(?!(?:s|t|re|ve|ll|d|m)\b)(?:.*[’'](?=[\s.,;:!?)]|$)|.*)",
    re.DOTALL,
)
SINGLE_AT_END = re.compile(r"['’]\W*$")
PARENTHESIS = re.compile(r"\([^()]*\)")

# Marks without a space before them.
CLOSING = frozenset(",.;:!?)]”’…")


@dataclass(frozen=True, slots=True)
class CutSentence:
    """The text that remains of a sentence, on one line, and its ranges in the sentence, in order."""

    text: str
    pieces: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class _Allowed:
    """What can be cut: the arguments of `cut_sentence`."""

    english: bool
    keep_lead_in: bool
    repeated: Collection[str]
    quoted: Sequence[Range]


@dataclass(frozen=True, slots=True)
class _Rest:
    """What remains of a sentence. `places`: the place of each character in the sentence, None for an added space."""

    text: str
    places: tuple[int | None, ...]

    def without(self, start: int, end: int) -> "_Rest":
        """Return the rest without [start, end), with one space or none at the cut, and a capital if it had one."""
        before, after = self._stripped(0, start), self._stripped(end, len(self.text))
        if not before.text:
            first = after.text[:1].upper() if self.text[:1].isupper() else after.text[:1]
            # Some letters have no capital of one character.
            return _Rest(first + after.text[1:], after.places) if len(first) == 1 else after
        if not after.text or after.text[0] in CLOSING:
            return _Rest(before.text + after.text, before.places + after.places)
        return _Rest(f"{before.text} {after.text}", (*before.places, None, *after.places))

    def _stripped(self, start: int, end: int) -> "_Rest":
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        piece = piece.strip()
        return _Rest(piece, self.places[start : start + len(piece)])

    def pieces(self) -> Iterator[Range]:
        """Yield the runs of consecutive places."""
        start = previous = None
        for place in self.places:
            if previous is not None and place == previous + 1:
                previous = place
                continue
            if start is not None and previous is not None:
                yield start, previous + 1
            start = previous = place
        if start is not None and previous is not None:
            yield start, previous + 1


def cut_sentence(
    text: str,
    *,
    english: bool,
    keep_lead_in: bool = False,
    repeated: Collection[str] = (),
    quoted: Sequence[Range] = (),
) -> CutSentence:
    """Return a sentence without citation marks, and in English without the other parts that a reader does not need.

    `keep_lead_in`: the previous sentence is shown too. `repeated`: the words with a capital that the document has more
    than once. `quoted`: the ranges of quotations in the sentence, also of those that begin or end in another sentence;
    nothing in them is cut. At least FEWEST_WORDS words remain.
    """
    allowed = _Allowed(english, keep_lead_in, repeated, quoted)
    rest = _Rest(text, tuple(range(len(text))))
    while found := next(_cuts(rest, allowed), None):
        rest = found
    return CutSentence(" ".join(rest.text.split()), tuple(rest.pieces()))


def _cuts(rest: _Rest, allowed: _Allowed) -> Iterator[_Rest]:
    """Yield what remains after each possible cut. A rest without a letter or digit does not count."""
    unmarked = _without_marks(rest)
    if unmarked.text != rest.text:
        yield unmarked
    if allowed.english and not _is_part_of_quotation(rest.text):
        own = [match.span() for match in QUOTATION.finditer(rest.text)]
        for start, end in _english_cuts(rest.text, own, allowed):
            places = [place for place in rest.places[start:end] if place is not None]
            outside = not any(start < last and first < end for first, last in own)
            outside = outside and not any(first <= place < last for first, last in allowed.quoted for place in places)
            shorter = rest.without(start, end)
            if outside and len(shorter.text.split()) >= FEWEST_WORDS:
                yield shorter


def _without_marks(rest: _Rest) -> _Rest:
    """Return what remains without citation marks, references to pictures and an unpaired quotation mark."""
    last = len(rest.text)
    for start, end in sorted((*marks(rest.text), *_single_mark(rest.text)), reverse=True):
        shorter = rest.without(start, end) if end <= last else rest
        if any(map(str.isalnum, shorter.text)):
            rest, last = shorter, start
    return rest


def _english_cuts(text: str, quotations: Sequence[Range], allowed: _Allowed) -> Iterator[Range]:
    masked = PARENTHESIS.sub(lambda match: match.group().replace(",", "x"), text)
    for start, end in quotations:
        masked = masked[:start] + "x" * (end - start) + masked[end:]
    if not allowed.keep_lead_in:
        yield from lead_in(text)
    yield from parentheses(text, allowed.repeated)
    yield from between_dashes(text)
    yield from between_commas(masked)


def _single_mark(text: str) -> Iterator[Range]:
    """Yield the only double quotation mark of a sentence, if it is at its start or end."""
    found = [place for place, character in enumerate(text) if character in DOUBLE_QUOTES]
    if len(found) == 1 and found[0] in (0, len(text) - 1):
        yield found[0], found[0] + 1


def _is_part_of_quotation(text: str) -> bool:
    """Return whether a quotation mark or a parenthesis has no partner in the sentence."""
    pairs = (("“„", "”"), ("«", "»"), ("(", ")"))
    uneven = any(sum(map(text.count, opening)) != text.count(closing) for opening, closing in pairs)
    closes_only = SINGLE_AT_END.search(QUOTATION.sub("", text)) is not None
    return uneven or text.count('"') % 2 == 1 or closes_only
