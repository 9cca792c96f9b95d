"""Compares an annotator of Summarize with its float32 graph and with its base model, on real texts."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from nupunkt import sent_spans

from functions.summarize.annotator.annotations import Annotations
from functions.summarize.annotator.annotator import NAMES, Annotator, session_of, tokenizer_of
from functions.summarize.annotator.model_files import ENGLISH, FOLDER, LANGUAGES, ModelFiles, verified
from infra.model.corpora import tokenizer_in
from infra.model.data_sets import rows_of
from infra.model.pretrained import LANGUAGES_BASE, english_folder, languages_folder
from infra.model.teacher import vectors_of, without_mean


class Comparison(NamedTuple):
    """The number of words, the number with equal tags in both graphs, and the cosines of sentence vectors."""

    words: int
    same_roles: int
    same_entities: int
    with_float: NDArray[np.float32]
    with_teacher: NDArray[np.float32]


def texts_of(path: Path) -> Iterator[str]:
    """Yield the texts of a data set: the `text` or the `source` of each row, or each line of a text file."""
    if ".jsonl" not in path.suffixes:
        with path.open(encoding="utf-8") as lines:
            yield from filter(str.strip, lines)
    else:
        for row in rows_of(path):
            yield row.get("text") or row["source"]


def compared(texts: Sequence[str], graph: Path, folder: Path, base: Path, files: ModelFiles = ENGLISH) -> Comparison:
    """Annotate the texts with the int8 graph of `folder` and the float32 one at `graph`. `base` has the base model."""
    small = Annotator.load(folder, files)
    tokenizer = tokenizer_of(verified(folder, files.tokenizer)[0])
    large = Annotator(session_of(graph.read_bytes()), tokenizer, str(graph), NAMES.get(files))
    words = same_roles = same_entities = 0
    pairs: list[tuple[NDArray[np.float32], NDArray[np.float32]]] = []
    sentences: list[str] = []
    for text in texts:
        places = [place for place in sent_spans(text) if text[slice(*place)].strip()]
        ours, theirs = small.annotate(text, places), large.annotate(text, places)
        starts = [start for start, _ in _words(text)]
        words += len(starts)
        same_roles += int((_tags(ours, starts, "roles") == _tags(theirs, starts, "roles")).sum())
        same_entities += int((_tags(ours, starts, "mentions") == _tags(theirs, starts, "mentions")).sum())
        pairs.append((ours.vectors, theirs.vectors))
        sentences += [text[slice(*place)] for place in places]
    mine, other = (np.concatenate(side) for side in zip(*pairs, strict=True))
    teacher = vectors_of(sentences, base, tokenizer_in(base))
    if files == LANGUAGES:
        teacher = without_mean(teacher, teacher.astype(np.float32).mean(axis=0))
    return Comparison(
        words, same_roles, same_entities, (mine * other).sum(axis=1), (mine * teacher.astype(np.float32)).sum(axis=1)
    )


def _words(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for word in text.split():
        start = text.index(word, start)
        yield start, start + len(word)
        start += len(word)


def _tags(annotations: Annotations, starts: Sequence[int], kind: Literal["roles", "mentions"]) -> NDArray[np.str_]:
    """Return the tag of each word: the label of its span, and whether the word begins the span."""
    tags = np.full(len(starts), "O", dtype="U16")
    spans = (
        [(span.start, span.end, str(span.role)) for span in annotations.roles]
        if kind == "roles"
        else [(span.start, span.end, str(span.type)) for span in annotations.mentions]
    )
    for start, end, label in spans:
        first, last = np.searchsorted(starts, [start, end])
        tags[first:last] = f"I-{label}"
        tags[first : first + 1] = f"B-{label}"
    return tags


def main() -> None:
    """Print the comparison. Exits with 1 when too few tags are equal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, help="a text file or a data set of rows with `text` or `source`")
    parser.add_argument("graph", type=Path, help="the float32 graph of infra.model.export --float")
    parser.add_argument("--languages", action="store_true", help="the model for all languages, instead of English")
    parser.add_argument("--base", type=Path, default=LANGUAGES_BASE, help="the folder of its base model")
    parser.add_argument("--model", type=Path, default=FOLDER, help="the folder of the int8 graph")
    parser.add_argument("--most", type=int, default=100, help="the maximum number of texts")
    parser.add_argument("--least", type=float, default=0.99, help="the minimum share of equal tags")
    chosen = parser.parse_args()
    texts = list(islice(texts_of(chosen.texts), chosen.most))
    if not texts:
        sys.exit(f"{chosen.texts} contains no texts.")
    base = languages_folder(chosen.base) if chosen.languages else english_folder()
    found = compared(texts, chosen.graph, chosen.model, base, LANGUAGES if chosen.languages else ENGLISH)
    roles, entities = found.same_roles / found.words, found.same_entities / found.words
    print(f"{len(texts)} texts, {found.words:,} words, {len(found.with_float):,} sentences")
    print(f"int8 and float32: same attribution tag {roles:.4f}, same entity tag {entities:.4f} of the words")
    for name, cosines in (("float32", found.with_float), ("the base model", found.with_teacher)):
        print(
            f"sentence vectors, cosine with {name}: mean {cosines.mean():.4f}, 1% {np.percentile(cosines, 1):.4f}, "
            f"least {cosines.min():.4f}"
        )
    if min(roles, entities) < chosen.least:
        sys.exit(f"Fewer than {chosen.least} of the tags are equal.")


if __name__ == "__main__":
    main()
