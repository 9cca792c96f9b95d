"""Checks the calls of functions against their roles, as IAM does, and records which permissions they use.

moto's own enforcement cannot read roles that CloudFormation creates, and ignores conditions.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from botocore.awsrequest import AWSResponse, HTTPHeaders
from botocore.model import OperationModel

from infra.local.clients import ACCOUNT, PARTITION
from infra.local.iam_roles import Permission, Role
from infra.local.moto.resources import StackResources
from infra.local.required_permissions import Keys, container_of, needed_for

_NOT_FOUND = frozenset({"404", "NoSuchKey", "NoSuchVersion"})

# Key of botocore's request context under which the required permissions of a call are stored.
_REQUIRED = "nutgraf_required_permissions"


class NotAllowedError(Exception):
    """A function made a call that its role does not allow. AWS would respond with AccessDenied."""


@dataclass(slots=True)
class _Caller:
    """A running function, the permissions of its role that it used, and the ones that it lacked."""

    role: Role
    used: set[Permission]
    refused: list[Permission] = field(default_factory=list)

    def may(self, needed: Permission) -> bool:
        """Return whether the role allows the needed permission, and record it as used or refused."""
        allowances = self.role.allowances(needed)
        self.used.update(allowances)
        if not allowances:
            self.refused.append(needed)
        return bool(allowances)


class Permissions:
    """Checks the calls of the functions of a stack against their roles, and records the permissions that they use."""

    def __init__(self, stack: StackResources) -> None:
        self.keys = Keys({})
        self._roles: dict[str, Role] = {}
        self._used: dict[str, set[Permission]] = {}
        self.add(stack)
        self._caller: ContextVar[_Caller | None] = ContextVar("caller", default=None)

    def add(self, stack: StackResources) -> None:
        """Check the functions of another stack too."""
        self.keys = self.keys.with_stack(stack)
        roles = {
            f"{PARTITION}:iam::{ACCOUNT}:role/{stack.name(logical_id)}": Role.of(logical_id, properties)
            for logical_id, properties in stack.resources("AWS::IAM::Role").items()
        }
        for function, properties in stack.resources("AWS::Lambda::Function").items():
            self._roles[function] = roles[properties["Role"]]
            self._used[function] = set()

    def role(self, function: str) -> Role:
        """Return the role of a function (logical id)."""
        return self._roles[function]

    def used(self, function: str) -> frozenset[Permission]:
        """Return the permissions of its role that a function (logical id) has used so far."""
        return frozenset(self._used[function])

    def watch(self, events: Any) -> None:
        """Check the calls of every client that a session with these `events` creates from now on."""
        identity = f"permissions-{id(self)}"  # botocore registers a handler only once per identity
        events.register("provide-client-params", self._note_required, unique_id=f"{identity}-note")
        events.register_first("before-call", self._refuse, unique_id=f"{identity}-refuse")
        events.register("after-call.s3", self._check_listing, unique_id=f"{identity}-check-listing")

    @contextmanager
    def of(self, function: str) -> Iterator[None]:
        """Attribute the calls of this thread inside the context to a function (logical id).

        Raises NotAllowedError at the end of the context, with the permissions that the role lacks.
        """
        caller = _Caller(self._roles[function], self._used[function])
        token = self._caller.set(caller)
        try:
            yield
        finally:
            self._caller.reset(token)
            if caller.refused:
                missing = "; ".join(str(needed) for needed in dict.fromkeys(caller.refused))
                raise NotAllowedError(f"{caller.role.name} does not allow {function}: {missing}.")

    def _note_required(self, params: dict[str, Any], model: OperationModel, context: dict[str, Any], **_: Any) -> None:
        if self._caller.get() is not None:
            needed = list(needed_for(model.service_model.service_name, model.name, params))
            context[_REQUIRED] = needed + [use for permission in needed for use in self.keys.needed_for(permission)]

    def _refuse(
        self, model: OperationModel, context: dict[str, Any], **_: Any
    ) -> tuple[AWSResponse, dict[str, Any]] | None:
        if (caller := self._caller.get()) is None:
            return None
        refused = [needed for needed in context[_REQUIRED] if not caller.may(needed)]
        if not refused:
            return None
        code = "AccessDenied" if model.service_model.service_name == "s3" else "AccessDeniedException"
        error = {"Code": code, "Message": f"{caller.role.name} is not authorized to perform: {refused[0]}"}
        response = AWSResponse("", 403, HTTPHeaders(), None)
        return response, {"Error": error, "ResponseMetadata": {"HTTPStatusCode": 403, "RetryAttempts": 0}}

    def _check_listing(self, parsed: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        """Require the permission to list after a 404. Without it, S3 responds with 403 when an object is missing."""
        caller, required = self._caller.get(), context.get(_REQUIRED, [])
        if caller is None or parsed.get("Error", {}).get("Code") not in _NOT_FOUND:
            return
        for needed in required:
            if needed.action.startswith("s3:"):
                versions = "Versions" if needed.action.endswith("Version") else ""
                caller.may(Permission(f"s3:ListBucket{versions}", container_of(needed.resource)))
