"""Check the final state: each upload ended correctly, and nothing is left over."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.in_process import InProcessStack
from shared.documents.document_store import DocumentStore
from shared.errors import Code
from shared.revision import Status
from shared.state import State
from shared.summary import Summary
from shared.table.index_plan import plan_of
from shared.table.items import from_item
from shared.table.keys import STATE
from shared.table.name_rows import NAMES
from shared.table.table import SummaryTable
from tests.chaos.checker import Violation
from tests.chaos.uploads import FAILS_WITH, Kind, Upload, Version
from tests.integration.pipeline import assert_grounded

Row = dict[str, Any]

# Codes of failures that do not depend on the file. Operators redrive these.
REDRIVEN = (Code.RETRIES_EXHAUSTED, Code.STALLED)

# In these states, no other Summary than that of the state can become valid.
_ENDED = frozenset({Status.SUMMARIZED, Status.DELETED})


@dataclass(frozen=True, slots=True)
class Dump:
    """Every row of the table and every key of the documents bucket."""

    rows: list[Row]
    documents: frozenset[str]

    @property
    def index_ids(self) -> dict[str, str | None]:
        """The index ids of the states, by URI."""
        return {row["pk"]: row.get("index_id") for row in self.rows if row["sk"] == STATE}

    @classmethod
    def of(cls, stack: InProcessStack) -> "Dump":
        """Return the present rows and keys."""
        scan = stack.clients.dynamodb.get_paginator("scan")
        rows = [
            from_item(item)
            for page in scan.paginate(TableName=stack.name("SummariesTable"), ConsistentRead=True)
            for item in page["Items"]
        ]
        listing = stack.clients.s3.get_paginator("list_objects_v2")
        keys = [
            entry["Key"]
            for page in listing.paginate(Bucket=stack.name("DocumentsBucket"))
            for entry in page.get("Contents", [])
        ]
        return cls(sorted(rows, key=lambda row: (row["pk"], row["sk"])), frozenset(keys))


class FinalCheck:
    """Checks every object, every row and every Document."""

    def __init__(
        self, stack: InProcessStack, uploads: Mapping[str, Upload], dump: Dump, *, allowed: Collection[Code] = ()
    ) -> None:
        """`allowed` are the codes with which any file may have failed."""
        self._allowed = allowed
        self._uploads = uploads
        self._dump = dump
        self._index_ids = dump.index_ids
        self._table = SummaryTable(stack.name("SummariesTable"), stack.clients.dynamodb)
        self._documents = DocumentStore(stack.name("DocumentsBucket"), stack.clients.s3)
        self._states: dict[str, State | None] = {uri: self._table.state(uri) for uri in uploads}
        self._summaries: dict[str, Summary | None] = {uri: self._table.get(uri) for uri in uploads}
        self.ends = Counter(
            f"{state.status}{f' {state.code}' if state.code else ''}" for state in self._states.values() if state
        )

    def violations(self) -> Iterator[Violation]:
        """Yield all violations."""
        for uri, upload in self._uploads.items():
            yield from self._of_object(upload, self._states[uri], self._summaries[uri])
        yield from self._of_rows()
        yield from self._of_documents()

    def unsettled(self) -> frozenset[str]:
        """Return the URIs of objects that did not end correctly."""
        return frozenset(
            violation.uri
            for uri, upload in self._uploads.items()
            for violation in self._of_object(upload, self._states[uri], self._summaries[uri])
        )

    def _of_object(self, upload: Upload, state: State | None, summary: Summary | None) -> Iterator[Violation]:
        current = upload.current
        if current is None:
            if summary is not None:
                yield Violation("orphan", upload.uri, "deleted, but its Summary exists")
            if state is not None and state.status is not Status.DELETED:
                yield Violation("stale", upload.uri, f"deleted, but its state is {_short(state)}")
            return
        if state is None:
            yield Violation("lost", upload.uri, f"version {current.number} has no state")
            return
        if state.status not in (Status.SUMMARIZED, Status.FAILED):
            yield Violation("lost", upload.uri, f"version {current.number} has not ended: {_short(state)}")
        elif state.version_id != current.version_id:
            yield Violation("stale", upload.uri, f"version {current.number} is current, the state is {_short(state)}")
        elif state.status is Status.FAILED:
            if state.code not in (FAILS_WITH.get(current.kind), *self._allowed) or not state.message:
                yield Violation("lost", upload.uri, f"a {current.kind} file has failed: {_short(state)}")
        else:
            yield from self._of_summary(upload.uri, current, summary)

    def _of_summary(self, uri: str, current: Version, summary: Summary | None) -> Iterator[Violation]:
        if current.kind in FAILS_WITH:
            yield Violation("stale", uri, f"a file of the kind {current.kind} is summarized")
        elif summary is None:
            yield Violation("lost", uri, "SUMMARIZED without a Summary")
        elif (summary.source.version_id, summary.source.sha256) != (current.version_id, current.sha256):
            yield Violation("stale", uri, f"the Summary is not of version {current.number}")
        elif (document := self._documents.get(summary.document.key)) is None:
            yield Violation("lost", uri, "the Summary's Document does not exist")
        else:
            assert_grounded(summary, document)
            if current.kind is Kind.LONG and "cut" not in {w.code for w in summary.provenance.warnings}:
                yield Violation("lost", uri, "a long file has no warning that it was truncated")

    def _of_rows(self) -> Iterator[Violation]:
        """Check that Summaries, index rows and manifests are exactly those of the valid Summaries."""
        missing = {
            (row["pk"], row["sk"]): summary.source.uri
            for summary in self._summaries.values()
            if summary
            for row in plan_of(summary).rows
        }
        names = {(f"{NAMES}#{name.type}", name.key) for s in self._summaries.values() if s for name in plan_of(s).names}
        listed = {(row["pk"].rpartition("#")[0], row["sk"]) for row in self._dump.rows if _is_of_name(row)}
        for kind, key in sorted(names - listed):
            yield Violation("lost", f"{kind}#{key}", "the name of a document has no row")
        for row in self._dump.rows:
            if row["sk"] == STATE or _is_of_name(row):
                continue
            expected = missing.pop((row["pk"], row["sk"]), None) is not None or row["pk"].startswith(("index#", "s3:"))
            if not expected or _index_id(row) != self._index_ids.get(row["uri"]):
                yield Violation("orphan", row["uri"], f"a row without a Summary: {row['pk']}, {row['sk']}")
        for (pk, sk), uri in missing.items():
            yield Violation("lost", uri, f"a row of its Summary is missing: {pk}, {sk}")

    def left_over(self) -> Iterator[Violation]:
        """Yield the rows of other Summaries beside a state that is SUMMARIZED or DELETED."""
        ended = {uri for uri, state in self._states.items() if state and state.status in _ENDED}
        for row in self._dump.rows:
            if (
                row["sk"] != STATE
                and not _is_of_name(row)
                and row["uri"] in ended
                and _index_id(row) != self._index_ids.get(row["uri"])
            ):
                yield Violation("orphan", row["uri"], f"left over after the sweep: {row['pk']}, {row['sk']}")

    def _of_documents(self) -> Iterator[Violation]:
        needed = {summary.document.key for summary in self._summaries.values() if summary}
        for key in sorted(self._dump.documents - needed):
            yield Violation("orphan", key, "a Document without a Summary")


def _is_of_name(row: Row) -> bool:
    """Whether a row is one of the list of names, which belongs to no document."""
    return str(row["pk"]).startswith(f"{NAMES}#")


def _index_id(row: Row) -> str:
    """Return the index id of a Summary, an index row or a manifest."""
    return str(row["sk"] if row["pk"].startswith("index#") else row["index_id"])


def _short(state: State) -> str:
    text = f"{state.status} at {state.revision}, version {state.version_id}, code {state.code}"
    return text + (f", last error {state.last_error}" if state.last_error else "")
