"""Documents by meaning: similar to another document, or about the same as a question."""

from botocore.exceptions import ClientError

from functions.read.answers import Found, SimilarDocument
from functions.read.documents import entry_of
from functions.read.encoder import Meaning
from functions.read.problems import ProblemError, not_found
from shared.instants import Period
from shared.search.vectors import unpacked
from shared.table.objects import ObjectFacts
from shared.table.reader import TableReader
from shared.vector_index import Neighbour

# Decimal places of a score.
DECIMALS = 4

# The code of S3 Vectors for an index that does not exist, such as that of the graph of an earlier version.
_NO_INDEX = "NotFoundException"


def similar(table: TableReader, meaning: Meaning, uri: str, limit: int) -> list[SimilarDocument]:
    """Return the documents that are most similar to one, without itself; raise ProblemError if it has no vector."""
    current = table.vectors([uri])[uri]
    if current is None:
        raise _no_vector(uri) if table.state(uri) else not_found(f"There is no object {uri}.")
    vector = current.vector
    try:
        # One more, because the document is most similar to itself.
        found = meaning.index.nearest(vector.graph, unpacked(vector.values), most=limit + 1)
    except ClientError as error:
        if error.response["Error"]["Code"] != _NO_INDEX:
            raise
        raise _no_vector(uri) from error
    others = [each for each in found if each.uri != uri][:limit]
    return [
        SimilarDocument(**entry_of(facts, facts.summary.uploaded_at).model_dump(), score=_score(each))
        for each, facts in _present(table, others)
        if facts.summary
    ]


def by_meaning(table: TableReader, meaning: Meaning, text: str, period: Period, limit: int) -> list[Found]:
    """Return the documents of a period that are about the same as a question, the most similar first."""
    encoded = meaning.encoder.encode(text)
    if not any(encoded.vector):
        return []
    found = meaning.index.nearest(encoded.graph, encoded.vector, most=limit, since=period.since, until=period.until)
    return [
        Found(**entry_of(facts, facts.summary.uploaded_at).model_dump(), score=_score(each), highlights=[])
        for each, facts in _present(table, found)
        if facts.summary and period.has(facts.summary.uploaded_at)
    ]


def _no_vector(uri: str) -> ProblemError:
    detail = (
        f"{uri} has no vector. Only summaries of English documents that this version of Nutgraf made with "
        "SemanticSearch have one. `nutgraf reprocess` makes it."
    )
    return not_found(detail, "no_vector")


def _present(table: TableReader, found: list[Neighbour]) -> list[tuple[Neighbour, ObjectFacts]]:
    """Return the documents that have a summary. The index may still have others for some seconds."""
    by_uri = table.objects([each.uri for each in found])
    return [(each, by_uri[each.uri]) for each in found if each.uri in by_uri and by_uri[each.uri].summary]


def _score(neighbour: Neighbour) -> float:
    return round(min(1, max(0, neighbour.score)), DECIMALS)
