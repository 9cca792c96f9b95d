"""Commands for the reader to copy: how to reach the local stack and how to read the table."""

import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from infra.cli.terminal import json_line, steers
from infra.local.files import SAMPLES


def program() -> str:
    """Return `nutgraf` if it is on the PATH, otherwise the path of the script beside this Python."""
    return "nutgraf" if shutil.which("nutgraf") else shlex.quote(_shown(Path(sys.executable).with_name("nutgraf")))


def environment(endpoint_url: str) -> list[str]:
    """Return the lines by which the AWS CLI and every SDK use the local stack."""
    # The AWS CLI and boto3 read AWS_DEFAULT_REGION. The SDK for JavaScript reads only AWS_REGION.
    return [
        "export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=us-east-1 AWS_REGION=us-east-1",
        f"export AWS_ENDPOINT_URL={endpoint_url}",
    ]


def questions(uri: str, table: str) -> list[str]:
    """Return lines that read the row of `uri`: this program, the AWS CLI, boto3. They use AWS_ENDPOINT_URL."""
    key = json_line({"pk": {"S": uri}, "sk": {"S": "summary"}})
    row = {"pk": uri, "sk": "summary"}
    python_key = ascii(row) if any(map(steers, uri)) else json_line(row)
    python = (
        f'import boto3; print(boto3.resource("dynamodb").Table("{table}")'
        f'.get_item(Key={python_key})["Item"]["summary"]["text"])'
    )
    return [
        f"{program()} query {quoted(uri)}",
        f"{program()} query --status FAILED",
        f"aws dynamodb get-item --table-name {table} --key {shlex.quote(key)}",
        f"{shlex.quote(_shown(Path(sys.executable)))} -c {shlex.quote(python)}",
    ]


def api(url: str, token: str | None) -> str:
    """Return the line that lists the documents with the read API."""
    header = f"--header 'Authorization: Bearer {token}' " if token else ""
    return f"curl --silent {header}{url}/v1/documents"


def serve(files: Sequence[Path]) -> str:
    """Return the line that starts a stack with the same files, or with the samples."""
    if files:
        end_of_options = ["--"] if any(str(file).startswith("-") for file in files) else []
        return f"{program()} serve {shlex.join([*end_of_options, *map(str, files)])}"
    # The files and not their folder, because the folder's name would become part of their keys.
    return f"{program()} serve {shlex.quote(_shown(SAMPLES))}/*"


def quoted(text: str) -> str:
    """Return a word for a shell; characters that a terminal may interpret are escaped as bash and zsh read them."""
    if not any(map(steers, text)):
        return shlex.quote(text)
    bare = text.replace("\\", "\\\\").replace("'", "\\'")
    return "$'" + "".join(f"\\U{ord(c):08x}" if steers(c) else c for c in bare) + "'"


def _shown(path: Path) -> str:
    """Return the path relative to the working folder if it is inside of it."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
