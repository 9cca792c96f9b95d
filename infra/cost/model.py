"""The use of each service for a document, and its cost; the cost of the stack without documents."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from functions.summarize.writing.bedrock import MOST_CHARACTERS
from infra.cost import prices, quotas
from infra.cost.assumptions import Assumptions
from infra.cost.figures import Price, flat
from infra.cost.measured import Measured, Writes
from infra.cost.stack_properties import SECONDS_A_MONTH, Function, Index, Stack
from shared.messages.overlap import MOST_MESSAGES
from shared.table.item_size import write_units
from shared.table.name_rows import NAMES
from shared.table.search_rows import ALL, KEYWORD

STAGES = ("parse", "summarize")

# The kinds of rows that the search needs.
SEARCH_ROWS = frozenset({ALL, KEYWORD})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the bill: `quantity` units per document, or per month for a fixed cost."""

    stage: str
    service: str
    quantity: float
    price: Price


@dataclass(frozen=True, slots=True)
class Phases:
    """The seconds of a message: calls to AWS before its work, the work on the processor, and calls after it."""

    before: float
    work: float
    after: float

    def seconds(self, messages: int) -> float:
        """Return the seconds of a batch: MOST_MESSAGES are in progress, and one of them uses the processor."""
        free, ends = 0.0, [0.0] * MOST_MESSAGES
        for number in range(messages):
            ready = ends[number] + self.before  # the message starts when the one MOST_MESSAGES before it has ended
            free = max(free, ready) + self.work
            ends.append(free + self.after)
        return round(ends[-1], 9)  # without the last digits of the floats, which would round numbers of batches up


@dataclass(frozen=True, slots=True)
class Model:
    """The stack under a load of documents like the measured ones."""

    stack: Stack
    measured: Measured
    assumptions: Assumptions = Assumptions()

    # --- resources per document ---

    def function(self, stage: str) -> Function:
        """Return the function of a stage: parse, summarize or sweep."""
        functions = {"parse": self.stack.parse, "summarize": self.stack.summarize, "sweep": self.stack.sweep}
        return functions[stage]

    def seconds(self, stage: str) -> float:
        """Return the seconds of a function per document, at the mean number of messages of a batch.

        The messages of a batch wait for AWS at the same time, and use the processor one after another.
        """
        phases, messages = self.phases(stage), self.messages_of_batch(stage)
        whole = math.floor(messages)
        # A mean of 1.5 messages: half of the batches have one, and half have two.
        overlapping = (
            phases.seconds(whole) * (1 - messages + whole) + phases.seconds(whole + 1) * (messages - whole)
        ) / messages
        share = self.assumptions.overlap
        return share * overlapping + (1 - share) * phases.seconds(1)

    def phases(self, stage: str) -> Phases:
        """Return the seconds of a message of a stage that is alone in its batch."""
        taken, assumed = self.measured.stages[stage], self.assumptions
        slower = max(1.0, quotas.FULL_PROCESSOR_MB.value / self.function(stage).memory)
        transactions = taken.called("dynamodb", "TransactWriteItems")
        waits = (
            taken.called("s3") * assumed.s3_milliseconds
            + (taken.called("dynamodb") - transactions) * assumed.dynamodb_milliseconds
            + transactions * assumed.transaction_milliseconds
        )
        # A function reads the object and the first row before its work, and makes all other calls after it.
        fetches = taken.called("s3", "GetObject", "HeadObject") * assumed.s3_milliseconds
        before = min(waits, fetches + min(1.0, taken.called("dynamodb")) * assumed.dynamodb_milliseconds)
        asked = assumed.summary_milliseconds if stage == "summarize" and self.stack.hosted_model else 0
        return Phases(before / 1000, (taken.milliseconds * slower + asked) / 1000, (waits - before) / 1000)

    def messages_of_batch(self, stage: str) -> float:
        """Return the mean number of messages of an invocation."""
        return max(1.0, self.assumptions.batch_fill * self.function(stage).batch_size)

    def table_write_units(self, stage: str | None = None) -> float:
        """Return the write units of the table itself per document, in one stage or in all."""
        return sum(
            writes.units * (quotas.TRANSACTION_FACTOR.value if writes.transactional else 1)
            for writes in self._writes(stage)
        )

    def search_write_units(self, stage: str) -> float:
        """Return the write units of the rows of the search per document."""
        return sum(writes.units for writes in self._writes(stage) if writes.row in SEARCH_ROWS)

    def write_units_of(self, row: str) -> float:
        """Return the mean write units of a row of one kind, when it is put; 1 if none was measured."""
        puts = [writes for writes in self.measured.writes if writes.row == row and "Put" in writes.operation]
        units = sum(w.units * (quotas.TRANSACTION_FACTOR.value if w.transactional else 1) for w in puts)
        return units / sum(writes.count for writes in puts) if puts else 1

    def index_write_units(self, index: Index, stage: str | None = None) -> float:
        """Return the write units of a global index per document. Moving an entry is a deletion and a write."""
        return sum(writes.count * self._index_units(writes, index) for writes in self._writes(stage))

    def read_units(self, stage: str) -> float:
        """Return the read units per document."""
        return sum(reads.units for reads in self.measured.reads if reads.stage == stage)

    def stored_table_bytes(self) -> float:
        """Return the billed bytes of a document in the table and its indexes."""
        overhead = quotas.ITEM_OVERHEAD_BYTES.value
        rows = sum(row.count * (row.bytes + overhead) for name, row in self.measured.rows.items() if self._has(name))
        entries = sum(
            writes.count * (self._entry_bytes(writes, index) + overhead)
            for index in self.stack.indexes
            for writes in self._last_writes()
            if set(index.keys) <= set(writes.after)
        )
        return rows + entries

    def log_bytes(self, stage: str) -> float:
        """Return the log bytes per document: its lines, and its share of the lines of metrics and of Lambda."""
        taken = self.measured.stages[stage]
        return taken.log_bytes + (taken.metric_bytes + quotas.PLATFORM_LOG_BYTES.value) / self.messages_of_batch(stage)

    # --- the bill ---

    def per_document(self) -> list[Line]:
        """Return the cost of each document, including a month of its storage."""
        return [*self._upload(), *self._stage("parse"), *self._stage("summarize"), *self._announcement(), *self._kept()]

    def fixed(self, shards: int | None = None, *, idle: bool) -> list[Line]:
        """Return the monthly cost that does not depend on the number of documents.

        `shards`: shards of the table's stream; by default those of a new table. If the stack is not `idle`, the cost
        includes the metrics of the functions.
        """
        shards = shards or int(quotas.NEW_TABLE_PARTITIONS.value)
        sweeps, sweep = self.stack.sweeps, self.measured.stages["sweep"]
        polls = self.stack.mappings * quotas.POLLERS_AT_FIRST.value * SECONDS_A_MONTH / quotas.LONG_POLL_SECONDS.value
        metrics = len(sweep.metrics) + (0 if idle else sum(len(self.measured.stages[s].metrics) for s in STAGES))
        logs = sweep.log_bytes + sweep.metric_bytes + quotas.PLATFORM_LOG_BYTES.value
        return [
            Line("fixed", "SQS", polls, prices.SQS_REQUEST),
            Line("fixed", "DynamoDB Streams", shards * quotas.STREAM_POLLS.value * SECONDS_A_MONTH, prices.STREAM_READ),
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
        removals = taken.called("s3", "DeleteObject")  # deletions are free
        chunks = math.ceil(taken.message_bytes / quotas.SQS_CHUNK_BYTES.value)
        yield Line(stage, "Lambda", 1 / in_batch, prices.LAMBDA_REQUEST)
        yield Line(stage, "Lambda", self._gb_seconds(stage), self._gb_second(stage))
        yield Line(stage, "S3", reads, prices.S3_READ)
        yield Line(stage, "S3", taken.called("s3") - reads - removals, prices.S3_WRITE)
        yield Line(stage, "SQS", chunks * (1 + 2 / in_batch), prices.SQS_REQUEST)  # sent, received, deleted
        of_search = self.search_write_units(stage)
        yield Line(stage, "DynamoDB", self.table_write_units(stage) - of_search, prices.DYNAMODB_WRITE)
        if of_search:
            yield Line(stage, "DynamoDB, search", of_search, prices.DYNAMODB_WRITE)
        in_indexes = sum(self.index_write_units(index, stage) for index in self.stack.indexes)
        yield Line(stage, "DynamoDB indexes", in_indexes, prices.DYNAMODB_WRITE)
        yield Line(stage, "DynamoDB", self.read_units(stage), prices.DYNAMODB_READ)
        yield Line(stage, "CloudWatch", prices.gigabytes(self.log_bytes(stage)), prices.LOG_INGESTION)
        if stage == "summarize" and self.stack.hosted_model:
            yield from self._hosted_model()

    def _hosted_model(self) -> Iterator[Line]:
        """Yield the tokens of Amazon Bedrock for a summary."""
        assumed, model = self.assumptions, self.stack.hosted_model
        read = min(self.measured.characters, MOST_CHARACTERS) / assumed.characters_per_token
        for tokens, dollars_a_million, what in (
            (read + assumed.summary_prompt_tokens, assumed.million_tokens_read, "read"),
            (assumed.summary_answer_tokens, assumed.million_tokens_written, "written"),
        ):
            price = flat(f"{model}, tokens {what}", dollars_a_million / 1_000_000, "an assumption of the command")
            yield Line("summarize", "Bedrock", tokens, price)

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
        return (writes for writes in self.writes() if stage in (None, writes.stage))

    def writes(self) -> Iterator[Writes]:
        """Yield the writes of the stack per document. Few names are new among many documents."""
        for writes in self.measured.writes:
            if writes.row == NAMES:
                share = self.assumptions.new_names
                yield replace(writes, count=writes.count * share, units=writes.units * share)
            elif self._has(writes.row):
                yield writes

    def _has(self, row: str) -> bool:
        """Whether the stack writes rows of this kind. Without them, other rows are a little smaller than measured."""
        return self.stack.keyword_search or row not in SEARCH_ROWS

    def _last_writes(self) -> Iterator[Writes]:
        """Return the last writes of each row."""
        last = {
            (writes.row, writes.operation == "ConditionCheck"): writes.stage
            for stage in STAGES
            for writes in self._writes(stage)
        }
        return (
            writes
            for writes in self._writes(None)
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
    """Return the cost of each line for a number of documents per month. Lines of one price share its tiers."""
    quantities: dict[Price, float] = defaultdict(float)
    for line in lines:
        quantities[line.price] += line.quantity * documents
    return [
        price.cost(all_) * line.quantity * documents / all_ if all_ else 0.0
        for line in lines
        for price, all_ in [(line.price, quantities[line.price])]
    ]
