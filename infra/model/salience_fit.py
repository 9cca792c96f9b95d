"""Fits a SalienceModel: a listwise loss over the candidates of each document, in NumPy, with fixed seeds."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from functions.summarize.selection.salience import FARTHEST
from infra.model.salience_examples import Example

Floats = NDArray[np.float64]

# Number of networks whose scores are averaged. They are stored as one network with all their units.
SEEDS = 3

# Number of hidden units of a network.
UNITS = 8

# Share of inputs and of units that are left out in a step of the training (0 to 1).
DROPOUT = 0.2

# The optimizer, AdamW: passes over the documents, batches in a pass, the highest rate, and the decay of weights.
PASSES = 25
BATCHES = 3
RATE = 0.03
DECAY = 1.0
MOMENTS = (0.9, 0.999)

# Number of significant digits of a stored weight.
DIGITS = 4


def fitted(examples: Sequence[Example]) -> dict[str, Any]:
    """Return the weights of a SalienceModel by name, as lists."""
    names = sorted(examples[0].features)
    inputs = [np.stack([each.features[name] for name in names], axis=1)[each.candidates] for each in examples]
    means, scales = _standard(np.concatenate(inputs))
    data = _Data(
        [np.clip((values - means) / scales, -FARTHEST, FARTHEST) for values in inputs],
        [each.weight * each.target[each.candidates] for each in examples],
    )
    networks = [_trained(data, seed) for seed in range(SEEDS)]
    weights = {
        "means": means,
        "scales": scales,
        "linear": np.mean([network["linear"] for network in networks], axis=0),
        "hidden": np.concatenate([network["hidden"] for network in networks], axis=1),
        "offsets": np.concatenate([network["offsets"] for network in networks]),
        "output": np.concatenate([network["output"] for network in networks]) / SEEDS,
    }
    return {"names": names} | {name: _rounded(values) for name, values in weights.items()}


class _Data:
    """The inputs (candidates, features) and the targets (candidates,) of each document."""

    def __init__(self, inputs: Sequence[Floats], targets: Sequence[Floats]) -> None:
        self.inputs = inputs
        self.targets = targets

    def batches(self, random: np.random.Generator) -> list[tuple[Floats, Floats, NDArray[np.int64]]]:
        """Return inputs, targets, and the first row of each document, for each batch of a pass."""
        parts = np.array_split(random.permutation(len(self.inputs)), BATCHES)
        found = []
        for part in parts:
            rows = [self.inputs[number] for number in part]
            starts = np.concatenate([[0], np.cumsum([len(values) for values in rows])[:-1]])
            targets = np.concatenate([self.targets[number] for number in part])
            found.append((np.concatenate(rows), targets, starts.astype(np.int64)))
        return found


def _trained(data: _Data, seed: int) -> dict[str, Floats]:
    """Return the weights of one network."""
    random = np.random.default_rng(seed)
    count = data.inputs[0].shape[1]
    weights = {
        "linear": np.zeros(count),
        "hidden": random.uniform(-1, 1, (count, UNITS)) / np.sqrt(count),
        "offsets": np.zeros(UNITS),
        "output": random.normal(0, 0.05, UNITS),
    }
    first, second = ({name: np.zeros_like(values) for name, values in weights.items()} for _ in range(2))
    step = 0
    for turn in range(PASSES):
        rate = RATE * (1 + np.cos(np.pi * turn / PASSES)) / 2
        for batch in data.batches(random):
            step += 1
            for name, gradient in _gradients(weights, batch, random).items():
                first[name] += (1 - MOMENTS[0]) * (gradient - first[name])
                second[name] += (1 - MOMENTS[1]) * (gradient**2 - second[name])
                mean = first[name] / (1 - MOMENTS[0] ** step)
                spread = np.sqrt(second[name] / (1 - MOMENTS[1] ** step)) + 1e-8
                weights[name] = weights[name] * (1 - rate * DECAY) - rate * mean / spread
    return weights


def _gradients(
    weights: Mapping[str, Floats], batch: tuple[Floats, Floats, NDArray[np.int64]], random: np.random.Generator
) -> dict[str, Floats]:
    """Return the gradients of the cross entropy between the targets and the softmax over each document."""
    inputs, targets, starts = batch
    seen = inputs * _kept(random, inputs.shape)
    units = np.tanh(seen @ weights["hidden"] + weights["offsets"])
    kept = _kept(random, units.shape)
    scores = inputs @ weights["linear"] + (units * kept) @ weights["output"]
    sizes = np.diff(np.append(starts, len(scores)))
    powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
    shares = powers / np.repeat(np.add.reduceat(powers, starts), sizes)
    errors = (shares * np.repeat(np.add.reduceat(targets, starts), sizes) - targets) / targets.sum()
    inner = errors[:, None] * kept * weights["output"] * (1 - units**2)
    return {
        "linear": inputs.T @ errors,
        "hidden": seen.T @ inner,
        "offsets": inner.sum(axis=0),
        "output": (units * kept).T @ errors,
    }


def _kept(random: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    return (random.random(shape) >= DROPOUT) / (1 - DROPOUT)


def _standard(values: Floats) -> tuple[Floats, Floats]:
    """Return the means and the standard deviations of the columns; 1 for a column of equal values."""
    scales = values.std(axis=0)
    return values.mean(axis=0), np.where(scales > 1e-6, scales, 1.0)


def _rounded(values: Floats) -> Any:
    """Return an array as lists of numbers with DIGITS significant digits."""
    return [_rounded(row) for row in values] if values.ndim > 1 else [float(f"{v:.{DIGITS}g}") for v in values]
