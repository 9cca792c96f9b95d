"""The files of the annotators, verified with the checksums beside them."""

import hashlib
from pathlib import Path
from typing import NamedTuple

from shared.errors import ConfigurationError

# The folder of the models, and the checksums of all files in it.
FOLDER = Path(__file__).parents[1] / "model"
CHECKSUMS = "SHA256SUMS"

# The files of the annotator of English texts: the graph (ONNX), the vocabulary and the weights of the confidence.
GRAPH = "annotator.int8.onnx"
TOKENIZER = "tokenizer.json"
CONFIDENCE = "confidence.json"

# The weights of the salience of sentences.
SALIENCE = "salience.json"


class ModelFiles(NamedTuple):
    """The names of the files of one annotator."""

    graph: str
    tokenizer: str
    confidence: str


ENGLISH = ModelFiles(GRAPH, TOKENIZER, CONFIDENCE)

# The annotator of texts in all other languages.
LANGUAGES = ModelFiles("languages.int8.onnx", "languages-tokenizer.json", "languages-confidence.json")


def verified(folder: Path, name: str) -> tuple[bytes, str]:
    """Return the content of a file of the model and its SHA-256, after comparing it with SHA256SUMS.

    This takes 16 ms for 23 MB. Raises ConfigurationError if the file is missing or does not match.
    """
    try:
        lines = (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines()
        content = (folder / name).read_bytes()
    except OSError as error:
        raise ConfigurationError(
            f"The annotator can't be read: {error}. Deploy all of functions/summarize/model, or make it with "
            "`make model DATA=…`."
        ) from error
    digest = hashlib.sha256(content).hexdigest()
    if f"{digest}  {name}" not in lines:
        raise ConfigurationError(
            f"{folder / name} does not match {CHECKSUMS}. Restore both from the repository, or make them "
            "with `make model DATA=…`."
        )
    return content, digest
