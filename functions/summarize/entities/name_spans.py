"""Correct the edges of mentions: whole words, one name each, without titles, possessives and quotation marks."""

import re
from collections.abc import Iterable, Iterator, Sequence

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.name_pieces import is_inverted, with_joined_names
from functions.summarize.entities.organization_spans import with_whole_names
from functions.summarize.entities.own_possessives import with_own_possessives
from functions.summarize.entities.person_titles import is_only_title, title_before
from functions.summarize.entities.residue import without_residue
from functions.summarize.entities.roles import ORGANIZATION_NOUNS
from functions.summarize.entities.shared_titles import without_shared_titles
from functions.summarize.sentences.boundaries import begins_line
from shared.names.names import EntityType, folded, parse_person
from shared.names.words import GENERATIONS, JOINED_PARTICLES, PARTICLES, POST_NOMINALS, TITLES

# Maximum length of a mention in code points. A longer span is not a name.
MOST_MENTION_CODE_POINTS = 200

# Maximum distance in code points to the edge of the word at either end of a mention.
LONGEST_SNAP = 30

_POSSESSIVE = re.compile(r"['’`´][sS]?$")

# What is between the parties of a case, at the end of the first or with the second: `Mills Ltd v Reed`. In a person's
# name, `v.` is `von`.
_VERSUS = re.compile(r"\s+vs?\.?$")
_VERSUS_ANOTHER = re.compile(r"\s+vs?\.?\s+[A-Z(].*$", re.DOTALL)

# An initial at the end of a name.
_LAST_INITIAL = re.compile(r"(?:\A|[\s.])[A-Z]\Z")

# The initial of a family name, after which neither a name nor a new sentence begins.
_FAMILY_INITIAL = re.compile(r" [A-Z]\.(?=[,;:)\"”’']|\s+[a-z(])")

# The rest of the name of a user alone in a line: `ann.r`. In a sentence, a space can be missing after a full stop.
_USER_END = re.compile(r"\.[a-z0-9_]+(?=\n|\Z)")

# An abbreviation after a person's name: `Reed d. 1962`.
_LIFE_DATE = re.compile(r"\s+[a-z]\.?$")

# Characters that are removed from both ends of a mention.
_EDGES = ' \t\n\r\f\v\xa0\u200b\ufeff"“”„«»‹›‘`´*_•·|<>[]{}~^=+#,،、;:!?…–—-/\\'

# Characters that are also removed from the end.
_FOOTNOTE_MARKS = "⁰¹²³⁴⁵⁶⁷⁸⁹∗†‡§¶"

# Abbreviations whose full stop belongs to the name.
_DOTTED = re.compile(
    r"(?:^|[\s.])(?:\w|Inc|Corp|Co|Ltd|Bros|Jr|Sr|St|Mt|Ft|Ave|Blvd|No|Dept|Univ|Assn|Intl|Esq)\.$", re.IGNORECASE
)

# Separators between two names in one mention, and suffixes after a comma (`Moss, Jr.`), which do not begin a new name.
_JUNCTION = re.compile(r"\s+(?:and|or|und|et|with|vs\.?|versus)\s+|\s*(?:[;/|•]|\n\s*\n)\s*|\s*,\s*", re.IGNORECASE)
_AFTER_COMMA = re.compile(rf"(?:{'|'.join(sorted(GENERATIONS, key=len, reverse=True))})\b", re.IGNORECASE)

# The last word of a name that has another one before it.
_LAST_WORD = re.compile(r"(?<=\w),?\s+[\w.]+$")
_ANY_PARTICLE = "|".join(sorted(PARTICLES | JOINED_PARTICLES))

# The beginning of a name up to a bracket in it: `Merrow (` in `Merrow (Northern) Ltd`.
_UP_TO_BRACKET = re.compile(r"[A-Z][\w&'’-]*(?: [A-Z][\w&'’-]*){0,3} \(\Z")
# The owner of an organization at the start of its name, and the first words of its part. Other names that are known by
# their owner are whole: `Moody's Investors Service`, `McDonald's Corp`.
_OWNER = re.compile(r"([A-Z][^\n'’]*)['’]s (?=[A-Z])")
_PART = re.compile(r"(?:[A-Z][\w-]* ){1,2}(?:for|of) ")

# The space between two columns.
_COLUMNS = re.compile(r"[ \xa0]{3,}")
_WIDE_SPACE = re.compile(r"\S+[ \xa0]+\S+")
# What is between two names of organizations or places in one span: a blank line, or `and` before the next public body.
_BETWEEN = re.compile(
    r"\n[ \t]*\n\s*|"
    r"\s+and\s+(?:the\s+)?(?=(?:Bureau|Department|Division|Ministry|Office|School|University)\s+(?:of|for)\b)"
)
_LAST_AND = re.compile(r"\s+and$")

# An abbreviation without its last full stop (`U.S`, `Inc`), and a full stop after which the sentence goes on, which
# belongs to the name before it (`Calif.`).
_STOPPED = re.compile(r"(?:(?:^|[\s.])\w\.\w|[\s.](?:Inc|Corp|Co|Ltd|Bros|Jr|Sr|Ave|Blvd|Esq))$")
_INNER_STOP = re.compile(r"\.(?=\s?[,;:)]| (?!pp?\.)[a-z(&]|['’]s)")

# A participle or noun that a hyphen joins to a name: `New York-based`.
_COMPOUND = re.compile(r"[-‐](?:area|born|led|run|style|wide|[a-z]+ed)$")

# An article, a common noun that owns the organization, or an adjective, before a name: `the`, `the state's Office`.
_ARTICLE = re.compile(r"(?:the|The|THE)\s+(?=\S)|(?:the\s+)?[a-z]+[’']s\s+(?=[A-Z])|(?:new|old|[a-z]{4,})\s+(?=[A-Z])")
_PARTICLE_BEFORE = re.compile(rf"(?:^|\W)((?:{_ANY_PARTICLE})[-‐])$", re.IGNORECASE)


def exact_mentions(text: str, mentions: Iterable[Mention]) -> list[Mention]:
    """Return the names as spans in text order, without overlap. The mentions may have any order and overlap.

    A span of several people is divided, and a person's name in two pieces is joined. Spans without a letter or digit,
    titles without a person (`President`), spans over several cells of a table and spans outside the text are discarded.
    """
    pieces = [piece for mention in _inside(text, mentions) for piece in _divided(text, _snapped(text, mention))]
    trimmed = [span for piece in pieces if (span := _trimmed(text, piece)) is not None]
    whole = [_with_article(text, span) for span in with_whole_names(text, with_joined_names(text, _apart(trimmed)))]
    named = [span for each in whole if (span := _trimmed(text, without_title(text, each))) is not None]
    titles_alone = _only_titles(text, named)
    apart = with_own_possessives(text, without_shared_titles(text, _without_owners(text, named)))
    return [span for span in without_residue(text, apart) if (span.start, span.end) not in titles_alone]


def _without_owners(text: str, spans: Sequence[Mention]) -> list[Mention]:
    """Return the spans, with an organization and its part as two if one is named elsewhere: `Lund's School of Art`."""
    names = {text[span.start : span.end] for span in spans}
    apart: list[Mention] = []
    for span in spans:
        owner = _OWNER.match(text, span.start, span.end) if span.type == "ORGANIZATION" else None
        part = text[owner.end() : span.end] if owner else ""
        if owner and ((owner.group(1) in names and _PART.match(part)) or (" " in part and part in names)):
            apart += [_moved(span, span.start, owner.end(1)), _moved(span, owner.end(), span.end)]
        else:
            apart.append(span)
    return apart


def without_title(text: str, span: Mention) -> Mention:
    """Return the span of a person without titles and post-nominal letters, or any other span without `the`."""
    written = text[span.start : span.end]
    if span.type == "PERSON":
        parsed = parse_person(written)
        start = written.find(parsed.bare, len(parsed.titles)) if parsed.titles and parsed.bare else 0
        end = len(written)
        while (last := _LAST_WORD.search(written, 0, end)) and folded(last.group()) in POST_NOMINALS:
            end = last.start()
        return _moved(span, span.start + max(start, 0), span.start + end)
    article = _ARTICLE.match(written)
    # A common noun alone is no name without the word before it: `adidas Group`.
    if article and article[0][:3].lower() != "the" and written[article.end() :].casefold() in ORGANIZATION_NOUNS:
        return span
    return _moved(span, span.start + article.end(), span.end) if article else span


def _inside(text: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
    for mention in mentions:
        is_inside = (
            0 <= mention.start < mention.end <= len(text) and mention.end - mention.start <= MOST_MENTION_CODE_POINTS
        )
        # A tab is between two cells of a table.
        if is_inside and "\t" not in text[mention.start : mention.end]:
            yield mention


def _snapped(text: str, span: Mention) -> Mention:
    """Return the span extended to whole words and the full stop of an abbreviation, without the end of a compound."""
    start, end = span.start, span.end
    lowest, highest = max(0, start - LONGEST_SNAP), min(len(text), end + LONGEST_SNAP)
    # An underscore joins the parts of a user's name, but not a label and a name of several words.
    joining = "" if " " in text[start:end] else "_"
    while start > lowest and _are_of_word(text[start - 1 : start + 1], joining):
        start -= 1
    while end < highest and _are_of_word(text[end - 1 : end + 1], joining):
        end += 1
    if rest := _rest_of_word(text, span, end):
        end = rest.end()
    if text[end : end + 1] == "." and (_goes_on(text, end, span.type) or _STOPPED.search(text[start:end])):
        end += 1
    compound = _COMPOUND.search(text[start:end]) if span.type != "PERSON" and text[start].isupper() else None
    if compound:
        end = start + compound.start()
    return _moved(span, start, end)


def _are_of_word(characters: str, joining: str) -> bool:
    return all(c.isalnum() or c in joining for c in characters)


def _rest_of_word(text: str, span: Mention, end: int) -> re.Match[str] | None:
    """Return what follows one word of a person: the initial of the family name (`Ann R.`), the end of a user's name."""
    written = text[span.start : end]
    if span.type != "PERSON" or " " in written:
        return None
    if written.islower():
        return _USER_END.match(text, end) if begins_line(text, span.start) else None
    return _FAMILY_INITIAL.match(text, end)


def _rest_after_name(written: str, kind: EntityType) -> re.Match[str] | None:
    """Return what follows the name inside a mention: a possessive, the other party of a case, `d.` before a year."""
    rest = _POSSESSIVE.search(written) or _VERSUS.search(written) or _LAST_AND.search(written)
    return rest or (_LIFE_DATE if kind == "PERSON" else _VERSUS_ANOTHER).search(written)


def _goes_on(text: str, stop: int, kind: EntityType) -> bool:
    """Whether a full stop inside a sentence belongs to a name: after a person's name, only that of an initial."""
    if kind == "PERSON" and not _LAST_INITIAL.search(text, max(0, stop - 2), stop):
        return False
    return _INNER_STOP.match(text, stop) is not None


def _with_article(text: str, span: Mention) -> Mention:
    """Return the span of a person with a particle that a hyphen joins to the name: `al-Hadidi`."""
    article = _PARTICLE_BEFORE.search(text[max(0, span.start - 6) : span.start]) if span.type == "PERSON" else None
    return _moved(span, span.start - len(article.group(1)), span.end) if article else span


def _divided(text: str, span: Mention) -> Iterator[Mention]:
    """Yield the separate names in a span: each person of a list, and the parts in different paragraphs.

    Of the parts in different columns, it has only the first one with the most words: the name beside a label. Two
    single words are one name in a justified line.
    """
    written = text[span.start : span.end]
    if _COLUMNS.search(written) and _WIDE_SPACE.fullmatch(written) is None:
        column = max(_COLUMNS.split(written), key=lambda part: len(part.split()))
        start = span.start + written.find(column)
        span, written = _moved(span, start, start + len(column)), column
    if span.type != "PERSON":
        start = 0
        for between in _BETWEEN.finditer(written):
            yield _moved(span, span.start + start, span.start + between.start())
            start = between.end()
        yield _moved(span, span.start + start, span.end)
        return
    if is_inverted(written):
        yield span
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
        elif ")" in written and written.count("(") < written.count(")"):
            whole = _UP_TO_BRACKET.search(text, max(0, start - MOST_MENTION_CODE_POINTS), start)
            start = whole.start() if whole else start + written.rfind(")") + 1
        elif (unclosed := written.rfind("(")) > 0 and ")" not in written[unclosed:]:
            end = start + unclosed
        elif written.endswith(".") and not _DOTTED.search(written) and not _goes_on(text, end - 1, span.type):
            end -= 1
        elif rest := _rest_after_name(written, span.type):
            end = start + rest.start()
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


def _only_titles(text: str, spans: Sequence[Mention]) -> set[tuple[int, int]]:
    """Return the spans of people that are only titles: none is titled itself or the family name in a full name.

    One title (`Ms`) is no organization and no place either.
    """
    families = {
        parsed.family
        for span in spans
        if span.type == "PERSON" and (parsed := parse_person(text[span.start : span.end])).given
    }
    return {
        (span.start, span.end)
        for span in spans
        if is_only_title(written := text[span.start : span.end])
        and (span.type == "PERSON" or folded(written).rstrip(".") in TITLES)
        and folded(written) not in families
        and title_before(text, span.start) is None
    }


def _moved(span: Mention, start: int, end: int) -> Mention:
    return Mention(start, end, span.type, span.score)
