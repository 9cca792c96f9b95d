"""Writes the checksums of the model's files, which the functions compare when they load them."""

import hashlib
from pathlib import Path

from functions.summarize.annotator.model_files import CHECKSUMS, ENGLISH, LANGUAGES, SALIENCE


def write_checksums(folder: Path) -> None:
    """Write the SHA-256 hashes of the files in the folder, in the format of `sha256sum --check`."""
    files = [folder / name for name in (*ENGLISH, SALIENCE, *LANGUAGES)]
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files if file.is_file()]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")
