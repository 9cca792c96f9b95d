"""Writes a summary model to a folder of an image: `python -m infra.model.bake NAME FOLDER --revision COMMIT`.

NAME is a model of the Hugging Face hub, or a folder with a model. FOLDER receives its weights (always as safetensors),
its tokenizer, its generation settings, and a manifest with their checksums. A model without a manifest is not loaded.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from functions.summarize.writing.abstractive import AbstractiveModel
from functions.summarize.writing.baked_model import COMMIT, Manifest, write_manifest
from shared.errors import ConfigurationError


def bake(name: str, revision: str | None, folder: Path) -> Manifest:
    """Write a model to an empty folder.

    Raises ConfigurationError when the folder is not empty, when `revision` is not a commit of a model of the hub, when
    the model is not available, and when it is not a sequence-to-sequence model.
    """
    if folder.exists() and any(folder.iterdir()):
        raise ConfigurationError(f"{folder} is not empty. Choose a new folder.")
    if not Path(name).is_dir() and not COMMIT.fullmatch(revision or ""):
        raise ConfigurationError(
            f"{revision or 'No revision'} is no commit of {name}. Set SUMMARY_MODEL_REVISION to the 40 hexadecimal "
            "digits from the model's history on the hub, because a branch or a tag can change."
        )
    model = AbstractiveModel.load(name, revision)
    model.save(folder)
    return write_manifest(folder, name, model.revision)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--revision", default="", metavar="COMMIT")
    chosen = parser.parse_args(arguments)
    try:
        manifest = bake(chosen.name, chosen.revision or None, chosen.folder)
    except ConfigurationError as error:
        sys.exit(str(error))
    print(f"{manifest.name} at {manifest.revision}: {len(manifest.files)} files in {chosen.folder}")


if __name__ == "__main__":
    main()
