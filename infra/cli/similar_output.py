"""The output of `query --similar`."""

from typing import NamedTuple

from botocore.exceptions import ClientError
from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from infra.cli.open_table import OpenTable
from infra.cli.query_output import AbsentError
from infra.cli.render import INDENT
from infra.cli.terminal import console, json_line, plain, show, styled
from infra.operations.target import OperationError
from shared.search.vectors import unpacked
from shared.table.objects import ObjectFacts
from shared.vector_index import VectorIndex

# The default of the parameter VectorBucketName of search.yaml.
VECTOR_BUCKET = "nutgraf-vectors"

# Maximum number of documents that are printed.
MOST_FOUND = 10

# The code of S3 Vectors for a bucket or an index that does not exist.
_ABSENT = "NotFoundException"


class Similar(NamedTuple):
    """A similar document. The score is the similarity (0 to 1)."""

    uri: str
    uploaded_at: str
    title: str | None
    score: float


def answer_similar(table: OpenTable, name: str, *, bucket: str, as_json: bool) -> None:
    """Print the documents that are most similar to one; raise AbsentError if it has no vector, or if there are none."""
    uri = table.uri(name)
    current = table.rows.vectors([uri])[uri]
    if current is None:
        raise AbsentError(
            f"{plain(uri)} has no vector. Only summaries of English documents that were made with SemanticSearch have "
            "one. `nutgraf reprocess` makes it."
        )
    index = VectorIndex(bucket, table.client("s3vectors"))
    try:
        found = index.nearest(current.vector.graph, unpacked(current.vector.values), most=MOST_FOUND + 1)
    except ClientError as error:
        if error.response["Error"]["Code"] != _ABSENT:
            raise
        raise OperationError(
            f"There is no index of vectors in {bucket}. Deploy search.yaml, or name its bucket with --vector-bucket."
        ) from error
    others = [each for each in found if each.uri != uri][:MOST_FOUND]
    by_uri = table.rows.objects([each.uri for each in others])
    entries = [_similar(by_uri[each.uri], each.score) for each in others if each.uri in by_uri]
    present = [entry for entry in entries if entry]
    if not present:
        raise AbsentError(f"There is no other document with a vector beside {plain(uri)}.")
    if as_json:
        for entry in present:
            print(json_line(entry._asdict()))
    else:
        show(console(), Group(*map(_result, present)))


def _similar(facts: ObjectFacts, score: float) -> Similar | None:
    if facts.summary is None:
        return None
    return Similar(facts.uri, facts.summary.uploaded_at, facts.summary.title, round(min(1, max(0, score)), 4))


def _result(entry: Similar) -> Padding:
    line = Text.assemble((f"{entry.score:.2f}  ", "dim"), styled(entry.title or ""))
    return Padding(Group(line, styled(entry.uri, "dim"), Text()), INDENT)
