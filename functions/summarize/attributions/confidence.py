"""The confidence of an attribution: the calibrated probability that somebody said this, and that it is marked right."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from functions.summarize.annotator.model_files import ENGLISH, FOLDER, ModelFiles, verified
from functions.summarize.attributions.drafts import Draft, Signals
from functions.summarize.entities.any_language.words import words_in

# Minimum confidence of an attribution in a row. Of the statements between 0.5 and 0.6, about half are right.
# docs/models.md has the precision at other thresholds.
THRESHOLD = 0.6

# Bounds of a probability whose log odds are a feature. They limit the influence of a single probability.
LOWEST, HIGHEST = 0.001, 0.999


@dataclass(frozen=True, slots=True)
class ConfidenceModel:
    """A logistic regression on the annotator's probabilities and the form of an attribution."""

    weights: Mapping[str, float]

    @classmethod
    def load(cls, folder: Path = FOLDER, files: ModelFiles = ENGLISH) -> "ConfidenceModel":
        """Load the weights of the features, which infra/model/calibrate.py writes.

        Raises ConfigurationError if the file is missing or does not match SHA256SUMS.
        """
        content, _ = verified(folder, files.confidence)
        return cls(json.loads(content))

    def of(self, draft: Draft, text: str) -> float:
        """Return the confidence of a draft, between 0 and 1."""
        return self.of_features(features_of(draft, text))

    def of_features(self, features: Mapping[str, float]) -> float:
        """Return the confidence of a draft with these features."""
        return 1 / (1 + math.exp(-sum(self.weights[name] * value for name, value in features.items())))


def features_of(draft: Draft, text: str) -> dict[str, float]:
    """Return the features of a draft by name. A draft that a rule has found has no probabilities.

    That of the content does not count where punctuation says what the content is.
    """
    words = sum(words_in(text[start:end]) for start, end in draft.content)
    signals = draft.signals
    unused = SIGNALS if signals is None else ("content",) if draft.tied else ()
    return {
        "bias": 1.0,
        "direct": float(draft.direct),
        "no_source": float(not draft.source and not draft.implied),
        "words": math.log(1 + words),
        "by_rule": float(signals is None),
        "tied": float(draft.tied),
        **{name: 0.0 if name in unused else log_odds(getattr(signals, name)) for name in SIGNALS},
    }


SIGNALS: Sequence[str] = tuple(Signals.__dataclass_fields__)


def log_odds(probability: float | None) -> float:
    """Return the logarithm of p / (1 - p), within bounds; 0 for no probability."""
    if probability is None:
        return 0.0
    bounded = min(max(probability, LOWEST), HIGHEST)
    return math.log(bounded / (1 - bounded))
