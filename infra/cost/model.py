"""What a document takes of each service, and what that costs; what the stack costs while nothing happens."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from infra.cost import limits, prices
from infra.cost.figures import Price
from infra.cost.item_size import write_units
from infra.cost.measured import Measured, Writes
from infra.cost.stack import SECONDS_A_MONTH, Function, Index, Stack

STAGES = ("parse", "summarize")


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What neither the template nor a measurement tells. Each can be given on the command line."""

    # The rate of the busiest minutes, in means of the day.
    peak_factor: float = 4
    # How full the batches of messages are; there is one message in a batch at least.
    batch_fill: float = 0.5
    # A call to S3: the guide on performance speaks of 100 to 200 ms for small objects.
    s3_milliseconds: float = 100
    # A call to DynamoDB: the guide speaks of single-digit milliseconds.
    dynamodb_milliseconds: float = 10
    # A transaction of DynamoDB, which goes through its items twice.
    transaction_milliseconds: float = 20
    # A call of a pipe to an event bus.
    put_events_milliseconds: float = 50
    # The share of documents that mention the most frequent name.
    frequent_name: float = 0.2
    # The quotes of the most frequent speaker in a document, in the mean over all documents.
    frequent_speaker: float = 0.3
    # The share of messages that fail once and wait for their visibility timeout.
    failures: float = 0.01
    # Pages of a document, where pages are what is paid for: what was measured has fewer words than a page.
    pages: float = 1
    # Of English text, for a language model.
    characters_per_token: float = 4
    # What a language model is told beside the document.
    prompt_tokens: float = 700
    # What it writes: a summary, key points, who said what and who is who.
    answer_tokens: float = 900


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the bill: `quantity` units for each document, or for a month where it is a fixed cost."""

    stage: str
    service: str
    quantity: float
    price: Price


@dataclass(frozen=True, slots=True)
class Model:
    """The stack under a load of documents like those that were measured."""

    stack: Stack
    measured: Measured
    assumptions: Assumptions = Assumptions()

    # --- what a document takes ---

    def function(self, stage: str) -> Function:
        """The function of a stage: parse, summarize or sweep."""
        functions = {"parse": self.stack.parse, "summarize": self.stack.summarize, "sweep": self.stack.sweep}
        return functions[stage]

    def seconds(self, stage: str) -> float:
        """Seconds of a function for a document: its own work on the processor that it has, and its waits for AWS."""
        taken, assumed = self.measured.stages[stage], self.assumptions
        slower = max(1.0, limits.FULL_PROCESSOR_MB.value / self.function(stage).memory)
        transactions = taken.called("dynamodb", "TransactWriteItems")
        waits = (
            taken.called("s3") * assumed.s3_milliseconds
            + (taken.called("dynamodb") - transactions) * assumed.dynamodb_milliseconds
            + transactions * assumed.transaction_milliseconds
        )
        return (taken.milliseconds * slower + waits) / 1000

    def messages_of_batch(self, stage: str) -> float:
        """Messages that an invocation gets."""
        return max(1.0, self.assumptions.batch_fill * self.function(stage).batch_size)

    def table_write_units(self, stage: str | None = None) -> float:
        """Write units of the table itself for a document, in one stage or in all."""
        return sum(
            writes.units * (limits.TRANSACTION_FACTOR.value if writes.transactional else 1)
            for writes in self._writes(stage)
        )

    def index_write_units(self, index: Index, stage: str | None = None) -> float:
        """Write units of a global index for a document. An entry that changes its place is removed and put."""
        return sum(writes.count * self._index_units(writes, index) for writes in self._writes(stage))

    def read_units(self, stage: str) -> float:
        """Read units for a document."""
        return sum(reads.units for reads in self.measured.reads if reads.stage == stage)

    def stored_table_bytes(self) -> float:
        """Bytes that a document has in the table and its indexes, as they are billed."""
        overhead = limits.ITEM_OVERHEAD_BYTES.value
        rows = sum(row.count * (row.bytes + overhead) for row in self.measured.rows.values())
        entries = sum(
            writes.count * (self._entry_bytes(writes, index) + overhead)
            for index in self.stack.indexes
            for writes in self._last_writes()
            if set(index.keys) <= set(writes.after)
        )
        return rows + entries

    def log_bytes(self, stage: str) -> float:
        """Bytes of the log for a document: its own lines, its share of the metrics' and of Lambda's own."""
        taken = self.measured.stages[stage]
        return taken.log_bytes + (taken.metric_bytes + limits.PLATFORM_LOG_BYTES.value) / self.messages_of_batch(stage)

    # --- the bill ---

    def per_document(self) -> list[Line]:
        """What is paid for each document, with a month of its storage."""
        return [*self._upload(), *self._stage("parse"), *self._stage("summarize"), *self._announcement(), *self._kept()]

    def fixed(self, shards: int | None = None, *, idle: bool) -> list[Line]:
        """What is paid for a month whatever comes; `shards` of the table's stream, those of a new table if not given.

        While documents come (not `idle`), their metrics are paid for beside.
        """
        shards = shards or int(limits.NEW_TABLE_PARTITIONS.value)
        sweeps, sweep = self.stack.sweeps, self.measured.stages["sweep"]
        polls = self.stack.mappings * limits.POLLERS_AT_FIRST.value * SECONDS_A_MONTH / limits.LONG_POLL_SECONDS.value
        metrics = len(sweep.metrics) + (0 if idle else sum(len(self.measured.stages[s].metrics) for s in STAGES))
        logs = sweep.log_bytes + sweep.metric_bytes + limits.PLATFORM_LOG_BYTES.value
        return [
            Line("fixed", "SQS", polls, prices.SQS_REQUEST),
            Line("fixed", "DynamoDB Streams", shards * limits.STREAM_POLLS.value * SECONDS_A_MONTH, prices.STREAM_READ),
            Line("fixed", "CloudWatch", metrics, prices.CUSTOM_METRIC),
            Line("fixed", "CloudWatch", prices.gigabytes(sweeps * logs), prices.LOG_INGESTION),
            Line("fixed", "Lambda", sweeps, prices.LAMBDA_REQUEST),
            Line("fixed", "Lambda", sweeps * self._gb_seconds("sweep"), self._gb_second("sweep")),
            Line("fixed", "EventBridge", sweeps, prices.SCHEDULE),
            Line(
                "fixed", "DynamoDB", sweeps * self.read_units("sweep") * self.stack.index_shards, prices.DYNAMODB_READ
            ),
        ]

    def _upload(self) -> Iterator[Line]:
        yield Line("upload", "S3", 1, prices.S3_WRITE)

    def _stage(self, stage: str) -> Iterator[Line]:
        taken, in_batch = self.measured.stages[stage], self.messages_of_batch(stage)
        reads = taken.called("s3", "GetObject", "HeadObject")
        removals = taken.called("s3", "DeleteObject")  # which cost nothing
        chunks = math.ceil(taken.message_bytes / limits.SQS_CHUNK_BYTES.value)
        yield Line(stage, "Lambda", 1 / in_batch, prices.LAMBDA_REQUEST)
        yield Line(stage, "Lambda", self._gb_seconds(stage), self._gb_second(stage))
        yield Line(stage, "S3", reads, prices.S3_READ)
        yield Line(stage, "S3", taken.called("s3") - reads - removals, prices.S3_WRITE)
        yield Line(stage, "SQS", chunks * (1 + 2 / in_batch), prices.SQS_REQUEST)  # sent, received, deleted
        yield Line(stage, "DynamoDB", self.table_write_units(stage), prices.DYNAMODB_WRITE)
        in_indexes = sum(self.index_write_units(index, stage) for index in self.stack.indexes)
        yield Line(stage, "DynamoDB indexes", in_indexes, prices.DYNAMODB_WRITE)
        yield Line(stage, "DynamoDB", self.read_units(stage), prices.DYNAMODB_READ)
        yield Line(stage, "CloudWatch", prices.gigabytes(self.log_bytes(stage)), prices.LOG_INGESTION)

    def _announcement(self) -> Iterator[Line]:
        yield Line("announce", "EventBridge", self.measured.events, prices.PIPE_REQUEST)
        yield Line("announce", "EventBridge", self.measured.events, prices.EVENT)

    def _kept(self) -> Iterator[Line]:
        measured, table = self.measured, prices.gigabytes(self.stored_table_bytes())
        logs = sum(map(self.log_bytes, STAGES)) * min(1.0, self.stack.log_days * 86_400 / SECONDS_A_MONTH)
        yield Line("keep a month", "S3, uploads", prices.gigabytes(measured.upload_bytes), prices.S3_STORAGE)
        yield Line("keep a month", "S3, Documents", prices.gigabytes(measured.document_bytes), prices.S3_STORAGE)
        yield Line("keep a month", "DynamoDB", table, prices.DYNAMODB_STORAGE)
        if self.stack.backed_up:
            yield Line("keep a month", "DynamoDB", table, prices.DYNAMODB_BACKUP)
        yield Line("keep a month", "CloudWatch", prices.gigabytes(logs), prices.LOG_STORAGE)

    def _gb_seconds(self, stage: str) -> float:
        return self.seconds(stage) * self.function(stage).memory / 1024

    def _gb_second(self, stage: str) -> Price:
        return prices.LAMBDA_GB_SECOND[self.function(stage).architecture]

    def _writes(self, stage: str | None) -> Iterator[Writes]:
        return (writes for writes in self.measured.writes if stage in (None, writes.stage))

    def _last_writes(self) -> Iterator[Writes]:
        """The writes after which a row stays as it is."""
        last = {
            (writes.row, writes.operation == "ConditionCheck"): writes.stage
            for stage in STAGES
            for writes in self._writes(stage)
        }
        return (
            writes
            for writes in self.measured.writes
            if writes.operation != "ConditionCheck" and writes.stage == last[writes.row, False]
        )

    def _index_units(self, writes: Writes, index: Index) -> int:
        keys, was, is_ = set(index.keys), set(writes.before), set(writes.after)
        entries = (keys <= was) + (keys <= is_)
        if writes.operation == "ConditionCheck" or not entries:
            return 0
        return entries * write_units(self._entry_bytes(writes, index))

    def _entry_bytes(self, writes: Writes, index: Index) -> int:
        attributes = self.measured.rows[writes.row].attributes
        names = dict.fromkeys(("pk", "sk", *index.keys, *index.projected))
        return sum(attributes.get(name, 0) for name in names)


def dollars(lines: Sequence[Line], documents: float) -> list[float]:
    """What each line costs for so many documents in a month. What falls with the quantity falls for all lines alike."""
    quantities: dict[Price, float] = defaultdict(float)
    for line in lines:
        quantities[line.price] += line.quantity * documents
    return [
        price.cost(all_) * line.quantity * documents / all_ if all_ else 0.0
        for line in lines
        for price, all_ in [(line.price, quantities[line.price])]
    ]
