"""The console of a stack on this machine: the read API in this process, with the operator's own credentials."""

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.read.api import create_api
from functions.read.sources import Sources
from infra.local.http_api.pages import Pages
from infra.local.http_api.server import HttpApi
from infra.local.lambda_service.runtime_api import Outcome, Succeeded
from infra.operations.operated_stack import OperatedStack
from shared.settings import ReadSettings
from shared.table.reader import TableReader

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

FILES = Path(__file__).resolve().parents[1] / "console"


class StackConsole:
    """Serves the console of a stack on the loopback interface, from construction until `close`."""

    def __init__(self, stack: OperatedStack, dynamodb: "DynamoDBClient", *, port: int, uploads: bool) -> None:
        settings = _settings(stack.outputs, stack.parameters, uploads=uploads)
        table = TableReader(settings.summaries_table, dynamodb, shards=settings.index_shards)
        self._api = create_api(Sources(settings, table, create_s3=lambda: stack.s3))
        # Powertools' resolver answers one request at a time.
        self._lock = threading.Lock()
        self._server = HttpApi(self._invoke, port=port, pages=Pages(FILES, (_origin(stack),)))

    @property
    def url(self) -> str:
        """The address of the console."""
        return self._server.url

    def close(self) -> None:
        """Stop the server."""
        self._server.close()

    def _invoke(self, event: bytes) -> Outcome:
        with self._lock:
            return Succeeded("local", json.dumps(self._api.resolve(json.loads(event), LambdaContext())).encode())


def _settings(outputs: Mapping[str, str], parameters: Mapping[str, str], *, uploads: bool) -> ReadSettings:
    return ReadSettings(
        summaries_table=outputs["TableName"],
        documents_bucket=outputs["DocumentsBucket"],
        index_shards=int(parameters.get("IndexShards", 1)),
        uploads_bucket=outputs["UploadsBucket"],
        uploads_prefix=parameters.get("UploadsPrefix", ""),
        allow_uploads=uploads,
        max_bytes=int(parameters.get("MaxBytes", ReadSettings.model_fields["max_bytes"].default)),
    )


def _origin(stack: OperatedStack) -> str:
    """Return the origin of links to the uploads bucket, which the page may load."""
    url = stack.s3.generate_presigned_url("get_object", Params={"Bucket": stack.bucket, "Key": "a"}, ExpiresIn=1)
    return "/".join(url.split("/")[:3])
