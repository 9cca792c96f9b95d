"""What the annotator finds in encyclopedia sentences that it has not seen: `python -m infra.model.cross_validate DATA`.

The end of the training is done once for each fold, without that fold's sentences, and then its sentences are read. The
predictions of all folds, in the format that the scorer of entities reads, are written to one file.
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
    parser.add_argument("studied", type=Path, help="the weights that the first training left")
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
