"""The data of the AWS SDK in a package: short, and still enough for clients and calls."""

import gzip
import json
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import botocore
import botocore.session
import pytest
from botocore.awsrequest import AWSResponse, HTTPHeaders
from moto import mock_aws
from urllib3 import HTTPResponse

from infra.build.pruning import prune
from infra.build.sdk_data import shorten_sdk_data, with_services, without_documentation


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with nothing but the SDK's data."""
    target = tmp_path_factory.mktemp("package")
    source = Path(botocore.__file__).parent / "data"
    for service in ("bedrock-runtime", "dynamodb", "s3", "sqs", "sns"):
        shutil.copytree(source / service, target / "botocore" / "data" / service)
    for file in source.glob("*.json"):
        shutil.copy2(file, target / "botocore" / "data")
    prune(target)
    shorten_sdk_data(target)
    return target


def client(package: Path, service: str) -> Any:
    session = botocore.session.Session()
    loader = session.get_component("data_loader")
    loader.search_paths[:] = [str(package / "botocore" / "data")]
    return session.create_client(
        service, region_name="eu-central-1", aws_access_key_id="testing", aws_secret_access_key="testing"
    )


def test_a_shortened_sdk_still_calls_its_services(package: Path) -> None:
    with mock_aws():
        s3, dynamodb, sqs = (client(package, service) for service in ("s3", "dynamodb", "sqs"))
        s3.create_bucket(Bucket="a-bucket", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        s3.put_object(Bucket="a-bucket", Key="key", Body=b"content")
        assert s3.get_object(Bucket="a-bucket", Key="key")["Body"].read() == b"content"
        assert s3.meta.endpoint_url == "https://s3.eu-central-1.amazonaws.com"
        dynamodb.create_table(
            TableName="t",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        )
        dynamodb.put_item(TableName="t", Item={"pk": {"S": "a"}})
        assert (
            dynamodb.get_paginator("query")
            .paginate(TableName="t", KeyConditionExpression="pk = :a", ExpressionAttributeValues={":a": {"S": "a"}})
            .build_full_result()["Count"]
            == 1
        )
        url = sqs.create_queue(QueueName="q")["QueueUrl"]
        sqs.send_message(QueueUrl=url, MessageBody="m")
        assert [m["Body"] for m in sqs.receive_message(QueueUrl=url)["Messages"]] == ["m"]


def test_a_shortened_sdk_knows_how_to_call_a_hosted_model(package: Path) -> None:
    bedrock = client(package, "bedrock-runtime")
    assert bedrock.meta.endpoint_url == "https://bedrock-runtime.eu-central-1.amazonaws.com"
    sent: list[Any] = []

    def answer(request: Any, **_: Any) -> AWSResponse:
        sent.append(request)
        raw = HTTPResponse(body=BytesIO(b'{"stopReason": "end_turn"}'), preload_content=False)
        return AWSResponse(request.url, 200, HTTPHeaders(), raw)

    bedrock.meta.events.register("before-send.bedrock-runtime.Converse", answer)
    message = {"role": "user", "content": [{"text": "The pier is closed."}]}
    assert bedrock.converse(modelId="a-model", messages=[message])["stopReason"] == "end_turn"
    assert sent[0].url.endswith("/model/a-model/converse") and json.loads(sent[0].body) == {"messages": [message]}


def test_the_data_is_plain_and_a_tenth_as_long(package: Path) -> None:
    data = package / "botocore" / "data"
    assert not list(data.rglob("*.gz"))
    assert {folder.name for folder in data.iterdir() if folder.is_dir()} == {"bedrock-runtime", "dynamodb", "s3", "sqs"}
    original = Path(botocore.__file__).parent / "data"
    whole = gzip.decompress((original / "s3/2006-03-01/service-2.json.gz").read_bytes())
    assert (data / "s3/2006-03-01/service-2.json").stat().st_size < len(whole) / 3
    assert (data / "endpoints.json").stat().st_size < (original / "endpoints.json").stat().st_size / 10


def test_only_texts_are_documentation() -> None:
    shape = {"members": {"documentation": {"shape": "Text", "documentation": "<p>…</p>"}}, "documentation": "<p>…</p>"}
    assert without_documentation([shape]) == [{"members": {"documentation": {"shape": "Text"}}}]


def test_the_other_entries_of_a_partition_stay() -> None:
    endpoints = {"version": 3, "partitions": [{"partition": "aws", "services": {"s3": {"a": 1}, "ec2": {}}}]}
    assert with_services(endpoints, {"s3"}) == {
        "version": 3,
        "partitions": [{"partition": "aws", "services": {"s3": {"a": 1}}}],
    }


def test_a_package_without_the_sdk_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text("")
    shorten_sdk_data(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["module.py"]


def test_the_parameters_of_clients_keep_the_texts_that_botocore_requires(package: Path) -> None:
    description = json.loads((package / "botocore/data/s3/2006-03-01/service-2.json").read_text(encoding="utf-8"))
    assert all("documentation" in each for each in description["clientContextParams"].values())
    assert not any("documentation" in each for each in description["shapes"].values())
