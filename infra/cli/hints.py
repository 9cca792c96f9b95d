"""The lines that a person copies to ask the table themselves."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from infra.cli.render import json_line, steers

# The files, not their folder, whose name would become a part of their keys.
SAMPLES = "infra/samples/documents/*"
PYTHON = ".venv/bin/python"
PROGRAM = f"{PYTHON} -m infra.local"


def environment(endpoint_url: str) -> list[str]:
    """What the AWS CLI and every SDK need to find the local stack."""
    return [
        "export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=us-east-1",
        f"export AWS_ENDPOINT_URL={endpoint_url}",
    ]


def questions(uri: str, table: str) -> list[str]:
    """Lines that read the row of `uri`: this program, the AWS CLI, boto3. They go by AWS_ENDPOINT_URL."""
    key = json_line({"pk": {"S": uri}, "sk": {"S": "summary"}})
    row = {"pk": uri, "sk": "summary"}
    python_key = ascii(row) if any(map(steers, uri)) else json_line(row)
    python = (
        f'import boto3; print(boto3.resource("dynamodb").Table("{table}")'
        f'.get_item(Key={python_key})["Item"]["summary"]["text"])'
    )
    return [
        f"{PROGRAM} query {quoted(uri)}",
        f"{PROGRAM} query --status FAILED",
        f"aws dynamodb get-item --table-name {table} --key {shlex.quote(key)}",
        f"{PYTHON} -c {shlex.quote(python)}",
    ]


def serve(files: Sequence[Path]) -> str:
    """The line that keeps a stack with the same files up."""
    names = shlex.join(map(str, files)) if files else SAMPLES
    return f"make serve FILES={shlex.quote(names)}"


def quoted(text: str) -> str:
    """A word of a shell's line; where it has characters that could steer a terminal, as bash and zsh write those."""
    if not any(map(steers, text)):
        return shlex.quote(text)
    bare = text.replace("\\", "\\\\").replace("'", "\\'")
    return "$'" + "".join(f"\\U{ord(c):08x}" if steers(c) else c for c in bare) + "'"
