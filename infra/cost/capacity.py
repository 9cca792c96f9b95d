"""The limits of the stack, the load on each at the busiest time, and how to raise it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from infra.cost import quotas
from infra.cost.model import STAGES, Model
from infra.cost.stack_properties import Stack
from shared.table.search_rows import ALL, KEYWORD

_PARAMETERS = {"parse": "ParseConcurrency", "summarize": "SummarizeConcurrency"}
_OWN_STACKS = "several stacks"


@dataclass(frozen=True, slots=True)
class CapacityLimit:
    """A limit and the load on it, in the same unit. `raised_by`: the parameter or request that raises the limit."""

    name: str
    limit: float
    load: float
    unit: str
    raised_by: str

    @property
    def share(self) -> float:
        """The load as a share of the limit. Above 1, the limit is exceeded."""
        return self.load / self.limit

    def documents_a_day(self, at: float) -> float:
        """Return the documents per day that reach the limit, if `load` is that of `at` documents; or inf."""
        return at / self.share if self.load else math.inf


def peak_rate(model: Model, documents_a_day: float) -> float:
    """Return the documents per second at the busiest time."""
    return documents_a_day / 86_400 * model.assumptions.peak_factor


def partitions(model: Model, documents_a_day: float) -> int:
    """Return the partitions of the table: those of a new table, or as many as the writes at the peak need."""
    units = peak_rate(model, documents_a_day) * model.table_write_units()
    return max(int(quotas.NEW_TABLE_PARTITIONS.value), math.ceil(units / quotas.PARTITION_WRITES.value))


def capacity_limits(model: Model, documents_a_day: float) -> list[CapacityLimit]:
    """Return every limit for a number of documents per day, the nearest limit first."""
    rate = peak_rate(model, documents_a_day)
    found = [*_functions(model, rate), *_buckets(model, rate), *_table(model, rate), *_events(model, documents_a_day)]
    return sorted(found, key=lambda limit: -limit.share)


def _functions(model: Model, rate: float) -> Iterator[CapacityLimit]:
    needed = {stage: rate * model.seconds(stage) for stage in STAGES}
    for stage in STAGES:
        function, name = model.function(stage), _PARAMETERS[stage]
        greatest = quotas.MAXIMUM_CONCURRENCY.value
        raised_by = f"{name}, {math.ceil(min(needed[stage], greatest)):,} at least"
        if needed[stage] > greatest:
            raised_by += f"; {_OWN_STACKS}"
        yield CapacityLimit(f"{stage}: batches at a time", function.concurrency, needed[stage], "at a time", raised_by)
        yield CapacityLimit(f"{stage}: the greatest {name}", greatest, needed[stage], "at a time", _OWN_STACKS)
        waiting = min(needed[stage], function.concurrency) * function.batch_size
        waiting += rate * model.assumptions.failures * function.visibility
        yield CapacityLimit(
            f"{stage}: messages in flight", quotas.SQS_IN_FLIGHT.value, waiting, "messages", "a request to AWS support"
        )
    account = quotas.LAMBDA_CONCURRENCY.value
    yield CapacityLimit(
        "Lambda: executions of the account", account, sum(needed.values()), "at a time", "quota request"
    )


def _buckets(model: Model, rate: float) -> Iterator[CapacityLimit]:
    parse, summarize = (model.measured.stages[stage] for stage in STAGES)
    hashed = "S3 itself: keys begin with a hash"
    prefixes = "uploads under several prefixes"
    written = parse.called("s3", "PutObject") + summarize.called("s3", "DeleteObject")
    read = summarize.called("s3", "GetObject", "ListObjectsV2")
    yield CapacityLimit("uploads bucket: writes of one prefix", quotas.S3_WRITES.value, rate, "a second", prefixes)
    uploads = rate * parse.called("s3", "GetObject", "HeadObject")
    yield CapacityLimit("uploads bucket: reads of one prefix", quotas.S3_READS.value, uploads, "a second", prefixes)
    yield CapacityLimit(
        "documents bucket: writes, undivided", quotas.S3_WRITES.value, rate * written, "a second", hashed
    )
    yield CapacityLimit("documents bucket: reads, undivided", quotas.S3_READS.value, rate * read, "a second", hashed)


def _table(model: Model, rate: float) -> Iterator[CapacityLimit]:
    stack, unit = model.stack, "units a second"
    writes = rate * model.table_write_units()
    yield CapacityLimit(
        "table: writes when new", quotas.TABLE_AT_FIRST.value, writes, unit, "itself: it grows to twice its last peak"
    )
    yield CapacityLimit("table: writes", quotas.TABLE_WRITES.value, writes, unit, "quota request")
    reads = rate * sum(map(model.read_units, STAGES))
    yield CapacityLimit("table: reads", quotas.TABLE_READS.value, reads, unit, "quota request")
    one = quotas.PARTITION_WRITES.value
    for index in stack.indexes:
        load = rate * model.index_write_units(index)
        if index.name != "by-sha256":  # its keys are content hashes, so no key is frequent
            yield CapacityLimit(f"{index.name}: one key", one * stack.index_shards, load, unit, _shards(load, stack))
        yield CapacityLimit(f"{index.name}: writes", quotas.TABLE_WRITES.value, load, unit, "quota request")
    for row, share in (("entity", model.assumptions.frequent_name), ("speaker", model.assumptions.frequent_speaker)):
        load = rate * share * model.write_units_of(row)
        yield CapacityLimit(f"{row} rows: the most frequent name", one, load, unit, _OWN_STACKS)
    if model.search_write_units("summarize"):
        frequent = rate * model.assumptions.frequent_word * model.write_units_of(KEYWORD)
        yield CapacityLimit("keyword rows: the most frequent word", one, frequent, unit, _OWN_STACKS)
        load = rate * model.write_units_of(ALL)
        yield CapacityLimit("search rows: one key", one * stack.index_shards, load, unit, _shards(load, stack))


def _shards(load: float, stack: Stack) -> str:
    needed = math.ceil(load / quotas.PARTITION_WRITES.value)
    return f"IndexShards, {max(needed, 1):,} at least" if needed > stack.index_shards else "IndexShards"


def _events(model: Model, documents_a_day: float) -> Iterator[CapacityLimit]:
    events = peak_rate(model, documents_a_day) * model.measured.events
    batch = min(model.stack.pipe_batch, int(quotas.PUT_EVENTS_BATCH.value))
    each = partitions(model, documents_a_day)
    # in the worst case, each event is a separate request
    yield CapacityLimit("event bus: requests", quotas.PUT_EVENTS.value, events, "a second", "quota request")
    sent = batch / model.assumptions.put_events_milliseconds * 1000
    yield CapacityLimit("pipe: events of a shard", sent, events / each, "a second", "the pipe's ParallelizationFactor")


@dataclass(frozen=True, slots=True)
class Overload:
    """The capacity of a stage, in documents per second, and its recovery from an outage of an hour.

    `drain_minutes`: time until the queue is empty again, at the mean rate of the day; None if it never is.
    `ramp_minutes`: time until there are as many pollers and environments as the peak needs.
    """

    stage: str
    capacity: float
    mean: float
    peak: float
    backlog: float
    drain_minutes: float | None
    ramp_minutes: float


def overloads(model: Model, documents_a_day: float) -> list[Overload]:
    """Return each stage for a number of documents per day."""
    return [_overload(model, stage, documents_a_day) for stage in STAGES]


def _overload(model: Model, stage: str, documents_a_day: float) -> Overload:
    mean, peak = documents_a_day / 86_400, peak_rate(model, documents_a_day)
    capacity, backlog = capacity_of(model, stage), mean * 3600
    drain = backlog / (capacity - mean) / 60 if capacity > mean else None
    needed = min(peak * model.seconds(stage), model.function(stage).concurrency)
    more = max(0.0, needed - quotas.POLLERS_AT_FIRST.value)
    ramp = more / min(quotas.POLLERS_A_MINUTE.value, 6 * quotas.LAMBDA_SCALING.value)
    return Overload(stage, capacity, mean, peak, backlog, drain, ramp)


def capacity_of(model: Model, stage: str) -> float:
    """Return the documents per second that a deployed stage can process."""
    return model.function(stage).concurrency / model.seconds(stage)
