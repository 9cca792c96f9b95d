"""Bakes a summary model into a folder of an image: `python -m infra.model.bake NAME FOLDER --revision COMMIT`.

NAME is a model of the Hugging Face hub, or a folder that has one. FOLDER gets its weights (safetensors, whatever the
hub has), its tokenizer, its settings for writing, and a manifest with their checksums, without which nothing is loaded.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from functions.summarize.writing.abstractive import AbstractiveModel
from functions.summarize.writing.baked_model import COMMIT, Manifest, write_manifest
from shared.errors import ConfigurationError


def bake(name: str, revision: str | None, folder: Path) -> Manifest:
    """Fill an empty folder with a model.

    Raises ConfigurationError when the folder is not empty, when a model of the hub is not named by its commit, and when
    it can't be had or is no sequence-to-sequence model.
    """
    if folder.exists() and any(folder.iterdir()):
        raise ConfigurationError(f"{folder} is not empty. Give a new folder.")
    if not Path(name).is_dir() and not COMMIT.fullmatch(revision or ""):
        raise ConfigurationError(
            f"{revision or 'No revision'} is no commit of {name}. Give the 40 hexadecimal digits that the hub shows in "
            "the model's history (SUMMARY_MODEL_REVISION): a branch or a tag may be moved."
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
