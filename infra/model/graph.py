"""The annotator's graph in ONNX, written operation by operation from the weights of the network.

Each step is one operation of ONNX Runtime where a fast one exists: attention, layer norms and products in int8. An
exporter would write attention masks that are never used, and blocks of weights whose kernel is slow without VNNI.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from infra.model.four_bits import BLOCK, FourBits

OPSET, IR_VERSION = 18, 9

# The domain of ONNX Runtime's own operations.
RUNTIME = "com.microsoft"

Floats = NDArray[np.float32]

# The products of a layer by the values that they multiply.
PRODUCTS = {
    "input": ("attention.self.query", "attention.self.key", "attention.self.value"),
    "context": ("attention.output.dense",),
    "middle": ("intermediate.dense",),
    "hidden": ("output.dense",),
}

WORDS = "encoder.embeddings.word_embeddings.weight"

# The heads: the outputs of the graph.
HEADS = ("roles", "entities", "links", "sentences")

# The output of the layer that is trained after the others: a score for each token.
SALIENCE = "salience"

# Largest rounded weight and largest rounded activation. A processor with AVX2 and without VNNI adds two products of
# an unsigned and a signed byte in 16 bits, which 255 * 63 * 2 does not exceed.
LARGEST_WEIGHT, LARGEST_VALUE = 63, 127

# The byte of an activation of zero.
MIDDLE = 128


class RoundedProduct(NamedTuple):
    """Weights (inputs, outputs) from -LARGEST_WEIGHT to LARGEST_WEIGHT, and the scale of each output."""

    weights: NDArray[np.int8]
    scales: Floats


class RoundedWeights(NamedTuple):
    """The products of the layers in int8, by name, and multipliers of their inputs, by the names of the inputs."""

    products: Mapping[str, RoundedProduct]
    multipliers: Mapping[str, Floats]
    # The word vectors in 4 bits, or None for 8 bits.
    words: FourBits | None = None


class Shape(NamedTuple):
    """The shape of the encoder."""

    layers: int
    attention_heads: int
    epsilon: float


def layer_name(layer: int, part: str) -> str:
    """Return the name of a part of a layer in the network."""
    return f"encoder.encoder.layer.{layer}.{part}"


@dataclass(slots=True)
class _Writer:
    """Collects nodes and constants. Values are passed on by name."""

    # Number of the nodes that a graph has already.
    first: int = 0
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: dict[str, NDArray[Any]] = field(default_factory=dict)

    def constant(self, name: str, value: NDArray[Any]) -> str:
        self.constants[name] = np.ascontiguousarray(value) if value.ndim else value
        return name

    def add(self, operation: str, *inputs: str, domain: str = "", output: str = "", **attributes: Any) -> str:
        name = f"{operation}_{self.first + len(self.nodes)}"
        output = output or name
        self.nodes.append(helper.make_node(operation, list(inputs), [output], name, domain=domain, **attributes))
        return output


@dataclass(frozen=True, slots=True)
class _Network:
    """Writes the network with the weights by their names. `rounded` is None for a graph in float32."""

    to: _Writer
    weights: Mapping[str, Floats]
    shape: Shape
    rounded: RoundedWeights | None

    def write(self) -> None:
        if self.rounded is not None:
            self.to.constant("middle", np.array(MIDDLE, dtype=np.uint8))
            count = self.to.add("Shape", "input_ids", start=1, end=2)
            self.to.add("Expand", "middle", count, output="middles")
        states = self._embeddings()
        for layer in range(self.shape.layers):
            states = self._layer(layer, states)
        self._heads(states, HEADS)

    def write_salience(self, states: str) -> None:
        """Write a layer after those of the encoder, which reads `states`, and its head."""
        self._heads(self._layer(self.shape.layers, states), (SALIENCE,))

    def _heads(self, states: str, heads: Sequence[str]) -> None:
        states = self.to.add("Squeeze", states, self.to.constant("first_axis", np.array([0])))
        for head in heads:
            product = self.to.add("MatMul", states, self._weight(f"{head}.weight", turned=True))
            self.to.add("Add", product, self._weight(f"{head}.bias"), output=head)

    def _weight(self, name: str, *, turned: bool = False) -> str:
        return self.to.constant(name, self.weights[name].T if turned else self.weights[name])

    def _embeddings(self) -> str:
        base = "encoder.embeddings"
        words = self._embedded(WORDS, "input_ids")
        shapes = self._embedded(f"{base}.token_type_embeddings.weight", "shapes")
        count = self.to.add("Shape", "input_ids", start=1, end=2)
        start = self.to.constant("start", np.array([0]))
        positions = self.to.add("Slice", self._weight(f"{base}.position_embeddings.weight"), start, count)
        total = self.to.add("Add", self.to.add("Add", words, shapes), positions)
        return self._norm(f"{base}.LayerNorm", total)

    def _embedded(self, name: str, numbers: str) -> str:
        """Look rows up. With int8, each row has a scale; with 4 bits, each block of a row."""
        if self.rounded is None:
            return self.to.add("Gather", self._weight(name), numbers)
        if self.rounded.words is not None and name == WORDS:
            return self._words(self.rounded.words, numbers)
        table = self.weights[name]
        scales = np.maximum(np.abs(table).max(axis=1, keepdims=True) / LARGEST_VALUE, np.finfo(np.float32).tiny)
        rows = self.to.constant(f"{name}.int8", np.round(table / scales).astype(np.int8))
        found = self.to.add("Cast", self.to.add("Gather", rows, numbers), to=TensorProto.FLOAT)
        return self.to.add("Mul", found, self.to.add("Gather", self.to.constant(f"{name}.scale", scales), numbers))

    def _words(self, words: FourBits, numbers: str) -> str:
        """Look the vectors of words up. ONNX Runtime takes 8 for the code of zero."""
        codes = self.to.constant(f"{WORDS}.uint4", words.pairs())
        scales = self.to.constant(f"{WORDS}.scale", words.scales)
        axes: dict[str, Any] = {"gather_axis": 0, "quantize_axis": 1, "block_size": BLOCK, "bits": 4}
        found = self.to.add("GatherBlockQuantized", codes, numbers, scales, domain=RUNTIME, **axes)
        return self.to.add("Cast", found, to=TensorProto.FLOAT)

    def _norm(self, name: str, values: str) -> str:
        weights = self._weight(f"{name}.weight"), self._weight(f"{name}.bias")
        return self.to.add("LayerNormalization", values, *weights, axis=-1, epsilon=self.shape.epsilon)

    def _layer(self, layer: int, states: str) -> str:
        queries = self._products(layer, "input", states)
        names = [layer_name(layer, part) for part in PRODUCTS["input"]]
        biases = np.concatenate([self.weights[f"{name}.bias"] for name in names])
        bias = self.to.constant(layer_name(layer, "attention.self.bias"), biases)
        heads = self.shape.attention_heads
        context = self.to.add("MultiHeadAttention", *queries, bias, domain=RUNTIME, num_heads=heads)
        states = self._joined(layer, "attention.output", self._products(layer, "context", context)[0], states)
        [hidden] = self._products(layer, "middle", states)
        bias = self._weight(layer_name(layer, "intermediate.dense.bias"))
        hidden = self.to.add("BiasGelu", hidden, bias, domain=RUNTIME)
        return self._joined(layer, "output", self._products(layer, "hidden", hidden)[0], states)

    def _joined(self, layer: int, part: str, product: str, states: str) -> str:
        """Add the bias and the states from before. ONNX Runtime's fused operation for this is slower."""
        biased = self.to.add("Add", product, self._weight(layer_name(layer, f"{part}.dense.bias")))
        return self._norm(layer_name(layer, f"{part}.LayerNorm"), self.to.add("Add", biased, states))

    def _products(self, layer: int, kind: str, values: str) -> list[str]:
        names = [layer_name(layer, part) for part in PRODUCTS[kind]]
        if self.rounded is None:
            return [self.to.add("MatMul", values, self._weight(f"{name}.weight", turned=True)) for name in names]
        multiplier = self.rounded.multipliers.get(layer_name(layer, kind))
        if multiplier is not None:
            name = self.to.constant(f"{layer_name(layer, kind)}.multiplier", multiplier)
            values = self.to.add("Mul", values, name)
        values, scales = self._rounded_values(values)
        return [self._rounded_product(name, self.rounded.products[name], values, scales) for name in names]

    def _rounded_values(self, values: str) -> tuple[str, str]:
        """Round each token's values to bytes with a scale of its own, so that no token depends on another's."""
        last = self.to.constant("last_axis", np.array([-1]))
        step = self.to.constant("step", np.array(1 / LARGEST_VALUE, dtype=np.float32))
        largest = self.to.add("ReduceMax", self.to.add("Abs", values), last, keepdims=1)
        scales = self.to.add("Mul", largest, step)
        flat = self.to.add("Reshape", scales, self.to.constant("flat", np.array([-1])))
        return self.to.add("QuantizeLinear", values, flat, "middles", axis=1), scales

    def _rounded_product(self, name: str, product: RoundedProduct, values: str, scales: str) -> str:
        outputs = len(product.scales)
        inputs = (
            values,
            self.to.constant(f"{name}.int8", product.weights),
            self.to.constant("one", np.array(1, dtype=np.float32)),
            self.to.constant(f"{name}.scale", product.scales),
            "middle",
            self.to.constant(f"zeros.{outputs}", np.zeros(outputs, dtype=np.int8)),
        )
        return self.to.add("Mul", self.to.add("MatMulIntegerToFloat", *inputs, domain=RUNTIME), scales)


def annotator_graph(
    weights: Mapping[str, Floats], shape: Shape, properties: Mapping[str, str], rounded: RoundedWeights | None = None
) -> onnx.ModelProto:
    """Return the graph: token ids and shapes (1, tokens), int64, in; the heads (tokens, columns), float32, out.

    `weights` are those of the network by name, with one head of each kind. `properties` are the graph's metadata.
    Without `rounded`, the graph computes in float32.
    """
    writer = _Writer()
    _Network(writer, weights, shape, rounded).write()
    graph = helper.make_graph(
        writer.nodes,
        "annotator",
        [helper.make_tensor_value_info(name, TensorProto.INT64, [1, "tokens"]) for name in ("input_ids", "shapes")],
        [
            helper.make_tensor_value_info(head, TensorProto.FLOAT, ["tokens", len(weights[f"{head}.bias"])])
            for head in HEADS
        ],
        [numpy_helper.from_array(value, name) for name, value in writer.constants.items()],
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(RUNTIME, 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="nutgraf")
    helper.set_model_props(model, dict(properties))
    onnx.checker.check_model(model)
    return model


def layer_output(model: onnx.ModelProto, layer: int) -> str:
    """Return the name of the states (1, tokens, width) that a layer of the encoder computes."""
    norm = layer_name(layer, "output.LayerNorm.weight")
    return next(str(node.output[0]) for node in model.graph.node if norm in node.input)


def with_salience(
    model: onnx.ModelProto, weights: Mapping[str, Floats], shape: Shape, rounded: RoundedWeights
) -> onnx.ModelProto:
    """Return a graph with one layer more, which reads the same states as the last one, and the output `salience`.

    `weights` are those of the layer, whose number is that after the last one, and of its head. All other outputs stay
    the same. A layer of salience that the graph has is replaced.
    """
    found = without_salience(model)
    writer = _Writer(first=len(found.graph.node))
    _Network(writer, weights, shape, rounded).write_salience(layer_output(found, shape.layers - 2))
    known = {constant.name for constant in found.graph.initializer}
    found.graph.node.extend(writer.nodes)
    found.graph.initializer.extend(
        numpy_helper.from_array(value, name) for name, value in writer.constants.items() if name not in known
    )
    found.graph.output.append(helper.make_tensor_value_info(SALIENCE, TensorProto.FLOAT, ["tokens", 1]))
    onnx.checker.check_model(found)
    return found


def without_salience(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return a graph without the output `salience` and what only this output needs."""
    found = onnx.ModelProto()
    found.CopyFrom(model)
    _keep(found.graph.output, [output for output in model.graph.output if output.name != SALIENCE])
    needed = {output.name for output in found.graph.output}
    kept = []
    for node in reversed(model.graph.node):
        if needed.intersection(node.output):
            needed.update(node.input)
            kept.append(node)
    _keep(found.graph.node, kept[::-1])
    _keep(found.graph.initializer, [each for each in model.graph.initializer if each.name in needed])
    return found


def _keep(field_of: Any, kept: Iterable[Any]) -> None:
    del field_of[:]
    field_of.extend(kept)
