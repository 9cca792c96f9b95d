"""An index of the sentences and paragraphs of a text, from its characters alone."""

import re
from bisect import bisect_right

from functions.summarize.entities.roles import ABBREVIATED

_END = re.compile(r"[.!?…][\"'”’»)\]]*\s|\n")
_BEFORE_STOP = re.compile(r"(\w+)$")

# Abbreviations after which a full stop does not end a sentence.
_NO_END = ABBREVIATED.keys() | frozenset("mr mrs ms mme messrs fr hon st jr sr vs no inc corp co ltd".split())

# Maximum length in code points of the word before a full stop that is compared with _NO_END.
_LONGEST_ABBREVIATION = 12


class SentenceIndex:
    """The sentences and paragraphs of one text, found once, in time linear in its length.

    A full stop after an initial or an abbreviation does not end a sentence. This is less exact than `sentences_of`,
    which needs the blocks of a document. It is exact enough to find names in the same sentence.
    """

    def __init__(self, text: str) -> None:
        self._paragraphs = [0]
        self._sentences = [0]
        for match in _END.finditer(text):
            if match.group()[-1] == "\n":
                self._paragraphs.append(match.end())
            elif text[match.start()] == ".":
                word = _BEFORE_STOP.search(text[max(0, match.start() - _LONGEST_ABBREVIATION) : match.start()])
                if word and (len(word.group()) == 1 or word.group().lower() in _NO_END):
                    continue
            self._sentences.append(match.end())

    def sentence(self, place: int) -> int:
        """Return the number of the sentence at `place`, from 0."""
        return bisect_right(self._sentences, place) - 1

    def paragraph_start(self, place: int) -> int:
        """Return the start of the paragraph at `place`."""
        return self._paragraphs[bisect_right(self._paragraphs, place) - 1]
