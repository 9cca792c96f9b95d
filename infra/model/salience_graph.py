"""Adds a trained layer of salience to the graph of an annotator, rounded to int8 like the other layers."""

from collections.abc import Sequence
from functools import partial

import onnx

from infra.model.graph import SALIENCE, Floats, Shape, layer_name, with_salience
from infra.model.rounding import input_statistics, rounded_weights
from infra.model.salience_network import SalienceLayer
from infra.model.salience_states import Passage


def with_layer(
    graph: onnx.ModelProto, layer: SalienceLayer, shape: Shape, passages: Sequence[Passage]
) -> onnx.ModelProto:
    """Return the graph of an annotator with the layer, which is rounded by what it computes for the passages."""
    number = shape.layers
    layer.eval()
    statistics = input_statistics({number: layer.layer}, (partial(layer.forward, [passage]) for passage in passages))
    weights: dict[str, Floats] = {
        layer_name(number, name): value.numpy() for name, value in layer.layer.state_dict().items()
    }
    weights |= {f"{SALIENCE}.{name}": value.numpy() for name, value in layer.salience.state_dict().items()}
    balanced, rounded = rounded_weights(weights, statistics, [number])
    return with_salience(graph, balanced, shape, rounded)
