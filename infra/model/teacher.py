"""Computes the sentence vectors of all-MiniLM-L6-v2, the training targets of the annotator's vectors."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from infra.model.corpora import Example, Vectors
from infra.model.network import WIDTH
from infra.model.pretrained import PooledEncoder

# Maximum number of tokens of a sentence: the length with which all-MiniLM-L6-v2 was trained.
MAX_TOKENS = 128

# Number of sentences in a batch.
BATCH_SIZE = 64


def sentence_vectors(examples: Sequence[Example], folder: Path, tokenizer: Tokenizer) -> list[Vectors]:
    """Return the sentence vectors (sentences, 384) of each example, or None for an example without sentences."""
    vectors = vectors_of([text for example in examples for text in example.sentence_texts], folder, tokenizer)
    ends = np.cumsum([0, *(len(example.sentence_texts) for example in examples)])
    return [vectors[first:last] if last > first else None for first, last in pairwise(ends)]


def vectors_of(sentences: Sequence[str], folder: Path, tokenizer: Tokenizer) -> NDArray[np.float16]:
    """Return unit vectors (sentences, 384) of separate sentences, with the model in `folder`."""
    encoder = PooledEncoder(folder).eval()
    reader = Tokenizer.from_str(tokenizer.to_str())
    reader.enable_truncation(MAX_TOKENS)
    reader.enable_padding()
    vectors = np.zeros((len(sentences), WIDTH), dtype=np.float16)
    order = sorted(range(len(sentences)), key=lambda number: len(sentences[number]))
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        for start in range(0, len(order), BATCH_SIZE):
            numbers = order[start : start + BATCH_SIZE]
            encodings = reader.encode_batch([sentences[number] for number in numbers])
            ids = torch.tensor([encoding.ids for encoding in encodings])
            mask = torch.tensor([encoding.attention_mask for encoding in encodings])
            vectors[numbers] = encoder(ids, mask).float().numpy()
    return vectors
