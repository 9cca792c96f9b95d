"""`nutgraf console --aws`: the console and the read API of a stack, with the operator's own credentials."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from infra.operations.console import StackConsole
from infra.operations.operated_stack import open_stack
from tests.integration.pipeline import Pipeline


@pytest.fixture
def served(pipeline: Pipeline) -> Iterator[StackConsole]:
    """The console of the stack, without uploads."""
    clients = pipeline.stack.clients
    stack = open_stack(clients.of, "nutgraf-local", local=False)
    console = StackConsole(stack, clients.dynamodb, port=0, uploads=False)
    yield console
    console.close()


def get(url: str, data: bytes | None = None) -> Any:
    """Return the JSON of an answer."""
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)


def test_the_console_answers_with_the_rows_of_the_stack(pipeline: Pipeline, served: StackConsole) -> None:
    pipeline.upload("bridge.txt")
    pipeline.stack.pump()
    day = pipeline.state("bridge.txt").updated_at[:10]
    items = get(f"{served.url}/v1/documents?day={day}")["items"]
    [found] = [item for item in items if item["uri"] == pipeline.uri("bridge.txt")]
    assert found["title"] == "The old bridge of Ardale will close in March"
    original = get(f"{served.url}/v1/documents/{found['id']}/original")["url"]
    with urllib.request.urlopen(f"{served.url}/", timeout=60) as response:
        policy, page = response.headers["Content-Security-Policy"], response.read()
    assert b"Nutgraf" in page
    assert original.startswith(policy.split("connect-src 'self' ")[1].split(";")[0] + "/")


def test_uploads_are_signed_only_with_the_option(served: StackConsole) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(f"{served.url}/v1/uploads", b'{"key": "a.txt"}')
    assert json.load(refused.value)["code"] == "uploads_off"
