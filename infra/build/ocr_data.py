"""Adds language data for text recognition to a folder: `python -m infra.build.ocr_data deu,jpn FOLDER`.

ocr_languages.tsv pins the data. npm, or Debian's apt-get, downloads the package. A file whose SHA-256 differs is
refused. It requires only the standard library, because `make build` runs it beside pip.
"""

import argparse
import gzip
import hashlib
import io
import subprocess
import sys
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

LANGUAGES = Path(__file__).with_name("ocr_languages.tsv")

# The language whose data are a requirement of ParseFunction. OCR_LANGUAGES may name it.
ALWAYS = "eng"

# Maximum unpacked size of a package with its layers in bytes (AWS Lambda Developer Guide, "Lambda quotas": 250 MB).
MOST_BYTES = 250 * 1024 * 1024

# Folder of a package and of a virtual environment with language data.
FOLDER = Path("share", "tessdata")


class OcrDataError(Exception):
    """Language data are unknown, can't be downloaded, are not the pinned ones, or do not fit."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """The pinned data of one language."""

    code: str
    name: str
    # `npm` or `debian`.
    registry: str
    version: str
    size: int
    sha256: str

    @property
    def file_name(self) -> str:
        """The name of the file that Tesseract reads."""
        return f"{self.code}.traineddata"


def pinned(file: Path = LANGUAGES) -> dict[str, Pinned]:
    """Return the data in the list, by Tesseract's code of the language."""
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = [line.split("\t") for line in lines]
    return {row[0]: Pinned(row[0], row[1], row[2], row[3], int(row[4]), row[5]) for row in rows}


def chosen(codes: str) -> list[Pinned]:
    """Return the data of the languages in a list such as `eng,deu`, without eng. Raises OcrDataError."""
    known = pinned()
    wanted = dict.fromkeys(code for part in codes.split(",") if (code := part.strip()) and code != ALWAYS)
    if unknown := [code for code in wanted if code not in known]:
        raise OcrDataError(
            f"OCR_LANGUAGES has {', '.join(unknown)}, but the languages are {ALWAYS}, {', '.join(known)}. Put data of "
            "other languages into functions/parse/tessdata."
        )
    return [known[code] for code in wanted]


def add(languages: Iterable[Pinned], folder: Path) -> None:
    """Download the data of languages into a folder, except those that are there. Raises OcrDataError."""
    folder.mkdir(parents=True, exist_ok=True)
    for language in languages:
        file = folder / language.file_name
        if file.is_file() and _sha256(file.read_bytes()) == language.sha256:
            continue
        with TemporaryDirectory() as scratch:
            data = DOWNLOADS[language.registry](language, Path(scratch))
        if _sha256(data) != language.sha256:
            raise OcrDataError(
                f"The data of {language.name} ({language.code}) are not those that {LANGUAGES.name} pins."
            )
        file.write_bytes(data)


def check_fit(package: Path, languages: Iterable[Pinned]) -> None:
    """Raise OcrDataError if a package is larger than Lambda allows. The message has the size of each language."""
    size = sum(file.lstat().st_size for file in package.rglob("*") if file.is_file())
    if size > MOST_BYTES:
        parts = sorted(languages, key=lambda language: -language.size)
        raise OcrDataError(
            f"The package has {_mb(size)}, but Lambda allows {_mb(MOST_BYTES)}. Leave languages out of OCR_LANGUAGES: "
            + ", ".join(f"{language.code} {_mb(language.size)}" for language in parts)
            + "."
        )


def _from_npm(language: Pinned, scratch: Path) -> bytes:
    package = f"@tesseract.js-data/{language.code}@{language.version}"
    _run(["npm", "pack", "--silent", package], scratch, package, "Install npm (Node.js).")
    with tarfile.open(next(scratch.glob("*.tgz"))) as archive:
        return gzip.decompress(_member(archive, f"package/4.0.0_best_int/{language.file_name}.gz", package))


def _from_debian(language: Pinned, scratch: Path) -> bytes:
    package = f"tesseract-ocr-{language.code.replace('_', '-')}"
    advice = (
        f"Run `apt-get update` before; on another system, put {language.file_name} (tessdata_fast 4.1.0) into "
        "functions/parse/tessdata and leave it out of OCR_LANGUAGES."
    )
    _run(["apt-get", "download", "--quiet", f"{package}={language.version}"], scratch, package, advice)
    archive = _run(["dpkg-deb", "--fsys-tarfile", str(next(scratch.glob("*.deb")))], scratch, package, advice)
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        return _member(files, f"./usr/share/tesseract-ocr/5/tessdata/{language.file_name}", package)


# How data are downloaded, by registry.
DOWNLOADS = {"npm": _from_npm, "debian": _from_debian}


def _run(command: list[str], folder: Path, package: str, advice: str) -> bytes:
    """Run a command in a folder and return its output. Raises OcrDataError if it is missing or fails."""
    try:
        return subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout
    except FileNotFoundError as error:
        raise OcrDataError(f"{command[0]} is missing, which downloads {package}. {advice}") from error
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode("utf-8", "replace").strip()
        raise OcrDataError(f"{command[0]} could not download {package}: {reason}. {advice}") from error


def _member(archive: tarfile.TarFile, name: str, package: str) -> bytes:
    try:
        file = archive.extractfile(name)
    except KeyError as error:
        raise OcrDataError(f"{package} has no {name}.") from error
    if file is None:
        raise OcrDataError(f"{name} in {package} is no file.")
    return file.read()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _mb(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Add language data for text recognition to a folder.")
    parser.add_argument("languages", help="codes of Tesseract, as in deu,jpn")
    parser.add_argument("folder", type=Path, help="the folder to write to")
    arguments = parser.parse_args()
    try:
        add(chosen(arguments.languages), arguments.folder)
    except OcrDataError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
