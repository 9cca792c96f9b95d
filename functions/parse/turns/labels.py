"""The label in front of a turn of a transcript, by its form: `INGRID DAHL, MAYOR: `, `[12:03] Ann: `, `Q: `."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from shared.names.names import folded
from shared.names.words import PARTICLES

# Maximum length of a line's start that is searched for a label, in code points.
LONGEST_LABEL = 140

# Maximum number of words of a name, and of a role or a party after it.
MOST_NAME_WORDS = 5
MOST_SUFFIX_WORDS = 9

# Maximum length, in code points, of a line that consists of a name and a time.
LONGEST_TIMED_NAME = 60

# Functions in a conversation. A label that consists of these words names nobody.
ANONYMOUS = frozenset(
    """q question a answer interviewer interviewee reporter journalist moderator host guest narrator operator audience
    member participant respondent caller speaker unidentified unknown male female voice frage antwort réponse reponse
    pregunta respuesta domanda risposta""".split()
)

# The two sides of an interview among them.
QUESTIONS = frozenset("q question frage pregunta domanda".split())
ANSWERS = frozenset("a answer antwort réponse reponse respuesta risposta".split())

# A date, a time and marks of emphasis.
_DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?(?:\s?[AaPp]\.?[Mm]\b\.?)?"
_MARKS = r"[*_]{0,3}"

# A dash, a bullet or the `>>` of closed captions before a label, and emphasis around it.
LEAD = re.compile(rf"\s*(?:>>+\s*|[-–—•]\s+)?{_MARKS}\s*")

# A time, or a range of times, with its brackets and the dash after it.
TIME = re.compile(
    rf"[\[(]?(?:{_DAY},?\s+)?{_CLOCK}(?:\s*(?:-->|[-–—])\s*{_CLOCK})?(?:[\])]|(?=\s))\s*(?:[-–—|]\s*)?{_MARKS}"
)

# The colon after a label. The colon of a time or an address is not followed by a space.
COLON = re.compile(r"[*_]{0,3}(?::|：)[*_]{0,3}(?=\s|$)|：")

# The name in a line of IRC: `<ann>`. The sender in a chat of Zoom: `From Ann Lee to Everyone: `.
NICK = re.compile(r"<[@+~&% ]?([^\s<>:/]{1,30})>(?=\s|$)")
ADDRESSED = re.compile(r"From\s+(.+?)\s+to\s+[^:]+$", re.IGNORECASE)

# What follows a name: `, MAYOR`, `(GREENS)`, `[00:12]`.
SUFFIX_START = re.compile(r"\s*[,(\[]")
SUFFIX = re.compile(r"(?:\s*(?:,\s*[^,()\[\]]+|\([^()]*\)|\[[^\[\]]*\])){1,4}\s*$")

# A name and a time alone in a line, as in exported transcripts: `Ingrid Dahl  0:12`, `Ingrid Dahl (00:12)`.
TIMED_NAME = re.compile(rf"([^\d(\[|·•:]{{2,50}}?)[\s(\[|·•,–-]+{_CLOCK}[\])]?{_MARKS}\s*$")

# Depositions and parliamentary records end a label in a full stop: `Q. `, `Mr. HALE. `, `The PRESIDING OFFICER. `.
STOPPED = re.compile(
    r"(?:([QA])\.|((?:Mr|Mrs|Ms|Miss|Dr)\.?\s[A-Z][A-Z'’-]+(?:\s[A-Z][A-Z'’-]+)?(?:\sof\s[A-Z]\w+)?"
    r"|The\s[A-Z]{3,}(?:\s[A-Z]{3,}){0,3})\.)(?=\s)"
)

# `Q1`, `A1`.
NUMBERED = re.compile(r"([QA])\d{0,3}$")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a line. Offsets are code points of the line."""

    # The name as written, without time, role and party.
    name: str
    start: int
    # Where the words after the label begin; the length of the line if there are none.
    after: int
    # Whether the label has a time or the brackets of a chat.
    timed: bool = False
    # Whether a role or a party follows the name.
    suffixed: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words of the name."""
        return tuple(folded(self.name).split())

    @property
    def in_capitals(self) -> bool:
        """Whether the last word is in capitals: `DAHL`, `Mr. HALE`."""
        return self.name.split()[-1].isupper()

    @property
    def is_office(self) -> bool:
        """Whether the label is an office in capitals: `THE COURT`, `The PRESIDING OFFICER`."""
        return self.name[:4].casefold() == "the " and self.name[4:].isupper()

    @property
    def is_anonymous(self) -> bool:
        """Whether the label is a function in a conversation, with or without a number: `Q`, `Speaker 1`."""
        return all(word.rstrip("0123456789") in ANONYMOUS for word in self.words if not word.isdigit())


def label_of(line: str) -> Label | None:
    """Return the label at the start of a line, None if the line does not begin like a turn."""
    lead = LEAD.match(line)
    start = lead.end() if lead else 0
    has_colon = ":" in line or "：" in line
    time = TIME.match(line, start, start + LONGEST_LABEL) if has_colon else None
    if time:
        start = time.end()
    nick = NICK.match(line, start)
    if nick:
        return _label(line, nick.span(1), nick.end(), timed=True)
    stopped = STOPPED.match(line, start)
    if stopped:
        return _label(line, stopped.span(stopped.lastindex or 0), stopped.end(), timed=time is not None)
    if not has_colon:
        return None
    colon = COLON.search(line, start, start + LONGEST_LABEL)
    if colon:
        return _before_colon(line, start, colon, timed=time is not None)
    if time:
        return None
    named = TIMED_NAME.match(line, start) if len(line) - start <= LONGEST_TIMED_NAME else None
    if named and len(named[1].split()) > 1 and is_name(named[1]):
        return _label(line, named.span(1), len(line), timed=True)
    return None


def labelled(lines: Sequence[str]) -> list[list[str]]:
    """Divide the lines of a passage in front of its labels. It is one piece if fewer than two lines have labels."""
    starts = [number for number, line in enumerate(lines) if number and label_of(line) is not None]
    if not starts or (len(starts) == 1 and label_of(lines[0]) is None):
        return [list(lines)]
    return [list(lines[start:end]) for start, end in pairwise([0, *starts, len(lines)])]


def is_name(text: str) -> bool:
    """Whether a text has the form of a name: few words with capitals, particles between them."""
    words = text.split()
    if not words or len(words) > MOST_NAME_WORDS or not words[0][0].isupper():
        return False
    if words[-1].isdigit():
        return len(words) > 1 and words[0].casefold() in ANONYMOUS
    return bool(NUMBERED.match(text)) or (words[-1][0].isupper() and all(map(_is_part, words)))


def _is_part(word: str) -> bool:
    letters = word.translate(_JOINTS)
    return letters.isalpha() and (word[0].isupper() or word.casefold().split("-")[0] in PARTICLES)


# Characters within a word of a name.
_JOINTS = str.maketrans(dict.fromkeys(".'’-‐&"))


def _before_colon(line: str, start: int, colon: re.Match[str], *, timed: bool) -> Label | None:
    """Return the label that ends in a colon. A name after a time may have any form, as in chats."""
    end = colon.start()
    addressed = ADDRESSED.match(line, start, end) if timed else None
    if addressed:
        return _label(line, addressed.span(1), colon.end(), timed=True)
    opening = SUFFIX_START.search(line, start, end)
    name_end = opening.start() if opening else end
    suffix = line[name_end:end]
    if opening and (SUFFIX.match(suffix) is None or len(suffix.split()) > MOST_SUFFIX_WORDS):
        return None
    name = line[start:name_end].strip(" \t*_")
    if timed:
        fits = len(name.split()) <= MOST_NAME_WORDS and not any(mark in name for mark in '<>{}=/\\"“”?!;')
    else:
        fits = is_name(name)
    # A comma also follows a name that is addressed: only a full name has a role after it.
    spoken_to = suffix.lstrip().startswith(",") and len(name.split()) < 2
    if not fits or spoken_to or not any(map(str.isalpha, name)):
        return None
    has_time = re.search(_CLOCK, suffix) is not None
    place = line.index(name, start)
    suffixed = bool(suffix) and not has_time and not any(map(str.isdigit, suffix))
    return _label(line, (place, place + len(name)), colon.end(), timed=timed or has_time, suffixed=suffixed)


def _label(line: str, place: tuple[int, int], end: int, *, timed: bool = False, suffixed: bool = False) -> Label:
    after = end + len(line[end:]) - len(line[end:].lstrip())
    return Label(line[slice(*place)], place[0], after, timed, suffixed)
