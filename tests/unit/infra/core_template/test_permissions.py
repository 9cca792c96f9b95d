"""The roles and policies: each allows what its function, the pipe or readers need, and no more."""

from infra.local.clients import ACCOUNT, REGION
from infra.local.deployment import Deployment
from tests.support.core_template import FUNCTION, ROLE, arn_of, deployed, roles_of_functions, statements

READING_A_STREAM = ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")

# Retention of a stream in seconds. A record that the pipe drops later cannot be read any more.
A_STREAMS_SECONDS = 24 * 3600


def test_every_function_has_a_role_of_its_own_that_lambda_alone_may_take(deployment: Deployment) -> None:
    functions, roles = deployment.resources(FUNCTION), roles_of_functions(deployment)
    assert len(roles) == len(functions)
    for role in roles.values():
        (trust,) = statements(role["AssumeRolePolicyDocument"])
        assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}
        assert not role.get("ManagedPolicyArns")


def test_the_pipe_may_read_the_stream_and_send_to_its_bus_and_queue_and_no_more() -> None:
    deployment = deployed(EventBusName="ours")
    role = deployment.resources(ROLE)["StateChangesRole"]
    (pipe,) = deployment.resources("AWS::Pipes::Pipe").values()
    (trust,) = statements(role["AssumeRolePolicyDocument"])
    assert (trust["Principal"], trust["Condition"]) == (
        {"Service": "pipes.amazonaws.com"},
        {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
    )
    assert pipe["RoleArn"] == f"arn:aws:iam::{ACCOUNT}:role/{deployment.name('StateChangesRole')}"
    assert pipe["Source"] == deployment.outputs["StreamArn"]
    assert pipe["Target"] == f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/ours"
    allowed = {
        (action, resource)
        for statement in statements(role["Policies"][0]["PolicyDocument"])
        for action in statement["Action"]
        for resource in statement["Resource"]
    }
    queue = arn_of(deployment, "StateChangesDeadLetterQueue")
    assert allowed == {
        ("events:PutEvents", pipe["Target"]),
        ("sqs:SendMessage", queue),
        *((f"dynamodb:{action}", pipe["Source"]) for action in READING_A_STREAM),
    }
    stream = pipe["SourceParameters"]["DynamoDBStreamParameters"]
    assert stream["DeadLetterConfig"] == {"Arn": queue}
    assert int(stream["MaximumRetryAttempts"]) == 20
    assert int(stream["MaximumRecordAgeInSeconds"]) < A_STREAMS_SECONDS
    assert stream["OnPartialBatchItemFailure"] == "AUTOMATIC_BISECT"


def test_no_permission_is_for_everything(deployment: Deployment) -> None:
    policies = [role["Policies"][0]["PolicyDocument"] for role in deployment.resources(ROLE).values()]
    policies += [policy["PolicyDocument"] for policy in deployment.resources("AWS::IAM::ManagedPolicy").values()]
    for statement in (statement for policy in policies for statement in statements(policy)):
        assert statement["Effect"] == "Allow"
        for action in statement["Action"]:
            assert "*" not in action
        for resource in statement["Resource"]:
            # Wildcards are only for all objects of a bucket, all indexes of a table, and all streams of a log group.
            assert "*" not in resource.removesuffix("/*").removesuffix("/index/*").removesuffix(":*"), resource
            assert resource.removesuffix("/*").rpartition(":")[2], resource


def test_nothing_is_read_from_or_put_into_a_bucket_of_another_account(deployment: Deployment) -> None:
    """After a bucket is deleted, another account can create one with its name."""
    policies = [role["Policies"][0]["PolicyDocument"] for role in deployment.resources(ROLE).values()]
    policies += [policy["PolicyDocument"] for policy in deployment.resources("AWS::IAM::ManagedPolicy").values()]
    found = [s for policy in policies for s in statements(policy) if s["Action"][0].startswith("s3:")]
    assert len(found) == 9
    assert all(s["Condition"] == {"StringEquals": {"aws:ResourceAccount": ACCOUNT}} for s in found)


def test_a_role_writes_only_to_its_own_log_group(deployment: Deployment) -> None:
    groups = {
        function["Role"]: function["LoggingConfig"]["LogGroup"] for function in deployment.resources(FUNCTION).values()
    }
    written = {}
    for role_arn, role in roles_of_functions(deployment).items():
        (arn,) = (
            resource
            for statement in statements(role["Policies"][0]["PolicyDocument"])
            if "logs:PutLogEvents" in statement["Action"]
            for resource in statement["Resource"]
        )
        written[role_arn] = arn.removesuffix(":*").rpartition(":")[2]
    assert written == groups


def test_readers_may_query_and_see_the_evidence_but_write_nothing(deployment: Deployment) -> None:
    (policy,) = deployment.resources("AWS::IAM::ManagedPolicy").values()
    allowed = {
        (action, resource)
        for statement in statements(policy["PolicyDocument"])
        for action in statement["Action"]
        for resource in statement["Resource"]
    }
    table = deployment.outputs["TableArn"]
    reads = ("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query")
    expected = {(action, arn) for action in reads for arn in (table, f"{table}/index/*")}
    assert allowed == expected | {("s3:GetObject", f"arn:aws:s3:::{deployment.name('DocumentsBucket')}/*")}
