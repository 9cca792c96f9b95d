"""Prepare a blind reading of summaries: `python -m tests.benchmarks.blind_reading DATA SHEET.md KEY.json`.

Takes documents of many kinds from *Gold* in DATA, in turn from each kind (`--documents`, `--kinds`, `--seed`).
SHEET.md has each text with the summaries of Nutgraf, LEAD and LexRank and the sentences that a reader lifted, of about
75 words, in a random order under the letters A to D. KEY.json has the engine of each letter by the number of the
document. Readers must not see it.
"""

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from infra.model.salience_examples import GOLD
from tests.benchmarks.data_sets import Row, read_rows
from tests.benchmarks.summary_child import ENGINES
from tests.benchmarks.summary_quality import task_of

COMPARED = ("Nutgraf", "LEAD", "sumy LexRank")
HAND = "by hand"
LETTERS = "ABCD"
WORDS = 75


def documents(data: Path) -> Iterator[Row]:
    """Yield `id`, `genre`, `title` and `source` of each document, and the summary `by hand`."""
    for part in ("dev", "train"):
        for row in read_rows(data / GOLD.format(part=part)):
            title = row["title"] or ""
            yield {"id": row["id"], "genre": row["genre"], "title": title, "source": row["text"], HAND: lifted(row)}


def lifted(row: Row) -> str:
    """Return the best sentences of a document that fit in WORDS, the most telling first, in the order of the text."""
    kept: list[tuple[int, int]] = []
    left = WORDS
    for number in row["best"]:
        start, end = row["sentences"][number - 1]
        words = len(row["text"][start:end].split())
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


def shuffled(names: Sequence[str], choose: random.Random) -> dict[str, str]:
    """Return the engines by their letters, in a random order."""
    return dict(zip(LETTERS, choose.sample(list(names), len(names)), strict=True))


def page(number: int, row: Row, summaries: Sequence[tuple[str, str]]) -> str:
    """Return the part of the sheet for one document. `summaries`: letters and texts."""
    parts = [f"# {number}. {row['genre']}: {row['title'] or '(no title)'}", row["source"]]
    parts += [f"**{letter}** {' '.join(text.split())}" for letter, text in summaries]
    return "\n\n".join(parts)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of the development sets")
    parser.add_argument("sheet", type=Path, metavar="SHEET.md")
    parser.add_argument("key", type=Path, metavar="KEY.json")
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--kinds", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    choose = random.Random(chosen.seed)
    rows = sample(list(documents(chosen.data)), chosen.documents, chosen.kinds, choose)
    engines = {name: ENGINES[name]() for name in COMPARED}
    pages, key = [], {}
    for number, row in enumerate(rows, 1):
        task = task_of(row | {"blocks": _lines(row["source"])}, WORDS)
        texts = {name: " ".join(engine(task)) for name, engine in engines.items()} | {HAND: row[HAND]}
        letters = shuffled(list(texts), choose)
        summaries = [(letter, texts[name]) for letter, name in letters.items()]
        pages.append(page(number, row, summaries))
        key[number] = {"id": row["id"], **letters}
    chosen.sheet.write_text("\n\n".join(pages) + "\n", encoding="utf-8")
    chosen.key.write_text(json.dumps(key, indent=1) + "\n", encoding="utf-8")
    print(f"{len(rows)} documents of {len({row['genre'] for row in rows})} kinds")


def _lines(text: str) -> list[tuple[str, None, str]]:
    """Return the lines of a text as paragraphs, as `summary_child` reads blocks."""
    return [("paragraph", None, line.strip()) for line in text.split("\n") if line.strip()]


if __name__ == "__main__":
    main()
