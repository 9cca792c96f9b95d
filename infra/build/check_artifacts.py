"""Checks the packages of `sam build`: their size, and that they produce the same rows as the code in this process.

Usage: `python -m infra.build.check_artifacts --python .sam-venv/bin/python --files tests/data/formats`. The local stack
runs each package with AWS's own runtime client, in a new virtual environment with only that client. So everything
else that a function needs is in its package. The files are the samples and those of the folders after `--files`.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

from infra.build import ocr_data
from infra.build.package import LAMBDA_PYTHON
from infra.build.same_rows import SameRows
from infra.local.files import SAMPLES
from infra.local.lambda_service.function_environment import Code
from infra.local.moto.notifications import event_record, next_sequencer
from infra.local.read_api import ReadApi
from infra.local.running import FUNCTIONS, code_of
from infra.local.search_stack import CORE_PARAMETERS, deploy_search
from infra.local.stack import LocalStack
from infra.local.template import ROOT
from shared.documents.document import Document
from shared.documents.document_store import DocumentStore
from shared.errors import Code as FailureCode
from shared.object_version import uri_of
from shared.revision import Status
from shared.state import State
from shared.summary import Summary
from shared.table.table import SummaryTable

# Maximum unpacked sizes of the packages in MB. Lambda allows 250 MB (AWS Lambda Developer Guide, "Lambda quotas"), of
# which monitoring layers need some. A package that exceeds its limit probably has files that pruned.tsv should list.
# Language data that OCR_LANGUAGES adds do not count: `make build` checks that they fit.
LIMITS_MB = {
    "ParseFunction": 190,
    "SummarizeFunction": 220,
    "DeadLettersFunction": 25,
    "SweepFunction": 25,
    "ReadFunction": 25,
    "VectorsFunction": 25,
    "SearchFunction": 150,
}

# Packages of Lambda's runtime. Its boto3 is not among them, because the packages have their own.
RUNTIME = ("awslambdaric",)

# Imports each of Nutgraf's own modules in a package, except the handlers, which need the environment of a function, and
# the modules that need a summary model, which are for the container image.
IMPORT_ALL = """
import importlib, pkgutil, functions, shared
for found in (functions, shared):
    for module in pkgutil.walk_packages(found.__path__, found.__name__ + "."):
        if module.name.rpartition(".")[2] not in ("app", "early_worker", "early_annotator"):
            importlib.import_module(module.name)
"""

# Files that must fail with different codes: a ZIP container without a directory, and an empty file.
BROKEN = {"broken.docx": b"PK\x03\x04" + bytes(60), "empty.txt": b""}


# The sample that a question in other words must find.
BARRIER = "tidal-barrier.txt"


class CheckFailed(Exception):
    """A package is too large, incomplete, or produces wrong results. The message has the package and the result."""


def sizes(build: Path) -> dict[str, float]:
    """Return the unpacked size of each package in MB (10^6 bytes). Raises CheckFailed if one is missing or large."""
    measured = {}
    for function in FUNCTIONS:
        folder = build / function
        if not folder.is_dir():
            raise CheckFailed(f"{folder} does not exist. Run `make build` first.")
        added = [folder / ocr_data.FOLDER / language.file_name for language in ocr_data.pinned().values()]
        files = [file for file in folder.rglob("*") if not file.is_dir() and file not in added]
        measured[function] = sum(file.lstat().st_size for file in files) / 1e6
        print(f"{function:<22} {measured[function]:7.1f} MB of {LIMITS_MB[function]} MB")
    if too_large := [function for function, size in measured.items() if size >= LIMITS_MB[function]]:
        raise CheckFailed(f"Too large: {', '.join(too_large)}.")
    return measured


def pinned(names: tuple[str, ...], requirements: Path) -> list[str]:
    """Return the lines of `requirements` that pin these packages."""
    pins = re.findall(r"^[\w.-]+==\S+$", requirements.read_text(), re.MULTILINE)
    found = [pin for pin in pins if pin.split("==")[0] in names]
    assert len(found) == len(names), f"{requirements} must pin {', '.join(names)}"
    return found


def make_runtime(folder: Path, python: Path) -> Path:
    """Create a virtual environment with only the packages of Lambda's runtime, and return its interpreter."""
    subprocess.run([python, "-m", "venv", folder], check=True)
    runtime = folder / "bin" / "python"
    pip = [str(runtime), "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *pinned(RUNTIME, ROOT / "infra" / "requirements.txt")], check=True)
    version = subprocess.run([runtime, "-V"], check=True, capture_output=True, text=True).stdout.split()[1]
    if tuple(map(int, version.split(".")[:2])) != LAMBDA_PYTHON:
        raise CheckFailed(f"{python} is Python {version}, but Lambda runs {LAMBDA_PYTHON[0]}.{LAMBDA_PYTHON[1]}.")
    return runtime


class Check:
    """Sends uploads and dead letters to a running stack, and checks the results."""

    def __init__(self, stack: LocalStack, files: Mapping[str, bytes]) -> None:
        """`files`: contents by name, each of which must become a row."""
        self._stack = stack
        self._files = files
        self._uploads = stack.name("UploadsBucket")
        self._table = SummaryTable(stack.name("SummariesTable"), stack.clients.dynamodb)
        self._documents = DocumentStore(stack.name("DocumentsBucket"), stack.clients.s3)

    def uploads(self) -> None:
        """Check that files get the rows of this process, with correct spans, and broken files different codes."""
        for key, content in ({**self._files, **BROKEN}).items():
            self._stack.clients.s3.put_object(Bucket=self._uploads, Key=key, Body=content)
        self._stack.wait_until_idle(timeout=600)
        codes = {self._failed(key).code for key in BROKEN}
        if len(codes) < len(BROKEN):
            raise CheckFailed(f"Different errors have the same code: {codes}.")
        with SameRows() as same_rows:
            for key, content in self._files.items():
                summary = self._summary(key)
                document = self._document(summary)
                self._spans_are_right(summary, document)
                if differences := same_rows.differences(content, document, summary):
                    raise CheckFailed(f"The row of {key} differs from the one of this process: {differences}.")

    def dead_letter(self) -> None:
        """Check that a message that failed too often becomes a row with the code retries_exhausted."""
        key = "dead letter.txt"
        record = event_record(
            "ObjectCreated:Put",
            bucket=self._uploads,
            key=key,
            sequencer=next_sequencer(),
            version_id="1",
            size=1,
            etag="0",
        )
        queue = self._stack.name("ParseDeadLetterQueue")
        self._stack.clients.sqs.send_message(QueueUrl=queue, MessageBody=json.dumps({"Records": [record]}))
        self._stack.wait_until_idle()
        if (code := self._failed(key).code) != FailureCode.RETRIES_EXHAUSTED:
            raise CheckFailed(f"The dead letter has the code {code}.")

    def read_api(self, code: Code, log: Path, parameters: Mapping[str, str]) -> None:
        """Check that the API lists the summaries, gives each one and its text, and finds documents by meaning."""
        api = ReadApi(self._stack, self._stack.endpoint_url, log, code=code, parameters=parameters)
        try:
            page = _json(f"{api.url}/v1/documents?limit=100")
            listed = page["items"]
            while "next" in page and len(listed) < len(self._files):
                page = _json(f"{api.url}/v1/documents?limit=100&cursor={page['next']}")
                listed += page["items"]
            difference = {entry["uri"] for entry in listed} ^ {uri_of(self._uploads, key) for key in self._files}
            if difference:
                raise CheckFailed(f"The API lists other documents than those with a summary: {sorted(difference)}.")
            for entry in listed:
                document = _json(f"{api.url}/v1/documents/{entry['id']}")
                text = _json(f"{api.url}/v1/documents/{entry['id']}/text")
                if document["summary"]["statistics"]["characters"] != text["characters"]:
                    raise CheckFailed(f"The API has another text of {entry['uri']} than its summary.")
            self._meaning(api.url)
        finally:
            api.close()
        print(f"The read API answers for {len(listed)} documents.")

    def _meaning(self, url: str) -> None:
        """Check that a question in other words finds a sample, and that it has similar documents."""
        found = _json(f"{url}/v1/search?mode=meaning&q={quote('a wall against storm floods')}")["items"]
        if not found or not found[0]["uri"].endswith(BARRIER):
            raise CheckFailed(f"The search by meaning finds {[each['uri'] for each in found[:3]]}, not {BARRIER}.")
        if not _json(f"{url}/v1/documents/{found[0]['id']}/similar")["items"]:
            raise CheckFailed(f"{BARRIER} has no similar documents.")

    def _state(self, key: str, expected: Status) -> State:
        state = self._table.state(uri_of(self._uploads, key))
        if state is None or state.status != expected:
            raise CheckFailed(f"{key} should be {expected}, but its state is {state}.")
        print(f"{key:<26} {state.status} {state.code or ''}")
        return state

    def _failed(self, key: str) -> State:
        return self._state(key, Status.FAILED)

    def _summary(self, key: str) -> Summary:
        self._state(key, Status.SUMMARIZED)
        summary = self._table.get(uri_of(self._uploads, key))
        if summary is None:
            raise CheckFailed(f"{key} has no summary.")
        return summary

    def _document(self, summary: Summary) -> Document:
        document = self._documents.get(summary.document.key)
        if document is None:
            raise CheckFailed(f"The Document of {summary.source.uri} is missing.")
        return document

    @staticmethod
    def _spans_are_right(summary: Summary, document: Document) -> None:
        for point in summary.key_points:
            if document.text[point.span.start : point.span.end] != point.span.text:
                raise CheckFailed(f"{summary.source.uri}: the span of a key point does not match the text: {point}.")


def files_of(folders: Iterable[Path]) -> dict[str, bytes]:
    """Return the contents of the files in the folders by name. Raises CheckFailed if there are none in a folder."""
    found: dict[str, bytes] = {}
    for folder in folders:
        files = {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}
        if not files:
            raise CheckFailed(f"{folder} has no files.")
        found |= files
    return found


def import_all(build: Path, runtime: Path) -> None:
    """Import all of Nutgraf's modules in each package. Raises CheckFailed if one cannot be imported."""
    for function in FUNCTIONS:
        done = subprocess.run([runtime, "-c", IMPORT_ALL], cwd=build / function, capture_output=True, text=True)
        if done.returncode:
            raise CheckFailed(f"A module of {function} cannot be imported: {done.stderr[-2000:]}")


def _json(url: str) -> Any:
    with urlopen(url, timeout=30) as answer:
        return json.load(answer)


def check(build: Path, python: Path, folders: Iterable[Path]) -> None:
    """Run all checks. Raises CheckFailed, whose message contains the output of the functions."""
    sizes(build)
    files = files_of(folders)
    with tempfile.TemporaryDirectory(prefix="nutgraf-runtime-") as folder, _timed("The packages were checked"):
        runtime = make_runtime(Path(folder) / "runtime", python)
        import_all(build, runtime)
        logs = Path(folder) / "logs"
        logs.mkdir()
        _, code = code_of(build, runtime)
        try:
            with LocalStack(CORE_PARAMETERS, code=code, log_folder=logs, retry_after=0) as stack:
                of_read = deploy_search(stack)
                this = Check(stack, files)
                this.uploads()
                this.dead_letter()
                this.read_api(code["ReadFunction"], logs / "ReadFunction.log", of_read)
                if stack.failed_batches:
                    raise CheckFailed(f"Some batches failed: {stack.failed_batches}.")
        except Exception as error:
            output = "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-2000:]}" for log in logs.iterdir())
            raise CheckFailed(f"{error}\n{output}") from error


@contextmanager
def _timed(what: str) -> Iterator[None]:
    begun = time.monotonic()
    yield
    print(f"{what} in {time.monotonic() - begun:.0f} s.")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Check the size and the results of the packages of `sam build`.")
    parser.add_argument("--build", type=Path, default=ROOT / ".aws-sam" / "build", help="the folder of `sam build`")
    parser.add_argument("--python", type=Path, default=Path(sys.executable), help="a Python of Lambda's version")
    parser.add_argument("--files", type=Path, nargs="*", default=[], help="folders with more files than the samples")
    arguments = parser.parse_args()
    try:
        check(arguments.build, arguments.python, [SAMPLES, *arguments.files])
    except CheckFailed as error:
        sys.exit(f"The check of the packages failed. {error}")


if __name__ == "__main__":
    main()
