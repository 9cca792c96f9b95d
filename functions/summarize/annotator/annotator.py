"""The annotator: finds names, parts of attributions and sentence vectors in one pass over a text."""

import json
import math
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from functions.summarize.annotator.annotations import Annotations
from functions.summarize.annotator.model_files import ENGLISH, FOLDER, LANGUAGES, ModelFiles, verified
from functions.summarize.annotator.outputs import TagScheme, WindowOutput, annotations_of
from functions.summarize.annotator.tag_decoding import TransitionScores, scored_transitions, tags_of
from functions.summarize.annotator.tokens import Tokens, separated_words, tokens_of
from functions.summarize.annotator.windows import Window, windows_of

# Maximum number of annotated tokens of a document, about 150,000 words. The rest is not annotated.
MOST_TOKENS = 200_000

# The numbers of the most frequent words in the vocabulary are around this one. Smaller ones are of single characters.
FREQUENT = 2000

# The scores of transitions between tags of names, because the network scores each word alone, and divides names. They
# are about half of the most likely ones for sentences in eight languages: those join neighbours in articles.
NAMES = {LANGUAGES: TransitionScores(begin=-0.2, second=0.3, further=0.5, behind_same=-1.0, behind_other=-0.5)}

# Maximum number of windows that are run before the output of the first is used. It bounds memory: the outputs of one
# are 0.7 MB.
WINDOWS_AT_ONCE = 32


class Annotator:
    """A small encoder with heads for names, for the parts of attributions and for sentences, with int8 weights.

    Each window is run as a batch of its own, one window per processor at a time. So there is no padding, and the same
    text always has the same annotations.
    """

    def __init__(
        self,
        session: onnxruntime.InferenceSession,
        tokenizer: Tokenizer,
        revision: str,
        names: TransitionScores | None = None,
    ) -> None:
        """`names`: the scores of transitions between tags of names, None for equal ones."""
        # The SHA-256 of the file of the graph.
        self.revision = revision
        self._session = session
        self._tokenizer = tokenizer
        self._scheme = _scheme(session.get_modelmeta().custom_metadata_map, names)
        self._first, self._last = (np.array([tokenizer.token_to_id(token)]) for token in ("[CLS]", "[SEP]"))
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self._threads = ThreadPoolExecutor(processors, thread_name_prefix="annotator")

    @classmethod
    def load(cls, folder: Path = FOLDER, files: ModelFiles = ENGLISH) -> Self:
        """Load an annotator. Raises ConfigurationError if a file is missing or does not match SHA256SUMS."""
        graph, revision = verified(folder, files.graph)
        vocabulary, _ = verified(folder, files.tokenizer)
        return cls(session_of(graph), tokenizer_of(vocabulary), revision, NAMES.get(files))

    def annotate(self, text: str, sentences: Sequence[tuple[int, int]] = ()) -> Annotations:
        """Annotate a text. `sentences` are the [start, end) code points of those that get a vector and a
        salience, in order.

        The cost is linear in the length. Only the first MOST_TOKENS tokens are annotated, up to `Annotations.end`.
        """
        tokens = tokens_of(text, self._tokenizer, MOST_TOKENS)
        windows = list(windows_of(len(tokens), tokens.line_starts(), tokens.at([start for start, _ in sentences])))
        outputs = self._outputs(tokens, windows)
        found = annotations_of(tokens, windows, outputs, self._scheme, sentences, separated_words(text, tokens))
        return found if len(tokens) >= MOST_TOKENS else replace(found, end=len(text))

    def has_word(self, word: str) -> bool:
        """Whether a word is one piece of the vocabulary."""
        return self._tokenizer.token_to_id(word) is not None

    def vector(self, text: str) -> NDArray[np.float32]:
        """Return the vector (384,) of a single sentence or title."""
        vector: NDArray[np.float32] = self.vectors([text])[0]
        return vector

    def vectors(self, phrases: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (phrases, 384) of short phrases without line breaks, read together in one pass."""
        ends = np.cumsum([len(phrase) + 1 for phrase in phrases]).tolist()
        places = [(end - len(phrase) - 1, end - 1) for phrase, end in zip(phrases, ends, strict=True)]
        return self.annotate("\n".join(phrases), places).vectors

    def rarity(self, word: str) -> float:
        """Return how rare a word in small letters is: 0 for the most frequent ones, 1 for those outside the vocabulary.

        The vocabulary of a WordPiece model is in the order of frequency.
        """
        number = self._tokenizer.token_to_id(word)
        size = self._tokenizer.get_vocab_size()
        share = math.log((size if number is None else max(number, FREQUENT)) / FREQUENT) / math.log(size / FREQUENT)
        return round(share, 3)

    def _outputs(self, tokens: Tokens, windows: Sequence[Window]) -> Iterator[WindowOutput]:
        running: deque[Future[WindowOutput]] = deque()
        for window in windows:
            running.append(self._threads.submit(self._run, tokens, window))
            if len(running) == WINDOWS_AT_ONCE:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()

    def _run(self, tokens: Tokens, window: Window) -> WindowOutput:
        inside = slice(window.start, window.end)
        ids = np.concatenate([self._first, tokens.ids[inside], self._last])
        shapes = np.concatenate([[0], tokens.shapes[inside], [0]])
        outputs = self._session.run(None, {"input_ids": ids[None], "shapes": shapes[None]})
        return WindowOutput(*(output[1:-1] for output in outputs))


def session_of(graph: bytes) -> onnxruntime.InferenceSession:
    """Return a session that uses one processor. Several processors run several windows."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # Fusing residuals into layer norms is slower: the fused operation is not vectorized.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    # The windows have different lengths. An arena would keep the largest amount that was ever needed.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def tokenizer_of(vocabulary: bytes) -> Tokenizer:
    """Return the tokenizer, without the padding and the truncation in its file."""
    tokenizer = Tokenizer.from_str(vocabulary.decode("utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _scheme(properties: dict[str, str], names: TransitionScores | None) -> TagScheme:
    roles, entities = (tags_of(json.loads(properties[name])) for name in ("roles", "entities"))
    return TagScheme(
        roles,
        np.array(json.loads(properties["role_transitions"]), dtype=np.float32),
        entities,
        np.array(json.loads(properties["entity_transitions"]), dtype=np.float32),
        None if names is None else scored_transitions(entities, names),
    )
