"""Headings that are run in: bold words in front of the text of a paragraph, on its first line.

Bold words also begin paragraphs that they are a part of: `Kesterport Pumps is the oldest firm of the town.` A heading
has a number, or else the text after bold words begins a sentence in nearly all such paragraphs of the document.
"""

import re
from dataclasses import dataclass

from functions.parse.formats.pdf.lines import Line
from functions.parse.formats.pdf.paragraphs import OTHER_SIZE, SENTENCE_END

# Maximum length of a heading that is run in, in characters; of one that ends in a full stop, in words; and the maximum
# number of lines on which it is.
MAX_LENGTH = 120
MOST_WORDS = 12
MOST_LINES = 3

# Minimum number of paragraphs of a document whose bold words without a number are headings.
FEWEST = 2

# Maximum number of paragraphs in which the sentence of the bold words goes on, for each one in which it does not.
MAX_CONTINUED = 0.2

# Minimum number of words of a text of one line after a heading. Fewer are a value behind its label.
FEWEST_AFTER = 5

# Maximum distance of a line to the next one of its text, in font sizes; and minimum room at the end of a line that ends
# a paragraph.
NEAR = 1.7
ROOM = 3.0

NUMBER = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,4}\.?|§ ?\d+)\s+(?=[^\W\d_])")
WORD = re.compile(r"[^\W\d_]{2}")
UNFINISHED = re.compile(r"[:,;–—-]$")


@dataclass(slots=True)
class _Candidate:
    line: Line
    # The bold words up to the text, with those on the lines above.
    words: str
    # Whether the text after them begins with a capital.
    begins: bool

    @property
    def numbered(self) -> bool:
        return NUMBER.match(self.words) is not None


def keep_run_in_headings(pages: list[list[Line]]) -> None:
    """Remove the `lead` of the lines on which no heading is run in. The lines are in reading order."""
    candidates: list[_Candidate] = []
    for lines in pages:
        for place, line in enumerate(lines):
            if line.lead is not None:
                candidate = _candidate(lines, place)
                if candidate is None:
                    line.lead = None
                else:
                    candidates.append(candidate)
    unnumbered = [candidate for candidate in candidates if not candidate.numbered]
    begun = sum(candidate.begins for candidate in unnumbered)
    marks = begun >= FEWEST and len(unnumbered) - begun <= MAX_CONTINUED * begun
    for candidate in candidates:
        if not candidate.begins or not (candidate.numbered or marks):
            candidate.line.lead = None


def _candidate(lines: list[Line], place: int) -> _Candidate | None:
    """Return what may be a heading in front of the text of a line; None if it is inside a paragraph or no phrase."""
    line = lines[place]
    assert line.lead is not None
    start = place
    while start > 0 and place - start < MOST_LINES - 1 and _wraps(lines[start - 1], lines[start]):
        start -= 1
    if start > 0 and not _ends(lines[start - 1], lines[start]):
        return None
    words = " ".join([*(above.text for above in lines[start:place]), line.lead.text])
    after = line.text[len(line.lead.text) :]
    if len(words) > MAX_LENGTH or words[0].islower() or not WORD.search(words):
        return None
    numbered = NUMBER.match(words) is not None
    if UNFINISHED.search(words) or (SENTENCE_END.search(words) and not (numbered and len(words.split()) <= MOST_WORDS)):
        return None
    if not _is_text(lines, place, after) or (line.pieces and not numbered):
        return None
    return _Candidate(line, words, after.lstrip()[0].isupper())


def _is_text(lines: list[Line], place: int, after: str) -> bool:
    """Return whether what follows bold words on a line can be a sentence."""
    if place + 1 < len(lines) and _near(lines[place], lines[place + 1]):
        return True
    return len(after.split()) >= FEWEST_AFTER and SENTENCE_END.search(after) is not None


def _wraps(above: Line, line: Line) -> bool:
    """Return whether the bold words of a line began on the line above."""
    return above.bold and line.text[:1].islower() and _near(above, line)


def _near(above: Line, line: Line) -> bool:
    """Return whether two lines may be of one paragraph."""
    same = abs(above.size - line.size) <= OTHER_SIZE * line.size
    return same and line.below(above) and line.baseline - above.baseline <= NEAR * line.size


def _ends(above: Line, line: Line) -> bool:
    """Return whether a paragraph ends in front of a line: after a sentence, a heading, a gap, or an early end."""
    if above.bold or not _near(above, line):
        return True
    return SENTENCE_END.search(above.text) is not None or line.right - above.right > ROOM * line.size
