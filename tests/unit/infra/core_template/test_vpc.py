"""ParseFunction in a VPC: only with subnets, with what Lambda needs for network interfaces."""

from collections.abc import Mapping
from typing import Any

import pytest

from infra.local.clients import ACCOUNT, REGION
from infra.local.deployment import Deployment
from infra.local.iam_roles import Permission, Role
from tests.support.core_template import FUNCTION, ROLE, deployed, statements

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
