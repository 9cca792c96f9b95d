"""A small workload and stack whose costs and limits can be worked out by hand, and the stack as it is deployed."""

from functools import cache

from infra.cost.measured import Measured, Reads, Row, Stage, Writes, read_measured
from infra.cost.model import Model
from infra.cost.stack_properties import Function, Index, Stack, stack_of

MILLION = 1_000_000.0
STACK = Stack(
    parse=Function("ParseFunction", 2048, "x86_64", batch_size=2, concurrency=10, visibility=1800),
    summarize=Function("SummarizeFunction", 1769, "arm64", batch_size=8, concurrency=40, visibility=600),
    sweep=Function("SweepFunction", 256, "x86_64"),
    mappings=4,
    sweeps=1000,
    indexes=(Index("by-status", ("status_key", "updated_at"), ("uri",)), Index("by-sha256", ("sha256",), ("uri",))),
    index_shards=1,
    pipe_batch=10,
    backed_up=True,
    log_days=30,
)
STATE = Row(1, 300, {"pk": 40, "sk": 7, "uri": 40, "status_key": 30, "updated_at": 30})
MEASURED = Measured(
    command="",
    date="",
    processor="",
    documents=1,
    upload_bytes=1000,
    document_bytes=500,
    words=100,
    characters=600,
    events=1,
    event_bytes=200,
    stages={
        "parse": Stage(30, {"s3.GetObject": 1, "s3.PutObject": 1, "dynamodb.UpdateItem": 1}, 1, 800, 500, 300, ("a",)),
        "summarize": Stage(
            200,
            {"s3.GetObject": 1, "dynamodb.GetItem": 1, "dynamodb.TransactWriteItems": 2},
            1,
            70_000,
            500,
            300,
            ("b",),
        ),
        "sweep": Stage(2, {"dynamodb.Query": 1}, 0, 0, 0, 200, ("c",)),
    },
    rows={"state": STATE, "summary": Row(1, 5000, {"pk": 40, "sk": 9, "uri": 40, "sha256": 1500})},
    writes=(
        Writes("parse", "UpdateItem", "state", False, (), ("status_key", "updated_at"), 1, 1),
        Writes("summarize", "Update", "state", True, ("status_key", "updated_at"), ("updated_at",), 1, 1),
        Writes("summarize", "ConditionCheck", "state", True, ("status_key",), ("status_key",), 1, 1),
        Writes("summarize", "Put", "summary", True, (), ("sha256",), 1, 5),
    ),
    reads=(Reads("summarize", "GetItem", 1, 1), Reads("sweep", "Query", 1, 0.5)),
)
SMALL = Model(STACK, MEASURED)

# Mean seconds of a document of SMALL. Of four messages in a batch, three are fetched at once, and the last one is
# fetched while the second one is summarized.
PARSE, SUMMARIZE = 0.24, (0.100 + 0.010 + 4 * 0.200 + 2 * 0.020) / 4


@cache
def deployed(**parameters: str) -> Model:
    """Return the model of the template's stack, with the committed measurement."""
    return Model(stack_of(parameters), read_measured())
