"""The console with everything that it needs in one process: the pipeline, the read API, moto and its server.

`python -m tests.console.serving FILES` serves it until Ctrl-C, and reads what is uploaded.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config

from functions.read.api import create_api
from functions.read.sources import Sources
from infra.local.http_api.pages import Pages
from infra.local.http_api.server import HttpApi
from infra.local.in_process import InProcessStack
from infra.local.lambda_service.runtime_api import Outcome, Succeeded
from infra.local.moto.server import MotoServer
from infra.local.read_api import CONSOLE
from shared.settings import ReadSettings
from shared.table.reader import TableReader


class ServedConsole:
    """A running console over the read API of a stack."""

    def __init__(self, stack: InProcessStack, port: int = 0) -> None:
        self.stack = stack
        self._moto = MotoServer()
        self._lock = threading.Lock()
        settings = ReadSettings(
            summaries_table=stack.name("SummariesTable"),
            documents_bucket=stack.name("DocumentsBucket"),
            uploads_bucket=stack.deployment.outputs["UploadsBucket"],
            allow_uploads=True,
        )
        table = TableReader(settings.summaries_table, stack.clients.dynamodb, shards=settings.index_shards)
        self.bucket = settings.uploads_bucket
        self._api = create_api(Sources(settings, table, create_s3=self._s3))
        pages = Pages(CONSOLE, (self._moto.url,))
        self._server = HttpApi(self._invoke, port=port, pages=pages)
        self.url = self._server.url

    def upload(self, key: str, body: bytes) -> None:
        """Put an object; `pump` reads it."""
        self.stack.clients.s3.put_object(Bucket=self.bucket, Key=key, Body=body)

    def pump(self) -> None:
        """Read all uploads. Meanwhile, requests wait: moto's transactions are not isolated between threads."""
        with self._lock:
            self.stack.pump()

    def close(self) -> None:
        """Stop both servers."""
        self._server.close()
        self._moto.close()

    def _s3(self) -> Any:
        """Return a client of moto's server, to which signed links lead a browser."""
        return boto3.client(
            "s3",
            endpoint_url=self._moto.url,
            config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
            region_name="us-east-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )

    def _invoke(self, event: bytes) -> Outcome:
        request = json.loads(event)
        # Powertools' resolver answers one request at a time.
        with self._lock:
            return Succeeded("local", json.dumps(self._api.resolve(request, LambdaContext())).encode())


@contextmanager
def served_console(files: Iterable[tuple[str, bytes]] = (), port: int = 0) -> Iterator[ServedConsole]:
    """Serve a console with these files, by key."""
    with InProcessStack() as stack:
        for queue in ("ParseQueue", "SummarizeQueue"):
            stack.take(queue)
        console = ServedConsole(stack, port)
        try:
            for key, body in files:
                console.upload(key, body)
            console.pump()
            yield console
        finally:
            console.close()
            boto3.DEFAULT_SESSION = None


def main() -> None:
    """Serve the console with the files of the command line."""
    paths = [Path(name) for name in sys.argv[1:]]
    port = int(os.environ.get("READ_PORT", "0"))
    with served_console([(path.name, path.read_bytes()) for path in paths], port) as console:
        print(console.url, flush=True)
        while True:
            console.pump()
            time.sleep(0.2)


if __name__ == "__main__":
    main()
