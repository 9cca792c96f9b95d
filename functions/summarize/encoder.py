"""The sentence encoder: sentences in, unit vectors out, by an int8 ONNX graph that ONNX Runtime runs."""

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from shared.errors import ConfigurationError

FOLDER = Path(__file__).parent / "model"
GRAPH = "encoder.int8.onnx"
TOKENIZER = "tokenizer.json"
CHECKSUMS = "SHA256SUMS"
WIDTH = 384
MAX_TOKENS = 128
"""Of one sentence, its two marks included; what is over is not looked at. The weights were trained with this length."""

MAX_CHARACTERS = 2_000
"""Of one sentence before it is split into tokens, so that a line of megabytes costs nothing."""

SENTENCES_AT_ONCE = 256
"""Bounds what the tokenizer holds while a long document is encoded."""


class SentenceEncoder:
    """all-MiniLM-L6-v2 with int8 weights: similar sentences have vectors with a high dot product.

    The graph quantizes its activations with one scale for all that is run together, so a sentence's vector would
    depend on its neighbours in a batch. Each sentence is therefore run alone, and as many at once as there are
    processors: its vector depends on the sentence and nothing else, and no time is lost on padding.
    """

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, revision: str) -> None:
        self.revision = revision
        """The SHA-256 of the graph's file."""
        self._session = session
        self._tokenizer = tokenizer
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self._threads = ThreadPoolExecutor(processors, thread_name_prefix="encoder")

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Self:
        """The encoder in `folder`; raises ConfigurationError when a file is missing or isn't what SHA256SUMS says."""
        graph, revision = _verified(folder, GRAPH)
        vocabulary, _ = _verified(folder, TOKENIZER)
        tokenizer = Tokenizer.from_str(vocabulary.decode("utf-8"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # Every sentence has another length: an arena would keep the most that was ever needed, and plan anew each time.
        options.enable_cpu_mem_arena = False
        options.enable_mem_pattern = False
        session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        return cls(session, tokenizer, revision)

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (sentences, 384) of length one, in the order given. A sentence always has the same vector.

        A sentence counts up to its first MAX_TOKENS tokens and MAX_CHARACTERS code points.
        """
        vectors = np.empty((len(sentences), WIDTH), dtype=np.float32)
        for start in range(0, len(sentences), SENTENCES_AT_ONCE):
            texts = [sentence[:MAX_CHARACTERS] for sentence in sentences[start : start + SENTENCES_AT_ONCE]]
            for number, vector in enumerate(self._threads.map(self._run, self._tokenizer.encode_batch(texts)), start):
                vectors[number] = vector
        return vectors

    def _run(self, encoding: Encoding) -> NDArray[np.float32]:
        ids = np.array([encoding.ids], dtype=np.int64)
        (vectors,) = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        vector: NDArray[np.float32] = vectors[0]
        return vector


def _verified(folder: Path, name: str) -> tuple[bytes, str]:
    """The content of a file of the model and its SHA-256, which SHA256SUMS vouches for. It takes 16 ms for 23 MB."""
    try:
        lines = (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines()
        content = (folder / name).read_bytes()
    except OSError as error:
        raise ConfigurationError(
            f"The sentence encoder can't be read: {error}. Deploy functions/summarize/model whole, or make it with "
            "`python -m infra.model.export`."
        ) from error
    digest = hashlib.sha256(content).hexdigest()
    if f"{digest}  {name}" not in lines:
        raise ConfigurationError(
            f"{folder / name} isn't the file that {CHECKSUMS} names: restore both from the repository, or make them "
            "with `python -m infra.model.export`."
        )
    return content, digest
