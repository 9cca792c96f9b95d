"""`nutgraf serve` in a process of its own, used from outside."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3

from infra.local.template import ROOT

# The command, from this clone even if another one is installed.
NUTGRAF = (sys.executable, "-m", "infra.cli")

FERRY = b"""The ferry to Sandholm sails again

The ferry to Sandholm sails again from Monday after four months in the dock. The shipyard replaced both engines.
Passengers had to take the bus over the northern bridge, which took two hours longer. The island's school reopens too.
"""
LIBRARY = b"""The library of Sandholm stays open at night

The library of Sandholm will stay open until midnight. Two hundred islanders had signed a petition for it.
The council voted for it on Friday by nine votes to four. Volunteers keep watch after eight in the evening.
"""


@dataclass
class Served:
    """A running `serve`, used from outside."""

    process: subprocess.Popen[str]
    endpoint_url: str
    bucket: str
    table: str
    api: str
    # Of `--auth`, otherwise empty.
    token: str = ""

    def client(self, service: str) -> Any:
        """Return a client that is configured by the endpoint alone."""
        return boto3.client(
            service,  # type: ignore[call-overload]  # any service, by name
            endpoint_url=self.endpoint_url,
            region_name="us-east-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )

    def row(self, key: str, row: str) -> dict[str, Any]:
        """Return a row of the table by its documented key; empty if there is none."""
        keys = {"pk": {"S": f"s3://{self.bucket}/{key}"}, "sk": {"S": row}}
        item: dict[str, Any] = self.client("dynamodb").get_item(TableName=self.table, Key=keys).get("Item", {})
        return item

    def has_summary(self, key: str) -> bool:
        """Return whether an object has a valid summary. The row of the summary is put before its state."""
        return "index_id" in self.row(key, "state")

    def wait_for(self, condition: Callable[[], bool], what: str, seconds: float = 30) -> float:
        """Wait for a condition, and return the seconds until it held."""
        began = time.monotonic()
        while not condition():
            assert self.process.poll() is None, "serve has ended"
            assert time.monotonic() - began < seconds, f"{what}: not within {seconds} s"
            time.sleep(0.02)
        return time.monotonic() - began

    def has_ended(self, key: str, status: str, generation: int = 0) -> None:
        """Wait until an object's state has this status, at this generation or a later one."""

        def there() -> bool:
            state = self.row(key, "state")
            return state.get("status") == {"S": status} and int(state["generation"]["N"]) >= generation

        self.wait_for(there, f"{key} {status}")

    def ask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command against this endpoint."""
        return command(*arguments, "--endpoint-url", self.endpoint_url)

    def operate(self, *arguments: str) -> str:
        """Run a command against this endpoint, assert that it succeeds, and return what it prints."""
        done = self.ask(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `nutgraf` from this clone."""
    program = [*NUTGRAF, *arguments]
    return subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def start(*arguments: str, **options: Any) -> subprocess.Popen[str]:
    """Start `serve` on a free port. `options`: of Popen."""
    program = [*NUTGRAF, "serve", "--port", "0", "--read-port", "0", *arguments]
    return subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


@contextmanager
def serving(*arguments: str) -> Iterator[Served]:
    """Run `serve` with these options inside this context. It must end cleanly."""
    process = start(*arguments)
    yield introduction(process)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 0


def introduction(process: subprocess.Popen[str]) -> Served:
    """Wait until `serve` is up, and return what its introduction prints."""
    assert process.stdout is not None
    text = ""
    while "table" not in text or not text.endswith("\n\n"):
        line = process.stdout.readline()
        assert line, f"serve ended: {process.stderr.read() if process.stderr else ''}"
        text += line
    patterns = (r"up at (\S+)", r"bucket +(\S+)", r"table +(\S+)", r"api +(\S+)")
    found = [re.search(pattern, text) for pattern in patterns]
    assert all(found), text
    url, bucket, table, api = (match[1] for match in found if match)
    token = re.search(r"token +(\S+)", text)
    return Served(process, url, bucket, table, api, token[1] if token else "")
