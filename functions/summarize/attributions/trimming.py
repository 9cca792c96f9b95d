"""Trim the parts of an attribution: no connectives, punctuation, footnote marks or single quotation marks remain."""

import re
from collections.abc import Sequence

from functions.summarize.attributions.drafts import TextRange
from functions.summarize.attributions.quotations import QUOTED_SHARE, Quotation, quotation_at
from functions.summarize.sentences.auxiliary_verbs import AUXILIARY
from functions.summarize.sentences.characters import LETTER, SUPERSCRIPTS
from functions.summarize.sentences.lead_ins import dateline_end
from functions.summarize.sentences.quotation_edges import with_both_marks

# The conjunction before a clause. Before a finite auxiliary it is the subject: "That may be wrong, she said", but not
# in a condition: "said that had the port closed, …".
CONDITION = r"(?:had|should|were)\s+(?:I|you|he|she|it|we|they|there|the|this|these|those|his|her|(?-i:[A-Z]\w*))"
CONJUNCTION = re.compile(rf"that(?!\s+(?!{CONDITION}\b)(?-i:{AUXILIARY})\b),?\s+(?=\S)", re.IGNORECASE)

# A verb whose object can begin with the demonstrative: "called that plan a mistake".
NAMES = re.compile(r"\b(?:call|describ|dubb|label|brand)", re.IGNORECASE)

# Footnote marks at the end of a name: `Firth²*`, `Smith [12]`.
FOOTNOTES = re.compile(rf"(?:\s*\[\d{{1,3}}\]|[{SUPERSCRIPTS}*†‡§])+$")

# A word after a possessive pronoun whose noun is the cue: "by her own reckoning".
OWN = re.compile(r"\s+own$", re.IGNORECASE)

# A bracket that opens at the end of a piece, with the number of a citation: "… of the cells [17".
OPENED_BRACKET = re.compile(r"[\[(]\d{0,3}$")

WORD = re.compile(rf"{LETTER}[\w’'-]*")

# The start of a noun phrase after a cue, which names an addressee or a place: "reminded the", "wrote in his".
NOUN_START = re.compile(r"(?:\s+(?:at|in|on))?\s+(?:his|her|its|their|my|our)$|\s+(?:the|an?)$", re.IGNORECASE)

# Words that state nothing alone.
EMPTY = frozenset("a an the it this that these those so them such one which what".split())

# The end of a quotation that is a sentence, and what its speaker does then.
THEN = re.compile(
    r"[,.!?][\"”’]\s+(?:and|but)\s+(?:then\s+)?"
    r"(?:\w{2,}ed|gave|got|hung|left|let|made|ran|sat|stood|took|went)\b[^\"“”‘«]*\Z"
)

# A cue that is a label in front of a colon instead of a verb: `Conclusions:`.
LABEL = re.compile(r"[A-Z]\w*:?$")

# A cue without a verb: "he said, through the interpreter, …".
PREPOSITION = re.compile(r"(?:through|with|on|at)", re.IGNORECASE)

# The verb after an auxiliary with an infinitive: "used to [tell]".
USED_TO = re.compile(r"\bused\s+to$", re.IGNORECASE)
INFINITIVE = re.compile(r"\s+[a-z]+")


def trimmed_source(text: str, source: TextRange) -> TextRange | None:
    """Return the source without punctuation and footnote marks at its edges, None if it has no word."""
    start, end = _stripped(text, *source, ",;:.")
    footnotes = FOOTNOTES.search(text[start:end])
    if footnotes:
        start, end = _stripped(text, start, start + footnotes.start(), ",;:.")
    own = OWN.search(text, start, end)
    end = own.start() if own else end
    words = WORD.findall(text, start, end)
    return (start, end) if any(len(word) > 1 or word == "I" for word in words) else None


def trimmed_cue(text: str, cue: TextRange) -> TextRange | None:
    """Return the cue without punctuation at its edges, None if it has no word, or is a label such as `Conclusions:`."""
    start, end = _stripped(text, *cue, ",;:.[]()")
    noun = NOUN_START.search(text, start, end)
    end = noun.start() if noun else end
    if not any(len(word) > 1 for word in WORD.findall(text, start, end)):
        return None
    before = text[max(0, start - 2) : start].strip(" \n")
    heads = start == 0 or before in ("", ".", "!", "?") or text[start - 1] == "\n"
    is_label = heads and text[end : end + 1] == ":" and LABEL.fullmatch(text[start:end]) is not None
    if is_label or PREPOSITION.fullmatch(text, start, end):
        return None
    infinitive = INFINITIVE.match(text, end) if USED_TO.search(text, start, end) else None
    return start, infinitive.end() if infinitive else end


def trimmed(text: str, piece: TextRange, cue: TextRange, quotations: Sequence[Quotation]) -> TextRange:
    """Return a piece of content with whole quotations, both quotation marks or neither, and without connectives."""
    start, end = _without_deed(text, whole_quotation(text, piece, quotations, cue), cue, quotations)
    while start < end and (text[start] in ",;:" or text[start].isspace()):
        start += 1
    start = min(end, dateline_end(text, start))
    conjunction = CONJUNCTION.match(text, start, end)
    if conjunction and not NAMES.search(text, *cue):
        start = conjunction.end()
    opened = OPENED_BRACKET.search(text, start, end)
    end = opened.start() if opened else end
    start, end = _stripped(text, start, end, "", ",;")
    return _stripped(text, *with_both_marks(text, start, end), "", ",;")


def has_words(text: str, piece: TextRange) -> bool:
    """Whether a piece of content has a word besides pronouns and articles."""
    return any(word.casefold() not in EMPTY for word in WORD.findall(text, *piece))


def whole_quotation(text: str, piece: TextRange, quotations: Sequence[Quotation], cue: TextRange | None) -> TextRange:
    """Return the whole paragraphs of a quotation whose start or most of which is in the piece.

    A piece of a quotation with the cue inside stays as it is.
    """
    start, end = piece
    at = quotation_at(quotations, start)
    if at is None or (cue is not None and quotations[at].start <= cue[0] < quotations[at].end):
        return piece
    paragraphs = [each for each in quotations[at].paragraphs if each[0] < end and start < each[1]]
    first, last = paragraphs[0][0], paragraphs[-1][1]
    is_start = not any(map(str.isalnum, text[first:start]))
    if not is_start and min(end, last) - max(start, first) < QUOTED_SHARE * (last - first):
        return piece
    return first, max(end, last)


def _without_deed(text: str, piece: TextRange, cue: TextRange, quotations: Sequence[Quotation]) -> TextRange:
    """Return a piece that begins with a whole quotation without what the speaker does then: `"Done," and left`."""
    start, end = piece
    at = quotation_at(quotations, start)
    if at is None or quotations[at].start != start or NAMES.search(text, *cue):
        return piece
    last = quotations[at].end
    return (start, last) if last < end and THEN.match(text[last - 2 : end]) else piece


def _stripped(text: str, start: int, end: int, edges: str, tail: str = "") -> TextRange:
    """Return the range without white space and the characters of `edges` at both edges, of `tail` at its end."""
    while start < end and (text[start].isspace() or text[start] in edges):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in edges + tail):
        end -= 1
    return start, end
