"""The salience of sentences: how likely a careful reader lifts each of them for a summary."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from functions.summarize.annotator.model_files import FOLDER, SALIENCE, verified
from functions.summarize.selection.announcing import announcing
from functions.summarize.selection.sentence_features import Floats, SentenceContext, features_of

# Maximum distance of a feature from its mean, in standard deviations. It limits the influence of a single feature.
FARTHEST = 4.0

# Weight of the annotator's log odds, which know much of what the features know. With 0.75, fewer of the best sentences
# of *Gold* are found.
ANNOTATOR_SHARE = 0.5

# Log odds that a sentence gains which announces what the document is about. On papers, 1 and 1.5 are alike, 0.5 lifts
# less, and from 2 on better sentences are displaced.
ANNOUNCEMENT_GAIN = 1.0

# Log odds that a sentence gains which states the outcome of a document below a heading that says so.
OUTCOME_GAIN = 2.0

# Log odds that a sentence gains which draws a conclusion. The learned weights count it among those that need others.
CONCLUSION_GAIN = 0.25

# Log odds that a sentence loses which is a formality as a whole.
FORMALITY_LOSS = 4.0

# Log odds that a preferred sentence of minutes and fact checks gains, and that one about the course of a meeting loses.
PREFERENCE_GAIN = 2.0

# Log odds that a sentence gains with what a letter wants. With 1, slightly more of the chosen sentences are among the
# best, but a letter with a long story loses what it wants.
REQUEST_GAIN = 2.0


@dataclass(frozen=True, slots=True)
class SalienceModel:
    """A linear model and a hidden layer of a few units on the features of sentences.

    `means`, `scales` and `linear`: (features,). `hidden`: (features, units). `offsets` and `output`: (units,).
    """

    names: tuple[str, ...]
    means: Floats
    scales: Floats
    linear: Floats
    hidden: Floats
    offsets: Floats
    output: Floats

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "SalienceModel":
        """Load the weights, which infra/model/salience.py writes.

        Raises ConfigurationError if the file is missing or does not match SHA256SUMS.
        """
        content, _ = verified(folder, SALIENCE)
        return cls.of(json.loads(content))

    @classmethod
    def of(cls, weights: Mapping[str, Any]) -> "SalienceModel":
        """Return the model with these weights by name."""
        arrays = {name: np.array(weights[name], dtype=np.float64) for name in weights if name != "names"}
        return cls(tuple(weights["names"]), **arrays)

    def scores(self, context: SentenceContext) -> Floats:
        """Return the salience (sentences,) of each sentence: log odds above the least salient one."""
        if not context.sentences:
            return np.zeros(0)
        scores = self.of_features(features_of(context))
        if context.annotator_salience is not None:
            scores += ANNOTATOR_SHARE * context.annotator_salience
        formal = np.zeros(len(scores)) if context.formal is None else context.formal
        scores[list(context.preferred)] += PREFERENCE_GAIN
        scores[list(context.avoided)] -= PREFERENCE_GAIN
        scores[list(context.requests)] += REQUEST_GAIN
        scores[announcing(context.sentences)] += ANNOUNCEMENT_GAIN
        scores[list(context.outcomes)] += OUTCOME_GAIN
        scores[list(context.conclusions)] += CONCLUSION_GAIN
        scores -= FORMALITY_LOSS * formal
        above: Floats = scores - scores.min()
        return above

    def of_features(self, features: Mapping[str, Floats]) -> Floats:
        """Return the salience (sentences,) of sentences with these features, each (sentences,)."""
        values = np.stack([features[name] for name in self.names], axis=1)
        values = np.clip((values - self.means) / self.scales, -FARTHEST, FARTHEST)
        scores: Floats = values @ self.linear + np.tanh(values @ self.hidden + self.offsets) @ self.output
        return scores
