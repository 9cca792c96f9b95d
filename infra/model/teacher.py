"""Computes the sentence vectors of a base model, the training targets of the annotator's vectors."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from infra.model.corpora import Corpus, Example, Vectors
from infra.model.network import WIDTH
from infra.model.precision import fastest_precision
from infra.model.pretrained import PooledEncoder

# Maximum number of tokens of a sentence: the length with which all-MiniLM-L6-v2 was trained, and nearly every sentence.
MAX_TOKENS = 128

# Number of sentences in a batch.
BATCH_SIZE = 64


def sentence_vectors(
    examples: Sequence[Example], folder: Path, tokenizer: Tokenizer, cache: Path | None = None
) -> list[Vectors]:
    """Return the sentence vectors (sentences, 384) of each example, or None for an example without sentences.

    `cache` is a file that keeps the vectors for the next training.
    """
    known = _read(cache)
    sentences = [text for example in examples for text in example.sentence_texts]
    missing = sorted({text for text in sentences if _digest(text) not in known})
    known |= zip(map(_digest, missing), vectors_of(missing, folder, tokenizer), strict=True)
    if cache is not None and missing:
        np.savez(cache, digests=np.array(list(known)), vectors=np.stack(list(known.values())))
    return [
        np.stack([known[_digest(text)] for text in example.sentence_texts]) if example.sentence_texts else None
        for example in examples
    ]


def centred(corpora: Sequence[Corpus]) -> list[Corpus]:
    """Return the corpora with their mean vector subtracted from the vectors, which are unit vectors again.

    The vectors of multilingual-e5-small have a large common part: those of unrelated sentences have cosines of 0.75.
    """
    known = [vectors for corpus in corpora for vectors in corpus.vectors if vectors is not None]
    mean = np.concatenate(known).astype(np.float32).mean(axis=0)
    return [
        replace(
            corpus, vectors=[None if vectors is None else without_mean(vectors, mean) for vectors in corpus.vectors]
        )
        for corpus in corpora
    ]


def without_mean(vectors: NDArray[np.float16], mean: NDArray[np.float32]) -> NDArray[np.float16]:
    """Return unit vectors (sentences, 384), from which the mean is subtracted."""
    rest = vectors.astype(np.float32) - mean
    unit: NDArray[np.float16] = (rest / np.linalg.norm(rest, axis=1, keepdims=True)).astype(np.float16)
    return unit


def _read(cache: Path | None) -> dict[str, NDArray[np.float16]]:
    if cache is None or not cache.exists():
        return {}
    with np.load(cache) as stored:
        return dict(zip(stored["digests"].tolist(), stored["vectors"], strict=True))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def vectors_of(sentences: Sequence[str], folder: Path, tokenizer: Tokenizer) -> NDArray[np.float16]:
    """Return unit vectors (sentences, 384) of separate sentences, with the model in `folder`."""
    encoder = PooledEncoder(folder).eval()
    reader = Tokenizer.from_str(tokenizer.to_str())
    reader.enable_truncation(MAX_TOKENS)
    reader.enable_padding()
    vectors = np.zeros((len(sentences), WIDTH), dtype=np.float16)
    order = sorted(range(len(sentences)), key=lambda number: len(sentences[number]))
    with torch.inference_mode(), fastest_precision():
        for start in range(0, len(order), BATCH_SIZE):
            numbers = order[start : start + BATCH_SIZE]
            encodings = reader.encode_batch([sentences[number] for number in numbers])
            ids = torch.tensor([encoding.ids for encoding in encodings])
            mask = torch.tensor([encoding.attention_mask for encoding in encodings])
            vectors[numbers] = encoder(ids, mask).float().numpy()
    return vectors
