"""Rounds the products of the encoder to int8, by what the products multiply in real texts.

Weights of inputs that are large in a text are raised before the rounding, and the inputs lowered (SmoothQuant, Xiao et
al. 2023). The error of each rounded weight is corrected in the weights after it (GPTQ, Frantar et al. 2023).
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from infra.model.four_bits import four_bits
from infra.model.graph import LARGEST_WEIGHT, PRODUCTS, WORDS, Floats, RoundedProduct, RoundedWeights, layer_name

# The inputs that are balanced with their weights. Hidden values would cost a multiplication of four times the width.
BALANCED = ("input", "context", "middle")

# Exponent of the largest input in a multiplier. The rest is the weights' share (0 to 1).
INPUT_SHARE = 0.4

# Shares of the largest weight of an output that are tried as the largest that is not cut off.
CUTS = np.linspace(0.75, 1.0, 11)

# Added to the second moments, relative to their mean, so that they can be inverted.
DAMPING = 0.01

Doubles = NDArray[np.float64]


class InputStatistics(NamedTuple):
    """The largest magnitudes (inputs,) and the second moments (inputs, inputs) of what a product multiplies."""

    largest: Floats
    moments: Doubles


def input_statistics(
    layers: Mapping[int, nn.Module], runs: Iterable[Callable[[], object]]
) -> dict[str, InputStatistics]:
    """Return the statistics of the inputs of each product, by name. `layers`: by number. Each run computes a window."""
    found: dict[str, InputStatistics] = {}

    def collect(name: str, _: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        # Half precision would give moments that can't be inverted.
        values = inputs[0].reshape(-1, inputs[0].shape[-1]).double()
        largest, moments = values.abs().amax(0).float().numpy(), (values.T @ values).numpy()
        if name in found:
            largest, moments = np.maximum(largest, found[name].largest), moments + found[name].moments
        found[name] = InputStatistics(largest, moments)

    hooks = [
        layer.get_submodule(parts[0]).register_forward_pre_hook(partial(collect, layer_name(number, kind)))
        for number, layer in layers.items()
        for kind, parts in PRODUCTS.items()
    ]
    with torch.inference_mode():
        for run in runs:
            run()
    for hook in hooks:
        hook.remove()
    return found


def rounded_weights(
    weights: Mapping[str, Floats],
    statistics: Mapping[str, InputStatistics],
    layers: Iterable[int],
    *,
    four_bit_words: bool = False,
) -> tuple[dict[str, Floats], RoundedWeights]:
    """Return the weights with balanced values of the attention, and the products of the layers in int8.

    `layers`: their numbers. `four_bit_words`: the vectors of words in 4 bits, for a base model that has them so.
    """
    balanced = dict(weights)
    products: dict[str, RoundedProduct] = {}
    multipliers: dict[str, Floats] = {}
    for layer in layers:
        kinds = {kind: _divisors(balanced, statistics, layer, kind) for kind in PRODUCTS}
        _fold_context(balanced, layer, kinds["context"])
        for kind, parts in PRODUCTS.items():
            divisors = kinds[kind]
            if kind in BALANCED and kind != "context":
                multipliers[layer_name(layer, kind)] = (1 / divisors).astype(np.float32)
            moments = statistics[layer_name(layer, kind)].moments / np.outer(divisors, divisors)
            for part in parts:
                name = layer_name(layer, part)
                matrix = balanced[f"{name}.weight"].T.astype(np.float64)
                products[name] = rounded(matrix if kind == "context" else matrix * divisors[:, None], moments)
    return balanced, RoundedWeights(products, multipliers, four_bits(balanced[WORDS]) if four_bit_words else None)


def _divisors(
    weights: Mapping[str, Floats], statistics: Mapping[str, InputStatistics], layer: int, kind: str
) -> Doubles:
    """Return what each input is divided by, and its weights multiplied with. Their geometric mean is 1."""
    largest = statistics[layer_name(layer, kind)].largest.astype(np.float64)
    if kind not in BALANCED:
        return np.ones(len(largest))
    matrices = [np.abs(weights[f"{layer_name(layer, part)}.weight"]).max(axis=0) for part in PRODUCTS[kind]]
    least = np.finfo(np.float32).eps
    divisors = np.maximum(largest, least) ** INPUT_SHARE / np.maximum(np.max(matrices, axis=0), least) ** (
        1 - INPUT_SHARE
    )
    balanced: Doubles = divisors / np.exp(np.log(divisors).mean())
    return balanced


def _fold_context(weights: dict[str, Floats], layer: int, divisors: Doubles) -> None:
    """Divide the values of the attention, of which the context is a mean, and multiply the weights of the context."""
    value, output = layer_name(layer, "attention.self.value"), layer_name(layer, "attention.output.dense")
    weights[f"{value}.weight"] = (weights[f"{value}.weight"] / divisors[:, None]).astype(np.float32)
    weights[f"{value}.bias"] = (weights[f"{value}.bias"] / divisors).astype(np.float32)
    weights[f"{output}.weight"] = (weights[f"{output}.weight"] * divisors).astype(np.float32)


def rounded(matrix: Doubles, moments: Doubles) -> RoundedProduct:
    """Round weights (inputs, outputs) with the least error for inputs with these second moments (inputs, inputs)."""
    scales = _scales(matrix, np.diag(moments))
    damped = moments + np.eye(len(moments)) * DAMPING * max(float(np.diag(moments).mean()), 1e-12)
    order = np.argsort(-np.diag(damped), kind="stable")
    inverse = np.linalg.cholesky(np.linalg.inv(damped[np.ix_(order, order)])).T
    left = matrix[order]
    whole = np.zeros_like(left)
    for row in range(len(left)):
        whole[row] = _whole(left[row], scales)
        error = (left[row] - whole[row] * scales) / inverse[row, row]
        left[row:] -= np.outer(inverse[row, row:], error)
    weights = np.empty(matrix.shape, dtype=np.int8)
    weights[order] = whole
    return RoundedProduct(weights, scales.astype(np.float32))


def _scales(matrix: Doubles, squares: Doubles) -> Doubles:
    """Return the scale of each output with the least squared error, among those that cut off few weights."""
    full = np.maximum(np.abs(matrix).max(axis=0), 1e-9) / LARGEST_WEIGHT
    tried = np.stack([(full * cut).astype(np.float32).astype(np.float64) for cut in CUTS])
    errors = [(((_whole(matrix, scales) * scales - matrix) ** 2) * squares[:, None]).sum(axis=0) for scales in tried]
    chosen: Doubles = tried[np.argmin(errors, axis=0), np.arange(matrix.shape[1])]
    return chosen


def _whole(values: Doubles, scales: Doubles) -> Doubles:
    return np.clip(np.round(values / scales), -LARGEST_WEIGHT, LARGEST_WEIGHT)
