"""Helpers that use the pipeline through its bucket, its queues and its table."""

import json
import uuid
from collections.abc import Callable
from typing import Any, NamedTuple

from typer.testing import Result

from infra.local.in_process import InProcessStack
from shared.documents.document import Document, Span
from shared.documents.document_store import DocumentStore, folder_of
from shared.revision import Status
from shared.state import State
from shared.summary import Summary
from shared.table.items import from_item
from shared.table.table import SummaryTable

BRIDGE = """The old bridge of Ardale will close in March

The council of Ardale decided on Tuesday to close the old bridge for two years. Engineers had found cracks in four of
its nine arches. "We can't ask people to cross a bridge that we don't trust," said Mayor Ines Holt.

The works will cost eleven million euros, of which the province pays half. Shopkeepers on the east bank fear for their
trade. A ferry will carry walkers and cyclists across the river from six in the morning until midnight.
"""
MARKET = """The market hall of Ardale reopens after the fire

Forty stalls moved back into the market hall of Ardale on Saturday, a year after the fire that destroyed its roof.
The new roof is made of larch and glass and lets in daylight for the first time. "My grandmother sold cheese here,"
said Tomas Brandl, whose stall stands by the north door. The city paid nine million euros and expects more visitors.
"""

# Runs an operators' command: `command("redrive", "--parked")`.
Command = Callable[..., Result]


class Parked(NamedTuple):
    """A parked message and its code. The code is None if SQS itself moved the message there."""

    body: str
    code: str | None


class Pipeline:
    """Operations of tests on the bucket, the queues and the table. Keys are in a new folder, unless one is given."""

    def __init__(self, stack: InProcessStack, folder: str | None = None) -> None:
        self.stack = stack
        self.folder = f"{uuid.uuid4()}/" if folder is None else folder
        self.s3 = stack.clients.s3
        self.bucket = stack.name("UploadsBucket")
        self.table = SummaryTable(stack.name("SummariesTable"), stack.clients.dynamodb)
        self.documents = DocumentStore(stack.name("DocumentsBucket"), self.s3)

    def uri(self, key: str) -> str:
        """Return the URI of an upload."""
        return f"s3://{self.bucket}/{self.folder}{key}"

    def upload(self, key: str = "a.txt", body: str | bytes = BRIDGE, **options: Any) -> str:
        """Put an object and return its version id."""
        content = body.encode() if isinstance(body, str) else body
        return self.s3.put_object(Bucket=self.bucket, Key=self.folder + key, Body=content, **options)["VersionId"]

    def delete(self, key: str = "a.txt", version_id: str | None = None) -> str:
        """Delete an object or a version of it; return the version id of the delete marker or of the version."""
        if version_id:
            return self.s3.delete_object(Bucket=self.bucket, Key=self.folder + key, VersionId=version_id)["VersionId"]
        return self.s3.delete_object(Bucket=self.bucket, Key=self.folder + key)["VersionId"]

    def state(self, key: str = "a.txt") -> State:
        """Return the state of an upload, which must exist."""
        state = self.table.state(self.uri(key))
        assert state is not None, f"{key} has no state"
        return state

    def summary(self, key: str = "a.txt") -> Summary | None:
        """Return the Summary of an upload."""
        return self.table.get(self.uri(key))

    def documents_of(self, key: str = "a.txt") -> list[str]:
        """Return the keys of the Documents of an upload."""
        listed = self.s3.list_objects_v2(Bucket=self.documents.bucket, Prefix=folder_of(self.uri(key)))
        return [entry["Key"] for entry in listed.get("Contents", [])]

    def rows(self) -> int:
        """Return the number of rows of the objects in this folder."""
        pages = self.stack.clients.dynamodb.get_paginator("scan").paginate(TableName=self.table.name)
        return sum(item["pk"]["S"].startswith(self.uri("")) for page in pages for item in page["Items"])

    def index_rows(self, key: str = "a.txt") -> list[dict[str, Any]]:
        """Return all index rows and manifests of an object, except the manifests that wait for the sweep."""
        uri = self.uri(key)
        pages = self.stack.clients.dynamodb.get_paginator("scan").paginate(TableName=self.table.name)
        rows = [from_item(item) for page in pages for item in page["Items"]]
        return [row for row in rows if row.get("uri") == uri and row["pk"] != uri and "status_key" not in row]

    def parked(self) -> list[Parked]:
        """Receive and delete the messages in the parking queue."""
        sqs, url = self.stack.clients.sqs, self.stack.name("ParkingQueue")
        response = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"])
        messages = response.get("Messages", [])
        for message in messages:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        attributes = [message.get("MessageAttributes", {}) for message in messages]
        codes = [found["code"]["StringValue"] if "code" in found else None for found in attributes]
        return [Parked(message["Body"], code) for message, code in zip(messages, codes, strict=True)]

    def assert_summarized(self, key: str, version_id: str) -> Summary:
        """Check that state and Summary have this version, and that the only Document matches every span."""
        state, summary = self.state(key), self.summary(key)
        assert (state.status, state.version_id) == (Status.SUMMARIZED, version_id)
        assert summary is not None
        assert summary.source.version_id == version_id
        assert self.documents_of(key) == [summary.document.key]
        document = self.documents.get(summary.document.key)
        assert document is not None
        assert_grounded(summary, document)
        return summary

    def assert_deleted(self, key: str = "a.txt") -> None:
        """Check that nothing but the tombstone of an upload exists."""
        assert self.state(key).status is Status.DELETED
        assert self.summary(key) is None
        assert self.documents_of(key) == []


def spans_in(value: Any) -> list[Span]:
    """Return every span in a Summary, at any depth."""
    if isinstance(value, Span):
        return [value]
    if isinstance(value, list):
        return [span for part in value for span in spans_in(part)]
    if hasattr(type(value), "model_fields"):
        return [span for name in type(value).model_fields for span in spans_in(getattr(value, name))]
    return []


def assert_grounded(summary: Summary, document: Document) -> None:
    """Check that every span of the Summary matches the Document's text."""
    spans = spans_in(summary)
    assert spans
    for span in spans:
        assert document.text[span.start : span.end] == span.text


def event_names(bodies: list[str]) -> list[str]:
    """Return the event names in messages of S3."""
    return [record["eventName"] for body in bodies for record in json.loads(body)["Records"]]
