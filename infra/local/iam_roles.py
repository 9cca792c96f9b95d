"""The permissions that the roles of the template grant or deny."""

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from infra.local.clients import ACCOUNT, PARTITION

_SUPPORTED_ELEMENTS = frozenset({"Sid", "Effect", "Action", "Resource", "Condition"})
_VIA = "kms:ViaService"

# The condition of a denial that applies to the calls of a function's code, not to those that Lambda makes with its role
# (AWS Lambda Developer Guide, "Using source function ARN to control function access behavior").
_BY_CODE = {"Null": {"lambda:SourceFunctionArn": "false"}}

# Managed policies for what Lambda itself does for a function. The function's own code needs none of their permissions.
_FOR_LAMBDA = frozenset(
    f"{PARTITION}:iam::aws:policy/service-role/{name}"
    for name in ("AWSLambdaBasicExecutionRole", "AWSLambdaSQSQueueExecutionRole")
)


class Permission(NamedTuple):
    """An IAM action and the ARN of its resource. In the statement of a role, both may contain wildcards.

    `via` is the service that uses a KMS key on behalf of the caller (`kms:ViaService`). If it is empty in a statement,
    the statement applies to every call.
    """

    action: str
    resource: str
    via: str = ""

    def __str__(self) -> str:
        return f"{self.action} on {self.resource}" + (f" via {self.via}" if self.via else "")

    def covers(self, needed: "Permission") -> bool:
        """Return whether this permission includes the needed one."""
        return (
            _matches(needed.action.lower(), self.action.lower())
            and _matches(needed.resource, self.resource)
            and self.via in ("", needed.via)
        )


class UnknownPermissionError(Exception):
    """The statement of a role, or a call, that this package does not support."""


@dataclass(frozen=True, slots=True)
class Role:
    """The permissions that a role of the template allows and denies.

    `denied_to_code` are denials of what Lambda itself does with the role.
    """

    name: str
    allowed: tuple[Permission, ...]
    denied: tuple[Permission, ...] = ()
    denied_to_code: tuple[Permission, ...] = ()

    @classmethod
    def of(cls, name: str, properties: Mapping[str, Any]) -> "Role":
        """Parse the role from its resolved properties in the translated template.

        Raises UnknownPermissionError for an unsupported policy or statement.
        """
        if unsupported := set(properties.get("ManagedPolicyArns", [])) - _FOR_LAMBDA:
            raise UnknownPermissionError(f"{name} has unsupported managed policies: {sorted(unsupported)}.")
        found: dict[str, list[Permission]] = {"Allow": [], "Deny": [], "Deny to code": []}
        for policy in properties.get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                if unsupported := statement.keys() - _SUPPORTED_ELEMENTS:
                    raise UnknownPermissionError(f"{name} has a statement with {sorted(unsupported)}.")
                effect, condition = statement["Effect"], statement.get("Condition")
                if effect == "Deny" and condition == _BY_CODE:
                    effect, condition = "Deny to code", None
                found[effect] += [
                    Permission(action, resource, via)
                    for action in _as_list(statement["Action"])
                    for resource in _as_list(statement["Resource"])
                    for via in _services(name, condition)
                ]
        return cls(name, *(tuple(permissions) for permissions in found.values()))

    def allowances(self, needed: Permission, *, by_lambda: bool = False) -> list[Permission]:
        """Return the permissions of the role that allow the needed one. As in IAM, an explicit denial has priority.

        `by_lambda` is for calls that Lambda itself makes with the role, outside of the function.
        """
        denied = self.denied if by_lambda else self.denied + self.denied_to_code
        if any(denial.covers(needed) for denial in denied):
            return []
        return [allowance for allowance in self.allowed if allowance.covers(needed)]


def _matches(value: str, pattern: str) -> bool:
    """Match a value with IAM's wildcards * and ?. Brackets have no special meaning."""
    return fnmatchcase(value, pattern.replace("[", "[[]"))


def _as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _services(role: str, condition: Mapping[str, Any] | None) -> list[str]:
    """Return the values of kms:ViaService in the condition of a statement; [""] if it has none.

    A condition on aws:ResourceAccount is always true, because the local stack has only one account.
    """
    if condition is None:
        return [""]
    equal = {**condition.get("StringEquals", {})}
    services = _as_list(equal.pop(_VIA, [""]))
    if condition.keys() != {"StringEquals"} or equal not in ({}, {"aws:ResourceAccount": ACCOUNT}):
        raise UnknownPermissionError(f"{role} has a statement with the condition {condition}.")
    return services
