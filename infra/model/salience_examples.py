"""Documents with a target for each sentence, from marked sentences or from summaries that people and systems wrote."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.annotator.annotators import Annotators
from functions.summarize.components.annotations import Annotate
from functions.summarize.components.entities import collect_entities
from functions.summarize.components.language import FindLanguages
from functions.summarize.components.quotations import mark_quotations
from functions.summarize.components.ranking import context_of, select_ranked
from functions.summarize.components.sentences import split_sentences
from functions.summarize.components.title import find_title
from functions.summarize.reading import Reading
from functions.summarize.selection.ranking import WORD, bounded_word_count
from functions.summarize.selection.sentence_features import Floats, SentenceContext, features_of
from functions.summarize.sentences.sentences import Sentence
from infra.model.data_sets import rows_of
from infra.model.lines import by_lines
from infra.model.written import written_rows
from shared.documents.document import Block, BlockKind, Document, Span

GOLD = "gold/{part}.jsonl.gz"
ATTRIBUTIONS = "attributions/train.jsonl.gz"
WRITTEN = "summaries/gum.jsonl.gz"
ARTICLES = "summaries/cnndm-dev.jsonl"

# Best sentences, [start, end) code points, of documents of other sets by their ids. Readers marked them for
# Nutgraf. Their texts are not part of this repository.
MARKED = Path(__file__).with_name("marked.json")

# Weights of the five best sentences, the most telling first.
BEST = (5, 4, 3, 2, 1)

# Minimum share of a sentence's code points in a marked sentence (0 to 1).
OVERLAP = 0.5

# Influence of a document whose target comes from summaries, relative to one with marked sentences.
WRITTEN_WEIGHT = 0.3
ARTICLE_WEIGHT = 0.6
PAPER_WEIGHT = 0.1

# The same of our own documents for the weights of the features. There are three times as many as of others.
OWN_WEIGHT = 0.3

# Difference in similarity to a summary (F1 of words plus F1 of pairs of words) that multiplies a target by e, and the
# share of the highest target below which a target is 0.
TEMPERATURE = 0.2
LEAST = 0.05

# Maximum number of words of a sentence with a target from summaries. A longer one fills a summary alone.
LONGEST = 80

# The genre of *Gold* whose first line is the headline, with a full stop.
HEADLINED = "polnear"


@dataclass(frozen=True, slots=True)
class Example:
    """A document with the features of its sentences, and its target: the share (sentences,) of each, in total 1."""

    id: str
    genre: str
    context: SentenceContext
    features: Mapping[str, Floats]
    target: Floats
    weight: float
    row: Mapping[str, Any]

    @property
    def candidates(self) -> list[int]:
        """The numbers of the sentences to choose from."""
        return list(self.context.candidates)


def key_of(example: Example) -> str:
    """Return what a document is called in a file of all sets. Some documents have marked sentences and summaries."""
    return example.id if "best" in example.row else f"{example.id}, summarized"


def gold(annotator: Annotator, data: Path, part: str) -> Iterator[Example]:
    """Yield the documents of a part of *Gold*, with their best sentences."""
    for row in rows_of(data / GOLD.format(part=part)):
        document = by_lines(row["text"], title=row["title"])
        if row["genre"] == HEADLINED:
            document = with_headline(document)
        yield from _example(annotator, document, row, row["genre"], 1.0, _marked)


def marked_more(annotator: Annotator, data: Path) -> Iterator[Example]:
    """Yield documents whose best sentences are marked for Nutgraf. 18 of the 206 are in *Gold* too."""
    best = json.loads(MARKED.read_text(encoding="utf-8"))
    sets = ((WRITTEN, "source", None), (ATTRIBUTIONS, "text", HEADLINED))
    for file, field, genre in sets:
        for row in rows_of(data / file):
            if row["id"] in best:
                document = by_lines(row[field], title=row.get("title"))
                if genre == HEADLINED:
                    document = with_headline(document)
                spans = best[row["id"]]
                kept = {"id": row["id"], "text": row[field], "sentences": spans, "best": range(1, len(spans) + 1)}
                yield from _example(annotator, document, kept, genre or row["genre"], 1.0, _marked)


def written(annotator: Annotator, data: Path) -> Iterator[Example]:
    """Yield documents with summaries of one sentence by several writers."""
    for row in rows_of(data / WRITTEN):
        document = by_lines(row["source"], title=row["title"])
        yield from _example(annotator, document, row, row["genre"], WRITTEN_WEIGHT, _similar)


def own(annotator: Annotator, weight: float = 1.0) -> Iterator[Example]:
    """Yield our own English documents, with their best sentences. The genre is the file, which has related kinds."""
    for row in written_rows():
        genre = row["id"].rsplit("-", 1)[0]
        yield from _example(annotator, by_lines(row["text"], title=row["title"]), row, genre, weight, _marked)


def articles(annotator: Annotator, data: Path) -> Iterator[Example]:
    """Yield news articles with a reference summary and the summaries of published systems."""
    for row in rows_of(data / ARTICLES):
        yield from _example(annotator, by_lines(row["source"]), row, "article", ARTICLE_WEIGHT, _similar)


def papers(annotator: Annotator, path: Path) -> Iterator[Example]:
    """Yield papers, without their abstracts, which are the summaries."""
    for row in rows_of(path):
        document = _paper(row)
        yield from _example(annotator, document, row, "paper", PAPER_WEIGHT, _similar)


def with_headline(document: Document) -> Document:
    """Return a Document whose first line is its title, and no part of its blocks."""
    first, *rest = document.blocks
    title = document.metadata.title or document.text[first.start : first.end]
    metadata = document.metadata.model_copy(update={"title": title})
    return document.model_copy(update={"blocks": rest, "metadata": metadata})


def _paper(row: Mapping[str, Any]) -> Document:
    text, blocks = "", []
    for kind, level, content in row["blocks"]:
        start = len(text) + 2 if text else 0
        text = f"{text}\n\n{content}" if text else content
        blocks.append(Block(kind=BlockKind(kind), level=level, start=start, end=len(text)))
    return by_lines(text, title=row["title"] or None).model_copy(update={"blocks": blocks})


def read(annotator: Annotator, document: Document) -> Reading:
    """Return a Reading with everything that the ranking needs."""
    reading = Reading(document)
    annotators = Annotators(annotator)
    for component in (
        FindLanguages(annotators),
        split_sentences,
        find_title,
        mark_quotations,
        Annotate(annotators),
    ):
        component(reading)
    collect_entities(reading)
    select_ranked(reading)
    return reading


def _example(
    annotator: Annotator, document: Document, row: Mapping[str, Any], genre: str, weight: float, target_of: Any
) -> Iterator[Example]:
    """Yield the example of a document, if one of its candidates has a target."""
    context = context_of(read(annotator, document))
    if not context.candidates:
        return
    chosen = np.zeros(len(context.sentences))
    chosen[list(context.candidates)] = 1.0
    target = target_of(context.sentences, row) * chosen
    if target.sum() > 0:
        yield Example(row["id"], genre, context, features_of(context), target / target.sum(), weight, row)


def marked(sentences: Sequence[Sentence | Span], row: Mapping[str, Any]) -> list[int]:
    """Return the rank of each sentence among the marked best ones, from 1; 0 for the others."""
    best = [row["sentences"][number - 1] for number in row["best"]]
    return [
        next(
            (
                rank
                for rank, (start, end) in enumerate(best, 1)
                if min(end, each.end) - max(start, each.start) >= OVERLAP * (each.end - each.start)
            ),
            0,
        )
        for each in sentences
    ]


def _marked(sentences: Sequence[Sentence], row: Mapping[str, Any]) -> Floats:
    return np.array([(0, *BEST)[rank] for rank in marked(sentences, row)], dtype=np.float64)


def _similar(sentences: Sequence[Sentence], row: Mapping[str, Any]) -> Floats:
    """Return targets by the mean similarity to the summaries: a softmax, without its tail."""
    summaries = [each if isinstance(each, str) else each["text"] for each in row.get("references", [row["reference"]])]
    similarity = np.mean([_similarities(sentences, summary) for summary in summaries], axis=0)
    if systems := row.get("systems"):
        rivals = np.mean([_similarities(sentences, summary) for summary in systems.values()], axis=0)
        similarity = similarity / 2 + rivals
    lengths = np.array([bounded_word_count(sentence.text) for sentence in sentences])
    similarity = np.where(lengths > LONGEST, 0.0, similarity)
    target = np.exp((similarity - similarity.max()) / TEMPERATURE)
    found: Floats = np.where(target < LEAST, 0.0, target)
    return found


def _similarities(sentences: Sequence[Sentence], summary: str) -> Floats:
    """Return the similarity (sentences,) to a summary: F1 of the words plus F1 of the pairs of words."""
    wanted = _grams(summary)
    return np.array([sum(map(_f1, _grams(sentence.text), wanted)) for sentence in sentences], dtype=np.float64)


def _grams(text: str) -> tuple[Counter[str], Counter[str]]:
    words = WORD.findall(text.casefold())
    return Counter(words), Counter(f"{one} {other}" for one, other in pairwise(words))


def _f1(found: Counter[str], wanted: Counter[str]) -> float:
    return 2 * (found & wanted).total() / max(1, found.total() + wanted.total())
