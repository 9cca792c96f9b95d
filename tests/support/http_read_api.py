"""The read API of a stack in this process, over HTTP on the loopback interface."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from aws_lambda_powertools.utilities.typing import LambdaContext

from infra.local.http_api.access import Access
from infra.local.http_api.server import HttpApi
from infra.local.lambda_service.runtime_api import Outcome, Succeeded
from tests.support.read_api import InProcessApi

# Powertools requires a context, and uses nothing of it.
_CONTEXT = LambdaContext()


@contextmanager
def http_read_api(api: InProcessApi, access: Access | None = None) -> Iterator[str]:
    """Serve the API inside this context, and return its address."""

    def invoke(event: bytes) -> Outcome:
        answer = api.api.resolve(json.loads(event), _CONTEXT)
        return Succeeded("request", json.dumps(answer).encode())

    server = HttpApi(invoke, access=access)
    try:
        yield server.url
    finally:
        server.close()
