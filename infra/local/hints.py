"""The lines that the command line gives its user to copy: how to ask the table from another shell."""

import shlex
from collections.abc import Sequence

from rich.console import Console

from infra.local.queries import LOCAL_ENDPOINT
from shared.instants import now

_QUERY = ".venv/bin/python -m infra.local"


def after_a_run(out: Console, files: Sequence[str], uri: str) -> None:
    """How to have the same stack again and ask it, here about `uri`. `files` is empty for the samples."""
    again = f"make serve FILES={shlex.quote(shlex.join(files or ['infra/local/samples']))}"
    _print(out, "This stack has ended. To ask the table yourself, keep one up", again)
    _print(out, "and from another shell", *_questions(LOCAL_ENDPOINT, uri))


def while_serving(out: Console, endpoint_url: str, bucket: str, table: str) -> None:
    """Where the stack is, and what to do with it."""
    _print(
        out,
        f"The stack is up at {endpoint_url} until Ctrl-C. From another shell, with the AWS CLI",
        "export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=us-east-1",
        f"export AWS_ENDPOINT_URL={endpoint_url} BUCKET={bucket} TABLE={table}",
        "aws s3 cp README.md s3://$BUCKET/",
        "aws dynamodb get-item --table-name $TABLE \\",
        """    --key '{"pk": {"S": "'s3://$BUCKET/README.md'"}, "sk": {"S": "summary"}}'""",
        "aws s3 rm s3://$BUCKET/README.md",
    )
    _print(out, "or with Nutgraf's own command line", *_questions(endpoint_url, f"s3://{bucket}/README.md"))


def _questions(endpoint_url: str, uri: str) -> list[str]:
    where = "" if endpoint_url == LOCAL_ENDPOINT else f" --endpoint-url {endpoint_url}"
    return [
        f"{_QUERY} query {shlex.quote(uri)}{where}",
        f"{_QUERY} query --day {now()[:10]}{where}",
        f"{_QUERY} query --status FAILED --since {now()[:10]} --json{where}",
        f"{_QUERY} why {shlex.quote(uri)}{where}",
    ]


def _print(out: Console, title: str, *lines: str) -> None:
    out.print(f"\n{title}:\n", style="bold")
    for line in lines:
        out.print(f"  {line}", soft_wrap=True)  # a line that is to be copied must not be broken
