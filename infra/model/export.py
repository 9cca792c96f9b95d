"""Exports trained weights as the annotator of Summarize (an int8 ONNX graph), and as a float32 graph."""

import argparse
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import nn

from functions.summarize.annotator.model_files import FOLDER, GRAPH, TOKENIZER
from functions.summarize.annotator.tag_decoding import valid_transitions
from functions.summarize.annotator.tokens import tokens_of
from functions.summarize.annotator.windows import WINDOW
from infra.model.batches import CLS, SEP
from infra.model.checksums import write_checksums
from infra.model.corpora import tokenizer_in
from infra.model.graph import Floats, Shape, annotator_graph
from infra.model.network import (
    ENTITY_SCHEMES,
    ENTITY_TAGS,
    ENTITY_TYPES,
    ROLE_SCHEMES,
    ROLE_TAGS,
    ROLES,
    AnnotatorNetwork,
)
from infra.model.pretrained import source_folder
from infra.model.rounding import input_statistics, rounded_weights
from infra.model.written import written_rows

# Weight of each annotation scheme. The heads are linear, so their weighted sum is one head.
ROLE_SHARES = {"narrow": 1.0}
ENTITY_SHARES = {"gold": 1.0}

# Subtracted from the scores of words outside attributions, and of words that begin a part. Training optimizes the tags
# of words, which misses too many spans. With these values, about as many spans are added as are missed
# (docs/benchmarks.md).
CAUTION = [1.6, *(0.4 * tag.startswith("B-") for tag in ROLE_TAGS[1:])]

# Each third of our own documents is read for the rounding; more change little.
DOCUMENT_STEP = 3


def one_head(heads: nn.Linear, schemes: Sequence[str], shares: Mapping[str, float]) -> nn.Linear:
    """Return the weighted sum of the heads of the annotation schemes."""
    weights = torch.tensor([shares.get(scheme, 0.0) for scheme in schemes]).view(-1, 1, 1)
    tags = heads.out_features // len(schemes)
    head = nn.Linear(heads.in_features, tags)
    head.weight.data = (heads.weight.data.view(len(schemes), tags, -1) * weights).sum(0)
    head.bias.data = (heads.bias.data.view(len(schemes), tags, 1) * weights).sum(0).squeeze(1)
    return head


def graph_weights(network: AnnotatorNetwork) -> dict[str, Floats]:
    """Return the weights by name, with one head of tags each, from which the caution is subtracted."""
    roles = one_head(network.roles, ROLE_SCHEMES, ROLE_SHARES)
    roles.bias.data -= torch.tensor(CAUTION)
    entities = one_head(network.entities, ENTITY_SCHEMES, ENTITY_SHARES)
    heads = {"roles": roles, "entities": entities}
    replaced = {f"{name}.{part}": value for name, head in heads.items() for part, value in head.state_dict().items()}
    return {name: value.numpy() for name, value in (network.state_dict() | replaced).items()}


def shape_of(network: AnnotatorNetwork) -> Shape:
    """Return the shape of the encoder."""
    config = network.encoder.config
    return Shape(config.num_hidden_layers, config.num_attention_heads, config.layer_norm_eps)


def properties() -> dict[str, str]:
    """Return the meaning of the columns of the heads, the metadata of the graph."""
    return {
        "roles": json.dumps(ROLES),
        "entities": json.dumps(ENTITY_TYPES),
        "role_transitions": json.dumps(valid_transitions(ROLE_TAGS).tolist()),
        "entity_transitions": json.dumps(valid_transitions(ENTITY_TAGS).tolist()),
    }


def windows_to_round_by(tokenizer: Tokenizer) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield the ids and shapes (1, tokens) of the first window of some of our own documents."""
    for row in islice(written_rows(), 0, None, DOCUMENT_STEP):
        tokens = tokens_of(row["text"], tokenizer, WINDOW)
        ids = np.concatenate([[CLS], tokens.ids[:WINDOW], [SEP]])
        shapes = np.concatenate([[0], tokens.shapes[:WINDOW], [0]])
        yield ids[None], shapes[None]


def float_graph(network: AnnotatorNetwork) -> onnx.ModelProto:
    """Return the graph of the network in float32."""
    return annotator_graph(graph_weights(network), shape_of(network), properties())


def rounded_graph(network: AnnotatorNetwork, tokenizer: Tokenizer) -> onnx.ModelProto:
    """Return the graph with int8 products and embeddings, rounded by what it computes for our own documents."""
    statistics = input_statistics(network.eval(), windows_to_round_by(tokenizer))
    weights, rounded = rounded_weights(graph_weights(network), statistics)
    return annotator_graph(weights, shape_of(network), properties(), rounded)


def main() -> None:
    """Write the model folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, help="weights.pt of infra.model.train")
    parser.add_argument("--into", type=Path, default=FOLDER, help="the folder to write")
    parser.add_argument("--float", type=Path, help="the path for the float32 graph")
    arguments = parser.parse_args()
    folder = arguments.into
    folder.mkdir(parents=True, exist_ok=True)
    source = source_folder()
    network = AnnotatorNetwork(source)
    network.load_state_dict(torch.load(arguments.weights))
    if arguments.float:
        onnx.save(float_graph(network), arguments.float)
    onnx.save(rounded_graph(network, tokenizer_in(source)), folder / GRAPH)
    shutil.copyfile(source / TOKENIZER, folder / TOKENIZER)
    write_checksums(folder)
    size = (folder / GRAPH).stat().st_size / 1e6
    print(f"{arguments.weights} -> {folder / GRAPH}, {size:.1f} MB")


if __name__ == "__main__":
    main()
