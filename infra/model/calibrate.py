"""Fits the confidence of attributions on documents that the annotator has not been trained on.

`python -m infra.model.calibrate DATA GRAPH …` reads the gold documents with as many graphs as there are folds, each
trained without its fold (`infra.model.train --fold`), and our own English documents that are kept for measuring with
the first. It compares the candidates with the marked attributions, fits a logistic regression, and writes its weights
to the model folder. `--languages` reads our own documents in other languages that are kept for measuring, with the
model for all languages in the folder.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from functions.summarize.annotator.annotator import Annotator, session_of, tokenizer_of
from functions.summarize.annotator.annotators import load_languages
from functions.summarize.annotator.model_files import ENGLISH, FOLDER, LANGUAGES, TOKENIZER, verified
from functions.summarize.attributions.confidence import ConfidenceModel, features_of
from functions.summarize.attributions.drafts import Draft, TextRange
from functions.summarize.attributions.rules import rules_of
from functions.summarize.components.attributions import annotated_text
from functions.summarize.pipeline import Pipeline
from functions.summarize.reading import Reading
from functions.summarize.summarizer import components_of
from infra.model.checksums import write_checksums
from infra.model.data_sets import GOLD, rows_of
from infra.model.lines import by_lines
from infra.model.written import ENGLISH_MEASURED, MEASURED, written_rows
from shared.documents.document import Document

# Number of words of the summary, which has no influence on the attributions.
WORDS = 75

# Strength of the penalty on the squares of the weights, for standardized features.
PENALTY = 1.0

# Number of steps of Newton's method; it converges in fewer than ten.
STEPS = 25

# Minimum intersection over union of the contents of a candidate and a gold attribution that match.
OVERLAP = 0.5

# Number of significant digits of a stored weight.
DIGITS = 5

# Thresholds of the printed table, and the width of its bins of confidence.
THRESHOLDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
BIN = 0.1


Floats = NDArray[np.float64]


class Candidate(NamedTuple):
    """The features of a candidate, and whether a gold attribution has its content and its source."""

    features: Mapping[str, float]
    is_right: bool


# The candidates in some documents, and the number of gold attributions in them.
Group = tuple[list[Candidate], int]


def candidates_of(
    annotator: Annotator,
    document: Document,
    gold: Sequence[Mapping[str, Any]],
    load_other_languages: Callable[[], Annotator] = load_languages,
) -> Iterator[Candidate]:
    """Yield the candidates in a document in one language. A gold attribution matches at most one of them.

    `annotator` reads English, and the result of `load_other_languages` other languages.
    """
    reading = Reading(document)
    Pipeline(components_of(annotator, WORDS, None, load_other_languages)).run(reading)
    found = annotated_text(reading)
    text = found.text
    drafts = rules_of(found.language)(found).drafts()
    right = _right(drafts, gold)
    for number, draft in enumerate(drafts):
        yield Candidate(features_of(draft, text), number in right)


def _right(drafts: Sequence[Draft], gold: Sequence[Mapping[str, Any]]) -> set[int]:
    """Return the numbers of the drafts that match, the best matches first."""
    wanted = [(_places(each["content"]), _places(each["source"])) for each in gold]
    found = [(_places(draft.content), _places(draft.source)) for draft in drafts]
    matches = sorted(
        (
            (len(content & theirs) / len(content | theirs), number, other)
            for number, (content, _) in enumerate(found)
            for other, (theirs, _) in enumerate(wanted)
            if content & theirs
        ),
        reverse=True,
    )
    right: set[int] = set()
    used: set[int] = set()
    paired: set[int] = set()
    for overlap, number, other in matches:
        if overlap >= OVERLAP and number not in paired and other not in used:
            paired.add(number)
            used.add(other)
            source, theirs = found[number][1], wanted[other][1]
            if source & theirs or not (source or theirs):
                right.add(number)
    return right


def _places(spans: Sequence[TextRange]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def fitted(candidates: Sequence[Candidate]) -> dict[str, float]:
    """Return the weights of a logistic regression with an L2 penalty, by name of the feature."""
    names = list(candidates[0].features)
    values = np.array([[each.features[name] for name in names] for each in candidates])
    right = np.array([each.is_right for each in candidates], dtype=np.float64)
    scales = np.where(values.std(axis=0) > 0, values.std(axis=0), 1.0)
    weights = _newton(values / scales, right, np.array([0.0 if name == "bias" else PENALTY for name in names]))
    return {name: float(f"{weight:.{DIGITS}g}") for name, weight in zip(names, weights / scales, strict=True)}


def _newton(values: Floats, right: Floats, penalty: Floats) -> Floats:
    weights = np.zeros(values.shape[1])
    for _ in range(STEPS):
        probabilities = 1 / (1 + np.exp(-values @ weights))
        gradient = values.T @ (probabilities - right) + penalty * weights
        curvature = (values * (probabilities * (1 - probabilities))[:, None]).T @ values + np.diag(penalty + 1e-9)
        weights = weights - np.linalg.solve(curvature, gradient)
    return weights


def main() -> None:
    """Fit and write the weights, and print the precision and the recall at several thresholds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of the development sets")
    parser.add_argument("graphs", type=Path, nargs="*", help="the float32 graph of each fold, from the first")
    parser.add_argument("--languages", action="store_true", help="the model for all languages, instead of English")
    parser.add_argument("--folds", type=int, help="the number of folds, by default the number of graphs")
    parser.add_argument("--into", type=Path, default=FOLDER, help="the model folder")
    chosen = parser.parse_args()
    if chosen.languages:
        files, groups = LANGUAGES, _by_language(chosen.into)
    else:
        files = ENGLISH
        groups = {
            "gold": _by_fold(list(rows_of(chosen.data / GOLD)), chosen.graphs, chosen.folds),
            "own": _by_fold(list(written_rows(sorted(ENGLISH_MEASURED.glob("*.txt")))), chosen.graphs[:1], 1),
        }
    print(f"each group of documents by the weights of the other ones\n{_left_out(groups)}\nall")
    candidates = [candidate for candidates, _ in groups.values() for candidate in candidates]
    weights = fitted(candidates)
    (chosen.into / files.confidence).write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    write_checksums(chosen.into)
    model = ConfidenceModel(weights)
    print(table(candidates, [model.of_features(each.features) for each in candidates], _wanted(groups)))


def _by_fold(rows: Sequence[Mapping[str, Any]], graphs: Sequence[Path], folds: int | None) -> Group:
    """Return the candidates in the documents that each graph was trained without: its fold, or all for one fold."""
    candidates: list[Candidate] = []
    wanted = 0
    for fold, graph in enumerate(graphs):
        annotator = Annotator(session_of(graph.read_bytes()), tokenizer_of(verified(FOLDER, TOKENIZER)[0]), str(graph))
        for row in rows[fold :: folds or len(graphs)]:
            gold = [each for each in row["attributions"] if each["content"]]
            wanted += len(gold)
            candidates += candidates_of(annotator, by_lines(row["text"]), gold)
    return candidates, wanted


def _by_language(folder: Path) -> dict[str, Group]:
    """Return the candidates in our own documents that are kept for measuring, by language."""
    languages = Annotator.load(folder, LANGUAGES)
    english = Annotator.load()
    groups: dict[str, Group] = defaultdict(lambda: ([], 0))
    for row in written_rows(sorted(MEASURED.glob("*.txt"))):
        document = by_lines(row["text"], language=row["lang"])
        candidates, wanted = groups[row["lang"]]
        found = candidates_of(english, document, row["attributions"], lambda: languages)
        groups[row["lang"]] = [*candidates, *found], wanted + len(row["attributions"])
    return groups


def _left_out(groups: Mapping[str, Group]) -> str:
    """Return the table of candidates that are rated by the weights of the other groups."""
    rated: list[float] = []
    for group, (candidates, _) in groups.items():
        others = [each for name, (some, _) in groups.items() if name != group for each in some]
        model = ConfidenceModel(fitted(others))
        rated += [model.of_features(each.features) for each in candidates]
    return table([each for candidates, _ in groups.values() for each in candidates], rated, _wanted(groups))


def _wanted(groups: Mapping[str, Group]) -> int:
    return sum(wanted for _, wanted in groups.values())


def table(candidates: Sequence[Candidate], confidences: Sequence[float], wanted: int) -> str:
    """Return the precision and the recall at each threshold, and the share of right candidates by confidence."""
    rated = np.array(confidences)
    right = np.array([each.is_right for each in candidates])
    lines = ["threshold  kept  precision  recall"]
    for threshold in THRESHOLDS:
        kept = rated >= threshold
        precision, recall = right[kept].mean() if kept.any() else 0.0, right[kept].sum() / max(1, wanted)
        lines.append(f"{threshold:9.1f}  {kept.sum():4d}  {precision:9.3f}  {recall:6.3f}")
    lines.append("confidence  candidates  mean  right")
    for low in THRESHOLDS:
        inside = (rated >= low) & (rated < low + BIN)
        if inside.any():
            bounds = f"{low:.1f} to {low + BIN:.1f}"
            lines.append(f"{bounds}  {inside.sum():10d}  {rated[inside].mean():.2f}  {right[inside].mean():5.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
