"""Trains the layer of salience of an annotator, and adds it to the graph: `python -m infra.model.salience_layer DATA`.

The layer reads the same states as the encoder's last one, so names, attributions and vectors of sentences stay the
same. It learns the best sentences of the training set of *Gold*, of further documents of DATA (`marked.json`) and of
our own English documents, and summaries of one sentence by people and language models. `--folds N` trains N times
instead, each time without a group of genres, and writes the salience of the documents that are left out for
`tests.benchmarks.sentence_choice`.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path

import onnx
from torch import nn

from functions.summarize.annotator.annotator import Annotator, tokenizer_of
from functions.summarize.annotator.model_files import FOLDER
from infra.model.checksums import write_checksums
from infra.model.export import ENGLISH_MODEL, LANGUAGES_MODEL, Model, shape_of
from infra.model.graph import Shape, without_salience
from infra.model.pretrained import LANGUAGES_BASE, english_folder, languages_folder
from infra.model.salience_examples import Example, gold, key_of, marked_more, own, written
from infra.model.salience_graph import with_layer
from infra.model.salience_network import DROPOUT, ReadDocument, SalienceLayer, numbers_of, salience, train
from infra.model.salience_states import StatesReader
from infra.model.shipped import shipped_network

# Each of the documents whose passages decide how the weights are rounded.
DOCUMENT_STEP = 10


def examples_of(data: Path) -> Iterator[Example]:
    """Yield the documents that the layer learns."""
    annotator = Annotator.load()
    marked_ones = list(marked_more(annotator, data))
    yield from gold(annotator, data, "train")
    yield from marked_ones
    yield from own(annotator)
    others = {example.id for example in (*gold(annotator, data, "dev"), *marked_ones)}
    yield from (example for example in written(annotator, data) if example.id not in others)


def read(examples: Iterable[Example], reader: StatesReader) -> Iterator[ReadDocument]:
    """Yield the examples of which a passage has a target, with their passages."""
    for example in examples:
        text = example.row.get("text") or example.row["source"]
        spans = [(sentence.start, sentence.end) for sentence in example.context.sentences]
        passages = list(reader.passages(text, spans, example.candidates))
        if example.target[numbers_of(passages)].sum() > 0:
            yield ReadDocument(example, passages)


def left_out(
    documents: Sequence[ReadDocument], last: nn.Module, folds: int, seed: int
) -> Iterator[tuple[str, list[float]]]:
    """Yield the key of each document, with the salience of its sentences by a layer that learned none of its genre.

    Sentences behind the passages of a long document have the lowest salience. The shipped annotator reads all of them.
    """
    genres = sorted({document.example.genre for document in documents})
    for fold in range(folds):
        group = set(genres[fold::folds])
        layer = SalienceLayer(deepcopy(last))
        train(layer, [document for document in documents if document.example.genre not in group], seed)
        for document in documents:
            if document.example.genre in group:
                yield key_of(document.example), salience(layer, document).round(3).tolist()


def last_layer(model: Model, base: Path) -> tuple[nn.Module, Shape]:
    """Return the last layer of the shipped encoder, and the encoder's shape."""
    folder = languages_folder(base) if model is LANGUAGES_MODEL else english_folder()
    network = shipped_network(FOLDER / model.files.graph, folder, model)
    network.set_dropout(DROPOUT)
    layer: nn.Module = network.encoder.encoder.layer[-1]
    return layer, shape_of(network)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of the development sets")
    parser.add_argument("--languages", action="store_true", help="the model for all languages, instead of English")
    parser.add_argument("--base", type=Path, default=LANGUAGES_BASE, help="the folder of its base model")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folds", type=int, help="number of groups of genres")
    parser.add_argument("--left-out", type=Path, default=Path(".model/left-out.json"), help="the file of the salience")
    chosen = parser.parse_args()
    chosen.left_out.parent.mkdir(parents=True, exist_ok=True)
    model = LANGUAGES_MODEL if chosen.languages else ENGLISH_MODEL
    path = FOLDER / model.files.graph
    graph = without_salience(onnx.load(path))
    last, shape = last_layer(model, chosen.base)
    reader = StatesReader(graph, shape.layers, tokenizer_of((FOLDER / model.files.tokenizer).read_bytes()))
    documents = list(read(examples_of(chosen.data), reader))
    print(f"{len(documents):,} documents", flush=True)
    if chosen.folds:
        found = dict(left_out(documents, last, chosen.folds, chosen.seed))
        chosen.left_out.write_text(json.dumps(found), encoding="utf-8")
        return
    layer = SalienceLayer(last)
    train(layer, documents, chosen.seed)
    passages = [document.passages[0] for document in documents[::DOCUMENT_STEP]]
    onnx.save(with_layer(graph, layer, shape, passages), path)
    write_checksums(FOLDER)


if __name__ == "__main__":
    main()
