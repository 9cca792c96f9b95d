"""Exports trained weights as the annotator of Summarize (an int8 ONNX graph), and as a float32 graph."""

import argparse
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from functions.summarize.annotator.model_files import FOLDER, GRAPH, TOKENIZER
from functions.summarize.annotator.tag_decoding import valid_transitions
from infra.model.checksums import write_checksums
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

OPSET = 18

# Number of weights, and of values of a token, that share a scale. With one scale for a whole tensor, one word in fifty
# has another tag than in float32. With blocks it is one in two hundred, and no token depends on the number of others.
BLOCK = 64

# The accuracy level of ONNX Runtime for products in int8.
INT8_ACTIVATIONS = 4

# Weight of each annotation scheme. The heads are linear, so their weighted sum is one head.
ROLE_SHARES = {"narrow": 1.0}
ENTITY_SHARES = {"gold": 1.0}

# Subtracted from the scores of words outside attributions, and of words that begin a part. Training optimizes the tags
# of words, which misses too many spans. With these values, about as many spans are added as are missed
# (docs/benchmarks.md).
CAUTION = [1.6, *(0.4 * tag.startswith("B-") for tag in ROLE_TAGS[1:])]


class WindowReader(nn.Module):
    """The network for Summarize: it reads one window, and combines the heads of the annotation schemes."""

    def __init__(self, network: AnnotatorNetwork) -> None:
        super().__init__()
        self.network = network.eval()
        self.roles = one_head(network.roles, ROLE_SCHEMES, ROLE_SHARES)
        self.entities = one_head(network.entities, ENTITY_SCHEMES, ENTITY_SHARES)
        self.register_buffer("caution", torch.tensor(CAUTION))

    def forward(self, input_ids: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return the readings (tokens, …) of token ids and shapes, both (1, tokens), int64."""
        network = self.network
        states = network.encoder(
            input_ids=input_ids, token_type_ids=shapes, attention_mask=torch.ones_like(input_ids)
        ).last_hidden_state[0]
        return (
            self.roles(states) - self.caution,
            self.entities(states),
            network.links(states),
            network.sentences(states),
        )


def one_head(heads: nn.Linear, schemes: Sequence[str], shares: Mapping[str, float]) -> nn.Linear:
    """Return the weighted sum of the heads of the annotation schemes."""
    weights = torch.tensor([shares.get(scheme, 0.0) for scheme in schemes]).view(-1, 1, 1)
    tags = heads.out_features // len(schemes)
    head = nn.Linear(heads.in_features, tags)
    head.weight.data = (heads.weight.data.view(len(schemes), tags, -1) * weights).sum(0)
    head.bias.data = (heads.bias.data.view(len(schemes), tags, 1) * weights).sum(0).squeeze(1)
    return head


def export_float(network: AnnotatorNetwork, path: Path) -> None:
    """Write the float32 graph of `network` to `path`."""
    ids = torch.tensor([[101, 7592, 2088, 102]])
    torch.onnx.export(
        WindowReader(network).eval(),
        (ids, torch.zeros_like(ids)),
        str(path),
        input_names=["input_ids", "shapes"],
        output_names=["roles", "entities", "links", "sentences"],
        dynamic_shapes=[{1: "tokens"}, {1: "tokens"}],
        opset_version=OPSET,
        dynamo=True,
        external_data=False,
        verbose=False,
    )


def quantize(float_graph: Path, path: Path) -> None:
    """Write the graph with int8 weights, one scale per BLOCK. Activations are quantized in the same way at run time."""
    prepared, small = float_graph.with_suffix(".prepared.onnx"), float_graph.with_suffix(".words.onnx")
    quant_pre_process(str(float_graph), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(prepared, small, weight_type=QuantType.QInt8, op_types_to_quantize=["Gather"])
    products = MatMulNBitsQuantizer(
        onnx.load(small), bits=8, block_size=BLOCK, is_symmetric=True, accuracy_level=INT8_ACTIVATIONS
    )
    products.process()
    products.model.save_model_to_file(str(path))
    onnx.checker.check_model(str(path))


def describe(graph: Path) -> None:
    """Write the meaning of the columns to the metadata of the graph."""
    model = onnx.load(graph)
    onnx.helper.set_model_props(
        model,
        {
            "roles": json.dumps(ROLES),
            "entities": json.dumps(ENTITY_TYPES),
            "role_transitions": json.dumps(valid_transitions(ROLE_TAGS).tolist()),
            "entity_transitions": json.dumps(valid_transitions(ENTITY_TAGS).tolist()),
        },
    )
    onnx.save(model, graph)


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
    with tempfile.TemporaryDirectory() as scratch:
        float_graph = Path(scratch) / "annotator.onnx"
        export_float(network, float_graph)
        quantize(float_graph, folder / GRAPH)
        for graph in (float_graph, folder / GRAPH):
            describe(graph)
        if arguments.float:
            shutil.copyfile(float_graph, arguments.float)
    shutil.copyfile(source / TOKENIZER, folder / TOKENIZER)
    write_checksums(folder)
    size = (folder / GRAPH).stat().st_size / 1e6
    print(f"{arguments.weights} -> {folder / GRAPH}, {size:.1f} MB")


if __name__ == "__main__":
    main()
