"""Cross-validates the annotator on the encyclopedia sentences: `python -m infra.model.cross_validate DATA`.

For each fold, the second training runs without the sentences of the fold, and the annotator then reads these sentences.
The predictions of all folds are written to one file, in the format of the entity scorer.
"""

import argparse
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import torch

from functions.summarize.annotator.annotator import Annotator, session_of
from infra.model.corpora import SENTENCES, corpora_of, fold_of, rows_of, tokenizer_in, without
from infra.model.export import describe, export_float
from infra.model.network import AnnotatorNetwork
from infra.model.pretrained import source_folder
from infra.model.teacher import sentence_vectors
from infra.model.train import finish


def main() -> None:
    """Train and predict fold by fold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of the development sets")
    parser.add_argument("studied", type=Path, help="the weights of the first training")
    parser.add_argument("predictions", type=Path, metavar="OUT.jsonl")
    parser.add_argument("--folds", type=int, default=3)
    chosen = parser.parse_args()
    folder = source_folder()
    tokenizer = tokenizer_in(folder)
    corpora = [
        replace(corpus, vectors=sentence_vectors(corpus.examples, folder, tokenizer))
        for corpus in corpora_of(chosen.data, tokenizer)
    ]
    rows = list(rows_of(chosen.data / SENTENCES["encyclopedia"]))
    with chosen.predictions.open("w", encoding="utf-8") as output, tempfile.TemporaryDirectory() as scratch:
        for fold in range(chosen.folds):
            network = AnnotatorNetwork(folder)
            network.load_state_dict(torch.load(chosen.studied))
            finish(network, list(without(corpora, fold, chosen.folds)))
            graph = Path(scratch) / "annotator.onnx"
            export_float(network, graph)
            describe(graph)
            annotator = Annotator(session_of(graph.read_bytes()), tokenizer, f"fold {fold}")
            for number, row in enumerate(rows):
                if fold_of(number, chosen.folds) == fold:
                    names = annotator.annotate(row["text"]).mentions
                    found = [[name.type, name.start, name.end] for name in names]
                    output.write(json.dumps({"id": row["id"], "entities": found}) + "\n")


if __name__ == "__main__":
    main()
