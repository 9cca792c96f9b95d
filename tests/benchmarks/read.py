"""Measure the read API: `python -m tests.benchmarks.read [--documents N] [--requests N] [--starts N]`.

`own` is the time of a request without its calls to AWS, which moto answers here: routing, validation, the work of the
route, and JSON. `calls` is the time in these calls, which moto's own speed determines; `number` is their number.
`start` is the time from the start of ReadFunction's process under AWS's runtime client to the end of its first request,
and `CPU` the processor time of this process. Prints Markdown tables.
"""

import argparse
import json
import os
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from moto.core.base_backend import BackendDict

from functions.read.ids import id_of
from infra.local.clients import Clients
from infra.local.deployment import Deployment
from infra.local.http_api.event import Request, event_of
from infra.local.in_process import InProcessStack
from infra.local.lambda_service.function_environment import Code, FunctionEnvironment
from infra.local.lambda_service.runtime_api import Succeeded
from infra.local.moto.server import MotoServer
from infra.local.template import READ_TEMPLATE, translate
from shared.documents.document_store import DocumentStore
from shared.errors import Code as FailureCode
from shared.errors import PermanentError
from shared.instants import instant
from shared.object_version import ObjectVersion
from shared.revision import Revision
from shared.table.table import SummaryTable
from tests.support.documents import document, paragraph
from tests.support.read_api import InProcessApi
from tests.support.summaries import a_summary, an_entity, said

SENTENCE = "The harbour board moved the date of the repairs by two weeks because the parts had not arrived. "


class Stopwatch:
    """Adds up the time between the start and the end of each call of a client."""

    def __init__(self, *clients: Any) -> None:
        self.seconds, self.number, self._begun = 0.0, 0, 0.0
        for client in clients:
            client.meta.events.register_first("before-call", self._start)
            client.meta.events.register_last("after-call", self._stop)

    def _start(self, **_: Any) -> None:
        self._begun = perf_counter()

    def _stop(self, **_: Any) -> None:
        self.seconds += perf_counter() - self._begun
        self.number += 1


def fill(stack: InProcessStack, documents: int) -> str:
    """Put Summaries of the last hours, failures, and one Document of 800 words; return the URI of that Document."""
    table = SummaryTable(stack.name("SummariesTable"), stack.clients.dynamodb)
    bucket = stack.name("UploadsBucket")
    store = DocumentStore(stack.name("DocumentsBucket"), stack.clients.s3)
    uri = f"s3://{bucket}/0.txt"
    made = document(*(paragraph(SENTENCE * 3) for _ in range(16)))
    made = made.model_copy(update={"source": made.source.model_copy(update={"uri": uri})})
    place = {"bucket": store.bucket, "key": store.put(made)}
    newest = datetime.now(UTC)
    for number in range(documents):
        quotes = [said("Edda Lorne", SENTENCE, start=n * 100) for n in range(5)]
        summary = a_summary(
            f"s3://{bucket}/{number}.txt",
            uploaded_at=instant(newest - timedelta(seconds=number)),
            entities=[an_entity("Edda Lorne"), *(an_entity(f"Ann Name{n}") for n in range(10))],
            attributions=quotes,
            document=place,
        )
        table.put_summary(summary)
        version = ObjectVersion(bucket, f"failed-{number}.txt", "1", instant(newest))
        table.fail(version, Revision("0A"), PermanentError(FailureCode.EMPTY, "The file is empty."))
    return uri


def requests(api: InProcessApi, uri: str) -> dict[str, Callable[[], Any]]:
    """Return the requests that are measured."""
    object_id = id_of(uri)
    etag = api.get(f"/v1/documents/{object_id}").headers["ETag"]
    body = json.dumps({"key": "new.pdf"}).encode()
    return {
        "documents, 50": lambda: api.get("/v1/documents"),
        "documents, 50, of a language": lambda: api.get("/v1/documents", language="en"),
        "failures, 50": lambda: api.get("/v1/failures"),
        "one document": lambda: api.get(f"/v1/documents/{object_id}"),
        "one document, unchanged": lambda: api.get(f"/v1/documents/{object_id}", {"If-None-Match": etag}),
        "text, 800 words": lambda: api.get(f"/v1/documents/{object_id}/text"),
        "original": lambda: api.get(f"/v1/documents/{object_id}/original"),
        "mentions, 50": lambda: api.get("/v1/entities/PERSON/lorne/documents"),
        "statements, 50": lambda: api.get("/v1/speakers/PERSON/lorne/statements"),
        "stats, 7 days": lambda: api.get("/v1/stats"),
        "upload": lambda: api.send("POST", "/v1/uploads", {"Content-Type": "application/json"}, body),
    }


def warm(documents: int, repeat: int) -> Iterator[str]:
    """Yield a row of the table for each request."""
    with InProcessStack() as stack:
        uri = fill(stack, documents)
        watch = Stopwatch(stack.clients.dynamodb, stack.clients.s3)
        api = InProcessApi(stack)
        for name, request in requests(api, uri).items():
            own, calls = [], []
            for number in range(repeat + 1):
                watch.seconds, watch.number = 0.0, 0
                begun = perf_counter()
                got = request()
                total = perf_counter() - begun
                assert got.status < 400, got
                if number:  # the first one builds the route's validators
                    own.append((total - watch.seconds) * 1000)
                    calls.append(watch.seconds * 1000)
            p95 = statistics.quantiles(own, n=20)[-1]
            yield (
                f"| {name} | {statistics.median(own):.1f} | {p95:.1f} | {statistics.median(calls):.1f} | "
                f"{watch.number} | {len(got.body):,} |"
            )


def cold(starts: int) -> str:
    """Return the median time and processor time of the start of ReadFunction with its first request."""
    seconds, processor = [], []
    with tempfile.TemporaryDirectory() as folder:
        BackendDict.reset()
        with closing(MotoServer()) as server:
            clients = Clients(server.url)
            core = Deployment(translate(), {}, clients)
            names = {"TableName": core.name("SummariesTable"), "DocumentsBucket": core.name("DocumentsBucket")}
            read = Deployment(translate(names, READ_TEMPLATE), names, clients, "read")
            (function,) = read.functions().values()
            for number in range(starts):
                log = Path(folder) / f"{number}.log"
                event = json.dumps(event_of(Request("GET", "/v1/failures"))).encode()
                with closing(FunctionEnvironment(function, Code(), server.url, log)) as environment:
                    begun = perf_counter()
                    outcome = environment.invoke(event)
                    seconds.append(perf_counter() - begun)
                    assert isinstance(outcome, Succeeded) and json.loads(outcome.payload)["statusCode"] == 200, outcome
                    assert environment.pid is not None
                    processor.append(cpu_seconds(environment.pid))
    return f"| {statistics.median(seconds) * 1000:.0f} | {statistics.median(processor) * 1000:.0f} |"


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=200, help="Summaries, and as many failures, in the table")
    parser.add_argument("--requests", type=int, default=30, help="requests of each kind")
    parser.add_argument("--starts", type=int, default=5, help="starts of the function; the median counts")
    chosen = parser.parse_args(arguments)
    print("| start, ms | CPU, ms |\n|---:|---:|")
    print(cold(chosen.starts), flush=True)
    print(f"\n{chosen.documents} documents\n")
    print("| request | own, p50 ms | own, p95 ms | calls, p50 ms | number | bytes |\n|---|---:|---:|---:|---:|---:|")
    for row in warm(chosen.documents, chosen.requests):
        print(row, flush=True)


if __name__ == "__main__":
    main()
