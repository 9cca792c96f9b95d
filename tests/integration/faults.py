"""Faults of AWS, injected in botocore's event system: the code under test meets them as it would meet real ones."""

from io import BytesIO
from typing import Any

import boto3
from botocore.awsrequest import AWSRequest, AWSResponse
from urllib3 import HTTPResponse

THROTTLED = (400, "application/x-amz-json-1.0", b'{"__type": "ThrottlingException", "message": "Rate exceeded"}')
UNAVAILABLE = (503, "application/xml", b"<Error><Code>SlowDown</Code><Message>Reduce your rate</Message></Error>")


class Faults:
    """Makes calls fail. Clients meet the faults if they are made from the default session after this."""

    def __init__(self) -> None:
        self._planned: dict[str, tuple[tuple[int, str, bytes], int]] = {}
        self.injected: list[str] = []
        boto3.setup_default_session()
        assert boto3.DEFAULT_SESSION is not None
        boto3.DEFAULT_SESSION.events.register_first("before-send", self._answer)

    def plan(self, service: str, operation: str, fault: tuple[int, str, bytes], *, times: int) -> None:
        """The next `times` calls of an operation, `*` for all of the service, are answered with a fault."""
        self._planned[f"before-send.{service}.{operation}"] = (fault, times)

    def _answer(self, request: AWSRequest, event_name: str, **_: Any) -> AWSResponse | None:
        name = event_name if event_name in self._planned else event_name.rpartition(".")[0] + ".*"
        fault, left = self._planned.get(name, (UNAVAILABLE, 0))
        if left == 0:
            return None
        self._planned[name] = (fault, left - 1)
        self.injected.append(event_name)
        status, media_type, body = fault
        raw = HTTPResponse(body=BytesIO(body), preload_content=False)
        return AWSResponse(request.url, status, {"content-type": media_type}, raw)
