"""What each function calls is what its role allows, and its role allows next to nothing beside."""

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

import boto3
import pytest
from botocore.model import OperationModel

from infra.local.clients import ACCOUNT, REGION
from infra.local.in_process import InProcessStack
from tests.integration.pipeline import MARKET, Pipeline
from tests.summaries import a_summary, an_entity

Call = tuple[str, str]
"""An IAM action, and the ARN of what it is done to."""

BY_LAMBDA = {"logs:CreateLogStream", "logs:PutLogEvents", "sqs:GetQueueAttributes"}
"""What Lambda itself does in the function's name, and nobody here."""
FOR_ANSWERS = {"s3:ListBucket", "s3:ListBucketVersions"}
"""What is allowed so that a missing object or version answers 404 and not 403, whether it is called or not."""
LOCAL_ONLY = {"sqs:ChangeMessageVisibility"}
"""The local stack gives failed messages back at once; Lambda lets the queue's own time-out pass."""


class Recorder:
    """Writes down the calls of a stack's functions, whose handlers are imported later, and of its mappings."""

    def __init__(self, stack: InProcessStack) -> None:
        self._stack = stack
        self._calls: set[Call] = set()
        boto3.setup_default_session()
        assert boto3.DEFAULT_SESSION is not None
        boto3.DEFAULT_SESSION.events.register("provide-client-params", self._note)
        stack.clients.sqs.meta.events.register("provide-client-params", self._note)

    def during(self, function: str) -> set[Call]:
        """What is called while messages flow to one function (logical id): by it, and by its event source mapping."""
        self._calls.clear()
        self._stack.pump(function)
        return {(action, arn) for action, arn in self._calls if action not in LOCAL_ONLY}

    def _note(self, params: dict[str, Any], model: OperationModel, **_: Any) -> None:
        self._calls.update(calls_of(model.name, params))


def calls_of(operation: str, parameters: dict[str, Any]) -> Iterator[Call]:
    """The permissions that a call needs. Source: AWS Service Authorization Reference."""
    if "QueueUrl" in parameters:
        yield f"sqs:{operation}", f"arn:aws:sqs:{REGION}:{ACCOUNT}:{parameters['QueueUrl'].rpartition('/')[2]}"
    elif operation == "TransactWriteItems":
        for write in parameters["TransactItems"]:
            ((kind, item),) = write.items()
            yield f"dynamodb:{kind}Item", table_arn(item["TableName"])
    elif "RequestItems" in parameters:
        yield from ((f"dynamodb:{operation}", table_arn(name)) for name in parameters["RequestItems"])
    elif "TableName" in parameters:
        yield f"dynamodb:{operation}", table_arn(parameters["TableName"])
    elif operation.startswith("List"):
        yield "s3:ListBucket", f"arn:aws:s3:::{parameters['Bucket']}"
    else:
        action = operation.replace("Head", "Get") + ("Version" if "VersionId" in parameters else "")
        yield f"s3:{action}", f"arn:aws:s3:::{parameters['Bucket']}/{parameters['Key']}"


def table_arn(name: str) -> str:
    return f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{name}"


def allowed(stack: InProcessStack, role: str) -> set[Call]:
    """What a role (logical id) may do. The ARNs may end in a wildcard."""
    statements = stack.deployment.resources("AWS::IAM::Role")[role]["Policies"][0]["PolicyDocument"]["Statement"]
    return {
        (action, arn)
        for statement in statements
        for action in as_list(statement["Action"])
        for arn in as_list(statement["Resource"])
    }


def as_list(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]


def assert_neither_too_little_nor_too_much(called: set[Call], may: set[Call]) -> None:
    refused = {call for call in called if not any(covers(permission, call) for permission in may)}
    assert not refused
    unused = {permission for permission in may if not any(covers(permission, call) for call in called)}
    assert {(action, arn) for action, arn in unused if action not in BY_LAMBDA | FOR_ANSWERS} == set()


def covers(permission: Call, call: Call) -> bool:
    return permission[0] == call[0] and fnmatchcase(call[1], permission[1])


@pytest.fixture
def recorder(stack: InProcessStack) -> Recorder:
    return Recorder(stack)


@pytest.fixture
def pipeline(stack: InProcessStack) -> Pipeline:
    return Pipeline(stack)


def test_parse_may_do_what_it_does(recorder: Recorder, pipeline: Pipeline) -> None:
    stack, may = pipeline.stack, allowed(pipeline.stack, "ParseRole")
    first = pipeline.upload("a.txt")
    pipeline.upload("empty.txt", b"")
    stack.send("ParseQueue", "no JSON")
    called = recorder.during("ParseFunction")
    pipeline.upload("a.txt", MARKET)
    called |= recorder.during("ParseFunction")
    pipeline.delete("a.txt", first)
    called |= recorder.during("ParseFunction")
    revision = pipeline.state("a.txt").revision
    pipeline.table.put_summary(a_summary(pipeline.uri("a.txt"), revision, entities=[an_entity("Ines Holt")]))
    pipeline.delete("a.txt")
    called |= recorder.during("ParseFunction")
    assert_neither_too_little_nor_too_much(called, may)


def test_summarize_may_do_what_it_does(recorder: Recorder, pipeline: Pipeline) -> None:
    stack, may = pipeline.stack, allowed(pipeline.stack, "SummarizeRole")
    pipeline.upload("a.txt")
    pipeline.upload("gone.txt")
    stack.pump("ParseFunction")
    pipeline.delete("gone.txt")
    stack.pump("ParseFunction")
    stack.send("SummarizeQueue", "no JSON")
    called = recorder.during("SummarizeFunction")
    pipeline.upload("a.txt", MARKET)
    stack.pump("ParseFunction")
    called |= recorder.during("SummarizeFunction")
    assert_neither_too_little_nor_too_much(called, may)


def test_dead_letters_may_do_what_it_does(recorder: Recorder, pipeline: Pipeline) -> None:
    stack, may = pipeline.stack, allowed(pipeline.stack, "DeadLettersRole")
    pipeline.upload("a.txt")
    uploads = stack.take("ParseQueue")
    stack.send("ParseQueue", *uploads)
    stack.pump("ParseFunction")
    documents = stack.take("SummarizeQueue")
    assert all(json.loads(body)["Records"] for body in (*uploads, *documents))
    stack.send("ParseDeadLetterQueue", *uploads, "no JSON")
    stack.send("SummarizeDeadLetterQueue", *documents)
    assert_neither_too_little_nor_too_much(recorder.during("DeadLettersFunction"), may)
