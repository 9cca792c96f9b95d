"""search.yaml: its index fits the annotator, its roles allow little, and what fails is kept and reported."""

from typing import Any

import pytest
from cfnlint.api import lint
from samtranslator.yaml_helper import yaml_parse

from functions.summarize.annotator.model_files import FOLDER, GRAPH, verified
from functions.summarize.annotator.outputs import VECTOR
from infra.cli.similar_output import VECTOR_BUCKET
from infra.local.clients import ACCOUNT, REGION
from infra.local.deployment import Deployment
from infra.local.deployment import deployed as deployed_in_moto
from infra.local.template import READ_TEMPLATE, SEARCH_TEMPLATE, TEMPLATE
from shared.messages.state_change import DETAIL_TYPE, SOURCE
from shared.search.vectors import DIMENSIONS, graph_id
from shared.settings import EnvironmentSettings, VectorsSettings
from shared.vector_index import index_name

TEXT = SEARCH_TEMPLATE.read_text(encoding="utf-8")
PARSED = yaml_parse(TEXT)
CORE, READ = (yaml_parse(template.read_text(encoding="utf-8")) for template in (TEMPLATE, READ_TEMPLATE))
KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
REQUIRED = {"TableName": "summaries", "DocumentsBucket": "documents"}
INDEXES = f"arn:aws:s3vectors:{REGION}:{ACCOUNT}:bucket/{VECTOR_BUCKET}/index/documents-*"


@pytest.fixture(scope="module")
def deployment() -> Deployment:
    given = REQUIRED | {"KmsKeyArn": KEY, "AlarmTopicArn": "arn:aws:sns:us-east-1:123456789012:t"}
    with deployed_in_moto(given, SEARCH_TEMPLATE) as found:
        return found


def test_the_template_is_short_and_valid() -> None:
    lines = TEXT.splitlines()
    assert len(lines) < 250 and max(map(len, lines)) <= 120
    assert lint(TEXT, regions=["us-east-1"]) == []


def test_every_parameter_is_described_and_used() -> None:
    used = repr([PARSED[part] for part in ("Conditions", "Globals", "Resources")])
    for name, parameter in PARSED["Parameters"].items():
        assert parameter.get("Description"), name
        assert f"{{'Ref': '{name}'}}" in used or f"${{{name}}}" in used, f"{name} is not used"


def test_parameters_of_other_stacks_have_their_limits() -> None:
    for name in ("EventBusName", "KmsKeyArn", "LogLevel", "LogRetentionDays", "Architecture"):
        assert PARSED["Parameters"][name] | {"Description": ""} == CORE["Parameters"][name] | {"Description": ""}, name
    for name in ("TableName", "DocumentsBucket"):
        assert PARSED["Parameters"][name] == READ["Parameters"][name]
    allowed = PARSED["Parameters"]["VectorBucketName"]["AllowedPattern"]
    assert READ["Parameters"]["VectorBucketName"]["AllowedPattern"] == f"|{allowed}"
    assert PARSED["Parameters"]["VectorBucketName"]["Default"] == VECTOR_BUCKET


def test_the_index_has_the_name_of_the_graph_and_the_form_of_its_vectors(deployment: Deployment) -> None:
    graph = graph_id(verified(FOLDER, GRAPH)[1])
    (index,) = deployment.resources("AWS::S3Vectors::Index").values()
    assert index["IndexName"] == index_name(graph), "change Mappings of search.yaml"
    assert int(index["Dimension"]) == DIMENSIONS == VECTOR
    assert (index["DataType"], index["DistanceMetric"]) == ("float32", "cosine")
    assert index["MetadataConfiguration"] == {"NonFilterableMetadataKeys": ["uri"]}
    s3vectors = deployment.resources("AWS::S3Vectors::VectorBucket")["VectorBucket"]
    assert s3vectors["EncryptionConfiguration"] == {"SseType": "aws:kms", "KmsKeyArn": KEY}
    functions = {function.logical_id: function for function in deployment.functions().values()}
    assert VectorsSettings.from_environment(functions["VectorsFunction"].environment).graphs == [graph]
    assert EnvironmentSettings.from_environment(functions["SearchFunction"].environment)


def test_the_queue_receives_all_state_changes_and_keeps_what_fails(deployment: Deployment) -> None:
    (rule,) = deployment.resources("AWS::Events::Rule").values()
    assert rule["EventPattern"] == {"source": [SOURCE], "detail-type": [DETAIL_TYPE]}
    queues = deployment.resources("AWS::SQS::Queue")
    (mapping,) = deployment.mappings()
    function = deployment.functions()[mapping.function_name]
    longest = PARSED["Parameters"]["BatchingSeconds"]["MaxValue"]
    assert int(queues["VectorsQueue"]["VisibilityTimeout"]) >= 6 * function.timeout + longest
    assert mapping.reports_item_failures and mapping.batching_window == 20
    assert all(int(queue["MessageRetentionPeriod"]) == 14 * 86_400 for queue in queues.values())
    assert all(queue["KmsMasterKeyId"] == KEY for queue in queues.values())
    assert queues["VectorsQueue"]["RedrivePolicy"]["maxReceiveCount"] == 5
    alarms = deployment.resources("AWS::CloudWatch::Alarm")
    assert len(alarms) == 2 and all(alarm["AlarmActions"] for alarm in alarms.values())
    assert {alarm["Dimensions"][0]["Name"] for alarm in alarms.values()} == {"QueueName"}


def test_the_roles_allow_no_more_than_their_functions_need(deployment: Deployment) -> None:
    roles = deployment.resources("AWS::IAM::Role")
    allowed = {name: actions(role) for name, role in roles.items()}
    logs = {"logs:CreateLogStream", "logs:PutLogEvents"}
    assert allowed["SearchRole"].keys() == logs
    assert allowed["VectorsRole"].keys() == logs | {
        "dynamodb:BatchGetItem", "s3vectors:PutVectors", "s3vectors:DeleteVectors", "sqs:ReceiveMessage",
        "sqs:DeleteMessage", "sqs:GetQueueAttributes", "kms:Decrypt", "kms:GenerateDataKey",
    }  # fmt: skip
    assert allowed["VectorsRole"]["s3vectors:PutVectors"] == [INDEXES]
    assert allowed["VectorsRole"]["dynamodb:BatchGetItem"] == [f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/summaries"]


def actions(role: dict[str, Any]) -> dict[str, list[str]]:
    """Return the resources of each action that a role allows."""
    found: dict[str, list[str]] = {}
    for policy in role["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            assert statement["Effect"] == "Allow" and statement["Resource"] != "*"
            listed = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
            for action in listed:
                found.setdefault(action, []).append(statement["Resource"])
    return found
