"""One engine of the summary benchmarks in its own process: `python -m tests.benchmarks.summary_child ENGINE`.

Each line of the input is a JSON object: `title`, `sentences` (of the paragraphs, in order), `blocks` (kind, level and
text of each) and `words` (target length of the summary). The answer to each line has `summary`, a list of sentences,
and `milliseconds`. At the end of the input, the last answer has `peak_mb`. newspaper4k runs in the virtual environment
of the peers, all other engines in that of the project. The peers get the product's sentences, because their own
splitters must download data. All of them stop at the same number of words.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

from functions.summarize.sentences.lengths import word_count

# A summary ends between these shares of the target length, as in functions.summarize.selection.ranking.
FULL, OVERFULL = 0.85, 1.15
WORD = re.compile(r"\w+(?:[-'’]\w+)*")

Row = dict[str, Any]
Summarize = Callable[[Row], Sequence[str]]


def up_to(words: int, ranked: Iterable[str]) -> list[str]:
    """Return the first sentences with about `words` words together; skip a sentence that would exceed the limit."""
    taken: list[str] = []
    used = 0
    for sentence in ranked:
        length = word_count(sentence)
        if used + length <= words * OVERFULL:
            taken.append(sentence)
            used += length
        if used >= words * FULL:
            break
    return taken


def ours() -> Summarize:
    """Load the product's Summarizer. It also extracts key points, timeline and the rest of a Summary."""
    from shared.documents.document import BlockKind, BlockText, Metadata
    from tests.benchmarks.documents import summarizer
    from tests.benchmarks.predict import summary_sentences
    from tests.support.documents import document

    loaded: dict[int, Any] = {}

    def summarize(row: Row) -> Sequence[str]:
        words = row["words"]
        if words not in loaded:
            os.environ["SUMMARY_LENGTH"] = str(words)
            loaded[words] = summarizer()
        blocks = [BlockText(kind=BlockKind(kind), level=level, text=text) for kind, level, text in row["blocks"]]
        metadata = Metadata(language="en", title=row["title"] or None)
        return summary_sentences(loaded[words].summarize(document(*blocks, metadata=metadata)).findings.summary)

    return summarize


def lead() -> Summarize:
    """Return the first sentences, up to the number of words."""

    def summarize(row: Row) -> Sequence[str]:
        return up_to(row["words"], row["sentences"])

    return summarize


def lead_3() -> Summarize:
    """Return the first three sentences, of any length."""
    return lambda row: row["sentences"][:3]


def sumy(module: str, name: str) -> Callable[[], Summarize]:
    """A summarizer of sumy, with its English stemmer and stop words."""

    def load() -> Summarize:
        from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
        from sumy.nlp.stemmers import Stemmer
        from sumy.utils import get_stop_words

        engine = getattr(import_module(f"sumy.summarizers.{module}"), name)(Stemmer("english"))
        engine.stop_words = get_stop_words("english")

        class Tokenizer:
            def to_words(self, sentence: str) -> tuple[str, ...]:
                return tuple(WORD.findall(sentence))

        def summarize(row: Row) -> Sequence[str]:
            def enough(infos: Sequence[Any]) -> list[Any]:
                texts = up_to(row["words"], [str(info.sentence) for info in infos])
                return [info for info in infos if str(info.sentence) in texts]

            sentences = [Sentence(sentence, Tokenizer()) for sentence in row["sentences"]]
            return [str(sentence) for sentence in engine(ObjectDocumentModel([Paragraph(sentences)]), enough)]

        return summarize

    return load


def newspaper() -> Summarize:
    """Load the sentence scoring of newspaper4k, which its `Article.nlp` uses."""
    scoring = import_module("newspaper.nlp")
    settings = import_module("newspaper.settings")
    stop_words = import_module("newspaper.text").StopWords("en")

    def summarize(row: Row) -> Sequence[str]:
        keys = scoring.keywords(" ".join(row["sentences"]), stop_words, settings.SUMMARIZE_KEYWORD_COUNT)
        title = list(stop_words.tokenizer(row["title"]))
        ranks = scoring.scored_sentences(row["sentences"], title, keys, stop_words)
        chosen = up_to(row["words"], [sentence for _, sentence, _ in ranks])
        return [sentence for sentence in row["sentences"] if sentence in chosen]

    return summarize


ENGINES: dict[str, Callable[[], Summarize]] = {
    "Nutgraf": ours,
    "LEAD": lead,
    "LEAD-3": lead_3,
    "newspaper4k": newspaper,
    "sumy LexRank": sumy("lex_rank", "LexRankSummarizer"),
    "sumy LSA": sumy("lsa", "LsaSummarizer"),
    "sumy TextRank": sumy("text_rank", "TextRankSummarizer"),
}


def peak_memory_mb() -> float:
    """Return the peak resident megabytes of this process. getrusage would also count the parent process."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM:"))


def main() -> None:
    """Answer lines until the input ends. The first one is summarized twice, and only the second run counts."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # output that a library prints is not an answer
    summarize = ENGINES[sys.argv[1]]()
    for number, line in enumerate(sys.stdin):
        row = json.loads(line)
        if number == 0:
            summarize(row)
        begun = perf_counter()
        summary = list(summarize(row))
        milliseconds = (perf_counter() - begun) * 1000
        print(json.dumps({"summary": summary, "milliseconds": milliseconds}), file=answers, flush=True)
    print(json.dumps({"peak_mb": peak_memory_mb()}), file=answers, flush=True)


if __name__ == "__main__":
    main()
