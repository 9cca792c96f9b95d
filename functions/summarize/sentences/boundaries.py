"""Patterns for the ends of sentences, for short texts and passages that are not divided into sentences."""

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
