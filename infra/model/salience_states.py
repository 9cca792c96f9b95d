"""The states of an annotator's graph below its last layer, which the layer of salience reads."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper
from tokenizers import Tokenizer

from functions.summarize.annotator.annotator import session_of
from functions.summarize.annotator.tokens import Tokens, tokens_of
from functions.summarize.annotator.windows import Window, windows_of
from infra.model.batches import Special
from infra.model.graph import layer_output
from infra.model.network import WIDTH

# Maximum number of windows of a document, about 1,500 words. The best sentences of longer ones are mostly in them.
MOST_WINDOWS = 10


class Passage(NamedTuple):
    """A window of a document: its states (tokens, 384), and the sentences that begin in it.

    A sentence is (its number, start, end) in positions of the states.
    """

    states: NDArray[np.float16]
    sentences: list[tuple[int, int, int]]


class StatesReader:
    """Reads the states below the last layer of a graph, which is the one of an annotator in the package."""

    def __init__(self, graph: onnx.ModelProto, layers: int, tokenizer: Tokenizer) -> None:
        """`layers`: the number of layers of the encoder."""
        with_states = onnx.ModelProto()
        with_states.CopyFrom(graph)
        self._name = layer_output(graph, layers - 2)
        with_states.graph.output.append(
            helper.make_tensor_value_info(self._name, TensorProto.FLOAT, [1, "tokens", WIDTH])
        )
        self._session = session_of(with_states.SerializeToString())
        self._tokenizer = tokenizer
        self._special = Special.of(tokenizer)

    def passages(self, text: str, sentences: Sequence[tuple[int, int]], wanted: Sequence[int]) -> Iterator[Passage]:
        """Yield the first windows of a text, with those of the sentences whose numbers are wanted."""
        tokens = tokens_of(text, self._tokenizer)
        starts, ends = (tokens.at(places) for places in zip(*sentences, strict=True))
        kept = set(wanted)
        spans = [
            (number, int(start), int(end))
            for number, (start, end) in enumerate(zip(starts, ends, strict=True))
            if number in kept and end > start
        ]
        for window in islice(windows_of(len(tokens), tokens.line_starts(), starts), MOST_WINDOWS):
            # The states begin with the one of the special token.
            inside = [
                (number, start - window.start + 1, min(end, window.keep_end) - window.start + 1)
                for number, start, end in spans
                if window.keep_start <= start < window.keep_end
            ]
            if inside:
                yield Passage(self._states(tokens, window), inside)

    def _states(self, tokens: Tokens, window: Window) -> NDArray[np.float16]:
        inside = slice(window.start, window.end)
        ids = np.concatenate([[self._special.first], tokens.ids[inside], [self._special.last]])
        shapes = np.concatenate([[0], tokens.shapes[inside], [0]])
        [states] = self._session.run([self._name], {"input_ids": ids[None], "shapes": shapes[None]})
        found: NDArray[np.float16] = states[0].astype(np.float16)
        return found
