"""Each function needs the permissions of its role, and its role allows hardly anything else.

The in-process stack rejects calls that a role does not allow, in every test. In these tests, the functions make every
kind of call, to find permissions that are not used.
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from functions.read.ids import id_of
from infra.local.deployment import Deployment
from infra.local.http_api.event import Request, event_of
from infra.local.iam_roles import Permission
from infra.local.in_process import InProcessStack
from infra.local.permissions import NotAllowedError
from infra.local.read_api import deploy_read_api
from infra.local.required_permissions import needed_for
from infra.local.template import TEMPLATE
from shared.errors import TransientError
from shared.table.left_overs import LeftOvers
from shared.table.manifests import SETTLED
from shared.table.table import SummaryTable
from tests.chaos.clock import Clock
from tests.integration.pipeline import MARKET, Pipeline
from tests.support.summaries import a_summary, an_entity

# Permissions that are only necessary so that S3 responds with 404, not 403, when an object or version is missing.
FOR_MISSING = {"s3:ListBucket", "s3:ListBucketVersions"}


KEY = {"KmsKeyArn": "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"}


@pytest.fixture
def stack() -> Iterator[InProcessStack]:
    """A new stack for each test, without any calls. Its key requires more permissions, and no fewer."""
    with InProcessStack(KEY) as stack:
        for queue in ("ParseQueue", "SummarizeQueue"):
            stack.take(queue)
        yield stack


@pytest.fixture
def pipeline(stack: InProcessStack) -> Pipeline:
    return Pipeline(stack)


def unused(stack: InProcessStack, function: str) -> list[str]:
    """Return the permissions of a function's role that neither the function nor Lambda has used."""
    role, used = stack.permissions.role(function), set(stack.permissions.used(function))
    for needed in by_lambda(stack, function):
        used.update(role.allowances(needed))
    unused = [permission for permission in role.allowed if permission not in used]
    return [str(permission) for permission in unused if permission.action not in FOR_MISSING]


def by_lambda(stack: InProcessStack, function: str, deployment: Deployment | None = None) -> set[Permission]:
    """Return the permissions that Lambda itself uses with the role: to read the queues and to write the log."""
    deployed = deployment or stack.deployment
    configuration = next(found for found in deployed.functions().values() if found.logical_id == function)
    queues = [found.queue_arn for found in deployed.mappings() if found.function_name == configuration.name]
    polling = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
    log = deployed.resources("AWS::Lambda::Function")[function]["LoggingConfig"]["LogGroup"]
    (arn,) = (
        group["arn"].removesuffix(":*")  # GetAtt of CloudFormation includes it, GetAtt of moto does not
        for group in stack.clients.of("logs").describe_log_groups()["logGroups"]
        if group["logGroupName"] == log
    )
    needed = {Permission(f"sqs:{action}", queue) for queue in queues for action in polling}
    needed |= {use for permission in needed for use in stack.permissions.keys.needed_for(permission)}
    return needed | {Permission(f"logs:{action}", arn) for action in ("CreateLogStream", "PutLogEvents")}


@pytest.mark.parametrize("function", ["ParseFunction", "SummarizeFunction", "DeadLettersFunction", "SweepFunction"])
def test_lambda_may_read_a_functions_queues_and_write_its_log(stack: InProcessStack, function: str) -> None:
    role = stack.permissions.role(function)
    needed = by_lambda(stack, function)
    assert len(needed) >= (2 if function == "SweepFunction" else 5)  # the sweep reads no queue
    assert [str(permission) for permission in needed if not role.allowances(permission)] == []


def test_nothing_is_allowed_twice(stack: InProcessStack) -> None:
    """So a call is rejected when its permission is removed. The tests below check that every permission is used."""
    for function in ("ParseFunction", "SummarizeFunction", "DeadLettersFunction", "SweepFunction"):
        allowed = stack.permissions.role(function).allowed
        assert len(allowed) > 5
        assert [(str(a), str(b)) for a in allowed for b in allowed if a is not b and a.covers(b)] == []


@contextmanager
def failing_at_first(method: str) -> Iterator[None]:
    """Let the first call of a method of the table fail, so that a message returns to its queue."""
    errors = iter([TransientError("This is the first call.")])
    original = getattr(SummaryTable, method)

    def fail_at_first(*arguments: Any, **named: Any) -> Any:
        for error in errors:
            raise error
        return original(*arguments, **named)

    with patch.object(SummaryTable, method, fail_at_first):
        yield


def test_parse_has_no_unused_permission(pipeline: Pipeline) -> None:
    stack = pipeline.stack
    first = pipeline.upload("a.txt")
    with failing_at_first("claim"):
        stack.pump("ParseFunction")
    pipeline.upload("empty.txt", b"")
    stack.send("ParseQueue", "no JSON")
    stack.pump("ParseFunction")
    pipeline.upload("a.txt", MARKET)
    stack.pump("ParseFunction")
    pipeline.delete("a.txt", first)
    stack.pump("ParseFunction")
    state = pipeline.state("a.txt")
    summary = a_summary(state.uri, state.revision, entities=[an_entity("Ines Holt")])
    source = summary.source.model_copy(update={"version_id": state.version_id})
    assert pipeline.table.put_summary(summary.model_copy(update={"source": source}))
    pipeline.delete("a.txt")
    stack.pump("ParseFunction")
    assert unused(stack, "ParseFunction") == []


def test_summarize_has_no_unused_permission(pipeline: Pipeline) -> None:
    stack = pipeline.stack
    pipeline.upload("a.txt")
    pipeline.upload("gone.txt")
    stack.pump("ParseFunction")
    pipeline.delete("gone.txt")
    stack.pump("ParseFunction")
    with failing_at_first("put_summary"):
        stack.pump("SummarizeFunction")
    stack.send("SummarizeQueue", "no JSON")
    stack.pump("SummarizeFunction")
    pipeline.upload("a.txt", MARKET)
    stack.pump("ParseFunction")
    clock = Clock()
    with clock.installed():
        clock.forward(2 * SETTLED)
        stack.pump("SummarizeFunction")
    assert unused(stack, "SummarizeFunction") == []


def test_dead_letters_has_no_unused_permission(pipeline: Pipeline) -> None:
    stack = pipeline.stack
    pipeline.upload("a.txt")
    uploads = stack.take("ParseQueue")
    stack.send("ParseQueue", *uploads)
    stack.pump("ParseFunction")
    documents = stack.take("SummarizeQueue")
    assert all(json.loads(body)["Records"] for body in (*uploads, *documents))
    stack.send("ParseDeadLetterQueue", *uploads, "no JSON")
    stack.send("SummarizeDeadLetterQueue", *documents)
    stack.pump("DeadLettersFunction")
    uri, revision = pipeline.uri("a.txt"), pipeline.state("a.txt").revision.next_generation
    assert pipeline.table.put_summary(a_summary(uri, revision, entities=[an_entity("Ines Holt")]))
    with patch.object(LeftOvers, "remove"):  # the cleanup stops before its end
        pipeline.table.delete(uri, revision.next_generation)
    stack.send("SummarizeDeadLetterQueue", *documents)
    stack.pump("DeadLettersFunction")
    assert pipeline.documents_of("a.txt") == []
    assert unused(stack, "DeadLettersFunction") == []


def test_sweep_has_no_unused_permission() -> None:
    clock = Clock()
    with InProcessStack({"StalledMinutes": "0.0001"} | KEY) as stack, clock.installed():
        pipeline = Pipeline(stack)
        pipeline.upload("a.txt")
        stack.pump("ParseFunction")
        (schedule,) = stack.deployment.schedules()
        outcomes = []
        for _ in range(4):
            time.sleep(0.01)
            outcomes.append(stack.invoke("SweepFunction", schedule.event()))
        assert outcomes == [{"sent_again": 1}] * 3 + [{"failed": 1}]
        revision = pipeline.state("a.txt").revision.next_generation
        pipeline.table.put_summary(a_summary(pipeline.uri("a.txt"), revision, entities=[an_entity("Ines Holt")]))
        pipeline.table.delete(pipeline.uri("a.txt"), revision.next_generation)
        clock.forward(2 * SETTLED)
        assert stack.invoke("SweepFunction", schedule.event()) == {"cleaned_up": 1}
        assert unused(stack, "SweepFunction") == []


def test_read_has_no_unused_permission(pipeline: Pipeline) -> None:
    """Each route is called under the role of read.yaml, and the links are used as their holders do."""
    stack = pipeline.stack
    deployment = deploy_read_api(stack)
    stack.add(deployment)
    pipeline.upload("a.txt")
    stack.pump()
    object_id = id_of(pipeline.uri("a.txt"))
    upload = json.dumps({"key": "b.txt"}).encode()
    requests = [
        Request("GET", target)
        for target in (
            "/v1/documents",
            "/v1/documents?status=FAILED",
            f"/v1/documents/{object_id}",
            f"/v1/documents/{object_id}/text",
            f"/v1/documents/{object_id}/original",
            "/v1/entities/PERSON/holt/documents",
            "/v1/speakers/PERSON/holt/statements",
            "/v1/failures",
            "/v1/stats",
        )
    ] + [Request("POST", "/v1/uploads", [("content-type", "application/json")], upload)]
    answers = [stack.invoke("ReadFunction", event_of(request)) for request in requests]
    assert [answer["statusCode"] for answer in answers] == [200] * 9 + [201]
    role = stack.permissions.role("ReadFunction")
    used = set(stack.permissions.used("ReadFunction"))
    version = {"VersionId": "v1"}
    links: list[tuple[str, dict[str, str]]] = [("GetObject", {}), ("GetObject", version), ("PutObject", {})]
    for operation, more in links:
        for needed in needed_for("s3", operation, {"Bucket": pipeline.bucket, "Key": "b.txt", **more}):
            for permission in (needed, *stack.permissions.keys.needed_for(needed)):
                assert role.allowances(permission), f"the holder of a link lacks {permission}"
                used.update(role.allowances(permission))
    for needed in by_lambda(stack, "ReadFunction", deployment):
        used.update(role.allowances(needed))
    unused = [permission for permission in role.allowed if permission not in used]
    assert [str(permission) for permission in unused if permission.action not in FOR_MISSING] == []
    assert [(str(a), str(b)) for a in role.allowed for b in role.allowed if a is not b and a.covers(b)] == []


@pytest.mark.parametrize(
    ("function", "action"),
    [
        ("ParseFunction", "s3:GetObjectVersion"),
        ("ParseFunction", "s3:PutObject"),
        ("ParseFunction", "dynamodb:UpdateItem"),
        ("SummarizeFunction", "s3:GetObject"),
        ("SummarizeFunction", "dynamodb:PutItem"),
        ("SummarizeFunction", "dynamodb:BatchWriteItem"),
    ],
)
def test_a_permission_that_the_template_lacks_is_named(tmp_path: Path, function: str, action: str) -> None:
    role = function.replace("Function", "Role")
    text = TEMPLATE.read_text(encoding="utf-8")
    before, mark, after = text.partition(f"\n  {role}:\n")
    assert mark
    assert f'"{action}"' in after
    lacking = tmp_path / "template.yaml"
    lacking.write_text(before + mark + after.replace(f'"{action}"', '"s3:GetBucketLocation"', 1), encoding="utf-8")
    with InProcessStack(template=lacking) as stack:
        pipeline = Pipeline(stack)
        pipeline.upload("a.txt")
        with pytest.raises(NotAllowedError, match=rf"{role} does not allow {function}: .*{action} on arn:aws:"):
            stack.pump()


# The value of kms:ViaService for a service, as in the template.
SUB = '!Sub "{}.${{AWS::Region}}.${{AWS::URLSuffix}}"'


@pytest.mark.parametrize(
    ("service", "action", "named", "left"),
    [
        ("s3", "Decrypt", f"&via-s3 {SUB.format('s3')}", f"&via-s3 {SUB.format('lambda')}"),
        ("dynamodb", "Decrypt", f"&via-dynamodb {SUB.format('dynamodb')}", f"&via-dynamodb {SUB.format('lambda')}"),
        ("s3", "GenerateDataKey", "[*via-s3, *via-sqs]", "[*via-sqs]"),
    ],
    ids=["objects are read", "rows are read", "objects are put"],
)
def test_a_use_of_the_key_that_the_template_lacks_is_named(
    tmp_path: Path, service: str, action: str, named: str, left: str
) -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    assert text.count(named) == 1
    lacking = tmp_path / "template.yaml"
    lacking.write_text(text.replace(named, left), encoding="utf-8")
    with InProcessStack(KEY, template=lacking) as stack:
        Pipeline(stack).upload("a.txt")
        with pytest.raises(NotAllowedError, match=rf"ParseFunction: .*kms:{action} on arn:aws:kms:.* via {service}\."):
            stack.pump("ParseFunction")


def test_a_missing_object_is_reported_only_with_the_permission_to_list(tmp_path: Path) -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    before, mark, after = text.partition("\n  SummarizeRole:\n")
    lacking = tmp_path / "template.yaml"
    lacking.write_text(before + mark + after.replace('"s3:ListBucket"', '"s3:GetBucketLocation"', 1), encoding="utf-8")
    with InProcessStack(template=lacking) as stack:
        pipeline = Pipeline(stack)
        pipeline.upload("a.txt")
        stack.pump("ParseFunction")
        (document,) = pipeline.documents_of("a.txt")
        stack.clients.s3.delete_object(Bucket=pipeline.documents.bucket, Key=document)
        with pytest.raises(NotAllowedError, match="SummarizeRole does not allow SummarizeFunction: s3:ListBucket on"):
            stack.pump("SummarizeFunction")
