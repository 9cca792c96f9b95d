"""Correct the edges of mentions: whole words, one name each, without titles, possessives and quotation marks."""

import re
from collections.abc import Iterable, Iterator, Sequence

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.person_titles import is_only_title, title_before
from functions.summarize.entities.roles import ORGANIZATION_NOUNS
from shared.names.names import folded, parse_person
from shared.names.words import GENERATIONS, JOINED_PARTICLES, PARTICLES

# Maximum length of a mention in code points. A longer span is not a name.
LONGEST_NAME = 200

# Maximum distance in code points to the edge of the word at either end of a mention.
LONGEST_SNAP = 30

# Maximum number of words of a person's name that is joined from two adjacent mentions.
MOST_WORDS_JOINED = 5

_POSSESSIVE = re.compile(r"['’`´][sS]?$")

# Characters that are removed from both ends of a mention.
_EDGES = ' \t\n\r\f\v\xa0\u200b\ufeff"“”„«»‹›‘`´*_•·|<>[]{}~^=+#,،、;:!?…–—-/\\'

# Characters that are also removed from the end.
_FOOTNOTE_MARKS = "⁰¹²³⁴⁵⁶⁷⁸⁹"

# Abbreviations whose full stop belongs to the name.
_DOTTED = re.compile(
    r"(?:^|[\s.])(?:\w|Inc|Corp|Co|Ltd|Bros|Jr|Sr|St|Mt|Ft|Ave|No|Dept|Univ|Assn|Intl|Esq)\.$", re.IGNORECASE
)

# Separators between two names in one mention, and suffixes after a comma (`Moss, Jr.`), which do not begin a new name.
_JUNCTION = re.compile(r"\s+(?:and|or|und|et|with|vs\.?|versus)\s+|\s*(?:[;/|•]|\n\s*\n)\s*|\s*,\s*", re.IGNORECASE)
_AFTER_COMMA = re.compile(rf"(?:{'|'.join(sorted(GENERATIONS, key=len, reverse=True))})\b", re.IGNORECASE)
_ANY_PARTICLE = "|".join(sorted(PARTICLES | JOINED_PARTICLES))

# Text between two pieces of one name: a space, a hyphen, initials or a particle.
_GAP = re.compile(rf"[ \xa0]|-|(?: (?:[A-Z]\.? ?){{1,3}}| (?:{_ANY_PARTICLE})[ -])")
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")

# The word after an organization, and the nouns that belong to its name there.
_NEXT_WORD = re.compile(r"(?:(?<=s)['’])? ([A-Z][a-z]+)\b(?!-)")
_HEADS = ORGANIZATION_NOUNS | frozenset("authority district news radio state university".split())

# An abbreviation such as `U.S` without its last full stop.
_INITIALS = re.compile(r"(?:^|[\s.])\w\.\w$")
_ARTICLE = re.compile(r"(?:the|The|THE)\s+(?=\S)")
_PARTICLE_BEFORE = re.compile(rf"(?:^|\W)((?:{_ANY_PARTICLE})[-‐])$", re.IGNORECASE)


def exact_mentions(text: str, mentions: Iterable[Mention]) -> list[Mention]:
    """Return the names as spans in text order, without overlap. The mentions may have any order and overlap.

    A span of several people is divided, and a person's name in two pieces is joined. Spans without a letter or digit,
    titles without a person (`President`) and spans outside the text are discarded.
    """
    pieces = [piece for mention in _inside(text, mentions) for piece in _divided(text, _snapped(text, mention))]
    trimmed = [span for piece in pieces if (span := _trimmed(text, piece)) is not None]
    whole = [_with_article(text, span) for span in _with_heads(text, _joined(text, _apart(trimmed)))]
    named = [span for each in whole if (span := _trimmed(text, without_title(text, each))) is not None]
    titles_alone = _only_titles(text, named)
    return [span for span in named if (span.start, span.end) not in titles_alone]


def without_title(text: str, span: Mention) -> Mention:
    """Return the span of a person without the titles before it, or any other span without `the`."""
    written = text[span.start : span.end]
    if span.type == "PERSON":
        parsed = parse_person(written)
        start = written.find(parsed.bare, len(parsed.titles)) if parsed.titles and parsed.bare else 0
        return _moved(span, span.start + max(start, 0), span.end)
    article = _ARTICLE.match(written)
    if article and (written[0] == "t" or _starts_sentence(text, span.start)):
        return _moved(span, span.start + article.end(), span.end)
    return span


def _starts_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 4) : start].rstrip(" \t\"“‘'(")
    return not before or before[-1] in ".!?…:\n"


def _inside(text: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
    for mention in mentions:
        if 0 <= mention.start < mention.end <= len(text) and mention.end - mention.start <= LONGEST_NAME:
            yield mention


def _snapped(text: str, span: Mention) -> Mention:
    """Return the span extended to whole words, and an abbreviation to its last full stop."""
    start, end = span.start, span.end
    lowest, highest = max(0, start - LONGEST_SNAP), min(len(text), end + LONGEST_SNAP)
    while start > lowest and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < highest and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    if text[end : end + 1] == "." and _INITIALS.search(text[start:end]):
        end += 1
    return _moved(span, start, end)


def _with_article(text: str, span: Mention) -> Mention:
    """Return the span of a person with a particle that a hyphen joins to the name: `al-Hadidi`."""
    article = _PARTICLE_BEFORE.search(text[max(0, span.start - 6) : span.start]) if span.type == "PERSON" else None
    return _moved(span, span.start - len(article.group(1)), span.end) if article else span


def _with_heads(text: str, spans: Sequence[Mention]) -> list[Mention]:
    """Return the spans, with those of organizations extended by the next noun: `Avon Water [District]`."""
    grown: list[Mention] = []
    for place, span in enumerate(spans):
        limit = spans[place + 1].start if place + 1 < len(spans) else len(text)
        noun = _NEXT_WORD.match(text, span.end, limit) if span.type == "ORGANIZATION" else None
        if noun and noun.group(1).lower() in _HEADS:
            span = _moved(span, span.start, noun.end())
        grown.append(span)
    return grown


def _divided(text: str, span: Mention) -> Iterator[Mention]:
    """Yield the separate names in a span: each person of a list, and the parts in different paragraphs."""
    written = text[span.start : span.end]
    if span.type != "PERSON":
        start = 0
        for blank in _BLANK_LINE.finditer(written):
            yield _moved(span, span.start + start, span.start + blank.start())
            start = blank.end()
        yield _moved(span, span.start + start, span.end)
        return
    start = 0
    for junction in _JUNCTION.finditer(written):
        if "," in junction.group() and _AFTER_COMMA.match(written, junction.end()):
            continue
        if start < junction.start():
            yield _moved(span, span.start + start, span.start + junction.start())
        start = junction.end()
    if start < len(written):
        yield _moved(span, span.start + start, span.end)


def _trimmed(text: str, span: Mention) -> Mention | None:
    """Return the span without characters outside the name at its edges, or None if no letter or digit is left."""
    start, end, before = span.start, span.end, -1
    while start < end and before != end - start:
        before = end - start
        while start < end and text[start] in _EDGES + "('’.)":
            start += 1
        while start < end and text[end - 1] in _EDGES + _FOOTNOTE_MARKS + "(":
            end -= 1
        written = text[start:end]
        if written.endswith(")") and written.count("(") < written.count(")"):
            end -= 1
        elif (unclosed := written.rfind("(")) > 0 and ")" not in written[unclosed:]:
            end = start + unclosed
        elif written.endswith(".") and not _DOTTED.search(written):
            end -= 1
        elif possessive := _POSSESSIVE.search(written):
            end = start + possessive.start()
    if not any(c.isalpha() for c in text[start:end]) and not any(c.isdecimal() for c in text[start:end]):
        return None
    return _moved(span, start, end) if folded(text[start:end]) else None


def _apart(spans: Sequence[Mention]) -> list[Mention]:
    """Return the spans without overlaps: keep the one with the higher score, then the longer, then the first."""
    kept: list[Mention] = []
    for span in sorted(spans, key=lambda each: (each.start, -each.score, -each.end, each.type)):
        if kept and span.start < kept[-1].end:
            if (span.score, span.end - span.start) > (kept[-1].score, kept[-1].end - kept[-1].start):
                kept[-1] = span
        else:
            kept.append(span)
    return kept


def _joined(text: str, spans: Sequence[Mention]) -> list[Mention]:
    """Return the spans, with the pieces of one person's name joined."""
    joined: list[Mention] = []
    for span in spans:
        before = joined[-1] if joined else None
        if before is not None and before.type == span.type == "PERSON" and _is_one_name(text, before, span):
            joined[-1] = Mention(before.start, span.end, "PERSON", min(before.score, span.score))
        else:
            joined.append(span)
    return joined


def _is_one_name(text: str, before: Mention, after: Mention) -> bool:
    if not _GAP.fullmatch(text, before.end, after.start):
        return False
    first, whole = text[before.start : before.end], text[before.start : after.end]
    last = folded(first).split()[-1]
    unfinished = len(first.split()) == 1 or last in PARTICLES or last in JOINED_PARTICLES or is_only_title(first)
    return (
        (unfinished or _is_suffix(text[after.start : after.end], whole))
        and len(whole.split()) <= MOST_WORDS_JOINED
        and not _POSSESSIVE.search(first)
    )


def _is_suffix(written: str, whole: str) -> bool:
    """Whether the last piece of a name is a suffix such as `Jr.`. `Xi`, a family name, never counts as a suffix."""
    return folded(written) in GENERATIONS and parse_person(whole).generation != "" and folded(written) != "xi"


def _only_titles(text: str, spans: Sequence[Mention]) -> set[tuple[int, int]]:
    """Return the spans of people that are only titles: none is titled itself or the family name in a full name."""
    families = {
        parsed.family
        for span in spans
        if span.type == "PERSON" and (parsed := parse_person(text[span.start : span.end])).given
    }
    return {
        (span.start, span.end)
        for span in spans
        if span.type == "PERSON"
        and is_only_title(written := text[span.start : span.end])
        and folded(written) not in families
        and title_before(text, span.start) is None
    }


def _moved(span: Mention, start: int, end: int) -> Mention:
    return Mention(start, end, span.type, span.score)
