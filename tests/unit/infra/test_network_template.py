"""infra/network.yaml: a VPC from which ParseFunction reaches what it calls, and nothing else."""

from typing import Any

import pytest
from cfnlint.api import lint
from samtranslator.yaml_helper import yaml_parse

from infra.local.deployment import deployed
from infra.local.iam_roles import Role
from infra.local.template import ROOT

NETWORK = ROOT / "infra" / "network.yaml"
SOURCE: dict[str, Any] = yaml_parse(NETWORK.read_text(encoding="utf-8"))
CORE = yaml_parse((ROOT / "template.yaml").read_text(encoding="utf-8"))
SECURITY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")

# Permissions of ParseRole for what Lambda itself and the services that it calls do, outside of the VPC.
OUTSIDE = {"logs", "kms", "ec2"}

# What Lambda does with the role: it polls the queue.
BY_LAMBDA = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}

# Types that give a VPC a way out, or a way in.
WAYS_OUT = {
    "AWS::EC2::Route",
    "AWS::EC2::InternetGateway",
    "AWS::EC2::EgressOnlyInternetGateway",
    "AWS::EC2::NatGateway",
    "AWS::EC2::VPCGatewayAttachment",
    "AWS::EC2::VPCPeeringConnection",
    "AWS::EC2::TransitGatewayAttachment",
    "AWS::EC2::VPNGateway",
}


def resources(kind: str) -> dict[str, Any]:
    """Return the properties of the resources of a type, by logical id."""
    found = SOURCE["Resources"].items()
    return {name: resource["Properties"] for name, resource in found if resource["Type"] == kind}


def endpoints() -> dict[str, Any]:
    """Return the properties of the endpoints, by service."""
    found = resources("AWS::EC2::VPCEndpoint").values()
    return {entry["ServiceName"]["Fn::Sub"].rpartition(".")[2]: entry for entry in found}


@pytest.fixture(scope="module")
def called() -> set[str]:
    """The actions that the code of ParseFunction may call, with a key."""
    key = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
    with deployed({"KmsKeyArn": key, "VpcSubnetIds": "subnet-1", "VpcSecurityGroupIds": "sg-1"}) as stack:
        role = Role.of("ParseRole", stack.resources("AWS::IAM::Role")["ParseRole"])
    actions = {permission.action for permission in role.allowed} - BY_LAMBDA
    return {action for action in actions if action.partition(":")[0] not in OUTSIDE}


def test_cfn_lint_finds_nothing() -> None:
    assert [str(match) for match in lint(NETWORK.read_text(encoding="utf-8"))] == []


def test_every_service_that_the_function_calls_has_an_endpoint_and_no_other_one(called: set[str]) -> None:
    assert endpoints().keys() == {action.partition(":")[0] for action in called} == {"s3", "dynamodb", "sqs"}
    for service in endpoints():
        assert f"| {'DynamoDB' if service == 'dynamodb' else service.upper()} |" in SECURITY


def test_an_endpoint_allows_what_the_role_does_and_resources_and_principals_of_this_account_only(
    called: set[str],
) -> None:
    account = {"Ref": "AWS::AccountId"}
    for service, endpoint in endpoints().items():
        (statement,) = endpoint["PolicyDocument"]["Statement"]
        assert statement["Effect"] == "Allow"
        assert set(statement["Action"]) >= {action for action in called if action.startswith(f"{service}:")}
        assert not [action for action in statement["Action"] if "*" in action]
        assert statement["Condition"] == {
            "StringEquals": {"aws:ResourceAccount": account, "aws:PrincipalAccount": account}
        }


def test_the_vpc_has_no_way_out_but_the_endpoints() -> None:
    kinds = {resource["Type"] for resource in SOURCE["Resources"].values()}
    assert not kinds & WAYS_OUT
    (table,) = resources("AWS::EC2::RouteTable")
    gateways = [endpoint for endpoint in endpoints().values() if endpoint["VpcEndpointType"] == "Gateway"]
    assert [endpoint["RouteTableIds"] for endpoint in gateways] == [[{"Ref": table}]] * 2
    subnets = resources("AWS::EC2::Subnet")
    associated = resources("AWS::EC2::SubnetRouteTableAssociation").values()
    assert sorted(entry["SubnetId"]["Ref"] for entry in associated) == sorted(subnets)
    assert not [subnet for subnet in subnets.values() if subnet.get("MapPublicIpOnLaunch")]


def test_the_endpoint_for_sqs_has_the_usual_name_and_admits_the_function_alone() -> None:
    endpoint = endpoints()["sqs"]
    assert endpoint["PrivateDnsEnabled"] is True
    (vpc,) = resources("AWS::EC2::VPC").values()
    assert vpc["EnableDnsSupport"] is vpc["EnableDnsHostnames"] is True
    groups = resources("AWS::EC2::SecurityGroup")
    (group,) = (entry["Ref"] for entry in endpoint["SecurityGroupIds"])
    (rule,) = groups[group]["SecurityGroupIngress"]
    assert rule["SourceSecurityGroupId"] == SOURCE["Outputs"]["VpcSecurityGroupIds"]["Value"]
    assert (rule["FromPort"], rule["ToPort"]) == (443, 443)
    function = groups[rule["SourceSecurityGroupId"]["Ref"]]
    assert "SecurityGroupIngress" not in function
    assert [(entry["FromPort"], entry["ToPort"]) for entry in function["SecurityGroupEgress"]] == [(443, 443)]


def test_only_names_of_aws_are_resolved() -> None:
    (group,) = resources("AWS::Route53Resolver::FirewallRuleGroup").values()
    rules = sorted(group["FirewallRules"], key=lambda rule: rule["Priority"])
    lists = resources("AWS::Route53Resolver::FirewallDomainList")
    found = [(rule["Action"], lists[rule["FirewallDomainListId"]["Ref"]]["Domains"]) for rule in rules]
    assert found == [("ALLOW", [{"Fn::Sub": "*.${AWS::URLSuffix}"}]), ("BLOCK", ["*"])]
    (association,) = resources("AWS::Route53Resolver::FirewallRuleGroupAssociation").values()
    assert association["VpcId"] == {"Ref": "Vpc"}


def test_the_outputs_are_parameters_of_the_core_stack_by_their_names() -> None:
    assert SOURCE["Outputs"].keys() == {name for name in CORE["Parameters"] if name.startswith("Vpc")}
    subnets = SOURCE["Outputs"]["VpcSubnetIds"]["Value"]["Fn::Sub"].split(",")
    assert sorted(subnets) == sorted(f"${{{name}}}" for name in resources("AWS::EC2::Subnet"))
