"""VectorIndex: the indexes of Amazon S3 Vectors that find documents of a similar meaning, one for each graph.

Source of the limits: Amazon S3 User Guide, "Limitations and restrictions" of S3 Vectors.
"""

import hashlib
import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from shared.clients import S3VectorsClient
from shared.search.vectors import DIMENSIONS, unpacked
from shared.table.vectors import CurrentVector

# Maximum number of vectors of a call that puts or deletes, and of results of a query.
MOST_WRITTEN = 500
MOST_FOUND = 100

# Hexadecimal digits of the SHA-256 of a URI, which is the key of its vector: a URI can be longer than a key.
_KEY_DIGITS = 32

# The metadata of a vector: the URI, and the time of the upload in seconds since 1970, for filters.
_URI, _UPLOADED_AT = "uri", "uploaded_at"


class Neighbour(NamedTuple):
    """A document near a vector. The score is the cosine of both vectors (-1 to 1)."""

    uri: str
    score: float


class VectorIndex:
    """The indexes of one vector bucket. Errors of S3 Vectors pass through as botocore's errors after its retries."""

    def __init__(self, bucket: str, s3vectors: S3VectorsClient, graphs: Sequence[str] = ()) -> None:
        """`graphs`: the ids of the graphs whose indexes are written."""
        self._bucket = bucket
        self._graphs = tuple(graphs)
        self._s3vectors = s3vectors

    def write(self, current: Mapping[str, CurrentVector | None]) -> None:
        """Put the vectors of documents, by URI, and delete those of documents without one. It can be repeated.

        A document has a vector in one index at most. Vectors of a graph without an index are not put.
        """
        for graph in self._graphs:
            mine = {uri: each for uri, each in current.items() if each and each.vector.graph == graph}
            self._put(graph, mine)
            self._delete(graph, [uri for uri in current if uri not in mine])

    def nearest(
        self,
        graph: str,
        vector: Sequence[float],
        *,
        most: int,
        since: str | None = None,
        until: str | None = None,
    ) -> list[Neighbour]:
        """Return up to `most` documents (at most MOST_FOUND), the nearest first.

        `since` and `until` are instants: the time of the upload is between them, to the second.
        """
        request: dict[str, Any] = {
            "topK": min(most, MOST_FOUND),
            "queryVector": {"float32": list(vector)},
            "returnMetadata": True,
            "returnDistance": True,
        }
        bounds: list[dict[str, Any]] = []
        if since is not None:
            bounds.append({_UPLOADED_AT: {"$gte": math.floor(_seconds(since))}})
        if until is not None:
            bounds.append({_UPLOADED_AT: {"$lt": math.ceil(_seconds(until))}})
        if bounds:
            request["filter"] = {"$and": bounds} if len(bounds) > 1 else bounds[0]
        found = self._s3vectors.query_vectors(**self._index(graph), **request)["vectors"]
        return [Neighbour(each["metadata"][_URI], 1 - each["distance"]) for each in found]

    def _put(self, graph: str, vectors: Mapping[str, CurrentVector]) -> None:
        entries = [
            {
                "key": key_of(uri),
                "data": {"float32": unpacked(each.vector.values)},
                "metadata": {_URI: uri, _UPLOADED_AT: math.floor(_seconds(each.uploaded_at))},
            }
            for uri, each in vectors.items()
            if len(each.vector.values) == DIMENSIONS
        ]
        for start in range(0, len(entries), MOST_WRITTEN):
            self._s3vectors.put_vectors(**self._index(graph), vectors=entries[start : start + MOST_WRITTEN])

    def _delete(self, graph: str, uris: Sequence[str]) -> None:
        keys = [key_of(uri) for uri in uris]
        for start in range(0, len(keys), MOST_WRITTEN):
            self._s3vectors.delete_vectors(**self._index(graph), keys=keys[start : start + MOST_WRITTEN])

    def _index(self, graph: str) -> dict[str, str]:
        return {"vectorBucketName": self._bucket, "indexName": index_name(graph)}


def index_name(graph: str) -> str:
    """Return the name of the index of a graph."""
    return f"documents-{graph}"


def key_of(uri: str) -> str:
    """Return the key of the vector of an object."""
    return hashlib.sha256(uri.encode()).hexdigest()[:_KEY_DIGITS]


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
