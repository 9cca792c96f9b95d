"""Builds the package of one function: its code, the shared code and its pinned requirements.

Run `python -m infra.build.package ParseFunction FOLDER --architecture arm64` with the Python version of Lambda. It
requires only pip, and npm or apt-get for more languages of text recognition (ocr_data.py).
"""

import argparse
import compileall
import py_compile
import re
import shutil
import subprocess
import sys
from pathlib import Path

from infra.build import ocr_data
from infra.build.pruning import PruningError, prune
from infra.build.sdk_data import shorten_sdk_data

ROOT = Path(__file__).parents[2]
LAMBDA_PYTHON = (3, 13)

# The glibc of Amazon Linux 2023, the system of the python3.13 runtime (AWS Lambda Developer Guide, "Lambda runtimes").
LAMBDA_GLIBC = (2, 34)

# Python's name of a processor architecture, by Lambda's name.
MACHINES = {"x86_64": "x86_64", "arm64": "aarch64"}

# Folders of other functions that a package also has. SearchFunction reads questions with the English annotator.
ALSO = {"SearchFunction": ("summarize/annotator", "summarize/model")}

# The function that recognizes text in pictures.
READS_PICTURES = "ParseFunction"

LEFT_OUT_NAMES = ("__pycache__", "*.pyc", "requirements*", "Dockerfile", ".*")
LEFT_OUT = shutil.ignore_patterns(*LEFT_OUT_NAMES)

# The files of the annotator of other languages, which only SummarizeFunction loads.
LEFT_OUT_OF_OTHERS = shutil.ignore_patterns(*LEFT_OUT_NAMES, "languages*")


def package(function: str, target: Path, architecture: str, root: Path = ROOT, ocr_languages: str = "") -> None:
    """Write the package of a function (logical id) to `target`.

    `ocr_languages` are codes of Tesseract, as in `eng,deu`, for the function that recognizes text in pictures.

    Raises ValueError for an unknown function, CalledProcessError when pip fails (pip prints the cause to stderr),
    PruningError if the package needs a module that pruned.tsv leaves out, and OcrDataError if language data are missing
    or do not fit.
    """
    languages = ocr_data.chosen(ocr_languages) if function == READS_PICTURES else []
    name = package_name(function)
    source = root / "functions" / name
    if not source.is_dir():
        raise ValueError(f"{function}: {source} does not exist.")
    install(source / "requirements.lock", target, architecture)
    prune(target)
    shorten_sdk_data(target)
    shutil.copytree(source, target / "functions" / name, ignore=LEFT_OUT)
    shutil.copy2(root / "functions" / "__init__.py", target / "functions")
    for folder in ALSO.get(function, ()):
        shutil.copytree(root / "functions" / folder, target / "functions" / folder, ignore=LEFT_OUT_OF_OTHERS)
        package_file = Path("functions", folder).parent / "__init__.py"
        shutil.copy2(root / package_file, target / package_file)
    shutil.copytree(root / "shared", target / "shared", ignore=LEFT_OUT)
    compile_all(target)
    if languages:
        ocr_data.add(languages, target / ocr_data.FOLDER)
        ocr_data.check_fit(target, languages)


def package_name(function: str) -> str:
    """Return the folder name of a function: `dead_letters` for `DeadLettersFunction`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", function.removesuffix("Function")).lower()


def platforms(architecture: str) -> list[str]:
    """Return the platform tags of wheels for Lambda, best first (PEP 600; pip accepts only the tags in the list)."""
    machine = MACHINES[architecture]
    newest, oldest = LAMBDA_GLIBC[1], 17
    return [f"manylinux_2_{minor}_{machine}" for minor in range(newest, oldest - 1, -1)] + [f"manylinux2014_{machine}"]


def install(requirements: Path, target: Path, architecture: str) -> None:
    """Install the wheels that `requirements` pins, without dependencies.

    pip rejects a wheel whose SHA-256 hash is not listed.
    """
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check"]
    wheels = ["--only-binary=:all:", "--implementation=cp", f"--python-version={LAMBDA_PYTHON[0]}.{LAMBDA_PYTHON[1]}"]
    wheels += [f"--platform={tag}" for tag in platforms(architecture)]
    where = ["--require-hashes", "--no-deps", "--no-compile", f"--target={target}", f"--requirement={requirements}"]
    subprocess.run([*pip, *wheels, *where], check=True)


def compile_all(target: Path) -> None:
    """Compile all code in advance, because Lambda cannot store compiled code during a cold start.

    The compiled files have unchecked hashes, because a zip file does not keep exact time stamps.
    """
    compileall.compile_dir(
        target, quiet=2, stripdir=str(target), invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH
    )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Build the package of one function.")
    parser.add_argument("function", help="its logical id in template.yaml")
    parser.add_argument("target", type=Path, help="the folder to write to")
    parser.add_argument("--architecture", choices=MACHINES, default="x86_64")
    parser.add_argument("--ocr-languages", default="", help="languages of text recognition, as in eng,deu,jpn")
    arguments = parser.parse_args()
    if sys.version_info[:2] != LAMBDA_PYTHON:
        sys.exit(f"Lambda runs Python {LAMBDA_PYTHON[0]}.{LAMBDA_PYTHON[1]}, but this is {sys.version.split()[0]}.")
    try:
        package(arguments.function, arguments.target, arguments.architecture, ocr_languages=arguments.ocr_languages)
    except (ValueError, PruningError, ocr_data.OcrDataError) as error:
        sys.exit(str(error))
    except subprocess.CalledProcessError as error:
        sys.exit(f"pip could not install the requirements of {arguments.function} (status {error.returncode}).")


if __name__ == "__main__":
    main()
