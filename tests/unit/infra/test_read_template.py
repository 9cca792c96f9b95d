"""read.yaml: who may call the API, what the function may do, and that the local stack can run it."""

from collections.abc import Mapping
from typing import Any

import pytest
from cfnlint.api import lint
from samtranslator.yaml_helper import yaml_parse

from infra.local.deployment import Deployment
from infra.local.deployment import deployed as deployed_in_moto
from infra.local.template import READ_TEMPLATE, TEMPLATE, translate
from shared.settings import ReadSettings

TEXT = READ_TEMPLATE.read_text(encoding="utf-8")
SOURCE = yaml_parse(TEXT)
CORE = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))
REQUIRED = {"TableName": "summaries", "DocumentsBucket": "documents"}
EVERYTHING = REQUIRED | {
    "UploadsBucket": "uploads",
    "UploadsPrefix": "in/",
    "AllowUploads": "true",
    "KmsKeyArn": "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555",
}


def deployed(parameters: Mapping[str, str]) -> Deployment:
    with deployed_in_moto(parameters, READ_TEMPLATE) as deployment:
        return deployment


def allowed(parameters: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the resources of each action that the role allows."""
    (policy,) = deployed(parameters).resources("AWS::IAM::Role")["ReadRole"]["Policies"]
    found: dict[str, list[str]] = {}
    for statement in policy["PolicyDocument"]["Statement"]:
        assert statement["Effect"] == "Allow"
        resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
        for action in statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]:
            found.setdefault(action, []).extend(resources)
    return found


def test_the_template_is_short_and_valid() -> None:
    lines = TEXT.splitlines()
    assert len(lines) < 250 and max(map(len, lines)) <= 120
    assert lint(TEXT, regions=["us-east-1"]) == []


def test_every_parameter_is_described_and_used() -> None:
    used = repr([SOURCE[part] for part in ("Conditions", "Rules", "Resources")])
    for name, parameter in SOURCE["Parameters"].items():
        assert parameter.get("Description"), name
        assert f"{{'Ref': '{name}'}}" in used or f"${{{name}}}" in used, f"{name} is not used"


def test_parameters_of_the_core_stack_have_its_limits() -> None:
    for name in (
        "UploadsPrefix",
        "MaxBytes",
        "IndexShards",
        "KmsKeyArn",
        "LogLevel",
        "LogRetentionDays",
        "Architecture",
    ):
        ours, core = SOURCE["Parameters"][name], CORE["Parameters"][name]
        assert {**ours, "Description": ""} == {**core, "Description": ""}, name


def routes() -> list[Mapping[str, Any]]:
    resources = translate(REQUIRED, READ_TEMPLATE)["Resources"].values()
    return [each["Properties"] for each in resources if each["Type"] == "AWS::ApiGatewayV2::Route"]


def test_no_route_is_open() -> None:
    """Without an issuer, requests are signed with IAM; with one, API Gateway checks the token."""
    assert sorted(route["RouteKey"] for route in routes()) == ["GET /{proxy+}", "POST /{proxy+}"]
    for route in routes():
        assert route["AuthorizationType"] == {"Fn::If": ["HasTokens", "JWT", "AWS_IAM"]}
        assert route["AuthorizerId"] == {"Fn::If": ["HasTokens", {"Ref": "Authorizer"}, {"Ref": "AWS::NoValue"}]}
    assert SOURCE["Conditions"]["HasTokens"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "JwtIssuer"}, ""]}]}
    authorizer = SOURCE["Resources"]["Authorizer"]
    assert authorizer["Condition"] == "HasTokens"
    assert authorizer["Properties"]["AuthorizerType"] == "JWT"
    configuration = authorizer["Properties"]["JwtConfiguration"]
    assert configuration == {"Issuer": {"Ref": "JwtIssuer"}, "Audience": {"Ref": "JwtAudience"}}
    assert {"Type": "AWS::Serverless::Function"}.items() <= SOURCE["Resources"]["ReadFunction"].items()
    assert "FunctionUrlConfig" not in TEXT and "Events" not in SOURCE["Resources"]["ReadFunction"]["Properties"]


def test_only_this_api_invokes_the_function() -> None:
    permission = SOURCE["Resources"]["ApiInvokes"]["Properties"]
    assert permission["Principal"] == "apigateway.amazonaws.com"
    assert permission["SourceArn"]["Fn::Sub"].endswith(":${Api}/*/*")


def test_requests_are_throttled_and_logged_without_their_paths() -> None:
    stage = SOURCE["Resources"]["Stage"]["Properties"]
    assert stage["DefaultRouteSettings"].keys() == {"ThrottlingRateLimit", "ThrottlingBurstLimit"}
    logged = stage["AccessLogSettings"]["Format"]
    assert "$context.status" in logged and "$context.routeKey" in logged
    assert "path" not in logged.lower() and "querystring" not in logged.lower()


def test_no_page_may_call_the_api_by_default() -> None:
    (choice,) = SOURCE["Resources"]["Api"]["Properties"]["CorsConfiguration"].values()
    assert choice[0] == "HasOrigins" and choice[2] == {"Ref": "AWS::NoValue"}
    assert choice[1]["AllowOrigins"] == {"Ref": "AllowedOrigins"}
    assert "AllowCredentials" not in choice[1]
    assert SOURCE["Parameters"]["AllowedOrigins"]["Default"] == ""


def test_by_default_the_function_only_reads_the_table_and_the_documents() -> None:
    table = "arn:aws:dynamodb:us-east-1:123456789012:table/summaries"
    assert allowed(REQUIRED) == {
        "dynamodb:GetItem": [table],
        "dynamodb:BatchGetItem": [table],
        "dynamodb:Query": [table, f"{table}/index/by-day", f"{table}/index/by-status"],
        "s3:GetObject": ["arn:aws:s3:::documents/*"],
        "s3:ListBucket": ["arn:aws:s3:::documents"],
        "logs:CreateLogStream": allowed(REQUIRED)["logs:PutLogEvents"],
        "logs:PutLogEvents": allowed(REQUIRED)["logs:PutLogEvents"],
    }


def test_links_to_originals_and_uploads_are_permitted_by_parameters() -> None:
    links = allowed(REQUIRED | {"UploadsBucket": "uploads"})
    assert "arn:aws:s3:::uploads/*" in links["s3:GetObject"] and "s3:PutObject" not in links
    assert links["s3:GetObjectVersion"] == ["arn:aws:s3:::uploads/*"]
    uploads = allowed(EVERYTHING)
    assert uploads["s3:PutObject"] == ["arn:aws:s3:::uploads/in/*"]
    assert {"kms:Decrypt", "kms:GenerateDataKey"} < uploads.keys()
    assert "kms:GenerateDataKey" not in allowed(EVERYTHING | {"AllowUploads": "false"})


@pytest.mark.parametrize("parameters", [REQUIRED, EVERYTHING], ids=["required", "everything"])
def test_the_function_finds_its_settings_in_its_environment(parameters: dict[str, str]) -> None:
    (function,) = deployed(parameters).functions().values()
    settings = ReadSettings.from_environment(function.environment)
    assert (settings.summaries_table, settings.documents_bucket) == ("summaries", "documents")
    assert settings.uploads_bucket == parameters.get("UploadsBucket", "")
    assert settings.allow_uploads == (parameters is EVERYTHING)
    assert settings.uploads_prefix == parameters.get("UploadsPrefix", "")
    names = {name.upper() for name in ReadSettings.model_fields}
    assert names | {"POWERTOOLS_SERVICE_NAME", "POWERTOOLS_LOG_LEVEL"} == set(function.environment)
    assert function.environment["POWERTOOLS_SERVICE_NAME"] == "read"


def test_the_api_waits_as_long_as_the_function_may_take() -> None:
    timeout = SOURCE["Resources"]["ReadFunction"]["Properties"]["Timeout"]
    assert timeout * 1000 < SOURCE["Resources"]["Integration"]["Properties"]["TimeoutInMillis"] <= 30_000
