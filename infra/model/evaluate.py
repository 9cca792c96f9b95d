"""Compares the encoder that Summarize runs with the float32 weights it was made from, over real sentences."""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoTokenizer

from functions.summarize.encoder import MAX_TOKENS, SentenceEncoder
from infra.model.export import MODEL_FOLDER, PooledEncoder, source_folder


def sentences_of(path: Path) -> Iterator[str]:
    """Sentences of a text file, or of the `source` of each row of a .jsonl file, cut roughly after full stops."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["source"] if path.suffix == ".jsonl" else line
            yield from filter(None, (part.strip() for part in re.split(r"(?<=[.!?])\s+", text)))


def float_vectors(sentences: Sequence[str]) -> NDArray[np.float32]:
    """Vectors (sentences, 384) of the float32 weights, run by torch one sentence at a time."""
    tokenizer = AutoTokenizer.from_pretrained(source_folder())
    encoder = PooledEncoder(source_folder()).eval()
    vectors = []
    with torch.inference_mode():
        for sentence in sentences:
            inputs = tokenizer(sentence, truncation=True, max_length=MAX_TOKENS, return_tensors="pt")
            vectors.append(encoder(inputs["input_ids"], inputs["attention_mask"])[0].numpy())
    return np.stack(vectors)


def main() -> None:
    """Print the cosines; exit 1 when their mean is below the least that is accepted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, help="a text file, or a .jsonl file whose rows have a `source`")
    parser.add_argument("--model", type=Path, default=MODEL_FOLDER, help="the folder of the int8 encoder")
    parser.add_argument("--sentences", type=int, default=2000, help="how many to compare")
    parser.add_argument("--least", type=float, default=0.985, help="the lowest mean cosine that is accepted")
    arguments = parser.parse_args()
    sentences = list(islice(sentences_of(arguments.texts), arguments.sentences))
    if not sentences:
        sys.exit(f"{arguments.texts} holds no sentences.")
    cosines = (SentenceEncoder.load(arguments.model).encode(sentences) * float_vectors(sentences)).sum(axis=1)
    one_percent = np.percentile(cosines, 1)
    print(
        f"{len(sentences)} sentences: cosine mean {cosines.mean():.4f}, 1% {one_percent:.4f}, min {cosines.min():.4f}"
    )
    if cosines.mean() < arguments.least:
        sys.exit(f"The mean is below {arguments.least}.")


if __name__ == "__main__":
    main()
