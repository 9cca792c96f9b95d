"""Completes moto's S3 Vectors: queries, the limits of requests, and the metadata that filters cannot use.

Source: Amazon S3 User Guide, "Limitations and restrictions" and "Metadata filtering" of S3 Vectors; the shapes of
botocore's model of the service, which `check_shape` applies to requests and answers of a query.
"""

import json
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import numpy as np
from botocore.session import Session
from moto.core.responses import ActionResult
from moto.s3vectors import urls
from moto.s3vectors.exceptions import ValidationError
from moto.s3vectors.models import Index, S3VectorsBackend
from moto.s3vectors.responses import S3VectorsResponse

from infra.local.clients import Clients
from infra.local.moto.resources import StackResources
from infra.local.moto.shapes import check_shape

# Maximum number of vectors of a request that puts or deletes, and of results of a query.
MOST_WRITTEN, MOST_FOUND = 500, 100

# Maximum bytes of the metadata of a vector, and of the part that filters can use, as JSON.
MOST_METADATA, MOST_FILTERABLE = 40_960, 2_048

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "$eq": operator.eq,
    "$ne": operator.ne,
    "$gt": operator.gt,
    "$gte": operator.ge,
    "$lt": operator.lt,
    "$lte": operator.le,
    "$in": lambda value, choices: value in choices,
    "$nin": lambda value, choices: value not in choices,
}

_PARAMETERS = ("vectorBucketName", "indexName", "indexArn", "topK", "queryVector", "filter")
_FLAGS = ("returnMetadata", "returnDistance")


@contextmanager
def complete_vectors() -> Iterator[None]:
    """Complete S3 Vectors in every moto that starts inside this context."""
    with ExitStack() as patches:
        patches.enter_context(
            patch.dict(urls.url_paths, {"{0}/QueryVectors$": S3VectorsResponse.dispatch})  # of moto: all paths
        )
        patches.enter_context(patch.object(S3VectorsResponse, "query_vectors", _query_vectors, create=True))
        for of, name, complete in _COMPLETED:
            patches.enter_context(patch.object(of, name, complete(getattr(of, name))))
        yield


def create_vector_resources(stack: StackResources, clients: Clients) -> None:
    """Create the vector buckets and the indexes of a stack."""
    s3vectors = clients.of("s3vectors")
    for properties in stack.resources("AWS::S3Vectors::VectorBucket").values():
        s3vectors.create_vector_bucket(**_in_lower_camel_case(properties))
    for properties in stack.resources("AWS::S3Vectors::Index").values():
        index = _in_lower_camel_case(properties)
        s3vectors.create_index(**index | {"dimension": int(index["dimension"])})


def _in_lower_camel_case(value: Any) -> Any:
    """Return properties of CloudFormation with the names of the API."""
    if isinstance(value, dict):
        return {name[0].lower() + name[1:]: _in_lower_camel_case(each) for name, each in value.items()}
    return value


def matches(metadata: Mapping[str, Any], condition: Mapping[str, Any]) -> bool:
    """Return whether metadata match a filter. Raises ValidationError for an operator that S3 Vectors does not have.

    A vector without a key matches only `$exists: false`. A value that is a list matches if one of its elements does.
    """
    return all(_matches_one(metadata, name, wanted) for name, wanted in condition.items())


def _matches_one(metadata: Mapping[str, Any], name: str, wanted: Any) -> bool:
    if name == "$and":
        return all(matches(metadata, each) for each in wanted)
    if name == "$or":
        return any(matches(metadata, each) for each in wanted)
    if name.startswith("$"):
        raise ValidationError(f"Invalid query filter: unknown operator {name}")
    comparisons = wanted if isinstance(wanted, dict) else {"$eq": wanted}
    return all(_compares(metadata, name, each, value) for each, value in comparisons.items())


def _compares(metadata: Mapping[str, Any], name: str, comparison: str, wanted: Any) -> bool:
    if comparison == "$exists":
        return (name in metadata) is bool(wanted)
    if comparison not in _COMPARISONS:
        raise ValidationError(f"Invalid query filter: unknown operator {comparison}")
    if name not in metadata:
        return False
    value = metadata[name]
    compare = _COMPARISONS[comparison]
    return any(compare(each, wanted) for each in (value if isinstance(value, list) else [value]))


def _query_vectors(self: S3VectorsResponse) -> ActionResult:
    given = {name: self._get_param(name) for name in _PARAMETERS}
    request = {name: value for name, value in given.items() if value is not None}
    flags = {name: self._get_bool_param(name, False) for name in _FLAGS}
    check_shape(_operation.input_shape, request | flags, ValidationError)
    if not 1 <= int(request["topK"]) <= MOST_FOUND:
        raise ValidationError(f"topK must be between 1 and {MOST_FOUND}")
    self._validate_index_params(given["indexArn"], given["indexName"], given["vectorBucketName"])
    index = self.s3vectors_backend.get_index(given["vectorBucketName"], given["indexName"], given["indexArn"])
    found = _nearest(index, request["queryVector"]["float32"], request.get("filter") or {})
    vectors = [_answer(index, key, distance, flags) for key, distance in found[: int(request["topK"])]]
    answer = {"vectors": vectors, "distanceMetric": index.distance_metric}
    check_shape(_operation.output_shape, answer, ValidationError)
    return ActionResult(answer)


def _nearest(index: Index, query: Sequence[float], condition: Mapping[str, Any]) -> list[tuple[str, float]]:
    """Return the keys of the vectors that match a filter, the nearest first, with their cosine distances."""
    if index.distance_metric != "cosine":
        raise ValidationError("The local stack has only the distance metric cosine")
    _check_vector(index, query)
    _check_filter(index, condition)
    kept = [each for each in list(index.vectors.values()) if matches(each.metadata or {}, condition)]
    if not kept:
        return []
    rows = np.array([each.data["float32"] for each in kept], dtype=np.float32)
    wanted = np.array(query, dtype=np.float32)
    cosines = rows @ wanted / (np.linalg.norm(rows, axis=1) * np.linalg.norm(wanted))
    distances = np.maximum(0, 1 - cosines)
    return [(kept[number].key, float(distances[number])) for number in np.argsort(distances, kind="stable")]


def _answer(index: Index, key: str, distance: float, flags: Mapping[str, bool]) -> dict[str, Any]:
    answer: dict[str, Any] = {"key": key}
    if flags["returnDistance"]:
        answer["distance"] = distance
    if flags["returnMetadata"]:
        answer["metadata"] = index.vectors[key].metadata
    return answer


def _check_vector(index: Index, vector: Sequence[float]) -> None:
    if len(vector) != index.dimension:
        raise ValidationError(f"The vector has {len(vector)} dimensions, but the index has {index.dimension}")
    if index.distance_metric == "cosine" and not any(vector):
        raise ValidationError("Zero vectors are not allowed with the distance metric cosine")


def _check_filter(index: Index, condition: Mapping[str, Any]) -> None:
    for name, wanted in condition.items():
        if name in ("$and", "$or"):
            for each in wanted:
                _check_filter(index, each)
        elif name in _not_filterable(index):
            raise ValidationError(f"Invalid query filter: {name} is a non-filterable metadata key")


def _not_filterable(index: Index) -> Sequence[str]:
    keys: Sequence[str] = getattr(index, "not_filterable", ())
    return keys


def _with_configuration(by_moto: Callable[[S3VectorsResponse], ActionResult]) -> Any:
    """Keep the metadata configuration of a new index, which moto ignores."""

    def create_index(self: S3VectorsResponse) -> ActionResult:
        result = by_moto(self)
        bucket, name = self._get_param("vectorBucketName"), self._get_param("indexName")
        index: Any = self.s3vectors_backend.get_index(bucket, name, "")
        configuration = self._get_param("metadataConfiguration") or {}
        index.not_filterable = tuple(configuration.get("nonFilterableMetadataKeys", ()))
        return result

    return create_index


def _with_limits(by_moto: Callable[..., None]) -> Any:
    """Reject the vectors that S3 Vectors rejects."""

    def put_vectors(
        self: S3VectorsBackend, vector_bucket_name: str, index_name: str, index_arn: str, vectors: Any
    ) -> None:
        index = self.get_index(vector_bucket_name, index_name, index_arn)
        if not 1 <= len(vectors) <= MOST_WRITTEN:
            raise ValidationError(f"A request has 1 to {MOST_WRITTEN} vectors")
        for vector in vectors:
            _check_vector(index, vector["data"]["float32"])
            _check_metadata(index, vector.get("metadata") or {})
            if not 1 <= len(vector["key"]) <= 1024:
                raise ValidationError("A key has 1 to 1024 characters")
        by_moto(self, vector_bucket_name, index_name, index_arn, vectors)

    return put_vectors


def _check_metadata(index: Index, metadata: Mapping[str, Any]) -> None:
    filterable = {name: value for name, value in metadata.items() if name not in _not_filterable(index)}
    for content, most in ((metadata, MOST_METADATA), (filterable, MOST_FILTERABLE)):
        if len(json.dumps(content, ensure_ascii=False).encode()) > most:
            raise ValidationError(f"The metadata have more than {most} bytes")


def _bounded(by_moto: Callable[..., None]) -> Any:
    """Reject a deletion of more vectors than S3 Vectors deletes at once."""

    def delete_vectors(
        self: S3VectorsBackend, vector_bucket_name: str, index_name: str, index_arn: str, keys: list[str]
    ) -> None:
        if not 1 <= len(keys) <= MOST_WRITTEN:
            raise ValidationError(f"A request has 1 to {MOST_WRITTEN} keys")
        by_moto(self, vector_bucket_name, index_name, index_arn, keys)

    return delete_vectors


# What is completed: the class, the method, and what makes the complete method of it.
_COMPLETED: tuple[tuple[type, str, Callable[[Any], Any]], ...] = (
    (S3VectorsResponse, "create_index", _with_configuration),
    (S3VectorsBackend, "put_vectors", _with_limits),
    (S3VectorsBackend, "delete_vectors", _bounded),
)

_operation = Session().get_service_model("s3vectors").operation_model("QueryVectors")
