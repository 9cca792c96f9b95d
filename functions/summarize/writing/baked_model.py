"""The files of a summary model in a container image, verified byte for byte when they are loaded."""

import hashlib
import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from shared.errors import ConfigurationError

MANIFEST = "manifest.json"

# A commit of the Hugging Face hub. Branches and tags can be moved to other weights.
COMMIT = re.compile(r"[0-9a-f]{40}")


class Manifest(BaseModel):
    """The model in a folder, and the SHA-256 (hexadecimal) of each file by its name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    revision: str
    files: dict[str, str]


def write_manifest(folder: Path, name: str, revision: str) -> Manifest:
    """Write the manifest of a folder."""
    manifest = Manifest(name=name, revision=revision, files=_checksums(folder))
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")
    return manifest


def verified(folder: Path, name: str, revision: str | None) -> Manifest:
    """Return the manifest of a folder, after checking the model, the revision and all files.

    Raises ConfigurationError if the folder contains another model or revision, or if a file is missing, changed or not
    listed.
    """
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except (OSError, ValidationError) as error:
        raise ConfigurationError(
            f"{folder} does not contain a baked model: {error}. Make the image again with `make image`."
        ) from error
    if name != manifest.name or revision not in (None, manifest.revision):
        raise ConfigurationError(
            f"The image contains the summary model {manifest.name} at {manifest.revision}, but the stack requires "
            f"{name}{f' at {revision}' if revision else ''}. Make the image again, or change the stack's parameters."
        )
    found = _checksums(folder)
    if wrong := sorted(file for file in found.keys() | manifest.files if found.get(file) != manifest.files.get(file)):
        raise ConfigurationError(
            f"Files of the summary model were changed after baking: {', '.join(wrong)}. Make the image again."
        )
    return manifest


def _checksums(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in files}
    return {name: sha256_of(path) for name, path in names.items() if name != MANIFEST}


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
