"""The ends of sentences and the starts of lines, for texts and passages that are not divided into sentences."""

import re

from functions.summarize.sentences.characters import LETTER, SUPERSCRIPTS

# The end of a statement, at the end of a text. Titles, bylines and signatures have no such end, and a question states
# nothing. A footnote mark may follow.
STATEMENT_END = re.compile(rf"[.!…。！？؟।॥۔։።။]\s*[\"'“”’«»」』）)\]]*\s*(?:'')?[{SUPERSCRIPTS}]*$")

# The end of a sentence or of the clause before a quotation, at the end of a text.
CLAUSE_END = re.compile(r"[.!?:][\"”’)\]]*\s*$")

# A place within a text where a sentence ends and another follows. After a short word, the full stop may belong to an
# abbreviation.
SENTENCE_BREAK = re.compile(rf"\n|(?<={LETTER}{{3}})[.!?]\s")

# Maximum length of the white space before the first word of a line, in code points.
LONGEST_INDENT = 100


def begins_line(text: str, place: int) -> bool:
    """Whether a word at `place` is the first of its line. A line can be as long as the text, so that it is not read."""
    first = max(0, place - LONGEST_INDENT)
    before = text[first:place].rstrip(" \t\r\f\v\xa0")
    return before.endswith("\n") or (first == 0 and not before)
