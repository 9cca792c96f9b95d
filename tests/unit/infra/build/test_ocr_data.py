"""Language data for text recognition: the pinned list, the download, and the size of a package."""

import gzip
import hashlib
import io
import os
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from functions.parse.ocr.language_data import SUFFIX
from infra.build import ocr_data
from infra.build.ocr_data import OcrDataError, Pinned, add, check_fit, chosen, pinned
from infra.build.package import package

DATA = b"the data of a language that nobody writes"
LANGUAGE = Pinned("zxx", "None", "npm", "1.0.0", len(DATA), hashlib.sha256(DATA).hexdigest())


def test_every_language_is_pinned_by_version_size_and_checksum() -> None:
    languages = pinned()
    wanted = {"deu", "fra", "spa", "ita", "por", "nld", "rus", "chi_sim", "chi_tra", "jpn", "kor", "ara"}
    assert wanted <= set(languages)
    for language in languages.values():
        assert language.registry in ocr_data.DOWNLOADS and language.version and 500_000 < language.size < 10_000_000
        assert len(bytes.fromhex(language.sha256)) == 32
        assert language.file_name == f"{language.code}{SUFFIX}"


def test_english_is_always_there_and_spaces_do_not_matter() -> None:
    assert [language.code for language in chosen(" eng, deu,jpn,deu ,")] == ["deu", "jpn"]
    assert chosen("") == []


def test_an_unknown_language_is_named_with_those_that_exist() -> None:
    with pytest.raises(OcrDataError, match=r"OCR_LANGUAGES has ger, but the languages are eng, ara, .*vie"):
        chosen("deu,ger")


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a program in front of npm which packs DATA into the archive that npm would download. Return its folder."""
    folder = tmp_path / "bin"
    folder.mkdir()
    packed = gzip.compress(DATA)
    entry = tarfile.TarInfo("package/4.0.0_best_int/zxx.traineddata.gz")
    entry.size = len(packed)
    with tarfile.open(folder / "zxx.tar", "w:gz") as archive:
        archive.addfile(entry, io.BytesIO(packed))
    program = folder / "npm"
    program.write_text(
        '#!/bin/sh\n[ "$*" = "pack --silent @tesseract.js-data/zxx@1.0.0" ] && '
        f"cp {folder}/zxx.tar zxx-1.0.0.tgz && exit\n"
        "echo no such package >&2; exit 1\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


@pytest.mark.usefixtures("npm")
def test_data_are_downloaded_once(tmp_path: Path, npm: Path) -> None:
    add([LANGUAGE], tmp_path / "tessdata")
    assert (tmp_path / "tessdata" / "zxx.traineddata").read_bytes() == DATA
    (npm / "zxx.tar").unlink()
    add([LANGUAGE], tmp_path / "tessdata")


@pytest.mark.usefixtures("npm")
def test_data_other_than_the_pinned_ones_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OcrDataError, match=r"The data of None \(zxx\) are not those that ocr_languages.tsv pins"):
        add([replace(LANGUAGE, sha256="0" * 64)], tmp_path)
    assert not (tmp_path / "zxx.traineddata").exists()


@pytest.mark.usefixtures("npm")
def test_a_failed_download_gives_the_reason(tmp_path: Path) -> None:
    with pytest.raises(OcrDataError, match=r"npm could not download @tesseract.js-data/zxx@9: no such package"):
        add([replace(LANGUAGE, version="9")], tmp_path)


def test_without_npm_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OcrDataError, match=r"npm is missing, which downloads .* Install npm"):
        add([LANGUAGE], tmp_path)
    with pytest.raises(OcrDataError, match=r"apt-get is missing, .* put zxx.traineddata \(tessdata_fast 4.1.0\)"):
        add([replace(LANGUAGE, registry="debian")], tmp_path)


def test_a_package_over_lambdas_limit_is_refused_with_the_size_of_each_language(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(ocr_data.MOST_BYTES)
    languages = chosen("deu,rus")
    check_fit(tmp_path, languages)
    (tmp_path / "more").write_bytes(b"1")
    with pytest.raises(OcrDataError, match=r"has 262.1 MB, but Lambda allows 262.1 MB.* rus 3.9 MB, deu 2.1 MB\."):
        check_fit(tmp_path, languages)


def test_only_the_package_that_reads_pictures_gets_language_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "clone"
    for function in ("parse", "sweep"):
        (root / "functions" / function).mkdir(parents=True)
        (root / "functions" / function / "requirements.lock").write_text("# none\n")
    (root / "functions" / "__init__.py").write_text("")
    (root / "shared").mkdir()
    monkeypatch.setattr(ocr_data, "add", lambda languages, folder: folder.mkdir(parents=True))
    for function, expected in (("ParseFunction", True), ("SweepFunction", False)):
        package(function, tmp_path / function, "x86_64", root, ocr_languages="deu")
        assert (tmp_path / function / "share" / "tessdata").is_dir() is expected
