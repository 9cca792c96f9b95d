"""A table with documents, and the API over it."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from infra.local.in_process import InProcessStack
from shared.errors import Code, PermanentError
from shared.object_version import ObjectVersion
from shared.revision import Revision
from shared.summary import Summary
from shared.table.table import SummaryTable
from tests.support.key_conditions import refuse_reversed_bounds
from tests.support.read_api import InProcessApi
from tests.support.summaries import WHEN, a_summary

_numbers = count(1)


class Shelf:
    """Puts documents into the table of a stack, under a prefix of its own."""

    def __init__(self, stack: InProcessStack, shards: int = 1) -> None:
        self.stack = stack
        self.bucket = stack.name("UploadsBucket")
        self.prefix = f"shelf{next(_numbers)}/"
        self.table = SummaryTable(stack.name("SummariesTable"), stack.clients.dynamodb, shards=shards)
        self.api = InProcessApi(stack, shards=shards)

    def uri(self, key: str) -> str:
        return f"s3://{self.bucket}/{self.prefix}{key}"

    def summarized(
        self, key: str, uploaded_at: str = WHEN, sequencer: str = "0A", media_type: str = "text/plain", **fields: object
    ) -> Summary:
        """Put a Summary."""
        summary = a_summary(self.uri(key), Revision(sequencer), uploaded_at=uploaded_at, **fields)  # type: ignore[arg-type]
        source = summary.source.model_copy(update={"media_type": media_type})
        summary = summary.model_copy(update={"source": source})
        assert self.table.put_summary(summary)
        return summary

    def claimed(self, key: str, uploaded_at: str = WHEN, sequencer: str = "0A") -> ObjectVersion:
        """Begin to process an upload."""
        version = ObjectVersion(self.bucket, self.prefix + key, "v2", uploaded_at)
        assert self.table.claim(version, Revision(sequencer))
        return version

    def failed(self, key: str, code: Code = Code.EMPTY, sequencer: str = "0A") -> None:
        """Fail an upload."""
        version = self.claimed(key, sequencer=sequencer)
        assert self.table.fail(version, Revision(sequencer), PermanentError(code, "The file is empty."))


@pytest.fixture(scope="module")
def read_stack() -> Iterator[InProcessStack]:
    with InProcessStack() as stack:
        refuse_reversed_bounds(stack.clients.dynamodb)
        yield stack


@pytest.fixture
def shelf(read_stack: InProcessStack) -> Shelf:
    return Shelf(read_stack)


@pytest.fixture
def shelf_of(read_stack: InProcessStack) -> Callable[[int], Shelf]:
    """A shelf whose indexes have several shards."""
    return lambda shards: Shelf(read_stack, shards)
