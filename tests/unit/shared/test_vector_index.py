"""The index of vectors: batches, one index for each graph, and filters."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from infra.local.moto.vectors import complete_vectors
from shared.search.vectors import DIMENSIONS, DocumentVector, packed, unpacked
from shared.table.vectors import CurrentVector
from shared.vector_index import MOST_FOUND, MOST_WRITTEN, VectorIndex, index_name, key_of

BUCKET, ENGLISH, OTHER = "vectors", "000000000000", "111111111111"
NOON = "2026-05-04T12:00:00.000Z"


@pytest.fixture
def s3vectors() -> Iterator[Any]:
    with complete_vectors(), mock_aws():
        client = boto3.client("s3vectors", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
        client.create_vector_bucket(vectorBucketName=BUCKET)
        for graph in (ENGLISH, OTHER):
            client.create_index(
                vectorBucketName=BUCKET,
                indexName=index_name(graph),
                dataType="float32",
                dimension=DIMENSIONS,
                distanceMetric="cosine",
                metadataConfiguration={"nonFilterableMetadataKeys": ["uri"]},
            )
        yield client


@pytest.fixture
def index(s3vectors: Any) -> VectorIndex:
    return VectorIndex(BUCKET, s3vectors, [ENGLISH, OTHER])


def towards(*places: int) -> list[float]:
    """Return a vector with these dimensions."""
    return [float(number in places) for number in range(DIMENSIONS)]


def current(*places: int, graph: str = ENGLISH, uploaded_at: str = NOON) -> CurrentVector:
    return CurrentVector(DocumentVector(graph, packed(towards(*places))), uploaded_at)


def found(index: VectorIndex, vector: list[float], graph: str = ENGLISH, **period: str) -> list[str]:
    return [each.uri for each in index.nearest(graph, vector, most=10, **period)]


def test_the_nearest_documents_come_first_with_their_cosines(index: VectorIndex) -> None:
    index.write({"s3://b/both": current(1, 2), "s3://b/one": current(1), "s3://b/none": current(3)})
    near = index.nearest(ENGLISH, towards(1), most=10)
    assert [each.uri for each in near] == ["s3://b/one", "s3://b/both", "s3://b/none"]
    assert [round(each.score, 3) for each in near] == [1, 0.707, 0]
    assert len(index.nearest(ENGLISH, towards(1), most=2)) == 2


def test_a_document_has_a_vector_in_the_index_of_its_graph_alone(index: VectorIndex) -> None:
    index.write({"s3://b/a": current(1)})
    index.write({"s3://b/a": current(1, graph=OTHER)})
    assert found(index, towards(1)) == []
    assert found(index, towards(1), OTHER) == ["s3://b/a"]
    index.write({"s3://b/a": None})
    assert found(index, towards(1), OTHER) == []


def test_a_vector_of_a_graph_without_an_index_is_not_written(index: VectorIndex) -> None:
    index.write({"s3://b/a": current(1)})
    index.write({"s3://b/a": current(1, graph="222222222222")})
    assert found(index, towards(1)) == []


def test_more_documents_than_a_request_takes_are_written_and_deleted(index: VectorIndex, s3vectors: Any) -> None:
    many = {f"s3://b/{number}": current(number % DIMENSIONS) for number in range(MOST_WRITTEN + 1)}
    index.write(many)
    listed = s3vectors.list_vectors(vectorBucketName=BUCKET, indexName=index_name(ENGLISH))["vectors"]
    assert {each["key"] for each in listed} == {key_of(uri) for uri in many}
    assert len(index.nearest(ENGLISH, towards(1), most=1000)) == MOST_FOUND
    index.write(dict.fromkeys(many))
    assert s3vectors.list_vectors(vectorBucketName=BUCKET, indexName=index_name(ENGLISH))["vectors"] == []


def test_a_period_keeps_the_second_of_both_ends(index: VectorIndex) -> None:
    index.write({"s3://b/a": current(1, uploaded_at="2026-05-04T12:00:00.700Z")})
    for since, until, expected in (
        ("2026-05-04T12:00:00.700Z", "2026-05-04T12:00:00.701Z", True),
        ("2026-05-04T12:00:02.000Z", "2026-05-04T13:00:00.000Z", False),
        ("2026-05-04T11:00:00.000Z", "2026-05-04T11:59:59.000Z", False),
    ):
        assert bool(found(index, towards(1), since=since, until=until)) is expected
    assert found(index, towards(1), since="2026-05-04T12:00:00.000Z") == ["s3://b/a"]
    assert found(index, towards(1), until="2026-05-04T12:00:00.000Z") == []


def test_the_longest_uri_fits(index: VectorIndex) -> None:
    uri = "s3://" + "b" * 63 + "/" + "é" * 512
    index.write({uri: current(1)})
    assert found(index, towards(1)) == [uri]


def test_an_index_that_does_not_exist_is_an_error(index: VectorIndex) -> None:
    with pytest.raises(ClientError, match="NotFoundException"):
        index.nearest("333333333333", towards(1), most=1)


def test_what_is_stored_is_a_unit_vector(index: VectorIndex, s3vectors: Any) -> None:
    index.write({"s3://b/a": current(1, 2, 3)})
    (stored,) = s3vectors.get_vectors(
        vectorBucketName=BUCKET, indexName=index_name(ENGLISH), keys=[key_of("s3://b/a")], returnData=True
    )["vectors"]
    assert stored["data"]["float32"] == pytest.approx(unpacked(packed(towards(1, 2, 3))))
