"""Print how the sentences of a data set are cut: `python -m tests.benchmarks.cuts IN`.

IN is a file with one JSON object per line, with the English text in `text` or `source`. Prints each cut sentence that a
summary can have, with what is left out in braces, for a reader to judge. The last line has the totals.
"""

import argparse
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from functions.summarize.attributions.quotations import find_quotations
from functions.summarize.sentences.cuts.cut_sentence import CutSentence
from functions.summarize.sentences.cuts.cutter import LANGUAGE, SentenceCutter
from functions.summarize.sentences.lead_ins import without_lead_ins
from functions.summarize.sentences.presentable import presentable
from functions.summarize.sentences.sentences import Sentence, sentences_of
from infra.model.lines import by_lines
from tests.benchmarks.data_sets import read_rows


def cuts_of(text: str) -> Iterator[tuple[Sentence, CutSentence]]:
    """Yield the presentable sentences of an English text, and how each is cut if it is shown alone."""
    document = by_lines(text)
    found = find_quotations(document.text, document.blocks)
    cutter = SentenceCutter(document.text, [(each.start, each.end) for each in found], LANGUAGE)
    sentences = sentences_of(document.text, document.blocks)
    for sentence in without_lead_ins(document.text, sentences, is_english=True):
        if presentable(sentence):
            yield sentence, cutter.cut(sentence, follows=False)


def marked(sentence: Sentence, cut: CutSentence) -> str:
    """Return a sentence on one line, with what is left out in braces."""
    kept = [sentence.start, *(place for piece in cut.pieces for place in piece), sentence.end]
    parts = [sentence.text[start - sentence.start : end - sentence.start] for start, end in pairwise(kept)]
    shown = [f"{{{part}}}" if number % 2 == 0 and part else part for number, part in enumerate(parts)]
    return " ".join("".join(shown).split())


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path, metavar="IN")
    sentences = cut_sentences = words = kept_words = 0
    for row in read_rows(parser.parse_args(arguments).rows):
        for sentence, cut in cuts_of(row["text"] if "text" in row else row["source"]):
            sentences += 1
            words += len(sentence.text.split())
            kept_words += len(cut.text.split())
            if cut.pieces != ((sentence.start, sentence.end),):
                cut_sentences += 1
                print(f"{cut_sentences}. {marked(sentence, cut)}")
    print(f"{cut_sentences:,} of {sentences:,} sentences are cut, and {kept_words:,} of {words:,} words remain.")


if __name__ == "__main__":
    main()
