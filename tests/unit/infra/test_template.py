"""Parts of the template that the local stack cannot run: policies, roles, encryption, retention, conditions."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from infra.local.clients import ACCOUNT, LOCAL_STACK, REGION, Clients
from infra.local.deployment import Deployment
from infra.local.deployment import deployed as local_deployed
from infra.local.iam_roles import Permission, Role
from infra.local.template import TEMPLATE
from shared.settings import ParseSettings, ReadingLimits, SandboxMode, Settings, SummarizeSettings, SweepSettings
from shared.table.reader import BY_DAY, BY_SHA256, BY_STATUS

SOURCE = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))
FUNCTION, MAPPING, ROLE = "AWS::Lambda::Function", "AWS::Lambda::EventSourceMapping", "AWS::IAM::Role"
FOURTEEN_DAYS = 14 * 86_400
READING_A_STREAM = ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")

# Retention of a stream in seconds. A record that the pipe drops later cannot be read any more.
A_STREAMS_SECONDS = 24 * 3600

# Queues that no function reads.
FOR_PEOPLE = ("ParkingQueue", "StateChangesDeadLetterQueue")
EXTRACTED: dict[str, str] = {}
WRITTEN = {"SummaryModel": "someone/some-model", "SummaryImageUri": "image"}
HOSTED = {"SummaryModel": "bedrock:amazon.nova-micro-v1:0"}


KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
KEY_OF_OURS = TEMPLATE.parent / "infra" / "key.yaml"


@cache
def deployed(**parameters: str) -> Deployment:
    """The stack with these parameters, with all references resolved."""
    with local_deployed(parameters) as deployment:
        return deployment


@pytest.fixture(params=[EXTRACTED, WRITTEN, HOSTED], ids=["extracted", "written", "hosted"])
def deployment(request: pytest.FixtureRequest) -> Deployment:
    """The stack with each summarizer."""
    return deployed(**request.param)


def arn_of(deployment: Deployment, queue: str) -> str:
    return f"arn:aws:sqs:{REGION}:{ACCOUNT}:{deployment.name(queue).rpartition('/')[2]}"


def queues(deployment: Deployment) -> dict[str, Mapping[str, Any]]:
    """Return the queues by their ARN."""
    found = deployment.resources("AWS::SQS::Queue")
    return {arn_of(deployment, logical_id): properties for logical_id, properties in found.items()}


def statements(policy: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the statements of a policy, with lists for Action and Resource."""
    listed: list[Mapping[str, Any]] = []
    for statement in policy["Statement"]:
        lists = {name: as_list(statement[name]) for name in ("Action", "Resource") if name in statement}
        listed.append({**statement, **lists})
    return listed


def as_list(value: Any) -> list[str]:
    return list(value) if isinstance(value, list) else [value]


def test_the_template_stays_short() -> None:
    lines = TEMPLATE.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 650
    assert max(map(len, lines)) <= 120


def test_every_parameter_is_described_and_used() -> None:
    used = repr([SOURCE[part] for part in ("Conditions", "Globals", "Resources")])
    for name, parameter in SOURCE["Parameters"].items():
        assert parameter.get("Description"), name
        assert f"{{'Ref': '{name}'}}" in used or f"${{{name}}}" in used, f"{name} is not used"


def test_the_outputs_name_the_resources(deployment: Deployment) -> None:
    assert deployment.outputs["UploadsBucket"] == deployment.name("UploadsBucket")
    assert deployment.outputs["DocumentsBucket"] == deployment.name("DocumentsBucket")
    assert deployment.outputs["TableName"] == deployment.name("SummariesTable")
    assert deployment.outputs["TableArn"].endswith(f":table/{deployment.name('SummariesTable')}")
    assert deployment.outputs["StreamArn"].startswith(deployment.outputs["TableArn"] + "/stream/")
    assert ":policy/" in deployment.outputs["ReadSummariesPolicy"]
    for queue in deployment.resources("AWS::SQS::Queue"):
        assert deployment.outputs[f"{queue}Url"] == deployment.name(queue)


def test_the_resolved_template_for_checkov_has_no_references(deployment: Deployment) -> None:
    given = deployment.all_resources()
    assert {"ParseFunction", "UploadsBucket", "StateChangesPipe", "ParseQueuePolicy"} < given.keys()
    assert "Fn::" not in repr(given) and "'Ref'" not in repr(given)


# --- functions ---


def test_one_function_reads_each_queue_whichever_engine_summarizes(deployment: Deployment) -> None:
    sources = [mapping.queue_arn for mapping in deployment.mappings()]
    assert sorted(sources) == sorted(queues(deployment).keys() - {arn_of(deployment, queue) for queue in FOR_PEOPLE})


def test_a_model_takes_the_image_and_no_model_the_zip() -> None:
    extracted, written = (
        {function.logical_id: function for function in deployed(**parameters).functions().values()}
        for parameters in (EXTRACTED, WRITTEN)
    )
    assert set(extracted) == {"ParseFunction", "SummarizeFunction", "DeadLettersFunction", "SweepFunction"}
    assert set(written) == {"ParseFunction", "SummarizeImageFunction", "DeadLettersFunction", "SweepFunction"}
    assert written["SummarizeImageFunction"].handler == extracted["SummarizeFunction"].handler
    assert written["SummarizeImageFunction"].environment["SUMMARY_MODEL"] == WRITTEN["SummaryModel"]


def test_a_hosted_model_takes_the_zip_and_only_then_may_the_function_invoke_it() -> None:
    stack = deployed(**HOSTED)
    (function,) = (f for f in stack.functions().values() if f.handler.split(".")[1] == "summarize")
    assert function.logical_id == "SummarizeFunction"
    assert SummarizeSettings.from_environment(function.environment).is_hosted
    (queue,) = (q for arn, q in queues(stack).items() if arn == arn_of(stack, "SummarizeQueue"))
    assert int(queue["VisibilityTimeout"]) == 1980
    for parameters in (EXTRACTED, WRITTEN):
        assert invoked(deployed(**parameters)) == []
    assert invoked(stack) == [
        f"arn:aws:bedrock:{REGION}::foundation-model/amazon.nova-micro-v1:0",
        f"arn:aws:bedrock:{REGION}:{ACCOUNT}:inference-profile/amazon.nova-micro-v1:0",
    ]


def test_the_arns_of_a_hosted_model_replace_those_of_its_id() -> None:
    arns = [
        "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.m-v1:0",
        "arn:aws:bedrock:*::foundation-model/m",
    ]
    stack = deployed(SummaryModel="bedrock:us.m-v1:0", SummaryModelArns=",".join(arns))
    assert invoked(stack) == arns


def invoked(stack: Deployment) -> list[str]:
    """Return the ARNs of the models that SummarizeFunction may invoke, by InvokeModel only."""
    role = Role.of("SummarizeRole", stack.resources(ROLE)["SummarizeRole"])
    found = [permission for permission in role.allowed if permission.action.startswith("bedrock:")]
    assert {permission.action for permission in found} <= {"bedrock:InvokeModel"}
    return [permission.resource for permission in found]


def test_a_model_without_its_image_fails_in_lambda_with_what_is_missing() -> None:
    (function,) = (
        properties
        for name, properties in deployed(SummaryModel="someone/some-model").resources(FUNCTION).items()
        if name == "SummarizeImageFunction"
    )
    assert function["Code"]["ImageUri"] == "SummaryModel-requires-SummaryImageUri"


def test_a_function_finds_all_its_settings_in_its_environment(deployment: Deployment) -> None:
    kinds: dict[str, type[Settings]] = {
        "parse": ParseSettings,
        "summarize": SummarizeSettings,
        "dead_letters": Settings,
        "sweep": SweepSettings,
    }
    for function in deployment.functions().values():
        kind = function.handler.split(".")[1]
        settings = kinds[kind].from_environment(function.environment)
        assert settings.documents_bucket == deployment.name("DocumentsBucket")
        assert settings.summaries_table == deployment.name("SummariesTable")
        assert settings.parking_queue_url == deployment.name("ParkingQueue")
        assert function.environment["POWERTOOLS_SERVICE_NAME"] == kind


def test_every_function_runs_on_the_chosen_processor(deployment: Deployment) -> None:
    assert SOURCE["Globals"]["Function"]["Architectures"] == [{"Ref": "Architecture"}]
    for function in deployment.resources(FUNCTION).values():
        assert function["Architectures"] == ["x86_64"]
        assert function.get("Runtime", "python3.13") == "python3.13"


def test_the_longest_parse_that_the_parameters_allow_fits_into_its_function(deployment: Deployment) -> None:
    (function,) = (f for f in deployment.functions().values() if f.logical_id == "ParseFunction")
    assert function.timeout >= 2 * (SOURCE["Parameters"]["ParseSeconds"]["MaxValue"] + 20)
    assert function.memory > SOURCE["Parameters"]["ParseMemoryMb"]["MaxValue"]


def test_snap_start_is_off_by_default() -> None:
    off = deployed()
    applied = [f["SnapStart"]["ApplyOn"] for f in off.resources(FUNCTION).values() if "SnapStart" in f]
    assert applied == ["None"]
    assert not off.resources("AWS::Lambda::Version")


def test_snap_start_is_for_the_function_that_loads_the_annotator_only() -> None:
    on = deployed(SnapStart="v1")
    assert set(on.resources("AWS::Lambda::Version")) == {"SummarizeVersion"}
    assert [name for name, f in on.resources(FUNCTION).items() if "SnapStart" in f] == ["SummarizeFunction"]
    assert not deployed(SnapStart="v1", **WRITTEN).resources("AWS::Lambda::Version")
    assert not deployed(SnapStart="v1", **HOSTED).resources("AWS::Lambda::Version")


def parameters_in(value: Any) -> set[str]:
    """Return the parameters that a value of the template refers to, by Ref or in the text of Fn::Sub."""
    text = repr(value)
    return {name for name in SOURCE["Parameters"] if f"{{'Ref': '{name}'}}" in text or f"${{{name}}}" in text}


def test_snap_start_runs_a_version_that_every_changed_setting_publishes_anew() -> None:
    """The variables include the names of the buckets: an old version would be denied access to new ones."""
    version, function, mapping = (
        SOURCE["Resources"][f"Summarize{kind}"] for kind in ("Version", "Function", "Mapping")
    )
    assert function["Properties"]["SnapStart"] == {"ApplyOn": {"Fn::If": ["Snaps", "PublishedVersions", "None"]}}
    assert version["Properties"]["FunctionName"] == {"Ref": "SummarizeFunction"}
    choice = {"Fn::If": ["Snaps", {"Ref": "SummarizeVersion"}, {"Ref": "SummarizeFunction"}]}
    assert repr(choice) in repr(mapping["Properties"]["FunctionName"])
    everywhere = SOURCE["Globals"]["Function"]["Environment"]["Variables"]
    settings = parameters_in([everywhere, function["Properties"]])
    assert {"BucketPrefix", "ExistingUploadsBucket", "SummaryLength"} < settings
    described = version["Properties"]["Description"]["Fn::Sub"]
    missing = (settings | {"SnapStart", "Architecture"}) - parameters_in(described)
    assert not missing, f"a change of {missing} would not reach the function"


def test_a_new_name_changes_the_function_because_lambda_publishes_no_version_of_an_unchanged_one() -> None:
    first, second = (deployed(SnapStart=name).resources(FUNCTION)["SummarizeFunction"] for name in ("v1", "v2"))
    assert first != second


def test_the_description_of_a_version_stays_within_the_limit_of_lambda() -> None:
    """AWS Lambda API Reference, PublishVersion: at most 256 characters."""
    longest = {"SnapStart": "v" * 64, "BucketPrefix": "b" * 20, "ExistingUploadsBucket": "u" * 63}
    longest |= {"IndexShards": "1000", "TombstoneDays": "36500", "LogLevel": "WARNING", "SummaryLength": "medium"}
    (version,) = deployed(**longest).resources("AWS::Lambda::Version").values()
    assert len(version["Description"]) <= 256


def test_lambda_does_not_repeat_a_run_of_the_sweep(deployment: Deployment) -> None:
    (configured,) = deployment.resources("AWS::Lambda::EventInvokeConfig").values()
    assert configured["FunctionName"] == deployment.name("SweepFunction")
    assert int(configured["MaximumRetryAttempts"]) == 0


def test_every_mapping_answers_by_message_in_small_batches_and_with_a_limit(deployment: Deployment) -> None:
    for mapping in deployment.mappings():
        assert mapping.reports_item_failures
        assert mapping.batch_size <= 10
        assert mapping.maximum_concurrency is not None
        assert mapping.maximum_concurrency >= 2  # minimum of AWS


def test_every_function_and_the_pipe_have_their_own_log_group_with_a_retention_time(deployment: Deployment) -> None:
    groups = deployment.resources("AWS::Logs::LogGroup")
    used = [function["LoggingConfig"]["LogGroup"] for function in deployment.resources(FUNCTION).values()]
    (pipe,) = deployment.resources("AWS::Pipes::Pipe").values()
    used.append(pipe["LogConfiguration"]["CloudwatchLogsLogDestination"]["LogGroupArn"].split(":")[6])
    assert pipe["LogConfiguration"]["Level"] == "ERROR"
    assert "IncludeExecutionData" not in pipe["LogConfiguration"], "records contain the URIs of uploads"
    assert sorted(used) == sorted(group["LogGroupName"] for group in groups.values())
    assert all(int(group["RetentionInDays"]) == 30 for group in groups.values())


# --- queues ---


def test_a_message_stays_hidden_six_times_as_long_as_its_function_may_take(deployment: Deployment) -> None:
    by_arn, functions = queues(deployment), deployment.functions()
    for mapping in deployment.mappings():
        timeout = functions[mapping.function_name].timeout
        assert int(by_arn[mapping.queue_arn]["VisibilityTimeout"]) >= 6 * timeout, mapping.logical_id


def test_messages_that_fail_too_often_go_to_a_queue_that_is_read_or_to_the_parking_queue(
    deployment: Deployment,
) -> None:
    read, parking = {mapping.queue_arn for mapping in deployment.mappings()}, arn_of(deployment, "ParkingQueue")
    for_people = {arn_of(deployment, queue) for queue in FOR_PEOPLE}
    by_arn = queues(deployment)
    targets = {queue["RedrivePolicy"]["deadLetterTargetArn"] for queue in by_arn.values() if "RedrivePolicy" in queue}
    for arn, queue in by_arn.items():
        assert int(queue["MessageRetentionPeriod"]) == FOURTEEN_DAYS
        assert str(queue["SqsManagedSseEnabled"]).lower() == "true"
        if arn in for_people:
            assert "RedrivePolicy" not in queue
        else:
            is_dead_letters = arn in targets
            # A dead letter may keep its receive count.
            assert queue["RedrivePolicy"]["maxReceiveCount"] == (10 if is_dead_letters else 5)
            assert queue["RedrivePolicy"]["deadLetterTargetArn"] in (read | {parking}) - {arn}


def test_queues_require_tls_and_accept_messages_only_from_the_buckets(
    deployment: Deployment,
) -> None:
    policies = deployment.resources("AWS::SQS::QueuePolicy").values()
    covered = [queue for policy in policies for queue in policy["Queues"]]
    assert sorted(covered) == sorted(map(deployment.name, deployment.resources("AWS::SQS::Queue")))
    senders = {}
    for policy in policies:
        listed = statements(policy["PolicyDocument"])
        denied = [statement for statement in listed if statement["Effect"] == "Deny"]
        assert [(s["Principal"], s["Action"]) for s in denied] == [("*", ["sqs:*"])]
        assert denied[0]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        for statement in listed:
            if statement["Effect"] == "Allow":
                assert statement["Principal"] == {"Service": "s3.amazonaws.com"}
                assert statement["Action"] == ["sqs:SendMessage"]
                assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": ACCOUNT}
                senders[statement["Resource"][0]] = statement["Condition"]["ArnEquals"]["aws:SourceArn"]
    assert senders == {
        arn_of(deployment, "ParseQueue"): f"arn:aws:s3:::{deployment.name('UploadsBucket')}",
        arn_of(deployment, "SummarizeQueue"): f"arn:aws:s3:::{deployment.name('DocumentsBucket')}",
    }


# --- buckets and table ---


def test_buckets_are_private_encrypted_tls_only_and_outlive_the_stack(deployment: Deployment) -> None:
    policies = deployment.resources("AWS::S3::BucketPolicy").values()
    for logical_id, bucket in deployment.resources("AWS::S3::Bucket").items():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) <= {True, "true"}
        assert len(bucket["PublicAccessBlockConfiguration"]) == 4
        (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
        (policy,) = (p for p in policies if p["Bucket"] == deployment.name(logical_id))
        (denied,) = statements(policy["PolicyDocument"])
        arn = f"arn:aws:s3:::{deployment.name(logical_id)}"
        assert (denied["Effect"], denied["Principal"], denied["Action"]) == ("Deny", "*", ["s3:*"])
        assert denied["Resource"] == [arn, f"{arn}/*"]
        assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


@pytest.mark.parametrize(
    ("logical_id", "deletion"),
    [
        ("UploadsBucket", "RetainExceptOnCreate"),
        ("DocumentsBucket", "RetainExceptOnCreate"),
        # CloudFormation cannot delete a protected table, so the rollback of a first deployment would fail.
        ("SummariesTable", "Retain"),
    ],
)
def test_what_holds_data_is_never_deleted_with_the_stack(logical_id: str, deletion: str) -> None:
    resource = SOURCE["Resources"][logical_id]
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == (deletion, "Retain")


def test_what_a_failed_first_deployment_leaves_does_not_block_the_next_one() -> None:
    """Only what has a fixed name blocks the next deployment."""
    for logical_id, resource in SOURCE["Resources"].items():
        if resource.get("DeletionPolicy") == "Retain":
            assert not {"BucketName", "TableName"} & resource["Properties"].keys(), logical_id


def test_the_table_is_protected_from_deletion() -> None:
    with local_deployed() as stack:
        clients = Clients(None)
        (table,) = stack.resources("AWS::DynamoDB::Table").values()
        assert is_true(table["DeletionProtectionEnabled"])
        with pytest.raises(clients.dynamodb.exceptions.ClientError, match="DeletionProtectionEnabled"):
            clients.dynamodb.delete_table(TableName=stack.name("SummariesTable"))


def test_buckets_outlive_the_local_stack_too_and_its_pipe_has_a_name() -> None:
    with local_deployed() as stack:
        assert stack.outputs["StateChangesPipe"] == "StateChangesPipe"
        clients = Clients(None)
        clients.of("cloudformation").delete_stack(StackName=LOCAL_STACK)
        kept = {bucket["Name"] for bucket in clients.s3.list_buckets()["Buckets"]}
        assert kept == {stack.outputs["UploadsBucket"], stack.outputs["DocumentsBucket"]}


def test_the_pipe_is_created_when_the_queues_are_read() -> None:
    mappings = {name for name, resource in SOURCE["Resources"].items() if resource["Type"] == MAPPING}
    assert set(SOURCE["Resources"]["StateChangesPipe"]["DependsOn"]) == mappings


BILLED = (
    *("AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::DynamoDB::Table", "AWS::Logs::LogGroup", "AWS::Pipes::Pipe"),
    FUNCTION,
)


@pytest.mark.parametrize("kind", BILLED)
def test_what_is_billed_has_a_tag_with_the_name_of_the_stack(kind: str, deployment: Deployment) -> None:
    found = deployment.resources(kind)
    assert found
    for logical_id, properties in found.items():
        tags = properties["Tags"]
        values = tags if isinstance(tags, dict) else {tag["Key"]: tag["Value"] for tag in tags}
        assert values["nutgraf"] == LOCAL_STACK, logical_id


def test_old_uploads_expire_and_deleted_documents_have_no_versions(deployment: Deployment) -> None:
    buckets = deployment.resources("AWS::S3::Bucket")
    uploads, documents = buckets["UploadsBucket"], buckets["DocumentsBucket"]
    assert uploads["VersioningConfiguration"] == {"Status": "Enabled"}
    assert "VersioningConfiguration" not in documents
    rules = {rule["Id"]: rule for rule in uploads["LifecycleConfiguration"]["Rules"]}
    assert int(rules["noncurrent-versions"]["NoncurrentVersionExpiration"]["NoncurrentDays"]) == 30
    assert rules["delete-markers"]["ExpiredObjectDeleteMarker"]
    for bucket in (uploads, documents):
        parts = [r for r in bucket["LifecycleConfiguration"]["Rules"] if "AbortIncompleteMultipartUpload" in r]
        assert len(parts) == 1
        assert all(rule["Status"] == "Enabled" for rule in bucket["LifecycleConfiguration"]["Rules"])


@pytest.mark.parametrize("prefix", ["", "inbox/"])
def test_events_of_uploads_go_to_the_parse_queue_of_documents_to_the_summarize_queue(prefix: str) -> None:
    stack = deployed(UploadsPrefix=prefix)
    configured = [
        (bucket, entry["Event"], entry["Queue"], entry.get("Filter"))
        for bucket, properties in stack.resources("AWS::S3::Bucket").items()
        for entry in properties["NotificationConfiguration"]["QueueConfigurations"]
    ]
    parse, summarize = arn_of(stack, "ParseQueue"), arn_of(stack, "SummarizeQueue")
    of_prefix = {"S3Key": {"Rules": [{"Name": "prefix", "Value": prefix}]}} if prefix else None
    events = ["s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:LifecycleExpiration:*"]
    expected = [("UploadsBucket", event, parse, of_prefix) for event in events]
    assert configured == [*expected, ("DocumentsBucket", "s3:ObjectCreated:*", summarize, None)]


@pytest.mark.parametrize(
    ("bucket", "policy"), [("UploadsBucket", "ParseQueuePolicy"), ("DocumentsBucket", "SummarizeQueuePolicy")]
)
def test_a_bucket_waits_for_the_policy_that_lets_it_send(bucket: str, policy: str) -> None:
    assert SOURCE["Resources"][bucket]["DependsOn"] == policy


def test_the_table_is_on_demand_has_recovery_and_a_stream(deployment: Deployment) -> None:
    (table,) = deployment.resources("AWS::DynamoDB::Table").values()
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] in (True, "true")
    assert table["TimeToLiveSpecification"]["AttributeName"] == "expires_at"
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    keys = {
        index["IndexName"]: [key["AttributeName"] for key in index["KeySchema"]]
        for index in table["GlobalSecondaryIndexes"]
    }
    assert keys == {
        BY_DAY: ["day_key", "uploaded_at"],
        BY_STATUS: ["status_key", "updated_at"],
        BY_SHA256: ["sha256"],  # a URI can be longer than a sort key
    }


# --- the key ---


def test_all_that_is_kept_is_encrypted_under_the_key_that_is_given() -> None:
    stack = deployed(KmsKeyArn=KEY)
    for bucket in stack.resources("AWS::S3::Bucket").values():
        (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert rule["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY}
        assert is_true(rule["BucketKeyEnabled"])
    for queue in stack.resources("AWS::SQS::Queue").values():
        assert queue["KmsMasterKeyId"] == KEY
        assert not is_true(queue["SqsManagedSseEnabled"])  # SQS accepts only one of them
    (table,) = stack.resources("AWS::DynamoDB::Table").values()
    assert table["SSESpecification"] == {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY}
    assert {group["KmsKeyId"] for group in stack.resources("AWS::Logs::LogGroup").values()} == {KEY}


def test_without_a_key_none_is_named_anywhere(deployment: Deployment) -> None:
    kinds = {resource["Type"] for resource in SOURCE["Resources"].values()} - {"AWS::Serverless::Function"}
    assert "kms:" not in repr([deployment.resources(kind) for kind in sorted(kinds | {FUNCTION})])


def test_the_key_serves_each_role_through_the_services_that_it_calls() -> None:
    stack = deployed(KmsKeyArn=KEY)
    policies = {name: role["Policies"][0]["PolicyDocument"] for name, role in stack.resources(ROLE).items()}
    (readers,) = stack.resources("AWS::IAM::ManagedPolicy").values()
    services: dict[str, dict[str, set[str]]] = {}
    for name, policy in {**policies, "Readers": readers["PolicyDocument"]}.items():
        for statement in statements(policy):
            if "kms:ViaService" in repr(statement.get("Condition")):
                (action,) = statement["Action"]
                assert statement["Resource"] == [KEY]
                via = statement["Condition"]["StringEquals"]["kms:ViaService"]
                services.setdefault(name, {})[action] = {host.partition(".")[0] for host in via}
                assert all(host.endswith(f".{REGION}.amazonaws.com") for host in via)
    all_three, sends = {"s3", "sqs", "dynamodb"}, {"sqs"}
    assert services == {
        "ParseRole": {"kms:Decrypt": all_three, "kms:GenerateDataKey": {"s3", "sqs"}},
        "SummarizeRole": {"kms:Decrypt": all_three, "kms:GenerateDataKey": sends},
        "DeadLettersRole": {"kms:Decrypt": all_three, "kms:GenerateDataKey": sends},
        "SweepRole": {"kms:Decrypt": {"sqs", "dynamodb"}, "kms:GenerateDataKey": sends},
        "StateChangesRole": {"kms:Decrypt": {"sqs", "dynamodb"}, "kms:GenerateDataKey": sends},
        "Readers": {"kms:Decrypt": {"s3", "dynamodb"}},
    }


def test_the_policy_of_our_own_key_admits_services_only_for_this_account() -> None:
    key = yaml_parse(KEY_OF_OURS.read_text(encoding="utf-8"))["Resources"]["Key"]
    assert (key["DeletionPolicy"], key["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert key["Properties"]["EnableKeyRotation"] is True
    account, notifications, vectors, logs = key["Properties"]["KeyPolicy"]["Statement"]
    assert account["Principal"] == {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}
    assert notifications["Principal"] == {"Service": "s3.amazonaws.com"}
    assert set(notifications["Action"]) == {"kms:GenerateDataKey", "kms:Decrypt"}
    assert notifications["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    assert vectors["Principal"] == {"Service": {"Fn::Sub": "indexing.s3vectors.${AWS::URLSuffix}"}}
    assert vectors["Action"] == "kms:Decrypt" and vectors["Condition"].keys() == {"StringEquals", "ArnLike"}
    assert vectors["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    assert logs["Principal"] == {"Service": {"Fn::Sub": "logs.${AWS::Region}.${AWS::URLSuffix}"}}
    arns = [arn["Fn::Sub"] for arn in logs["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"]]
    prefixes = tuple(arn.rpartition("log-group:")[2].removesuffix("*") for arn in arns)
    groups = [group["LogGroupName"]["Fn::Sub"] for group in properties_of("AWS::Logs::LogGroup")]
    assert groups and all(group.startswith(prefixes) for group in groups)


def properties_of(kind: str) -> list[Mapping[str, Any]]:
    """Return the unresolved properties of all resources of a type."""
    return [resource["Properties"] for resource in SOURCE["Resources"].values() if resource["Type"] == kind]


def is_true(value: Any) -> bool:
    return str(value).lower() == "true"


# --- permissions ---


def test_every_function_has_a_role_of_its_own_that_lambda_alone_may_take(deployment: Deployment) -> None:
    functions, roles = deployment.resources(FUNCTION), roles_of_functions(deployment)
    assert len(roles) == len(functions)
    for role in roles.values():
        (trust,) = statements(role["AssumeRolePolicyDocument"])
        assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}
        assert not role.get("ManagedPolicyArns")


def roles_of_functions(deployment: Deployment) -> dict[str, Mapping[str, Any]]:
    """Return the roles of the functions, by their ARN."""
    used = {function["Role"] for function in deployment.resources(FUNCTION).values()}
    roles = deployment.resources(ROLE)
    by_arn = {f"arn:aws:iam::{ACCOUNT}:role/{deployment.name(logical_id)}": roles[logical_id] for logical_id in roles}
    return {arn: role for arn, role in by_arn.items() if arn in used}


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


IN_A_VPC = {"VpcSubnetIds": "subnet-1,subnet-2", "VpcSecurityGroupIds": "sg-1"}

# What Lambda needs for the network interfaces of a function (AWS Lambda Developer Guide, "Giving Lambda functions
# access to resources in an Amazon VPC").
FOR_NETWORK_INTERFACES = {
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
}


def ec2_statements(deployment: Deployment) -> dict[str, list[Mapping[str, Any]]]:
    """Return the statements about EC2 of each role that has any."""
    roles = deployment.resources(ROLE).items()
    found = {name: statements(role["Policies"][0]["PolicyDocument"]) for name, role in roles}
    about_ec2 = {name: [s for s in listed if s["Action"][0].startswith("ec2:")] for name, listed in found.items()}
    return {name: listed for name, listed in about_ec2.items() if listed}


def test_no_function_is_in_a_vpc_by_default_and_none_may_create_network_interfaces(deployment: Deployment) -> None:
    assert not [f for f in deployment.resources(FUNCTION).values() if "VpcConfig" in f]
    assert ec2_statements(deployment) == {}


def test_subnets_put_the_parse_function_alone_into_a_vpc() -> None:
    functions = deployed(**IN_A_VPC).resources(FUNCTION)
    configured = {name: function["VpcConfig"] for name, function in functions.items() if "VpcConfig" in function}
    assert configured == {
        "ParseFunction": {"SubnetIds": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"]},
    }


@pytest.mark.parametrize("name", IN_A_VPC)
def test_half_a_vpc_is_passed_on_so_that_lambda_rejects_it(name: str) -> None:
    function = deployed(**{name: IN_A_VPC[name]}).resources(FUNCTION)["ParseFunction"]
    given = [[identifier for identifier in ids if identifier] for ids in function["VpcConfig"].values()]
    assert sorted(given) == [[], IN_A_VPC[name].split(",")]


def test_lambda_may_manage_the_network_interfaces_and_the_code_of_the_function_may_not() -> None:
    deployment = deployed(**IN_A_VPC)
    assert ec2_statements(deployment).keys() == {"ParseRole"}
    role = Role.of("ParseRole", deployment.resources(ROLE)["ParseRole"])
    interface = f"arn:aws:ec2:{REGION}:{ACCOUNT}:network-interface/eni-1"
    for action in FOR_NETWORK_INTERFACES:
        needed = Permission(action, "*" if ":Describe" in action else interface)
        assert role.allowances(needed, by_lambda=True), action
        assert not role.allowances(needed), action
    allowed = {permission.action for permission in role.allowed if permission.action.startswith("ec2:")}
    assert allowed == FOR_NETWORK_INTERFACES
    described = {p.action for p in role.allowed if p.resource == "*"}
    assert described == {"ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"}, "EC2 supports no resource for these"


def test_the_sandbox_is_a_best_effort_by_default_and_its_values_are_the_settings() -> None:
    parameter = SOURCE["Parameters"]["ParseSandbox"]
    assert parameter["Default"] == SandboxMode.BEST_EFFORT
    assert parameter["AllowedValues"] == [mode.value for mode in SandboxMode]
    for mode in SandboxMode:
        (function,) = (f for f in deployed(ParseSandbox=mode).functions().values() if f.logical_id == "ParseFunction")
        assert ParseSettings.from_environment(function.environment).parse_sandbox is mode


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


def test_the_limits_of_reading_are_the_settings_own_where_nothing_else_is_asked_for() -> None:
    environment = SOURCE["Resources"]["ParseFunction"]["Properties"]["Environment"]["Variables"]
    for name, setting in ReadingLimits.model_fields.items():
        parameter = environment[name.upper()]["Ref"]
        assert int(SOURCE["Parameters"][parameter]["Default"]) == setting.default, name
