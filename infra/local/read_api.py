"""The read API on this machine: read.yaml beside a core stack, and ReadFunction behind an HTTP server."""

import queue
from collections.abc import Mapping
from pathlib import Path

from infra.local.clients import LOCAL_STACK
from infra.local.deployment import Deployment
from infra.local.http_api.access import Access
from infra.local.http_api.pages import Pages
from infra.local.http_api.server import HttpApi
from infra.local.lambda_service.function_environment import Code, FunctionConfiguration, FunctionEnvironment
from infra.local.lambda_service.runtime_api import Outcome
from infra.local.moto_stack import MotoStack
from infra.local.template import READ_TEMPLATE, ROOT, translate

STACK_NAME = f"{LOCAL_STACK}-read"

# Number of requests that are answered at the same time. A browser sends six.
CONCURRENCY = 4

# Parameters that both templates have.
_SHARED_PARAMETERS = ("UploadsPrefix", "MaxBytes", "IndexShards", "KmsKeyArn")

# The pages that the server has beside the API.
CONSOLE = ROOT / "infra" / "console"


def deploy_read_api(core: MotoStack, parameters: Mapping[str, str] | None = None) -> Deployment:
    """Create the stack of read.yaml in moto, with links to originals and uploads, beside a core stack."""
    of_core = core.deployment.parameters
    given: dict[str, str] = {
        "TableName": core.name("SummariesTable"),
        "DocumentsBucket": core.name("DocumentsBucket"),
        "UploadsBucket": core.deployment.outputs["UploadsBucket"],
        "AllowUploads": "true",
        **{name: of_core[name] for name in _SHARED_PARAMETERS if name in of_core},
        **(parameters or {}),
    }
    return Deployment(translate(given, READ_TEMPLATE), given, core.clients, STACK_NAME)


class ReadApi:
    """Serves the API of a core stack from construction until `close`. Processes of ReadFunction start when needed."""

    def __init__(
        self,
        core: MotoStack,
        endpoint_url: str,
        log: Path,
        *,
        port: int = 0,
        access: Access | None = None,
        code: Code | None = None,
        parameters: Mapping[str, str] | None = None,
    ) -> None:
        """`parameters`: more parameters of read.yaml, such as those of `deploy_search`."""
        (function,) = deploy_read_api(core, parameters).functions().values()
        self._environments = [_environment(function, code, endpoint_url, log) for _ in range(CONCURRENCY)]
        # Last in, first out: a single client uses a single process.
        self._idle: queue.LifoQueue[FunctionEnvironment] = queue.LifoQueue()
        for environment in self._environments:
            self._idle.put(environment)
        pages = Pages(CONSOLE, (endpoint_url,))
        self._server = HttpApi(self._invoke, port=port, access=access, pages=pages)

    @property
    def url(self) -> str:
        """The address of the API."""
        return self._server.url

    def close(self) -> None:
        """Stop the server and the processes."""
        self._server.close()
        for environment in self._environments:
            environment.close()

    def _invoke(self, event: bytes) -> Outcome:
        environment = self._idle.get()
        try:
            return environment.invoke(event)
        finally:
            self._idle.put(environment)


def _environment(
    function: FunctionConfiguration, code: Code | None, endpoint_url: str, log: Path
) -> FunctionEnvironment:
    return FunctionEnvironment(function, code or Code(), endpoint_url, log)
