"""The annotator: one pass over a text finds its names, the parts of its attributions and vectors of its sentences."""

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from functions.summarize.annotator.annotations import Annotations
from functions.summarize.annotator.model_files import FOLDER, GRAPH, TOKENIZER, verified
from functions.summarize.annotator.readings import Reading, TagScheme, annotations_of
from functions.summarize.annotator.tag_decoding import tags_of
from functions.summarize.annotator.tokens import Tokens, tokens_of
from functions.summarize.annotator.windows import Window, windows_of

# Of one document, about 150,000 words: what comes after is not annotated.
MOST_TOKENS = 200_000

# Bounds the readings that wait to be joined: one is 0.7 MB.
WINDOWS_AT_ONCE = 32


class Annotator:
    """A small encoder with heads for names, for the parts of attributions and for sentences, with int8 weights.

    Each window is run alone, and as many at once as there are processors: no time is lost on padding, and the same text
    always has the same annotations.
    """

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, revision: str) -> None:
        # The SHA-256 of the graph's file.
        self.revision = revision
        self._session = session
        self._tokenizer = tokenizer
        self._scheme = _scheme(session.get_modelmeta().custom_metadata_map)
        self._first, self._last = (np.array([tokenizer.token_to_id(mark)]) for mark in ("[CLS]", "[SEP]"))
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self._threads = ThreadPoolExecutor(processors, thread_name_prefix="annotator")

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Self:
        """The annotator in `folder`; raises ConfigurationError when a file is missing or isn't what SHA256SUMS says."""
        graph, revision = verified(folder, GRAPH)
        vocabulary, _ = verified(folder, TOKENIZER)
        return cls(session_of(graph), tokenizer_of(vocabulary), revision)

    def annotate(self, text: str, sentences: Sequence[tuple[int, int]] = ()) -> Annotations:
        """Annotate `text`; `sentences` are [start, end) code points, in order, and get the vectors.

        The cost is linear in the length. Of more than MOST_TOKENS tokens the first ones are annotated, and
        `Annotations.end` tells how far.
        """
        tokens = tokens_of(text, self._tokenizer, MOST_TOKENS)
        windows = list(windows_of(len(tokens)))
        found = annotations_of(tokens, windows, self._readings(tokens, windows), self._scheme, sentences)
        return found if len(tokens) >= MOST_TOKENS else replace(found, end=len(text))

    def vector(self, text: str) -> NDArray[np.float32]:
        """The vector (384,) of a text that is a sentence or a title, read alone."""
        vector: NDArray[np.float32] = self.annotate(text, [(0, len(text))]).vectors[0]
        return vector

    def _readings(self, tokens: Tokens, windows: Sequence[Window]) -> Iterator[Reading]:
        for first in range(0, len(windows), WINDOWS_AT_ONCE):
            batch = windows[first : first + WINDOWS_AT_ONCE]
            yield from self._threads.map(lambda window: self._read(tokens, window), batch)

    def _read(self, tokens: Tokens, window: Window) -> Reading:
        inside = slice(window.start, window.end)
        ids = np.concatenate([self._first, tokens.ids[inside], self._last])
        shapes = np.concatenate([[0], tokens.shapes[inside], [0]])
        outputs = self._session.run(None, {"input_ids": ids[None], "shapes": shapes[None]})
        return Reading(*(output[1:-1] for output in outputs))


def session_of(graph: bytes) -> onnxruntime.InferenceSession:
    """A session that runs on one processor: windows are what is spread over several."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The last window of each text has another length: an arena would keep the most that was ever needed.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def tokenizer_of(vocabulary: bytes) -> Tokenizer:
    """The tokenizer, without the padding and the truncation that its file asks for."""
    tokenizer = Tokenizer.from_str(vocabulary.decode("utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _scheme(properties: dict[str, str]) -> TagScheme:
    roles, entities = (tags_of(json.loads(properties[name])) for name in ("roles", "entities"))
    return TagScheme(
        roles,
        np.array(json.loads(properties["role_transitions"]), dtype=np.float32),
        entities,
        np.array(json.loads(properties["entity_transitions"]), dtype=np.float32),
    )
