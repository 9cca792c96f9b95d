"""The weights of a shipped graph as weights of the network, to continue their training."""

import argparse
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from functions.summarize.annotator.model_files import FOLDER
from infra.model.export import ENGLISH_MODEL, LANGUAGES_MODEL, Model
from infra.model.graph import HEADS, PRODUCTS, Floats, layer_name
from infra.model.network import ENTITY_SCHEMES, ENTITY_TAGS, ROLE_SCHEMES, ROLE_TAGS, WIDTH, AnnotatorNetwork
from infra.model.pretrained import LANGUAGES_BASE, english_folder, languages_folder


def shipped_network(path: Path, folder: Path, model: Model = ENGLISH_MODEL) -> AnnotatorNetwork:
    """Return a network with the weights of the int8 graph at `path`. All schemes get the graph's heads of tags.

    `folder` has the base model, whose weights are replaced, except word vectors in 4 bits: training does not change
    those.
    """
    arrays = {each.name: numpy_helper.to_array(each) for each in onnx.load(path).graph.initializer}
    network = AnnotatorNetwork(folder)
    weights = {name: array for name, array in arrays.items() if name in network.state_dict()}
    for layer in range(network.encoder.config.num_hidden_layers):
        weights |= _layer(arrays, layer)
    for name in ("token_type_embeddings", *(() if model.four_bit_words else ("word_embeddings",))):
        full = f"encoder.embeddings.{name}.weight"
        weights[full] = arrays[f"{full}.int8"].astype(np.float32) * arrays[f"{full}.scale"]
    weights |= {f"{head}.weight": weights[f"{head}.weight"].T for head in HEADS}
    weights["roles.bias"] = weights["roles.bias"] + model.caution().numpy()
    weights["entities.bias"] = weights["entities.bias"] - model.name_caution().numpy()
    for head, schemes, tags in (("roles", ROLE_SCHEMES, ROLE_TAGS), ("entities", ENTITY_SCHEMES, ENTITY_TAGS)):
        weights[f"{head}.weight"] = np.tile(
            weights[f"{head}.weight"].reshape(-1, len(tags), WIDTH)[0], (len(schemes), 1)
        )
        weights[f"{head}.bias"] = np.tile(weights[f"{head}.bias"].reshape(-1, len(tags))[0], len(schemes))
    network.load_state_dict({name: torch.tensor(array) for name, array in weights.items()}, strict=False)
    return network


def _layer(arrays: Mapping[str, NDArray[np.float32]], layer: int) -> dict[str, Floats]:
    """Return the weights of the products of a layer, and the biases that the graph has in one array."""
    weights: dict[str, Floats] = {}
    for kind, parts in PRODUCTS.items():
        multiplier = arrays.get(f"{layer_name(layer, kind)}.multiplier", np.float32(1))
        for name in (layer_name(layer, part) for part in parts):
            product = arrays[f"{name}.int8"].T.astype(np.float32) * arrays[f"{name}.scale"][:, None]
            weights[f"{name}.weight"] = product * multiplier
    biases = np.split(arrays[layer_name(layer, "attention.self.bias")], len(PRODUCTS["input"]))
    names = [f"{layer_name(layer, part)}.bias" for part in PRODUCTS["input"]]
    return weights | dict(zip(names, biases, strict=True))


def main() -> None:
    """Write the weights of a shipped graph."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, help="the file to write")
    parser.add_argument("--languages", action="store_true", help="the model for all languages, instead of English")
    parser.add_argument("--base", type=Path, default=LANGUAGES_BASE, help="the folder of its base model")
    parser.add_argument("--graph", type=Path, help="by default the one in the package")
    chosen = parser.parse_args()
    model = LANGUAGES_MODEL if chosen.languages else ENGLISH_MODEL
    base = languages_folder(chosen.base) if chosen.languages else english_folder()
    network = shipped_network(chosen.graph or FOLDER / model.files.graph, base, model)
    torch.save(network.state_dict(), chosen.weights)


if __name__ == "__main__":
    main()
