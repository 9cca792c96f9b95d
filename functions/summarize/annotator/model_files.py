"""The files of the annotator, verified with the checksums beside them."""

import hashlib
from pathlib import Path

from shared.errors import ConfigurationError

# The folder of the model and its files: the graph (ONNX), the vocabulary, the weights of the confidence of attributions
# and of the salience of sentences, and the checksums of all four.
FOLDER = Path(__file__).parents[1] / "model"
GRAPH = "annotator.int8.onnx"
TOKENIZER = "tokenizer.json"
CONFIDENCE = "confidence.json"
SALIENCE = "salience.json"
CHECKSUMS = "SHA256SUMS"


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
