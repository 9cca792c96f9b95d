"""The lines that a person copies to ask the table themselves."""

import json
import shlex
from collections.abc import Sequence
from pathlib import Path

SAMPLES = "infra/local/samples/*"
"""The files, not their folder, whose name would become a part of their keys."""
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
    key = json.dumps({"pk": {"S": uri}, "sk": {"S": "summary"}}, ensure_ascii=False)
    python_key = json.dumps({"pk": uri, "sk": "summary"}, ensure_ascii=False)
    python = (
        f'import boto3; print(boto3.resource("dynamodb").Table("{table}")'
        f'.get_item(Key={python_key})["Item"]["summary"]["text"])'
    )
    return [
        f"{PROGRAM} query {shlex.quote(uri)}",
        f"{PROGRAM} query --status FAILED",
        f"aws dynamodb get-item --table-name {table} --key {shlex.quote(key)}",
        f"{PYTHON} -c {shlex.quote(python)}",
    ]


def serve(files: Sequence[Path]) -> str:
    """The line that keeps a stack with the same files up."""
    names = shlex.join(map(str, files)) if files else SAMPLES
    return f"make serve FILES={shlex.quote(names)}"
