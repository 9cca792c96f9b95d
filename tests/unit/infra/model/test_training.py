"""Training of the annotator: reading a corpus, cutting it into batches, and learning the tasks."""

import gzip
import json
import random
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer

from functions.summarize.annotator.annotator import Annotator, session_of, tokenizer_of
from functions.summarize.annotator.model_files import FOLDER, GRAPH, TOKENIZER, verified
from functions.summarize.annotator.windows import WINDOW
from infra.model.data_sets import ARTICLES, GOLD, SENTENCES, rows_of

torch = pytest.importorskip("torch", reason="torch not installed: run `make test-models`")

from infra.model.batches import Batch, Special, batches_of, joined  # noqa: E402  torch may be absent
from infra.model.checkpoint import Checkpoint  # noqa: E402  torch may be absent
from infra.model.corpora import (  # noqa: E402  torch may be absent
    NOT_LABELLED,
    Corpus,
    Example,
    corpora_of,
    document_example,
    sentence_examples,
    without_fold,
)
from infra.model.losses import losses_of, means_over, total  # noqa: E402  torch may be absent
from infra.model.network import (  # noqa: E402  torch may be absent
    ENTITY_SCHEMES,
    ENTITY_TAGS,
    ROLE_SCHEMES,
    ROLE_TAGS,
    WIDTH,
    AnnotatorNetwork,
)
from infra.model.recipes import Recipe  # noqa: E402  torch may be absent
from infra.model.train import train  # noqa: E402  torch may be absent

pytestmark = pytest.mark.models("torch")

STORY = (
    'The mayor stayed calm. "We will rebuild," Ada Osei said on Friday. "It takes time."\n\nHarbour Trust disagreed.'
)


@cache
def tokenizer() -> Tokenizer:
    return tokenizer_of(verified(FOLDER, TOKENIZER)[0])


def special() -> Special:
    return Special.of(tokenizer())


def place(words: str) -> list[int]:
    start = STORY.index(words)
    return [start, start + len(words)]


def article() -> dict[str, Any]:
    return {
        "id": "1",
        "text": STORY,
        "attributions": [
            {
                "source": [place("Ada Osei")],
                "cue": [place("said")],
                "content": [place('"We will rebuild,"'), place('"It takes time."')],
            }
        ],
        "entities_silver": [["PERSON", *place("Ada Osei")], ["ORGANIZATION", *place("Harbour Trust")]],
    }


def gold_document(licence: str) -> dict[str, Any]:
    names = [["PERSON", *place("Ada Osei"), "Ada Osei"], ["ORGANIZATION", *place("Harbour Trust"), "Harbour Trust"]]
    return article() | {"entities": names, "licence": licence}


def write_rows(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with the layout of the development sets, with an article and a few sentences."""
    write_rows(tmp_path / ARTICLES, [article()])
    write_rows(tmp_path / GOLD, [gold_document(licence) for licence in ("CC-BY 4.0", "CC-BY-NC-SA 3.0", "none stated")])
    for scheme, path in SENTENCES.items():
        text = f"Ada Osei met {scheme} people ."
        write_rows(tmp_path / path, [{"id": "1", "text": text, "entities": [["PERSON", 0, 8]]}] * 45)
    return tmp_path


@pytest.fixture
def example(data: Path) -> Example:
    return document_example(article(), "wide", "news", tokenizer())


@pytest.fixture(scope="module")
def pretrained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small random encoder of the width of the heads."""
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("pretrained")
    torch.manual_seed(1)
    config = BertConfig(hidden_size=WIDTH, num_hidden_layers=1, num_attention_heads=6, intermediate_size=WIDTH)
    BertModel(config).save_pretrained(folder)
    return folder


def tagged(example: Example, labels: "np.ndarray", tags: list[str]) -> list[tuple[str, str]]:
    """Return the words with a tag other than O."""
    return [
        (STORY[example.tokens.starts[word] : example.tokens.ends[word]], tags[labels[word]])
        for word in example.tokens.word_starts
        if labels[word] > 0
    ]


def test_words_get_the_tags_of_the_spans_that_they_are_in(example: Example) -> None:
    roles = tagged(example, example.roles, ROLE_TAGS)
    assert roles[0] == ('"', "B-content")
    assert roles[1] == ("We", "I-content")
    assert ("Ada", "B-source") in roles
    assert ("said", "B-cue") in roles
    assert sum(tag == "B-content" for _, tag in roles) == 2
    names = tagged(example, example.entities, ENTITY_TAGS)
    assert [tag for _, tag in names if tag.startswith("B-")] == ["B-PERSON", "B-ORGANIZATION"]


def test_only_the_first_piece_of_a_word_is_labelled(example: Example) -> None:
    rest = np.setdiff1d(np.arange(len(example.tokens)), example.tokens.word_starts)
    assert (example.roles[rest] == NOT_LABELLED).all()
    assert (example.roles[example.tokens.word_starts] != NOT_LABELLED).all()


def test_sentences_teach_no_attributions_and_passages_marked_by_machine_no_vectors(data: Path) -> None:
    human = next(sentence_examples(rows_of(data / SENTENCES["web"]), "web", tokenizer()))
    machine = next(sentence_examples(rows_of(data / SENTENCES["links"]), "links", tokenizer()))
    assert (human.roles == NOT_LABELLED).all()
    assert human.sentence_texts
    assert not machine.sentence_texts


def test_inside_a_quoted_statement_the_inner_parts_count_and_the_outer_goes_on_after_them() -> None:
    inner = {"source": [place("Ada Osei")], "cue": [place("said")], "content": [place("on Friday")]}
    whole = STORY.index("The mayor"), STORY.index("Harbour Trust")
    outer = {"source": [], "cue": [], "content": [whole]}
    row = article() | {"attributions": [inner, outer]}
    example = document_example(row, "wide", "news", tokenizer())
    roles = tagged(example, example.roles, ROLE_TAGS)
    assert ("said", "B-cue") in roles
    assert [word for word, tag in roles if tag == "B-content"] == ["The", "on", "."]


def test_windows_cover_every_token_of_every_example(example: Example) -> None:
    row = article() | {"text": (STORY + "\n") * 40, "attributions": [], "entities_silver": None}
    long = document_example(row, "wide", "news", tokenizer())
    examples = [example, long]
    batches = list(batches_of(examples, [None, None], special(), random.Random(3)))
    tokens = sum(int(batch.mask.sum()) - 2 * len(batch.ids) for batch in batches)
    assert tokens == sum(len(each.tokens) for each in examples)
    assert all(batch.ids.shape[1] <= WINDOW + 2 for batch in batches)
    assert (long.entities == NOT_LABELLED).all()


def test_a_batch_has_the_cue_of_each_content_and_the_source_of_each_cue(example: Example) -> None:
    vectors = np.ones((len(example.sentences), WIDTH), dtype=np.float16)
    (batch,) = batches_of([example], [vectors], special(), random.Random(1))
    assert batch.ids[0, 0] == special().first
    assert batch.ids[0, int(batch.mask.sum()) - 1] == special().last
    assert batch.content_cues.tolist() == [0, 0]
    assert batch.cue_sources.tolist() == [0]
    first = batch.contents[0].tolist()
    assert first[1] == example.pieces[0].start + 1


def test_joined_sentences_keep_their_tokens_and_labels(data: Path) -> None:
    rows = list(sentence_examples(rows_of(data / SENTENCES["web"]), "web", tokenizer()))
    vectors = [np.full((1, WIDTH), number, dtype=np.float16) for number in range(len(rows))]
    texts, wanted = joined(rows, vectors, random.Random(1), 6)
    assert len(texts) < len(rows)
    assert np.array_equal(
        np.concatenate([text.tokens.ids for text in texts]), np.concatenate([row.tokens.ids for row in rows])
    )
    assert [int(vector[0]) for each in wanted if each is not None for vector in each] == list(range(len(rows)))
    for text in texts:
        for start, end in text.sentences:
            assert text.entities[start] == ENTITY_TAGS.index("B-PERSON")
            assert end - start == len(rows[0].tokens)


def test_means_are_over_the_tokens_of_a_span() -> None:
    values = torch.arange(12.0).reshape(1, 6, 2)
    means = means_over(values, torch.tensor([[0, 1, 4], [0, 5, 6]]))
    assert means.tolist() == [[4.0, 5.0], [10.0, 11.0]]


def only_batch(example: Example) -> Batch:
    (batch,) = batches_of([example], [None], special(), random.Random(1))
    return batch


def test_all_tasks_but_the_unknown_ones_cost_something(pretrained: Path, example: Example) -> None:
    network = AnnotatorNetwork(pretrained)
    batch = only_batch(example)
    losses = losses_of(network(batch.ids, batch.shapes, batch.mask), batch)
    assert float(losses["vectors"].detach()) == 0
    assert all(float(losses[name].detach()) > 0 for name in ("roles", "entities", "content_cues", "cue_sources"))
    total(losses).backward()
    assert network.roles.weight.grad is not None


def test_a_little_training_makes_the_losses_smaller(pretrained: Path, example: Example) -> None:
    network = AnnotatorNetwork(pretrained)
    batch = only_batch(example)

    def loss() -> float:
        with torch.inference_mode():
            return float(total(losses_of(network.eval()(batch.ids, batch.shapes, batch.mask), batch)))

    before = loss()
    words = network.encoder.embeddings.word_embeddings.weight.detach().clone()
    train(network, [Corpus("articles", [example], [None])], Recipe(30, 1e-3, 1e-2, {"articles": 1}, seed=1), special())
    assert loss() < before / 2
    assert torch.equal(words, network.encoder.embeddings.word_embeddings.weight)


def test_frozen_layers_keep_their_weights(pretrained: Path, example: Example) -> None:
    network = AnnotatorNetwork(pretrained)
    before = network.encoder.encoder.layer[0].output.dense.weight.detach().clone()
    recipe = Recipe(2, 1e-3, 1e-2, {"articles": 1}, seed=1, frozen_layers=1)
    train(network, [Corpus("articles", [example], [None])], recipe, special())
    assert torch.equal(before, network.encoder.encoder.layer[0].output.dense.weight)


def test_an_interrupted_training_goes_on_to_the_same_weights(
    pretrained: Path, example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.model.train.SAVED_EVERY", 3)
    corpora = [Corpus("articles", [example], [None])]
    recipe = Recipe(8, 1e-3, 1e-2, {"articles": 1}, seed=1, dropout=0.1)

    def trained(checkpoint: Checkpoint) -> Any:
        torch.manual_seed(2)
        network = AnnotatorNetwork(pretrained)
        train(network, corpora, recipe, special(), checkpoint)
        return network.roles.weight.detach().clone()

    whole = trained(Checkpoint(tmp_path / "whole"))
    assert (tmp_path / "whole").exists()
    again = trained(Checkpoint(tmp_path / "whole"))
    assert torch.equal(whole, again)
    Checkpoint(tmp_path / "whole").remove()
    assert torch.equal(whole, trained(Checkpoint(tmp_path / "whole")))


def test_every_scheme_of_a_corpus_has_a_head(data: Path) -> None:
    examples = [example for corpus in corpora_of(data, tokenizer()) for example in corpus.examples]
    assert {example.entity_scheme for example in examples} == set(range(len(ENTITY_SCHEMES)))
    assert {example.role_scheme for example in examples} == set(range(len(ROLE_SCHEMES)))


def test_weights_of_open_texts_learn_from_no_other(data: Path) -> None:
    sizes = {corpus.name: len(corpus.examples) for corpus in corpora_of(data, tokenizer(), only_open=True)}
    assert sizes["gold"] == 1
    assert sizes["articles"] == 0
    assert sizes["written"] > 0


def test_the_folds_of_a_corpus_leave_out_each_document_once(data: Path) -> None:
    gold = next(corpus for corpus in corpora_of(data, tokenizer()) if corpus.name == "gold")
    whole = Corpus("gold", gold.examples, [None] * len(gold.examples))
    kept = [without_fold(whole, fold, 3).examples for fold in range(3)]
    assert [len(examples) for examples in kept] == [2, 2, 2]
    assert sorted(id(example) for examples in kept for example in examples) == sorted(map(id, whole.examples * 2))


def test_the_weights_of_the_shipped_graph_give_its_outputs(tmp_path: Path) -> None:
    pytest.importorskip("onnx", reason="onnx not installed: run `make test-models`")
    from transformers import BertConfig, BertModel

    from infra.model.export import ENGLISH_MODEL
    from infra.model.shipped import shipped_network

    config = BertConfig(hidden_size=WIDTH, num_hidden_layers=6, num_attention_heads=12, intermediate_size=4 * WIDTH)
    BertModel(config).save_pretrained(tmp_path)
    network = shipped_network(FOLDER / GRAPH, tmp_path).eval()
    ids = torch.tensor([[special().first, 2198, 3044, 2056, 2008, 1996, 3007, 2001, 2489, special().last]])
    with torch.inference_mode():
        readings = network(ids, torch.zeros_like(ids), torch.ones_like(ids))
    session = session_of(verified(FOLDER, GRAPH)[0])
    inputs = {"input_ids": ids.numpy(), "shapes": torch.zeros_like(ids).numpy()}
    roles, sentences = session.run(["roles", "sentences"], inputs)
    expected = (readings.roles[0, :, : len(ROLE_TAGS)] - ENGLISH_MODEL.caution()).numpy()
    assert np.allclose(roles, expected, atol=0.3)  # the products of the graph are rounded to int8
    assert np.allclose(sentences, readings.sentences[0].numpy(), atol=0.3)


def test_the_mean_of_several_weights_keeps_whole_numbers() -> None:
    pytest.importorskip("onnx", reason="onnx not installed: run `make test-models`")
    from infra.model.export import mean_of

    states = [{"weight": torch.tensor([1.0, 2.0]), "ids": torch.tensor([7])} for _ in range(2)]
    states[1]["weight"] += 2
    mean = mean_of(states)
    assert mean["weight"].tolist() == [2.0, 3.0]
    assert mean["ids"].tolist() == [7]


@pytest.fixture
def batch(example: Example) -> Batch:
    return only_batch(example)


def test_the_exported_graph_has_the_outputs_of_the_network(pretrained: Path, batch: Batch) -> None:
    pytest.importorskip("onnx", reason="onnx not installed: run `make test-models`")
    from infra.model.export import ENGLISH_MODEL, float_graph

    network = AnnotatorNetwork(pretrained).eval()
    annotator = Annotator(session_of(float_graph(network).SerializeToString()), tokenizer(), "test")
    with torch.inference_mode():
        readings = network(batch.ids, batch.shapes, batch.mask)
    inputs = {"input_ids": batch.ids.numpy(), "shapes": batch.shapes.numpy()}
    roles, links, sentences = annotator._session.run(["roles", "links", "sentences"], inputs)
    expected = readings.roles[0, :, : len(ROLE_TAGS)] - ENGLISH_MODEL.caution()
    assert np.allclose(roles, expected.numpy(), atol=1e-3)
    assert np.allclose(links, readings.links[0].numpy(), atol=1e-3)
    assert np.allclose(sentences, readings.sentences[0].numpy(), atol=1e-3)
    assert annotator.annotate(STORY).end == len(STORY)


def test_the_int8_graph_has_the_vectors_of_the_network(pretrained: Path, batch: Batch) -> None:
    pytest.importorskip("onnx", reason="onnx not installed: run `make test-models`")
    from infra.model.export import rounded_graph

    network = AnnotatorNetwork(pretrained).eval()
    session = session_of(rounded_graph(network, tokenizer()).SerializeToString())
    with torch.inference_mode():
        expected = network(batch.ids, batch.shapes, batch.mask).sentences[0].numpy()
    [found] = session.run(["sentences"], {"input_ids": batch.ids.numpy(), "shapes": batch.shapes.numpy()})
    cosines = (found * expected).sum(axis=1) / np.linalg.norm(found, axis=1) / np.linalg.norm(expected, axis=1)
    assert cosines.min() > 0.99


def test_rounding_by_the_inputs_has_a_smaller_error_than_rounding_each_weight_alone() -> None:
    pytest.importorskip("onnx", reason="onnx not installed: run `make test-models`")
    from infra.model.graph import LARGEST_WEIGHT
    from infra.model.rounding import rounded

    chance = np.random.default_rng(1)
    inputs = chance.standard_normal((500, 64)) @ chance.standard_normal((64, 64)) * chance.uniform(0.1, 3, 64)
    matrix = chance.standard_normal((64, 32))
    product = rounded(matrix, inputs.T @ inputs)
    assert np.abs(product.weights).max() <= LARGEST_WEIGHT
    alone = (
        np.round(matrix / (np.abs(matrix).max(axis=0) / LARGEST_WEIGHT)) * np.abs(matrix).max(axis=0) / LARGEST_WEIGHT
    )
    errors = [np.square(inputs @ (each - matrix)).mean() for each in (product.weights * product.scales, alone)]
    assert errors[0] < 0.7 * errors[1]
