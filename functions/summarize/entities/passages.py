"""Where in a text a place is: its sentence and its paragraph, told from the characters alone."""

import re
from bisect import bisect_right

from functions.summarize.entities.titles import ABBREVIATED

_END = re.compile(r"[.!?…][\"'”’»)\]]*\s|\n")
_BEFORE_STOP = re.compile(r"(\w+)$")
_NO_END = ABBREVIATED.keys() | frozenset("mr mrs ms mme messrs fr hon st jr sr vs no inc corp co ltd".split())


class Passages:
    """The sentences and paragraphs of one text, found once, in time linear in its length.

    A full stop after an initial or an abbreviated title ends no sentence. It is rougher than `sentences_of`, which
    needs the blocks of a document: here it only tells whether two names stand side by side.
    """

    def __init__(self, text: str) -> None:
        self._paragraphs = [0]
        self._sentences = [0]
        for match in _END.finditer(text):
            if match.group() == "\n" or match.group()[-1] == "\n":
                self._paragraphs.append(match.end())
            elif text[match.start()] == ".":
                word = _BEFORE_STOP.search(text[max(0, match.start() - 12) : match.start()])
                if word and (len(word.group()) == 1 or word.group().lower() in _NO_END):
                    continue
            self._sentences.append(match.end())

    def sentence(self, place: int) -> int:
        """The number of the sentence at a place, from 0."""
        return bisect_right(self._sentences, place) - 1

    def paragraph_start(self, place: int) -> int:
        """Where the paragraph at a place begins."""
        return self._paragraphs[bisect_right(self._paragraphs, place) - 1]
