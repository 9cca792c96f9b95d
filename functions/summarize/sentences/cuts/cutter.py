"""Cuts the sentences of one Document, and gives the kept pieces as ranges of its text."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from functions.summarize.sentences.cuts.asides import Range
from functions.summarize.sentences.cuts.cut_sentence import CutSentence, cut_sentence
from functions.summarize.sentences.cuts.words import words_of
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import BlockKind

# The language (ISO 639-1) whose clauses and connectives are cut. Citation marks are cut in all languages.
LANGUAGE = "en"

# Kinds of blocks whose text is cut like a sentence. Lines of tables and code are shown as they are.
KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})


class SentenceCutter:
    """Cuts the sentences of a text. The cost is linear in the text."""

    def __init__(self, text: str, quotations: Sequence[Range], language: str | None) -> None:
        """`quotations`: [start, end) of each in the text, in order and without overlap."""
        self._english = language == LANGUAGE
        self._quotations = quotations
        self._ends = [end for _, end in quotations]
        counts = Counter(words_of(text) if self._english else ())
        self._repeated = frozenset(word for word, times in counts.items() if times > 1 and not word.islower())

    def cut(self, sentence: Sentence, *, follows: bool) -> CutSentence:
        """Return a sentence as it is shown, and its pieces as ranges of the text of the Document.

        `follows`: whether the previous sentence is shown directly before it. Its connective then stays.
        """
        cut = cut_sentence(
            sentence.text,
            english=self._english and sentence.kind in KINDS,
            keep_lead_in=follows,
            repeated=self._repeated,
            quoted=self._quoted(sentence),
        )
        return CutSentence(cut.text, tuple((sentence.start + start, sentence.start + end) for start, end in cut.pieces))

    def _quoted(self, sentence: Sentence) -> list[Range]:
        """Return the parts of quotations in a sentence, as ranges of its text."""
        found: list[Range] = []
        for number in range(bisect_left(self._ends, sentence.start + 1), len(self._quotations)):
            start, end = self._quotations[number]
            if start >= sentence.end:
                break
            found.append((max(start - sentence.start, 0), min(end, sentence.end) - sentence.start))
        return found
