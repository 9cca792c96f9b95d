"""Join the pieces of names: `Bashar` and `al-Assad`, `Austen` and `Jane` in `Austen, Jane`, `Port` and `Merrow`."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.person_titles import is_only_title
from shared.names.given_names import FEMALE, MALE
from shared.names.names import folded, parse_person
from shared.names.words import GENERATIONS, JOINED_PARTICLES, LEGAL_FORMS, PARTICLES

# Maximum number of words of a person's name that is joined from two adjacent mentions.
MOST_WORDS_JOINED = 5

# Maximum length in code points of a name that is joined from adjacent pieces. It keeps the cost linear in a text that
# repeats one name.
LONGEST_JOINED = 200

_ANY_PARTICLE = "|".join(sorted(PARTICLES | JOINED_PARTICLES))

# Text between two pieces of one name: a space, a hyphen, initials, a particle or a nickname.
_GAP = re.compile(rf"[ \xa0]|-|(?: (?:[A-Z]\.? ?){{1,3}}| (?:{_ANY_PARTICLE})[ -])")

# A given name, a nickname in quotation marks, and a family name, of which the annotator may tag only pieces.
_WITH_NICKNAME = re.compile(
    r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2} [\"“‘'(](?P<nickname>[A-Z][\w-]+)[\"”’')] [A-Z][\w'’-]+"
)
_YEAR_AFTER = re.compile(r",? ?[(\[]?[12]\d{3}")
_POSSESSIVE = re.compile(r"['’`´][sS]?$")

# A first initial, and the text between it and the rest of the name.
_INITIAL = re.compile(r"[A-Z]\.? ")

# Maximum length in code points of the number or mark of an entry in a bibliography.
LONGEST_NUMBER = 10

# A name with the family name first, as in a bibliography, and the text before and after it there.
_INVERTED = re.compile(r"([A-Z][\w'’-]+), ([A-Z]\w+)(?: [A-Z][\w.]*)?")
_INVERTED_INITIALS = re.compile(r"[A-Z][\w'’-]+, [A-Z]\.(?:[ -]?[A-Z]\.){0,3}")
_NUMBER_BEFORE = re.compile(r"(?:\A|\n)[^a-z\n]*\Z")
_AFTER_INVERTED = re.compile(r"\s*(?:[.(;:\n]|$)|(?<=\.),")
_GIVEN_NAMES = FEMALE | MALE


def with_joined_names(text: str, spans: Sequence[Mention]) -> list[Mention]:
    """Return the spans, in text order without overlap, with the pieces of one name joined."""
    joined: list[Mention] = []
    counts = Counter(text[span.start : span.end] for span in spans)
    for span in spans:
        before = joined[-1] if joined and span.end - joined[-1].start <= LONGEST_JOINED else None
        if before is not None and _are_partners(text, before, span, counts):
            joined[-1] = Mention(before.start, span.end, "ORGANIZATION", max(before.score, span.score))
        elif before is not None and _are_adjacent(text, before, span):
            joined[-1] = Mention(before.start, span.end, span.type, max(before.score, span.score))
        elif before is not None and (_is_one_name(text, before, span) or _are_inverted(text, before, span)):
            joined[-1] = Mention(before.start, span.end, "PERSON", min(before.score, span.score))
        else:
            joined.append(span)
    return joined


def _are_adjacent(text: str, before: Mention, after: Mention) -> bool:
    """Whether only a space is between two pieces of an organization's or a place's name: `Port` and `Merrow`.

    A legal form ends a name: `Merrow Inc. Merrow` are two. A word in small letters begins none: `western Merrow`.
    """
    if _last_word(text, before) in LEGAL_FORMS:
        return False
    is_adjective = text[before.start].islower() and text[after.start].isupper()
    return (
        not is_adjective and before.type == after.type != "PERSON" and text[before.end : after.start] in (" ", "\xa0")
    )


def _are_partners(text: str, before: Mention, after: Mention, counts: Mapping[str, int]) -> bool:
    """Whether two pieces are the name of a firm: `&` joins them, and a legal form ends it or one is an organization.

    Authors are people, and a year follows them: `Reed & Moss, 2014`. Two organizations that the text also names apart
    are no firm. `counts`: the number of mentions of each name.
    """
    if text[before.end : after.start] != " & ":
        return False
    if _last_word(text, after) in LEGAL_FORMS:
        return True
    words = [text[piece.start : piece.end] for piece in (before, after)]
    are_apart = before.type == after.type and words[0] != words[1] and all(counts[word] > 1 for word in words)
    is_firm = not are_apart and not any(" " in word for word in words) and "ORGANIZATION" in (before.type, after.type)
    return is_firm and not _YEAR_AFTER.match(text, after.end)


def _last_word(text: str, span: Mention) -> str:
    return text[span.start : span.end].split()[-1].casefold().strip(".")


def is_inverted(written: str) -> bool:
    """Whether a name has the family name first: `Austen, Jane`, `Austen, J. M.`."""
    if _INVERTED_INITIALS.fullmatch(written):
        return True
    name = _INVERTED.fullmatch(written)
    return name is not None and name.group(2).lower() in _GIVEN_NAMES and name.group(1).lower() not in _GIVEN_NAMES


def _are_inverted(text: str, before: Mention, after: Mention) -> bool:
    """Whether two pieces are the first entry of a line in a bibliography."""
    if "PERSON" not in (before.type, after.type) or "ORGANIZATION" in (before.type, after.type):
        return False
    if not is_inverted(text[before.start : after.end]) or not _AFTER_INVERTED.match(text, after.end):
        return False
    return _NUMBER_BEFORE.search(text[max(0, before.start - LONGEST_NUMBER) : before.start]) is not None


def _is_one_name(text: str, before: Mention, after: Mention) -> bool:
    if not before.type == after.type == "PERSON":
        return False
    called = _WITH_NICKNAME.match(text, before.start)
    if called and after.end in (called.end(), called.end("nickname")):
        return True
    is_initial = _INITIAL.fullmatch(text, before.start, after.start) is not None
    if not is_initial and not _GAP.fullmatch(text, before.end, after.start):
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
