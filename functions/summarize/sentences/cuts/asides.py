"""Asides between marks: citation marks, parentheses and pairs of dashes, and the connectives that open a sentence."""

import re
from collections.abc import Collection, Iterator

from functions.summarize.sentences.characters import SUPERSCRIPTS
from functions.summarize.sentences.cuts.words import OPEN, SENSE, words_of

Range = tuple[int, int]

# `[3, 4]`, `[5],[6]`, `([7])`, `[citation needed]`, and the number of a note in superscript, which is no exponent.
_NUMBERS = r"[1-9]\d{0,2}(?:\s*[,–-]\s*[1-9]\d{0,2})*"
_REFERENCE = rf"\[\s*(?:{_NUMBERS}|(?:citation|better source|clarification) needed|note \d{{1,3}})\s*\]"
REFERENCES = re.compile(rf"(?:\(\s*{_REFERENCE}\s*\)|{_REFERENCE}(?:\s*[,–-]?\s*{_REFERENCE})*)", re.IGNORECASE)
NOTE_MARKS = re.compile(rf"(?<=[.,;:!?”\"’)])[{SUPERSCRIPTS}]+(?=\s|$)|(?<=[a-z]{{4}})[{SUPERSCRIPTS}]+(?=[\s.,;:]|$)")

# Words before a reference or an interval that is part of the sentence: `see [7]`, `in the range of [1, 100]`, `x [1]`.
ATTACHED = re.compile(
    r"(?:\bsee|\bcf\.?|(?<![\w'’])[a-z]{1,2}|[=<>∈+*/]|\bfrom|\bwith|\bthan|\bbetween|\b[Rr]efs?\.?)\s*$"
)

PICTURES = re.compile(
    r"\(\s*(?:pictured|above|below|(?:far )?(?:left|right)|cent(?:re|er)|file (?:photo|picture|image))"
    r"(?:\s+(?:above|below|left|right|cent(?:re|er)))?\s*\)",
    re.IGNORECASE,
)

PARENTHESIS = re.compile(r"(?<=[\w.%”\"’'])\s+\(([^()]{2,200})\)(?=[\s.,;:]|$)")

# Maximum number of parentheses that can be left out of a sentence. A sentence with more is a list.
MOST_PARENTHESES = 8

# What a parenthesis that can be left out contains: a word, a year, a share or an amount. `(1)`, `(b)` and `(iii)`
# number parts.
CONTENT = re.compile(r"[^\W\d_]{2}|\d{4}|%|[$£€]\s?\d")
PART_NUMBER = re.compile(
    r"\s*(?:[ivxlc]{1,5}|[a-z]{1,2}|\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|once|twice)\s*",
    re.IGNORECASE,
)

# Asides that belong to the sense: alternatives, units, definitions, and text of a form; in the second one, dates.
BELONGING = re.compile(
    r"""^\s*(?:and|or|in|per|plus|minus|to|with|for|as|by|of)\b | \b(?:millions?|thousands|billions?|'000s?)\s*$
      | [“”"«»:;=]|_""",
    re.IGNORECASE | re.VERBOSE,
)
DATE = re.compile(
    r"""\b(?:January|February|March|April|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs
        |Fri|Satur|Sun)day|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|today|yesterday|tomorrow|tonight
        |BCE?|CE|AD)\b""",
    re.IGNORECASE | re.VERBOSE,
)

# A short name that the document introduces: an acronym, or words with capitals.
SHORT_NAME = re.compile(r"\s*(?:the\s+)?([A-Z][\w&.-]*(?:\s[A-Z][\w&.-]*){0,2})\s*")
LAST_WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*(?=\W*$)")

DASHES = re.compile(r"(?<=\s)(?:–|—|--|-)(?=\s)|(?<=\w)—(?=\w)")
LONGEST_ASIDE = 25
BELONGING_BETWEEN_DASHES = re.compile(r"^\s*(?:or|to|nor|as|that)\b", re.IGNORECASE)
WITHOUT_VERB = re.compile(r"['’](?:ll|ve|re|d|m)$|^\d+$")
INTRODUCTION = re.compile(
    r"(?:in|on|at|by|for|from|with|after|before|during|since|as|under|over|to|only|when|where|once|based|given|although"
    r"|though|while|whereas|because|if|unless|until|despite)\b",
    re.IGNORECASE,
)

LEAD_IN = re.compile(
    r"""(?:in\ addition|additionally|meanwhile|in\ the\ meantime|furthermore|moreover|however|besides|nevertheless
      | nonetheless|consequently|as\ a\ result|thus|therefore|hence|accordingly|likewise|similarly|indeed|in\ fact
      | of\ course|in\ other\ words|in\ short|in\ sum|in\ summary|in\ conclusion|on\ the\ other\ hand|by\ contrast
      | in\ contrast|at\ the\ same\ time|that\ said|having\ said\ that|even\ so|still|also|again|finally|lastly
      | first(?:ly)?|second(?:ly)?|third(?:ly)?|for\ (?:this|that)\ reason|to\ this\ end|in\ turn|interestingly|notably
      | importantly|yes|yeah|yep|well
      | as\ (?:noted|mentioned|described|stated|discussed)\ (?:above|earlier|previously|before))
      \s?,\s+(?=\w)(?!(?:and|or|but|so|yet|nor|if|when|as|while|though|although)\b)
      | (?:so|therefore|accordingly|consequently)\s+(?=(?:the|an?|he|she|they|it|we|i|both|all
        |(?-i:[A-Z][a-z]+)(?!\s(?-i:[A-Z])))\s)
      | (?:and|but)\s+(?=(?:the|an?|he|she|they|it|we|i|this|these|there|his|her|its|their|our|my)\s)""",
    re.IGNORECASE | re.VERBOSE,
)


def marks(text: str) -> Iterator[Range]:
    """Yield the citation marks and the references to pictures, in every language. They can overlap."""
    for match in REFERENCES.finditer(text):
        if not ATTACHED.search(text, 0, match.start()):
            yield match.span()
    for pattern in (NOTE_MARKS, PICTURES):
        yield from (match.span() for match in pattern.finditer(text))


def lead_in(text: str) -> Iterator[Range]:
    """Yield the connective that opens the sentence and links it to the previous one."""
    match = LEAD_IN.match(text)
    if match:
        yield match.span()


def parentheses(text: str, repeated: Collection[str]) -> Iterator[Range]:
    """Yield the parentheses of a sentence, if all of them can go: one may explain another.

    A short name stays if its words are `repeated` in the document.
    """
    found = list(PARENTHESIS.finditer(text))
    if (
        text.count("(") == len(found) <= MOST_PARENTHESES
        and "=" not in text
        and all(_can_go(match, repeated) for match in found)
    ):
        yield from (match.span() for match in found)


def _can_go(parenthesis: re.Match[str], repeated: Collection[str]) -> bool:
    """Return whether the sentence has the same sense without a parenthesis."""
    inner = parenthesis[1]
    before = LAST_WORD.search(parenthesis.string[: parenthesis.start()])
    if before is None or before.group().casefold() in OPEN or not CONTENT.search(inner) or PART_NUMBER.fullmatch(inner):
        return False
    explains_acronym = before.group().isupper() and len(before.group()) > 1
    if explains_acronym or any(pattern.search(inner) for pattern in (BELONGING, DATE, SENSE)):
        return False
    name = SHORT_NAME.fullmatch(inner)
    if name is None:
        return True
    # A plural is introduced for its singular too. `Air Division (Defense)` is one name.
    used = all(word in repeated or word.removesuffix("s") in repeated for word in words_of(name[1]))
    return not used and not (before.group().istitle() and name[1].istitle() and name[1].replace(" ", "").isalpha())


def between_dashes(text: str) -> Iterator[Range]:
    """Yield the aside between the only two dashes of a sentence, if the clause goes on in lower case after it.

    If a text has spaces before its commas, it may have them around its hyphens too, so hyphens are no dashes.

    After an introductory phrase the dashes are also its comma, so they stay.
    """
    found = list(DASHES.finditer(text))
    mark = found[0].group() if found else ""
    if len(found) != 2 or found[1].group() != mark or (mark == "-" and " ," in text):
        return
    aside, rest = text[found[0].end() : found[1].start()], text[found[1].end() :].lstrip()
    words = words_of(aside)
    opening = text[: found[0].start()]
    before = words_of(opening)
    if not before or WITHOUT_VERB.search(before[-1]) or (INTRODUCTION.match(opening) and "," not in opening):
        return
    whole = 1 < len(words) <= LONGEST_ASIDE and words[-1].casefold() not in OPEN and not re.search(r"[.?!:;]\s", aside)
    belongs = any(pattern.search(aside) for pattern in (BELONGING_BETWEEN_DASHES, DATE, SENSE))
    if whole and not belongs and before[-1].casefold() not in OPEN and rest[:1].islower():
        yield found[0].start(), found[1].end()
