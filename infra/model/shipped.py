"""The weights of the shipped graph as weights of the network, to continue their training."""

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from functions.summarize.annotator.model_files import FOLDER, GRAPH
from infra.model.network import ENTITY_SCHEMES, ENTITY_TAGS, ROLE_SCHEMES, ROLE_TAGS, WIDTH, AnnotatorNetwork
from infra.model.pretrained import source_folder

# The products of a layer, in the order of the graph.
PRODUCTS = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
HEADS = ("roles", "entities", "links", "sentences")
EMBEDDINGS = ("word_embeddings", "token_type_embeddings", "position_embeddings")

# The zero point of a weight of 8 bits.
MIDDLE = 128


def shipped_network(path: Path, folder: Path) -> AnnotatorNetwork:
    """Return a network with the weights of the int8 graph at `path`. All schemes get the graph's heads of tags.

    `folder` has the base model, whose weights are replaced.
    """
    graph = onnx.load(path).graph
    arrays = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    products = [_product(arrays, node.input) for node in graph.node if node.op_type == "MatMulNBits"]
    network = AnnotatorNetwork(folder)
    layers = [
        f"encoder.encoder.layer.{layer}.{product}"
        for layer in range(network.encoder.config.num_hidden_layers)
        for product in PRODUCTS
    ]
    weights = dict(zip([f"{name}.weight" for name in (*layers, *HEADS)], products, strict=True))
    weights |= {
        name.removeprefix("network."): array
        for name, array in arrays.items()
        if name.endswith(("bias", "LayerNorm.weight"))
    }
    for name in EMBEDDINGS:
        full = f"encoder.embeddings.{name}.weight"
        quantized, zero = (arrays[f"network.{full}_{part}"].astype(np.float32) for part in ("quantized", "zero_point"))
        weights[full] = (quantized - zero) * arrays[f"network.{full}_scale"]
    for head, schemes, tags in (("roles", ROLE_SCHEMES, ROLE_TAGS), ("entities", ENTITY_SCHEMES, ENTITY_TAGS)):
        weights[f"{head}.weight"] = np.tile(
            weights[f"{head}.weight"].reshape(-1, len(tags), WIDTH)[0], (len(schemes), 1)
        )
        weights[f"{head}.bias"] = np.tile(weights[f"{head}.bias"].reshape(-1, len(tags))[0], len(schemes))
    network.load_state_dict({name: torch.tensor(array) for name, array in weights.items()}, strict=False)
    return network


def _product(arrays: dict[str, NDArray[np.float32]], inputs: list[str]) -> NDArray[np.float32]:
    """Return the weights (outputs, inputs) of a product in blocks of 8 bits, each with a scale."""
    quantized, scales = arrays[inputs[1]].astype(np.float32), arrays[inputs[2]]
    outputs = quantized.shape[0]
    return ((quantized - MIDDLE) * scales.reshape(outputs, -1, 1)).reshape(outputs, -1)


def main() -> None:
    """Write the weights of the shipped graph."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, help="the file to write")
    parser.add_argument("--graph", type=Path, default=FOLDER / GRAPH)
    chosen = parser.parse_args()
    torch.save(shipped_network(chosen.graph, source_folder()).state_dict(), chosen.weights)


if __name__ == "__main__":
    main()
