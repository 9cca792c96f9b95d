"""The command `parse`: read files as ParseFunction does, without a stack."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from infra.cli.errors import FAILURE, fail
from infra.cli.local_stack import chosen_files
from infra.cli.options import flag
from infra.cli.parsed_document import document_record, failure_record
from infra.cli.sandbox import Sandbox
from infra.cli.terminal import console, json_line, show
from infra.local.files import LocalFile
from shared.errors import NotConfinedError, PermanentError, TransientError
from shared.settings import ParseSettings, SandboxMode

if TYPE_CHECKING:
    from functions.parse.worker.parse_worker import ParseWorker

Files = Annotated[
    list[Path],
    typer.Argument(metavar="FILE...", help="Files and folders. Hidden files in a folder are skipped."),
]
AsJson = Annotated[
    bool, flag("--json", "Print each document as JSON, or the reason for its failure, one object a line.")
]

# Settings that name resources of a stack. Reading a file needs none of them.
_NO_RESOURCES = dict.fromkeys(
    ("uploads_bucket", "documents_bucket", "summaries_table", "parking_queue_url", "queue_url"), "-"
)

# The Content-Type of an object that was uploaded to S3 without one.
_DEFAULT_TYPE = "binary/octet-stream"


def parse(files: Files, as_json: AsJson = False, sandbox: Sandbox = SandboxMode.BEST_EFFORT) -> None:
    """Print what the pipeline reads of files; needs no stack.

    Reads each file in the parser process of the pipeline under its default limits. Prints the media type, metadata,
    warnings, the text block by block, and the parts of archives and messages. Exits with 1 if a file cannot be read.
    """
    # Most commands do not need the worker, and its import takes a tenth of a second.
    from functions.parse.worker.parse_worker import ParseWorker, WorkerLimits

    chosen = chosen_files(files)
    settings = ParseSettings.model_validate({**_NO_RESOURCES, "parse_sandbox": sandbox})
    with ParseWorker(WorkerLimits.of(settings)) as worker:
        read = [_parsed(worker, file, as_json=as_json) for file in chosen]
    raise typer.Exit(0 if all(read) else FAILURE)


def _parsed(worker: "ParseWorker", file: LocalFile, *, as_json: bool) -> bool:
    """Print what the file contains, or why it cannot be read; return whether it was read."""
    try:
        document = worker.parse(file.path.read_bytes(), file.key, _DEFAULT_TYPE)
    except PermanentError as error:
        _print_failure(file.key, error, as_json=as_json)
        return False
    except NotConfinedError as error:
        fail(str(error))
    except (TransientError, OSError) as error:
        fail(f"{file.path}: {error}")
    if as_json:
        print(json_line(document.model_dump(mode="json")))
    else:
        show(console(), document_record(file.key, document))
    return True


def _print_failure(name: str, error: PermanentError, *, as_json: bool) -> None:
    if as_json:
        print(json_line({"code": error.code.value, "message": error.message, "advice": error.advice}))
    else:
        show(console(), failure_record(name, error))
