"""The layer of salience: its training on the states of the shipped annotator, and its place in the graph."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from functions.summarize.annotator.annotator import Annotator, session_of, tokenizer_of
from functions.summarize.annotator.model_files import FOLDER, GRAPH, TOKENIZER, verified
from functions.summarize.selection.sentence_features import SentenceContext, features_of
from functions.summarize.sentences.sentences import sentences_of
from infra.model.lines import by_lines
from infra.model.salience_examples import Example

torch = pytest.importorskip("torch", reason="torch not installed: run `make test-models`")
onnx = pytest.importorskip("onnx", reason="onnx not installed: run `make test-models`")

from transformers import BertConfig  # noqa: E402  transformers may be absent
from transformers.models.bert.modeling_bert import BertLayer  # noqa: E402  transformers may be absent

from infra.model.graph import HEADS, SALIENCE, Shape, without_salience  # noqa: E402  onnx may be absent
from infra.model.salience_graph import with_layer  # noqa: E402  torch may be absent
from infra.model.salience_network import ReadDocument, SalienceLayer, salience, train  # noqa: E402  torch may be absent
from infra.model.salience_states import StatesReader  # noqa: E402  onnx may be absent

pytestmark = pytest.mark.models("torch", "onnx")

SHAPE = Shape(layers=6, attention_heads=12, epsilon=1e-12)


@cache
def shipped() -> Any:
    return onnx.load(FOLDER / GRAPH)


@cache
def reader() -> StatesReader:
    return StatesReader(shipped(), SHAPE.layers, tokenizer_of(verified(FOLDER, TOKENIZER)[0]))


def layer(seed: int = 0) -> SalienceLayer:
    torch.manual_seed(seed)
    config = BertConfig(hidden_size=384, num_attention_heads=12, intermediate_size=1536, attn_implementation="eager")
    return SalienceLayer(BertLayer(config))


def read(place: int) -> ReadDocument:
    """Return a document whose best sentence is about a vote, at `place` of five."""
    lines = [f"Gulls sat on roof number {number} of the old harbour and looked at the sea." for number in range(5)]
    lines[place] = "The council voted to close the bridge to lorries until the deck is repaired."
    document = by_lines("\n".join(lines))
    sentences = sentences_of(document.text, document.blocks)
    context = SentenceContext(sentences, np.zeros((5, 8), dtype=np.float32), list(range(5)))
    example = Example(str(place), "news", context, features_of(context), np.eye(5)[place], 1.0, {})
    spans = [(sentence.start, sentence.end) for sentence in sentences]
    return ReadDocument(example, list(reader().passages(document.text, spans, range(5))))


def test_the_layer_learns_which_sentence_readers_lift(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("infra.model.salience_network.EPOCHS", 12)
    monkeypatch.setattr("infra.model.salience_network.WARM_UP", 2)
    trained = layer()
    train(trained, [read(place) for place in (0, 1, 3, 4)], seed=1)
    assert int(np.argmax(salience(trained, read(2)))) == 2


def test_the_graph_gains_an_output_and_keeps_the_others() -> None:
    added = layer()
    torch.nn.init.normal_(added.salience.weight, std=0.1)
    document = read(2)
    graph = with_layer(shipped(), added, SHAPE, document.passages)
    assert [output.name for output in graph.graph.output] == [*HEADS, SALIENCE]
    ids = np.array([[101, 1996, 2473, 5444, 2000, 2485, 1996, 2958, 102]])
    inputs = {"input_ids": ids, "shapes": np.zeros_like(ids)}
    before = session_of(without_salience(shipped()).SerializeToString()).run(None, inputs)
    *after, scores = session_of(graph.SerializeToString()).run(None, inputs)
    for one, other in zip(before, after, strict=True):
        np.testing.assert_array_equal(one, other)
    assert scores.shape == (ids.shape[1], 1)


def test_the_graph_computes_what_the_layer_computes() -> None:
    added = layer()
    torch.nn.init.normal_(added.salience.weight, std=0.1)
    document = read(2)
    graph = with_layer(shipped(), added, SHAPE, document.passages).SerializeToString()
    tokenizer = tokenizer_of(verified(FOLDER, TOKENIZER)[0])
    text = "\n".join(sentence.text for sentence in document.example.context.sentences)
    spans = [(sentence.start, sentence.end) for sentence in document.example.context.sentences]
    found = Annotator(session_of(graph), tokenizer, "revision").annotate(text, spans).salience
    differences, wanted = (values - values.mean() for values in (found, salience(added, document)))
    assert np.abs(differences - wanted).max() < 0.1 * np.abs(wanted).max()


def test_a_layer_of_salience_is_replaced_as_a_whole() -> None:
    document = read(1)
    once = with_layer(shipped(), layer(), SHAPE, document.passages)
    replaced = with_layer(once, layer(seed=1), SHAPE, document.passages)
    alone = with_layer(shipped(), layer(seed=1), SHAPE, document.passages)
    assert replaced.SerializeToString() == alone.SerializeToString() != once.SerializeToString()
    assert SALIENCE not in {output.name for output in without_salience(replaced).graph.output}
    assert len(without_salience(once).graph.node) < len(once.graph.node)
