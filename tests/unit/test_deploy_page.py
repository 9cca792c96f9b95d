"""docs/deploy.md, samconfig.toml and examples/deploy/: commands, options, parameters and permissions exist."""

import json
import re
import subprocess
import tomllib
from collections.abc import Iterator

import botocore.session
import pytest
import typer
from samtranslator.yaml_helper import yaml_parse

from infra.cli.app import app
from infra.local.iam_roles import Permission
from infra.local.template import READ_TEMPLATE, ROOT, SEARCH_TEMPLATE, TEMPLATE
from tests.support.console_blocks import blocks, commands
from tests.support.deployer_policy import granted, policy

PAGE = ROOT / "docs" / "deploy.md"
FOLDER = ROOT / "examples" / "deploy"
WORKFLOW = yaml_parse((FOLDER / "github-workflow.yml").read_text(encoding="utf-8"))
RUNS = [step["run"] for step in WORKFLOW["jobs"]["deploy"]["steps"] if "run" in step]
COMMANDS = [command for script in (*blocks(PAGE), *RUNS) for command in commands(script)]
SOURCES = {
    path.name: yaml_parse(path.read_text(encoding="utf-8"))
    for path in (TEMPLATE, READ_TEMPLATE, SEARCH_TEMPLATE, ROOT / "operations.yaml", ROOT / "infra" / "key.yaml")
}

# Options of `sam deploy` that are used here. Source: AWS SAM Developer Guide, "sam deploy".
SAM_DEPLOY = {
    *("stack-name", "s3-prefix", "resolve-s3", "capabilities", "confirm-changeset", "fail-on-empty-changeset"),
    *("parameter-overrides", "no-execute-changeset", "template"),
}
# Options of the AWS CLI for every command, and of the commands that are not operations of an API.
AWS_GLOBAL = {"query", "output"}
AWS_CUSTOM = {
    "s3 cp": set[str](),
    "configure sso": set[str](),
    "cloudformation deploy": {"stack-name", "template-file"},
}
# Commands of a shell and of git that the page uses.
OTHERS = {"export", "output()", "output", "}", "sed", "git"}


def options(words: list[str]) -> set[str]:
    return {word.removeprefix("--").partition("=")[0] for word in words if word.startswith("--")}


def called(*names: str) -> Iterator[list[str]]:
    """Yield the words after the name of a program."""
    for words in COMMANDS:
        assigned = next((at for at, word in enumerate(words) if "=" not in word), len(words))
        if assigned < len(words) and words[assigned] in names:
            yield words[assigned + 1 :]


def test_the_page_uses_no_program_that_is_not_checked_here() -> None:
    programs = {words[0] for words in COMMANDS if "=" not in words[0]}
    assert programs == {"aws", "make", ".sam-venv/bin/sam", ".venv/bin/nutgraf"} | OTHERS


def test_every_command_of_nutgraf_has_the_options_of_the_page() -> None:
    known = typer.main.get_group(app).commands
    used = list(called(".venv/bin/nutgraf"))
    assert {words[0] for words in used} >= {"smoke", "teardown", "query", "why", "cost"}
    for words in used:
        parameters = known[words[0]].params
        assert {f"--{name}" for name in options(words)} <= {name for each in parameters for name in each.opts}, words
        arguments = [each for each in parameters if each.param_type_name == "argument"]
        given = [word for word in words[1:] if not word.startswith("--") and not word.isdigit()]
        assert len(given) <= len(arguments), words


def test_every_target_of_make_exists() -> None:
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    used = {word for words in called("make") for word in words}
    assert used and used <= set(targets)


def test_every_option_of_sam_is_documented() -> None:
    for words in called(".sam-venv/bin/sam"):
        assert words[0] == "deploy" and options(words) <= SAM_DEPLOY
    named = set(re.findall(r"sam deploy --([\w-]+)", PAGE.read_text(encoding="utf-8")))
    assert named <= SAM_DEPLOY


def test_the_configuration_of_sam_asks_nothing_and_every_option_is_documented() -> None:
    deploy = tomllib.loads((ROOT / "samconfig.toml").read_text(encoding="utf-8"))["default"]["deploy"]["parameters"]
    assert {name.replace("_", "-") for name in deploy} <= SAM_DEPLOY
    assert deploy["confirm_changeset"] is False and deploy["fail_on_empty_changeset"] is False
    assert deploy["resolve_s3"] is True
    without = [name for name, each in SOURCES["template.yaml"]["Parameters"].items() if "Default" not in each]
    assert without == [], "sam deploy fails without a value for these parameters"


def test_the_installed_sam_has_these_options() -> None:
    sam = ROOT / ".sam-venv" / "bin" / "sam"
    if not sam.exists():
        pytest.skip("sam is not installed: run `make build`")
    shown = subprocess.run([sam, "deploy", "--help"], capture_output=True, text=True, timeout=120, check=True).stdout
    assert {name for name in SAM_DEPLOY if f"--{name}" not in shown} == set()


def test_the_parameters_to_decide_first_exist_and_the_examples_are_valid() -> None:
    parameters = SOURCES["template.yaml"]["Parameters"]
    commented = (ROOT / "samconfig.toml").read_text(encoding="utf-8").partition("# parameter_overrides = [")[2]
    examples = dict(re.findall(r'^#     "(\w+)=(.*)",$', commented, re.MULTILINE))
    assert list(examples) == ["BucketPrefix", "ExistingUploadsBucket", "KmsKeyArn"]
    for name, value in examples.items():
        assert re.fullmatch(parameters[name]["AllowedPattern"], value), name
        assert f"| `{name}` |" in PAGE.read_text(encoding="utf-8")
    for name in re.findall(r"`([A-Z]+[a-z]\w+)`", PAGE.read_text(encoding="utf-8")):
        outputs = SOURCES["key.yaml"]["Outputs"] | SOURCES["template.yaml"]["Outputs"]
        statements = [statement["Sid"] for statement in policy()["Statement"]]
        assert name in parameters or name in outputs or name in statements, name


def test_every_call_of_the_aws_cli_exists() -> None:
    session = botocore.session.get_session()
    for words in called("aws"):
        service, operation, *rest = words
        if f"{service} {operation}" in AWS_CUSTOM:
            assert options(rest) <= AWS_CUSTOM[f"{service} {operation}"] | AWS_GLOBAL
            continue
        model = session.get_service_model(service)
        names = {botocore.xform_name(name, "-"): name for name in model.operation_names}
        assert operation in names, words
        shape = model.operation_model(names[operation]).input_shape
        members = {botocore.xform_name(name, "-") for name in shape.members} if shape else set()
        assert options(rest) <= members | AWS_GLOBAL, words


# --- the permissions of a deployer ---

# For each type of resource of the templates: what CloudFormation calls to create and delete it, on such a resource.
# Source: AWS Service Authorization Reference, and the names that CloudFormation and the templates give.
NEEDED: dict[str, dict[str, str]] = {
    "AWS::S3::Bucket": dict.fromkeys(
        ["s3:CreateBucket", "s3:PutBucketVersioning", "s3:PutEncryptionConfiguration", "s3:PutBucketNotification"],
        "arn:aws:s3:::nutgraf-uploads-ACCOUNT-eu-west-1",
    ),
    "AWS::S3::BucketPolicy": {"s3:PutBucketPolicy": "arn:aws:s3:::nutgraf-documents-ACCOUNT-eu-west-1"},
    "AWS::SQS::Queue": dict.fromkeys(
        ["sqs:CreateQueue", "sqs:DeleteQueue", "sqs:TagQueue"], "arn:aws:sqs:eu-west-1:ACCOUNT:nutgraf-ParseQueue-1"
    ),
    "AWS::SQS::QueuePolicy": {"sqs:SetQueueAttributes": "arn:aws:sqs:eu-west-1:ACCOUNT:nutgraf-ParseQueue-1"},
    "AWS::Events::Rule": dict.fromkeys(
        ["events:PutRule", "events:PutTargets", "events:RemoveTargets", "events:DeleteRule"],
        "arn:aws:events:eu-west-1:ACCOUNT:rule/nutgraf-search-StateChanges-1",
    ),
    "AWS::S3Vectors::VectorBucket": dict.fromkeys(
        ["s3vectors:CreateVectorBucket", "s3vectors:DeleteVectorBucket"],
        "arn:aws:s3vectors:eu-west-1:ACCOUNT:bucket/nutgraf-vectors",
    ),
    "AWS::S3Vectors::Index": dict.fromkeys(
        ["s3vectors:CreateIndex", "s3vectors:DeleteIndex"],
        "arn:aws:s3vectors:eu-west-1:ACCOUNT:bucket/nutgraf-vectors/index/documents-1",
    ),
    "AWS::DynamoDB::Table": dict.fromkeys(
        ["dynamodb:CreateTable", "dynamodb:UpdateTable", "dynamodb:DeleteTable", "dynamodb:UpdateTimeToLive"],
        "arn:aws:dynamodb:eu-west-1:ACCOUNT:table/nutgraf-SummariesTable-1",
    ),
    "AWS::Serverless::Function": dict.fromkeys(
        ["lambda:CreateFunction", "lambda:UpdateFunctionCode", "lambda:DeleteFunction", "lambda:TagResource"],
        "arn:aws:lambda:eu-west-1:ACCOUNT:function:nutgraf-ParseFunction-1",
    )
    | {
        "lambda:CreateEventSourceMapping": "*",
        "scheduler:CreateSchedule": "arn:aws:scheduler:r:ACCOUNT:schedule/default/n",
    }
    | {"lambda:PutFunctionEventInvokeConfig": "arn:aws:lambda:eu-west-1:ACCOUNT:function:nutgraf-SweepFunction-1"},
    "AWS::Lambda::Function": {"lambda:CreateFunction": "arn:aws:lambda:eu-west-1:ACCOUNT:function:nutgraf-Image-1"},
    "AWS::Lambda::Version": {"lambda:PublishVersion": "arn:aws:lambda:eu-west-1:ACCOUNT:function:nutgraf-Parse-1"},
    "AWS::Lambda::Permission": {
        "lambda:AddPermission": "arn:aws:lambda:eu-west-1:ACCOUNT:function:nutgraf-read-Read-1"
    },
    "AWS::Lambda::EventSourceMapping": dict.fromkeys(
        ["lambda:CreateEventSourceMapping", "lambda:DeleteEventSourceMapping", "lambda:UpdateEventSourceMapping"], "*"
    ),
    "AWS::Logs::LogGroup": dict.fromkeys(
        ["logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:DeleteLogGroup", "logs:TagResource"],
        "arn:aws:logs:eu-west-1:ACCOUNT:log-group:/aws/lambda/nutgraf-parse",
    )
    | {"logs:AssociateKmsKey": "arn:aws:logs:eu-west-1:ACCOUNT:log-group:/aws/apigateway/nutgraf-read:*"},
    "AWS::IAM::Role": dict.fromkeys(
        ["iam:CreateRole", "iam:PutRolePolicy", "iam:DeleteRolePolicy", "iam:DeleteRole", "iam:PassRole"],
        "arn:aws:iam::ACCOUNT:role/nutgraf-ParseRole-1",
    ),
    "AWS::IAM::ManagedPolicy": dict.fromkeys(
        ["iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicy"],
        "arn:aws:iam::ACCOUNT:policy/nutgraf-Read-1",
    ),
    "AWS::Pipes::Pipe": dict.fromkeys(["pipes:CreatePipe", "pipes:DeletePipe"], "arn:aws:pipes:r:ACCOUNT:pipe/S-1")
    | {"logs:CreateLogDelivery": "*"},
    "AWS::CloudWatch::Alarm": dict.fromkeys(
        ["cloudwatch:PutMetricAlarm", "cloudwatch:DeleteAlarms"],
        "arn:aws:cloudwatch:r:ACCOUNT:alarm:nutgraf-many-bytes",
    ),
    "AWS::CloudWatch::Dashboard": {"cloudwatch:PutDashboard": "arn:aws:cloudwatch::ACCOUNT:dashboard/nutgraf"},
    "AWS::SNS::Topic": dict.fromkeys(
        ["sns:CreateTopic", "sns:Subscribe", "sns:DeleteTopic"], "arn:aws:sns:eu-west-1:ACCOUNT:nutgraf-alarms"
    ),
    "AWS::SNS::Subscription": {"sns:Subscribe": "arn:aws:sns:eu-west-1:ACCOUNT:nutgraf-alarms"},
    "AWS::ApiGatewayV2::Api": {"apigateway:POST": "arn:aws:apigateway:eu-west-1::/apis"},
    "AWS::ApiGatewayV2::Authorizer": {"apigateway:POST": "arn:aws:apigateway:eu-west-1::/apis/a/authorizers"},
    "AWS::ApiGatewayV2::Integration": {"apigateway:POST": "arn:aws:apigateway:eu-west-1::/apis/a/integrations"},
    "AWS::ApiGatewayV2::Route": {"apigateway:POST": "arn:aws:apigateway:eu-west-1::/apis/a/routes"},
    "AWS::ApiGatewayV2::Stage": {"apigateway:POST": "arn:aws:apigateway:eu-west-1::/apis/a/stages"},
    "AWS::KMS::Key": dict.fromkeys(["kms:CreateKey", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"], "*"),
}


@pytest.mark.parametrize("template", SOURCES)
def test_a_deployer_may_create_and_delete_every_type_of_resource(template: str) -> None:
    kinds = {resource["Type"] for resource in SOURCES[template]["Resources"].values()}
    allowed = granted()
    for kind in kinds:
        for action, resource in NEEDED[kind].items():
            assert any(each.covers(Permission(action, resource)) for each in allowed), f"{kind}: {action} on {resource}"


def test_a_deployer_may_touch_nothing_with_another_name() -> None:
    allowed = granted()
    for action, resource in (
        ("s3:DeleteObject", "arn:aws:s3:::newsroom-archive/a"),
        ("dynamodb:DeleteTable", "arn:aws:dynamodb:eu-west-1:ACCOUNT:table/orders"),
        ("lambda:DeleteFunction", "arn:aws:lambda:eu-west-1:ACCOUNT:function:shop"),
        ("iam:PutRolePolicy", "arn:aws:iam::ACCOUNT:role/deploy-nutgraf"),
        ("iam:PassRole", "arn:aws:iam::ACCOUNT:role/admin"),
        ("iam:AttachUserPolicy", "arn:aws:iam::ACCOUNT:user/me"),
        ("cloudformation:DeleteStack", "arn:aws:cloudformation:eu-west-1:ACCOUNT:stack/shop/1"),
    ):
        assert not any(each.covers(Permission(action, resource)) for each in allowed), f"{action} on {resource}"


def test_the_policy_fits_into_a_managed_policy_and_has_no_wildcard_service() -> None:
    compact = re.sub(r"\s", "", json.dumps(policy()))
    assert len(compact) <= 6144, "IAM limits a managed policy to 6,144 characters without spaces"
    for permission in granted():
        service, _, action = permission.action.partition(":")
        assert re.fullmatch(r"[a-z0-9]+", service)
        assert action != "*" or permission.resource != "*", permission
    (passing,) = (each for each in policy()["Statement"] if each["Action"] == "iam:PassRole")
    services = passing["Condition"]["StringEquals"]["iam:PassedToService"]
    assumed = re.findall(r"Service: (\w+)\.amazonaws\.com\}, Action: sts:AssumeRole", TEMPLATE.read_text("utf-8"))
    assert {f"{name}.amazonaws.com" for name in assumed} | {"scheduler.amazonaws.com"} == set(services)


# --- GitHub Actions ---


def test_only_one_environment_of_one_repository_may_assume_the_role() -> None:
    (statement,) = json.loads((FOLDER / "github-trust-policy.json").read_text(encoding="utf-8"))["Statement"]
    issuer = "token.actions.githubusercontent.com"
    assert statement["Action"] == "sts:AssumeRoleWithWebIdentity"
    assert statement["Condition"] == {
        "StringEquals": {
            f"{issuer}:aud": "sts.amazonaws.com",
            f"{issuer}:sub": "repo:OWNER/REPOSITORY:environment:production",
        }
    }
    assert WORKFLOW["jobs"]["deploy"]["environment"] == "production"
    assert WORKFLOW["permissions"] == {"contents": "read", "id-token": "write"}


def test_the_workflow_has_no_credentials_while_it_builds() -> None:
    steps = WORKFLOW["jobs"]["deploy"]["steps"]
    (credentials,) = (at for at, step in enumerate(steps) if "configure-aws-credentials" in step.get("uses", ""))
    before, after = (
        [step["run"] for step in part if "run" in step] for part in (steps[:credentials], steps[credentials:])
    )
    assert before == ["make build setup"]
    assert after == [".sam-venv/bin/sam deploy", ".venv/bin/nutgraf smoke --aws"]
