"""The read API in this process, over the tables of a stack, for tests."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.read.api import create_api
from functions.read.sources import Sources
from infra.local.http_api.event import Request, answer_of, event_of
from infra.local.in_process import InProcessStack
from shared.settings import ReadSettings
from shared.table.reader import TableReader

# Powertools requires a context, and uses nothing of it.
_NO_CONTEXT = LambdaContext()


class Got(NamedTuple):
    """An answer of the API."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)


class InProcessApi:
    """The API over the table and the buckets of a stack. `settings` replaces some of ReadFunction's."""

    def __init__(self, stack: InProcessStack, *, shards: int = 1, **settings: Any) -> None:
        self.settings = ReadSettings.model_validate(
            {
                "documents_bucket": stack.name("DocumentsBucket"),
                "summaries_table": stack.name("SummariesTable"),
                "uploads_bucket": stack.name("UploadsBucket"),
                "allow_uploads": True,
                "index_shards": shards,
                **settings,
            }
        )
        self.table = TableReader(self.settings.summaries_table, stack.clients.dynamodb, shards=shards)
        self.api = create_api(Sources(self.settings, self.table, create_s3=lambda: stack.clients.s3))

    def get(self, path: str, headers: Mapping[str, str] | None = None, /, **query: Any) -> Got:
        """Get a path, which is not encoded. A parameter that is a keyword of Python ends in `_`."""
        encoded = urlencode({name.removesuffix("_"): value for name, value in query.items()})
        return self.send("GET", quote(path) + (f"?{encoded}" if encoded else ""), headers)

    def send(
        self, method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Got:
        """Send a request whose target is encoded."""
        request = Request(method, target, (headers or {}).items(), body or b"")
        answer = answer_of(json.dumps(self.api.resolve(event_of(request), _NO_CONTEXT)).encode())
        return Got(answer.status, answer.headers, answer.body)

    def pages(self, path: str, **query: object) -> list[list[dict[str, Any]]]:
        """Return the items of every page of a list."""
        pages: list[list[dict[str, Any]]] = []
        cursor = None
        while not pages or cursor:
            got = self.get(path, **query, **({"cursor": cursor} if cursor else {}))
            assert got.status == 200, got.body
            pages.append(got.json["items"])
            cursor = got.json.get("next")
            assert len(pages) < 200
        return pages

    def items(self, path: str, **query: object) -> list[dict[str, Any]]:
        """Return all items of a list, page by page."""
        return [item for page in self.pages(path, **query) for item in page]
