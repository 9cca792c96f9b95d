"""Prepare a blind reading: `python -m tests.benchmarks.blind_reading SHEET.md KEY.json (DATA | FILE.txt …)`.

Takes documents of many kinds from *Gold* in the folder DATA, in turn from each kind (`--documents`, `--kinds`,
`--seed`), or all documents of files as `infra/model/written.py` describes them, such as those in
`infra/model/written/best`. SHEET.md has each text with the summaries of Nutgraf and LEAD, in English also of LexRank,
and the sentences that a reader lifted, of about 75 words, in a random order under the letters A to D. KEY.json has the
engine of each letter by the number of the document. Readers must not see it.
"""

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.sentences.lengths import word_count
from functions.summarize.summarizer import Summarizer
from infra.model.salience_examples import GOLD
from infra.model.written import written_rows
from tests.benchmarks.best_sentences import WORDS, lead
from tests.benchmarks.data_sets import Row, read_rows
from tests.benchmarks.documents import summarizer
from tests.benchmarks.predict import in_its_language
from tests.benchmarks.summary_child import ENGINES, Summarize
from tests.benchmarks.summary_quality import task_of

LETTERS = "ABCD"


def documents(sources: Sequence[Path]) -> Iterator[Row]:
    """Yield the documents of the files, or of *Gold* in a folder, as rows of *Gold*."""
    for source in sources:
        if source.is_dir():
            for part in ("dev", "train"):
                yield from read_rows(source / GOLD.format(part=part))
        else:
            yield from written_rows([source])


def lifted(row: Row) -> str:
    """Return the best sentences of a document that fit in WORDS, the most telling first, in the order of the text."""
    kept: list[tuple[int, int]] = []
    left = WORDS
    for number in row["best"]:
        start, end = row["sentences"][number - 1]
        words = word_count(row["text"][start:end])
        if words <= left or not kept:
            kept.append((start, end))
            left -= words
    return " ".join(row["text"][start:end] for start, end in sorted(kept))


def sample(rows: Sequence[Row], count: int, kinds: int, choose: random.Random) -> list[Row]:
    """Return `count` documents of `kinds` random kinds, in turn from each kind."""
    by_kind: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_kind[row["genre"]].append(row)
    chosen = choose.sample(sorted(by_kind), min(kinds, len(by_kind)))
    piles = [choose.sample(by_kind[kind], len(by_kind[kind])) for kind in chosen]
    turns = (pile[turn] for turn in range(max(map(len, piles))) for pile in piles if turn < len(pile))
    return [row for row, _ in zip(turns, range(count), strict=False)]


def summaries(model: Summarizer, annotator: Annotator, lexrank: Summarize, row: Row) -> dict[str, str]:
    """Return the summaries of a document by engine. LexRank is set up for English."""
    document = in_its_language(row["text"], title=row["title"])
    first = " ".join(sentence.text for sentence in lead(annotator, document))
    found = {"Nutgraf": model.summarize(document).findings.summary.text, "LEAD": first, "by hand": lifted(row)}
    if document.metadata.language == "en":
        blocks = [("paragraph", None, document.text[block.start : block.end]) for block in document.blocks]
        found["LexRank"] = " ".join(lexrank(task_of({"title": row["title"] or "", "blocks": blocks}, WORDS)))
    return found


def page(number: int, row: Row, letters: Mapping[str, str]) -> str:
    """Return the part of the sheet for one document. `letters`: the summaries by letter."""
    parts = [f"# {number}. {row['genre']}: {row['title'] or '(no title)'}", row["text"]]
    parts += [f"**{letter}** {' '.join(text.split())}" for letter, text in letters.items()]
    return "\n\n".join(parts)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sheet", type=Path, metavar="SHEET.md")
    parser.add_argument("key", type=Path, metavar="KEY.json")
    parser.add_argument("sources", type=Path, nargs="+", metavar="SOURCE", help="DATA, or files with documents")
    parser.add_argument("--documents", type=int, default=40, help="number of documents of Gold; default: 40")
    parser.add_argument("--kinds", type=int, default=12, help="number of kinds of Gold; default: 12")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    choose = random.Random(chosen.seed)
    rows = list(documents(chosen.sources))
    if any(source.is_dir() for source in chosen.sources):
        rows = sample(rows, chosen.documents, chosen.kinds, choose)
    model, annotator, lexrank = summarizer(), Annotator.load(), ENGINES["sumy LexRank"]()
    pages, key = [], {}
    for number, row in enumerate(rows, 1):
        texts = summaries(model, annotator, lexrank, row)
        letters = dict(zip(LETTERS, choose.sample(sorted(texts), len(texts)), strict=False))
        pages.append(page(number, row, {letter: texts[engine] for letter, engine in letters.items()}))
        key[number] = {"id": row["id"], **letters}
    chosen.sheet.write_text("\n\n".join(pages) + "\n", encoding="utf-8")
    chosen.key.write_text(json.dumps(key, indent=1) + "\n", encoding="utf-8")
    print(f"{len(rows)} documents of {len({row['genre'] for row in rows})} kinds")


if __name__ == "__main__":
    main()
