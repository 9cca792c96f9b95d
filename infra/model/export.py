"""Exports trained weights as the annotator of Summarize (an int8 ONNX graph), and as a float32 graph."""

import argparse
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn

from functions.summarize.annotator.model_files import ENGLISH, FOLDER, LANGUAGES, ModelFiles
from functions.summarize.annotator.tag_decoding import OUTSIDE, valid_transitions
from functions.summarize.annotator.tokens import tokens_of
from functions.summarize.annotator.windows import WINDOW
from infra.model.batches import Special
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
from infra.model.pretrained import LANGUAGES_BASE, VOCABULARY, english_folder, languages_folder
from infra.model.rounding import input_statistics, rounded_weights
from infra.model.written import OTHER_LANGUAGES, written_rows


class Model(NamedTuple):
    """How a model is exported."""

    files: ModelFiles
    # Weight of each annotation scheme. The heads are linear, so their weighted sum is one head.
    role_shares: Mapping[str, float]
    entity_shares: Mapping[str, float]
    # Subtracted from the scores of words outside attributions, and of words that begin a part. Training optimizes the
    # tags of words, which misses too many spans. With these values, about as many spans are added as are missed
    # (docs/benchmarks.md).
    outside: float
    beginning: float
    # Added to the score of words outside names. It makes about as many names too much as too few.
    no_name: float
    # Whether the base model has the vectors of words in 4 bits.
    four_bit_words: bool

    def caution(self) -> Tensor:
        """Return what is subtracted from the score of each tag of roles."""
        return torch.tensor([self.outside, *(self.beginning * tag.startswith("B-") for tag in ROLE_TAGS[1:])])

    def name_caution(self) -> Tensor:
        """Return what is added to the score of each tag of entities."""
        return torch.tensor([self.no_name * (tag == OUTSIDE) for tag in ENTITY_TAGS])


# Each third of our own documents is read for the rounding; more change little.
DOCUMENT_STEP = 3

ENGLISH_MODEL = Model(ENGLISH, {"narrow": 1.0}, {"gold": 1.0}, 1.6, 0.4, 0.0, four_bit_words=False)
LANGUAGES_MODEL = Model(LANGUAGES, {"narrow": 1.0}, {"gold": 0.25, "web": 0.75}, 1.6, 0.4, 0.75, four_bit_words=True)


def one_head(heads: nn.Linear, schemes: Sequence[str], shares: Mapping[str, float]) -> nn.Linear:
    """Return the weighted sum of the heads of the annotation schemes."""
    weights = torch.tensor([shares.get(scheme, 0.0) for scheme in schemes]).view(-1, 1, 1)
    tags = heads.out_features // len(schemes)
    head = nn.Linear(heads.in_features, tags)
    head.weight.data = (heads.weight.data.view(len(schemes), tags, -1) * weights).sum(0)
    head.bias.data = (heads.bias.data.view(len(schemes), tags, 1) * weights).sum(0).squeeze(1)
    return head


def graph_weights(network: AnnotatorNetwork, model: Model) -> dict[str, Floats]:
    """Return the weights by name, with one head of tags each, from which the caution is subtracted."""
    roles = one_head(network.roles, ROLE_SCHEMES, model.role_shares)
    roles.bias.data -= model.caution()
    entities = one_head(network.entities, ENTITY_SCHEMES, model.entity_shares)
    entities.bias.data += model.name_caution()
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


def windows_to_round_by(model: Model, tokenizer: Tokenizer) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield the ids and shapes (1, tokens) of the first window of some of our own documents."""
    special = Special.of(tokenizer)
    rows = written_rows(sorted(OTHER_LANGUAGES.glob("*.txt")) if model.files == LANGUAGES else None)
    for row in islice(rows, 0, None, DOCUMENT_STEP):
        tokens = tokens_of(row["text"], tokenizer, WINDOW)
        ids = np.concatenate([[special.first], tokens.ids[:WINDOW], [special.last]])
        shapes = np.concatenate([[0], tokens.shapes[:WINDOW], [0]])
        yield ids[None], shapes[None]


def mean_of(states: Sequence[Mapping[str, Tensor]]) -> dict[str, Tensor]:
    """Return the mean of the weights of trainings that began with the same weights."""
    return {
        name: torch.stack([state[name] for state in states]).mean(0) if value.is_floating_point() else value
        for name, value in states[0].items()
    }


def float_graph(network: AnnotatorNetwork, model: Model = ENGLISH_MODEL) -> onnx.ModelProto:
    """Return the graph of the network in float32."""
    return annotator_graph(graph_weights(network, model), shape_of(network), properties())


def rounded_graph(network: AnnotatorNetwork, tokenizer: Tokenizer, model: Model = ENGLISH_MODEL) -> onnx.ModelProto:
    """Return the graph with int8 products and embeddings, rounded by what it computes for our own documents."""
    network.eval()
    layers = dict(enumerate(network.encoder.encoder.layer))
    runs = (partial(_run, network, *window) for window in windows_to_round_by(model, tokenizer))
    weights, rounded = rounded_weights(
        graph_weights(network, model), input_statistics(layers, runs), layers, four_bit_words=model.four_bit_words
    )
    return annotator_graph(weights, shape_of(network), properties(), rounded)


def _run(network: AnnotatorNetwork, ids: NDArray[np.int64], shapes: NDArray[np.int64]) -> object:
    tokens = torch.from_numpy(ids)
    return network(tokens, torch.from_numpy(shapes), torch.ones_like(tokens))


def main() -> None:
    """Write the model folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "weights", type=Path, nargs="+", help="weights.pt of infra.model.train; of several, their mean is exported"
    )
    parser.add_argument("--into", type=Path, default=FOLDER, help="the folder to write")
    parser.add_argument("--float", type=Path, help="the path for the float32 graph")
    parser.add_argument("--languages", action="store_true", help="the model for all languages, instead of English")
    parser.add_argument("--base", type=Path, default=LANGUAGES_BASE, help="the folder of its base model")
    arguments = parser.parse_args()
    model = LANGUAGES_MODEL if arguments.languages else ENGLISH_MODEL
    source = languages_folder(arguments.base) if arguments.languages else english_folder()
    folder = arguments.into
    folder.mkdir(parents=True, exist_ok=True)
    network = AnnotatorNetwork(source)
    network.load_state_dict(mean_of([torch.load(path) for path in arguments.weights]))
    if arguments.float:
        onnx.save(float_graph(network, model), arguments.float)
    onnx.save(rounded_graph(network, tokenizer_in(source), model), folder / model.files.graph)
    shutil.copyfile(source / VOCABULARY, folder / model.files.tokenizer)
    write_checksums(folder)
    size = (folder / model.files.graph).stat().st_size / 1e6
    print(f"{' '.join(map(str, arguments.weights))} -> {folder / model.files.graph}, {size:.1f} MB")


if __name__ == "__main__":
    main()
