"""Measure names and attributions by language: `python -m tests.benchmarks.languages DATA [--names | --said | --own]`.

DATA is the folder of the development sets. Texts go through the whole Summarizer, and the language of each is detected.
Prints Markdown tables: names, exact F1, on the sets of sentences; and names, attributions and quotations on the
articles of DATA, on our own (`infra/model/written/languages/measured`) and on our own English documents that are kept
for measuring (`infra/model/written/measured`), by file. An attribution is right if its content overlaps with the marked
one by at least half of both together, and if their sources overlap.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from functions.summarize.summarizer import Summarizer
from infra.model.written import ENGLISH_MEASURED, MEASURED, written_rows
from shared.summary import Attribution
from tests.benchmarks.data_sets import Row, read_rows
from tests.benchmarks.documents import summarizer
from tests.benchmarks.predict import in_its_language, mentions
from tests.benchmarks.repaired_text import repaired_text

SENTENCES = Path("entities", "languages")
ARTICLES = Path("gold", "languages-dev.jsonl.gz")

TYPES = frozenset({"PERSON", "ORGANIZATION", "LOCATION"})

# Minimum intersection over union of the contents of two attributions that match.
OVERLAP = 0.5

Counts = Counter[str]


def f1(found: Counts, what: str) -> float | None:
    """Return 2PR / (P + R) of the counts `what right`, `what given` and `what wanted`; None if nothing is wanted."""
    both = found[f"{what} given"] + found[f"{what} wanted"]
    return 2 * found[f"{what} right"] / both if found[f"{what} wanted"] else None


def count_names(found: Counts, given: Sequence[Sequence[Any]], wanted: Sequence[Sequence[Any]]) -> None:
    """Count the names of one text. Each is [type, start, end, …]."""
    ours = {tuple(each[:3]) for each in given}
    theirs = {tuple(each[:3]) for each in wanted if each[0] in TYPES}
    found["names right"] += len(ours & theirs)
    found["names given"] += len(ours)
    found["names wanted"] += len(theirs)


def count_attributions(found: Counts, given: Sequence[Attribution], wanted: Sequence[Mapping[str, Any]]) -> None:
    """Count the attributions of one text, the direct ones of these, and those of which the entity is right."""
    wanted = [each for each in wanted if each["content"]]
    pairs = list(_matches(given, wanted))
    found["said right"] += len(pairs)
    found["said given"] += len(given)
    found["said wanted"] += len(wanted)
    found["direct wanted"] += sum(each["kind"] == "direct" for each in wanted)
    for ours, theirs in pairs:
        found["direct right"] += theirs["kind"] == "direct"
        if ours.entity is not None:
            found["speakers given"] += 1
            found["speakers right"] += bool(theirs["speaker"]) and _same_name(ours.entity, theirs["speaker"])


def _matches(
    given: Sequence[Attribution], wanted: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[Attribution, Mapping[str, Any]]]:
    """Yield pairs with about the same content, the best first, of which the sources overlap."""
    contents = [_places([(span.start, span.end) for span in each.content]) for each in given]
    marked = [_places(each["content"]) for each in wanted]
    scored = sorted(
        (
            (len(ours & theirs) / len(ours | theirs), i, j)
            for i, ours in enumerate(contents)
            for j, theirs in enumerate(marked)
        ),
        reverse=True,
    )
    used: tuple[set[int], set[int]] = (set(), set())
    for overlap, i, j in scored:
        if overlap >= OVERLAP and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            speaker = given[i].speaker
            source = _places([(speaker.start, speaker.end)]) if speaker else set()
            theirs = _places(wanted[j]["source"])
            if source & theirs or not (source or theirs):
                yield given[i], wanted[j]


def _places(spans: Sequence[Sequence[int]]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def _same_name(one: str, other: str) -> bool:
    """Whether one of two names has all words of the other, or begins with it."""
    words, others = set(one.casefold().split()), set(other.casefold().split())
    return words <= others or others <= words or one.startswith(other) or other.startswith(one)


def names_table(model: Summarizer, folder: Path) -> Iterator[str]:
    """Yield the lines of the table of the sets of sentences."""
    yield "| language | sentences | names | exact F1 |"
    yield "|---|---:|---:|---:|"
    for path in sorted(folder.glob("*-dev.jsonl.gz")):
        found: Counts = Counter()
        rows = read_rows(path)
        for row in rows:
            read = repaired_text(row["text"])
            entities = model.summarize(in_its_language(read.text)).findings.entities
            count_names(found, mentions(entities, read), row["entities"])
        language = path.name.removesuffix("-dev.jsonl.gz")
        yield f"| {language} | {len(rows):,} | {found['names wanted']:,} | {_shown(f1(found, 'names'))} |"


def articles_table(model: Summarizer, articles: Iterable[tuple[str, Row]]) -> Iterator[str]:
    """Yield the lines of the table of articles. Each has its group, such as its language, and is a row of gold data."""
    yield "| articles | number | names F1 | who said what P | R | F1 | direct quotations | speakers |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    counts: defaultdict[str, Counts] = defaultdict(Counter)
    for group, article in articles:
        read = repaired_text(article["text"])
        assert read.text == article["text"], "the contents of attributions are compared by their places"
        findings = model.summarize(in_its_language(read.text)).findings
        for found in (counts[group], counts["all"]):
            found["articles"] += 1
            count_names(found, mentions(findings.entities, read), article["entities"])
            count_attributions(found, findings.attributions, article["attributions"])
    for group, found in sorted(counts.items(), key=lambda item: (item[0] == "all", item[0])):
        yield _line(group, found)


def _line(group: str, found: Counts) -> str:
    right = found["said right"]
    cells = [
        f1(found, "names"),
        right / max(1, found["said given"]),
        right / max(1, found["said wanted"]),
        f1(found, "said"),
        found["direct right"] / found["direct wanted"] if found["direct wanted"] else None,
        found["speakers right"] / found["speakers given"] if found["speakers given"] else None,
    ]
    return f"| {group} | {found['articles']} | {' | '.join(map(_shown, cells))} |"


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of the development sets")
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--names", action="store_true", help="only the sets of sentences")
    part.add_argument("--said", action="store_true", help="only the articles")
    part.add_argument("--own", action="store_true", help="only our own English documents")
    chosen = parser.parse_args(arguments)
    model = summarizer()
    if not (chosen.said or chosen.own):
        for line in names_table(model, chosen.data / SENTENCES):
            print(line, flush=True)
    if not chosen.names:
        for title, articles in _articles(chosen.data, only_english=chosen.own):
            print(f"\nArticles: {title}\n")
            for line in articles_table(model, articles):
                print(line, flush=True)


def _articles(data: Path, *, only_english: bool) -> Iterator[tuple[str, list[tuple[str, Row]]]]:
    if not only_english:
        own = written_rows(sorted(MEASURED.glob("*.txt")))
        for title, rows in (("DATA", read_rows(data / ARTICLES)), ("our own", own)):
            yield title, [(row["lang"], row) for row in rows]
    english = sorted(ENGLISH_MEASURED.glob("*.txt"))
    yield "our own, English", [(path.stem, row) for path in english for row in written_rows([path])]


if __name__ == "__main__":
    main()
