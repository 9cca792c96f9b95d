"""The model as tables in Markdown."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields

from infra.cost import prices, quotas
from infra.cost.capacity import CapacityLimit, Overload, capacity_limits, overloads, partitions
from infra.cost.figures import Limit, Price
from infra.cost.model import STAGES, Model, dollars
from infra.cost.stack_properties import DAYS_A_MONTH, SECONDS_A_MONTH

Table = list[str]


def bill(model: Model, documents: float) -> Table:
    """Return the cost of documents in one month, by stage and service, and the fixed cost of the month."""
    lines = model.per_document()
    costs = dollars(lines, documents)
    by_place: dict[tuple[str, str], float] = {}
    for line, cost in zip(lines, costs, strict=True):
        place = (line.stage, line.service)
        by_place[place] = by_place.get(place, 0.0) + cost
    total = sum(costs)
    rows = [
        [stage, service, _money(cost * 1000 / documents), _money(cost), _percent(cost / total)]
        for (stage, service), cost in by_place.items()
    ]
    rows.append(["**all stages**", "", _bold(_money(total * 1000 / documents)), _bold(_money(total)), "100%"])
    fixed = sum(dollars(model.fixed(idle=False), 1))
    rows.append(["fixed cost of a month", "polls, metrics (`--idle`)", "", _money(fixed), ""])
    return _table(["stage", "service", "$ per 1,000", f"$ for {documents:,.0f}", "share"], "llrrr", rows)


def comparison(model: Model, documents: float) -> Table:
    """Compare with hosted services that read the text, with and without Textract for reading the documents."""
    own = sum(dollars(model.per_document(), documents))
    textract = prices.TEXTRACT_PAGE.cost(documents * model.assumptions.pages)
    rows = [["Nutgraf", _money(own * 1000 / documents), _money(own), "1", ""]]
    for name, alone in _hosted(model, documents):
        cost, each = textract + alone, _money(alone * 1000 / documents)
        times = f"{cost / own:.0f}"
        rows.append([f"Textract and {name}", _money(cost * 1000 / documents), _money(cost), times, each])
    headings = ["", "$ per 1,000", f"$ for {documents:,.0f}", "relative to Nutgraf", "without Textract, $ per 1,000"]
    return _table(headings, "lrrrr", rows)


def _hosted(model: Model, documents: float) -> Iterator[tuple[str, float]]:
    """Yield the hosted services with their cost for documents whose text is known."""
    measured, assumed = model.measured, model.assumptions
    units = max(
        quotas.COMPREHEND_LEAST_UNITS.value,
        math.ceil(measured.characters / quotas.COMPREHEND_UNIT_CHARACTERS.value),
    )
    kinds = " and ".join(prices.COMPREHEND)
    yield f"Amazon Comprehend ({kinds})", sum(price.cost(documents * units) for price in prices.COMPREHEND.values())
    tokens = measured.characters / assumed.characters_per_token + assumed.prompt_tokens
    for name, (read, written) in prices.LANGUAGE_MODELS.items():
        yield name, read.cost(documents * tokens) + written.cost(documents * assumed.answer_tokens)


def units(model: Model) -> Table:
    """Return the write units of each row."""
    rows: list[list[str]] = []
    for name, row in model.measured.rows.items():
        of = [writes for writes in model.writes() if writes.row == name]
        plain = sum(w.units * (quotas.TRANSACTION_FACTOR.value if w.transactional else 1) for w in of)
        rows.append([name, f"{row.count:.1f}", f"{row.bytes:,}", f"{plain:.1f}"])
    for index in model.stack.indexes:
        rows.append([f"index {index.name}", "", "", f"{model.index_write_units(index):.1f}"])
    total = model.table_write_units() + sum(map(model.index_write_units, model.stack.indexes))
    rows.append(["**all**", "", "", _bold(f"{total:.1f}")])
    return _table(["row", "a document", "bytes", "write units a document"], "lrrr", rows)


def times(model: Model) -> Table:
    """Return the time of each function per document, and its parts."""
    rows = []
    for stage in STAGES:
        taken, function, seconds = model.measured.stages[stage], model.function(stage), model.seconds(stage)
        waits = seconds * 1000 - taken.milliseconds
        rows.append(
            [
                stage,
                f"{function.memory:,}",
                f"{taken.milliseconds:.0f}",
                f"{taken.called('s3'):.0f} S3, {taken.called('dynamodb'):.0f} DynamoDB",
                f"{waits:.0f}",
                f"{seconds * 1000:.0f}",
            ]
        )
    return _table(["stage", "MB", "own ms", "calls", "waits, ms", "ms a document"], "lrrlrr", rows)


def months(model: Model, documents_a_day: float) -> Table:
    """Return the monthly cost of documents per day. Documents are never deleted, so their storage adds up."""
    monthly = documents_a_day * DAYS_A_MONTH
    lines = model.per_document()
    costs = dollars(lines, monthly)
    kept = sum(cost for line, cost in zip(lines, costs, strict=True) if line.stage.startswith("keep"))
    fixed = sum(dollars(model.fixed(partitions(model, documents_a_day), idle=False), 1))
    rows = [
        ["documents", f"{monthly:,.0f}"],
        ["parsing and summarizing, $", _money(sum(costs) - kept)],
        ["storage, for each month, $", _money(kept)],
        ["fixed cost, $", _money(fixed)],
        ["$ per 1,000, first month", _money((sum(costs) + fixed) * 1000 / monthly)],
    ]
    return _table(["a month", ""], "lr", rows)


def capacity_table(model: Model, documents_a_day: float) -> Table:
    """Return the load on each limit for a number of documents per day, the nearest limit first."""
    rows = [_capacity_limit(entry, documents_a_day) for entry in capacity_limits(model, documents_a_day)]
    headings = ["limit", "load", "of", "share", "reached at, documents a day", "raised by"]
    return _table(headings, "lrrrrl", rows)


def _capacity_limit(entry: CapacityLimit, documents_a_day: float) -> list[str]:
    share = f"{entry.share:,.0%}" if entry.share >= 0.1 else f"{entry.share:.1%}"
    reached = f"{entry.documents_a_day(documents_a_day) / 1e6:,.1f} M" if entry.load else "never"
    load = f"{entry.load:,.0f}" if entry.load >= 10 else f"{entry.load:.1f}"
    return [
        entry.name,
        load,
        f"{entry.limit:,.0f} {entry.unit}",
        _bold(share) if entry.share > 1 else share,
        reached,
        entry.raised_by,
    ]


def walls(model: Model, documents_a_day: float) -> Table:
    """Return the first limit that is exceeded for each way of raising it, the nearest first."""
    first: dict[str, CapacityLimit] = {}
    for entry in capacity_limits(model, documents_a_day):
        if entry.share > 1:
            first.setdefault(re.split("[,;:]", entry.raised_by)[0], entry)
    rows = [
        [way, entry.name, f"{entry.documents_a_day(documents_a_day) / 1e6:,.1f} M", f"{entry.share:,.1f}"]
        for way, entry in first.items()
    ] or [["nothing", "", "", ""]]
    return _table(["raise", "its first limit", "reached at, documents a day", "times the limit"], "llrr", rows)


def overload_table(model: Model, documents_a_day: float) -> Table:
    """Return the capacity of each stage, and its recovery from an outage of an hour."""
    rows = [_overload(entry) for entry in overloads(model, documents_a_day)]
    headings = [
        "stage",
        "capacity, documents a second",
        "mean",
        "peak",
        "waiting after the outage",
        "drained after, minutes",
        "pollers ready after, minutes",
    ]
    return _table(headings, "lrrrrrr", rows)


def _overload(entry: Overload) -> list[str]:
    drained = "never" if entry.drain_minutes is None else f"{entry.drain_minutes:,.0f}"
    rates = [f"{rate:,.1f}" for rate in (entry.capacity, entry.mean, entry.peak)]
    return [entry.stage, *rates, f"{entry.backlog:,.0f}", drained, f"{entry.ramp_minutes:.1f}"]


def idle(model: Model) -> Table:
    """Return the cost of a month without documents."""
    stack, lines = model.stack, model.fixed(idle=True)
    costs = dict.fromkeys((line.service for line in lines), 0.0)
    for line, cost in zip(lines, dollars(lines, 1), strict=True):
        costs[line.service] += cost
    polls = next(line.quantity for line in lines if line.service == "SQS")
    pollers, shards = int(quotas.POLLERS_AT_FIRST.value), int(quotas.NEW_TABLE_PARTITIONS.value)
    rows = [
        [
            f"SQS: {stack.mappings} mappings × {pollers} long polls of {quotas.LONG_POLL_SECONDS.value:.0f} s, "
            f"{polls / 1e6:.1f} million requests",
            f"${costs['SQS']:.2f}",
        ],
        [
            f"DynamoDB Streams: the pipe reads each of {shards} shards {quotas.STREAM_POLLS.value:.0f} times a second, "
            "beyond 2.5 million free reads",
            f"${costs['DynamoDB Streams']:.2f}",
        ],
        ["CloudWatch: the log of the sweep; without documents, no metric has a value", _small(costs["CloudWatch"])],
        [f"Lambda without SnapStart: {stack.sweeps:,.0f} short sweeps", _small(costs["Lambda"])],
        [f"EventBridge Scheduler: {stack.sweeps:,.0f} invocations (14 million are free)", _small(costs["EventBridge"])],
        ["DynamoDB, on demand, with point-in-time recovery: the sweep's queries", _small(costs["DynamoDB"])],
        ["S3: the stack stores nothing yet; the uploads are yours", "$0"],
        ["KMS: the stack has no key; a key of yours (`KmsKeyArn`) costs $1 and its requests", "$0"],
        [
            "VPC: ParseFunction is in none; with `VpcSubnetIds`, the endpoint for SQS costs "
            f"${prices.ENDPOINT_HOUR.cost(2 * SECONDS_A_MONTH / 3600):.2f} in two availability zones, those for S3 and "
            "DynamoDB nothing",
            "$0",
        ],
        ["**all**", _bold(f"${sum(costs.values()):.2f}")],
    ]
    return _table(["line", "a month, idle"], "ll", rows)


def sources() -> Table:
    """Return every figure that the model uses, with its source and the day of its look-up."""
    rows = []
    for module in (quotas, prices):
        for figure in (figure for name, figure in vars(module).items() if name.isupper()):
            if isinstance(figure, Limit):
                rows.append([f"{figure.value:,.0f} {figure.what}", figure.source, figure.known])
            for price in _prices(figure):
                rows.append([f"{price.what}: {_tiers(price)}", price.source, price.known])
    return _table(["figure", "source", "known on"], "lll", rows)


def _prices(figure: object) -> list[Price]:
    if isinstance(figure, Price):
        return [figure]
    if isinstance(figure, dict):
        return [price for entry in figure.values() for price in (entry if isinstance(entry, tuple) else (entry,))]
    return []


def _tiers(price: Price) -> str:
    parts = []
    for end, each in price.tiers:
        until = "" if end == float("inf") else f" up to {end:,.0f}"
        parts.append(f"${each:.12f}".rstrip("0").rstrip(".") + until)
    return ", ".join(parts)


def assumptions(model: Model) -> Table:
    """Return the assumptions, by their names in --assume."""
    rows = [[f"`{field.name}`", f"{getattr(model.assumptions, field.name):g}"] for field in fields(model.assumptions)]
    return _table(["assumption", "value"], "lr", rows)


def _table(headings: Sequence[str], alignment: str, rows: Iterable[Sequence[str]]) -> Table:
    marks = {"l": "---", "r": "---:"}
    return [
        f"| {' | '.join(headings)} |",
        f"|{'|'.join(marks[letter] for letter in alignment)}|",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]


def _money(amount: float) -> str:
    """Format dollars: without cents from 1,000 on, and with four decimals below 1."""
    if amount >= 1000:
        return f"{amount:,.0f}"
    if amount >= 1:
        return f"{amount:.2f}"
    return f"{amount:.4f}"


def _small(amount: float) -> str:
    return f"${amount:.2f}" if amount >= 0.01 else "under $0.01"


def _percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.01 else "under 1%"


def _bold(text: str) -> str:
    return f"**{text}**"
