"""The spans of names in any language: without marks at their edges, and with repetitions that the annotator missed."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.any_language.words import is_unspaced, words_of

# Maximum length of a mention in code points. A longer span is not a name.
MOST_MENTION_CODE_POINTS = 200

# Minimum mean probability of a mention of a single word, and minimum length of a name without spaces, that is searched
# for in the rest of the text.
LEAST_SCORE = 0.8
SHORTEST_UNSPACED = 3

# Maximum number of names that are searched for.
MOST_SEARCHED = 300

_EDGES = frozenset(
    " \t\n\r\xa0\u200b\ufeff\u200e\u200f\"'“”„«»‹›‘’`´*_•·|<>[]{}()~^=+#,،、，;；:：!！?？؟…–—―\\/.。।"
    "「」『』《》〈〉（）【】"
)
# A full stop that belongs to the name before it: of an initial, of the number of a monarch in the languages that write
# ordinal numbers so (`Elisabeth II.`), of a legal form.
_ABBREVIATED = re.compile(r"(?:^|[\s.])(?:\w|[IVX]{2,5}|Inc|Corp|Co|Ltd|Bros|Jr|Sr)\.$")


def exact_spans(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions in text order, without overlap and without marks at their edges.

    Of two that overlap, the likelier one stays. Spans without a letter or digit, and over several cells of a table, are
    left out.
    """
    trimmed = [span for each in mentions if (span := _trimmed(text, each)) is not None]
    kept: list[Mention] = []
    for span in sorted(trimmed, key=lambda each: (each.start, -each.score, -each.end)):
        if kept and span.start < kept[-1].end:
            if (span.score, span.end - span.start) > (kept[-1].score, kept[-1].end - kept[-1].start):
                kept[-1] = span
        else:
            kept.append(span)
    return kept


def with_whole_names(text: str, spans: Sequence[Mention]) -> list[Mention]:
    """Return the spans, each part of a name without spaces extended to the whole name that is there: 若兰 in 沈若兰.

    The whole name is one of the spans elsewhere.
    """
    names = sorted({text[span.start : span.end] for span in spans if is_unspaced(text[span.start : span.end])}, key=len)
    found: list[Mention] = []
    for number, span in enumerate(spans):
        written = text[span.start : span.end]
        limit = spans[number + 1].start if number + 1 < len(spans) else len(text)
        floor = found[-1].end if found else 0
        for name in reversed(names[-MOST_SEARCHED:]):
            start = span.start - name.find(written)
            is_longer = len(name) > len(written) and written in name
            if is_longer and start >= floor and start + len(name) <= limit and text.startswith(name, start):
                span = Mention(start, start + len(name), span.type, span.score)
                break
        found.append(span)
    return found


def with_repetitions(text: str, spans: Sequence[Mention]) -> list[Mention]:
    """Return the spans and further occurrences of their names, in text order and without overlap.

    Searched for are names of several words, likely ones of one word that begin with a capital and never occur in small
    letters, and likely ones without spaces. A name with spaces must not be a part of a longer word.
    """
    names: dict[str, Mention] = {}
    for span in spans:
        written = text[span.start : span.end]
        if written not in names and _is_distinctive(text, written, span.score):
            names[written] = span
    found = list(spans)
    for written, span in sorted(names.items(), key=lambda item: -len(item[0]))[:MOST_SEARCHED]:
        found = _with_occurrences(text, written, span, found)
    return found


def _with_occurrences(text: str, written: str, span: Mention, spans: list[Mention]) -> list[Mention]:
    places = [match.start() for match in re.finditer(re.escape(written), text)]
    if len(places) <= sum(text.startswith(written, each.start) for each in spans):
        return spans
    starts, ends = [each.start for each in spans], [each.end for each in spans]

    def is_free(start: int, end: int) -> bool:
        following = bisect_right(starts, start)
        return (following == 0 or ends[following - 1] <= start) and (
            following == len(starts) or end <= starts[following]
        )

    added = [
        Mention(place, place + len(written), span.type, span.score)
        for place in places
        if is_free(place, place + len(written)) and _is_whole(text, place, place + len(written))
    ]
    return sorted([*spans, *added], key=lambda each: each.start)


def _is_distinctive(text: str, written: str, score: float) -> bool:
    if is_unspaced(written):
        return len(written) >= SHORTEST_UNSPACED and score >= LEAST_SCORE
    if len(written.split()) > 1:
        return True
    lower = written.lower()
    if score < LEAST_SCORE or written == lower:
        return False
    # Most names never occur in small letters, and the search for a substring is much faster.
    return lower not in text or re.search(rf"\b{re.escape(lower)}\b", text) is None


def _is_whole(text: str, start: int, end: int) -> bool:
    if is_unspaced(text[start:end]):
        return True
    before, after = text[max(0, start - 1) : start] or " ", text[end : end + 1] or " "
    return not (before.isalnum() or after.isalnum() or before in "-@#" or after == "-")


def _trimmed(text: str, span: Mention) -> Mention | None:
    start, end = max(0, span.start), min(span.end, len(text))
    if not 0 < end - start <= MOST_MENTION_CODE_POINTS:
        return None
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES and not _ABBREVIATED.search(text, start, end):
        end -= 1
    for opening, closing in ("()", "«»", "“”", "（）", "[]"):
        opened = text.rfind(opening, start, end)
        if opened >= 0 and closing not in text[opened:end] and text[end : end + 1] == closing:
            end += 1
    # A tab is between two cells of a table.
    is_name = "\t" not in text[start:end] and words_of(text[start:end])
    return Mention(start, end, span.type, span.score) if is_name else None
