"""What functions may do: each of their calls is held against the function's role, as IAM would, and written down.

moto's own enforcement is not used: it can't read roles that come from CloudFormation, and overlooks conditions.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.awsrequest import AWSResponse, HTTPHeaders
from botocore.model import OperationModel

from infra.local.clients import ACCOUNT, REGION

if TYPE_CHECKING:
    from infra.local.deployment import Deployment

_PARTITION = "arn:aws"
_UNDERSTOOD = frozenset({"Sid", "Effect", "Action", "Resource", "Condition"})
_VIA = "kms:ViaService"

# Managed policies for what Lambda itself does in a function's name. They allow a function's own code nothing here.
_BY_LAMBDA = frozenset(
    f"{_PARTITION}:iam::aws:policy/service-role/{name}"
    for name in ("AWSLambdaBasicExecutionRole", "AWSLambdaSQSQueueExecutionRole")
)
_NOT_FOUND = frozenset({"404", "NoSuchKey", "NoSuchVersion"})

# Where botocore's context of a call keeps the permissions that it needs.
_CALLED = "nutgraf_called"


class Permission(NamedTuple):
    """An IAM action, and the ARN of what it is done to; in a role's statement both may have wildcards.

    `via` is the service that uses a key in the caller's name (`kms:ViaService`); empty in a statement: any, or none.
    """

    action: str
    resource: str
    via: str = ""

    def __str__(self) -> str:
        return f"{self.action} on {self.resource}" + (f" via {self.via}" if self.via else "")

    def covers(self, needed: "Permission") -> bool:
        """Whether what is needed is among what this allows."""
        return (
            _matches(needed.action.lower(), self.action.lower())
            and _matches(needed.resource, self.resource)
            and self.via in ("", needed.via)
        )


class UnknownPermissionError(Exception):
    """A role's statement, or a call, of which nobody has decided here what it means to IAM."""


class NotAllowedError(Exception):
    """A function called what its role does not allow. On AWS it would have been answered AccessDenied."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a role of the template allows and denies."""

    name: str
    allowed: tuple[Permission, ...]
    denied: tuple[Permission, ...] = ()

    @classmethod
    def of(cls, name: str, properties: Mapping[str, Any]) -> "Role":
        """The role of a translated template, references resolved; raises UnknownPermissionError for what is not
        understood here, so that nothing is taken for allowed that isn't."""
        if strange := set(properties.get("ManagedPolicyArns", [])) - _BY_LAMBDA:
            raise UnknownPermissionError(f"{name} has managed policies that are not known here: {sorted(strange)}.")
        found: dict[str, list[Permission]] = {"Allow": [], "Deny": []}
        for policy in properties.get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                if unknown := statement.keys() - _UNDERSTOOD:
                    raise UnknownPermissionError(f"{name} has a statement with {sorted(unknown)}.")
                found[statement["Effect"]] += [
                    Permission(action, resource, via)
                    for action in _as_list(statement["Action"])
                    for resource in _as_list(statement["Resource"])
                    for via in _services(name, statement.get("Condition"))
                ]
        return cls(name, tuple(found["Allow"]), tuple(found["Deny"]))

    def allowances(self, needed: Permission) -> list[Permission]:
        """What of the role allows something, by IAM's rule: a denial wins, and what nothing allows is denied."""
        if any(denial.covers(needed) for denial in self.denied):
            return []
        return [allowance for allowance in self.allowed if allowance.covers(needed)]

    def allows(self, needed: Permission) -> bool:
        """Whether the role allows something."""
        return bool(self.allowances(needed))


@dataclass(slots=True)
class _Caller:
    """A function while it runs, what of its role it uses, and what it was refused."""

    role: Role
    used: set[Permission]
    refused: list[Permission] = field(default_factory=list)

    def may(self, needed: Permission) -> bool:
        """Whether its role allows something; what does is used, and what isn't allowed is refused."""
        allowances = self.role.allowances(needed)
        self.used.update(allowances)
        if not allowances:
            self.refused.append(needed)
        return bool(allowances)


class Permissions:
    """Holds the calls of a stack's functions against their roles, and remembers them."""

    def __init__(self, deployment: "Deployment") -> None:
        roles = {
            f"{_PARTITION}:iam::{ACCOUNT}:role/{deployment.name(logical_id)}": Role.of(logical_id, properties)
            for logical_id, properties in deployment.resources("AWS::IAM::Role").items()
        }
        self.keys = Keys.of(deployment)
        functions = deployment.resources("AWS::Lambda::Function")
        self._roles = {function: roles[properties["Role"]] for function, properties in functions.items()}
        self._used: dict[str, set[Permission]] = {function: set() for function in functions}
        self._caller: ContextVar[_Caller | None] = ContextVar("caller", default=None)

    def role(self, function: str) -> Role:
        """The role of a function (logical id)."""
        return self._roles[function]

    def used(self, function: str) -> frozenset[Permission]:
        """What of its role a function (logical id) has used so far."""
        return frozenset(self._used[function])

    def watch(self, events: Any) -> None:
        """Look at the calls of all clients that are made from now on by a session with these `events`."""
        identity = f"permissions-{id(self)}"  # what is registered twice under one identity is called once
        events.register("provide-client-params", self._note, unique_id=f"{identity}-note")
        events.register_first("before-call", self._refuse, unique_id=f"{identity}-refuse")
        events.register("after-call.s3", self._hide_absence, unique_id=f"{identity}-hide-absence")

    @contextmanager
    def of(self, function: str) -> Iterator[None]:
        """While this lasts, the calls of this thread are the function's (logical id).

        Raises NotAllowedError at its end that names what was called without leave.
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

    def _note(self, params: dict[str, Any], model: OperationModel, context: dict[str, Any], **_: Any) -> None:
        if self._caller.get() is not None:
            needed = list(needed_for(model.service_model.service_name, model.name, params))
            context[_CALLED] = needed + [use for permission in needed for use in self.keys.needed_for(permission)]

    def _refuse(
        self, model: OperationModel, context: dict[str, Any], **_: Any
    ) -> tuple[AWSResponse, dict[str, Any]] | None:
        if (caller := self._caller.get()) is None:
            return None
        refused = [needed for needed in context[_CALLED] if not caller.may(needed)]
        if not refused:
            return None
        code = "AccessDenied" if model.service_model.service_name == "s3" else "AccessDeniedException"
        error = {"Code": code, "Message": f"{caller.role.name} is not authorized to perform: {refused[0]}"}
        response = AWSResponse("", 403, HTTPHeaders(), None)
        return response, {"Error": error, "ResponseMetadata": {"HTTPStatusCode": 403, "RetryAttempts": 0}}

    def _hide_absence(self, parsed: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        """S3 tells that an object or version is missing only to those who may list them; others get 403."""
        caller, called = self._caller.get(), context.get(_CALLED, [])
        if caller is None or parsed.get("Error", {}).get("Code") not in _NOT_FOUND:
            return
        for needed in called:
            if needed.action.startswith("s3:"):
                versions = "Versions" if needed.action.endswith("Version") else ""
                caller.may(Permission(f"s3:ListBucket{versions}", _kept_in(needed.resource)))


@dataclass(frozen=True, slots=True)
class Keys:
    """The KMS keys that buckets, queues and tables are encrypted under: ARN of the key, by ARN of what it encrypts."""

    by_resource: Mapping[str, str]

    @classmethod
    def of(cls, deployment: "Deployment") -> "Keys":
        """The keys that a stack's template names."""
        found: dict[str, str | None] = {}
        for logical_id, properties in deployment.resources("AWS::S3::Bucket").items():
            for rule in properties.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration", []):
                key = rule.get("ServerSideEncryptionByDefault", {}).get("KMSMasterKeyID")
                found[_bucket(deployment.name(logical_id))] = key
        for logical_id, properties in deployment.resources("AWS::SQS::Queue").items():
            found[_queue(deployment.name(logical_id))] = properties.get("KmsMasterKeyId")
        for logical_id, properties in deployment.resources("AWS::DynamoDB::Table").items():
            found[_table(deployment.name(logical_id))] = properties.get("SSESpecification", {}).get("KMSMasterKeyId")
        return cls({arn: key for arn, key in found.items() if key})

    def needed_for(self, permission: Permission) -> Iterator[Permission]:
        """What a caller needs of the key, besides a permission, so that a service can encrypt or decrypt for it.

        Source: Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys"; Amazon SQS Developer Guide,
        "Key management"; AWS KMS Developer Guide on DynamoDB: the table's own key is decrypted once for each caller.
        """
        service, _, action = permission.action.partition(":")
        uses: tuple[str, ...]
        match service, action:
            case "s3", "GetObject" | "GetObjectVersion":
                uses = ("Decrypt",)
            case "s3", "PutObject":
                uses = ("GenerateDataKey",)
            case "sqs", "SendMessage":
                uses = ("GenerateDataKey", "Decrypt")
            case ("sqs", "ReceiveMessage") | ("dynamodb", _):
                uses = ("Decrypt",)
            case _:
                return
        if key := self.by_resource.get(_kept_in(permission.resource)):
            via = f"{service}.{REGION}.amazonaws.com"
            yield from (Permission(f"kms:{use}", key, via) for use in uses)


def needed_for(service: str, operation: str, parameters: Mapping[str, Any]) -> Iterator[Permission]:
    """The permissions that a call needs; raises UnknownPermissionError for one that is not known here.

    Source: AWS Service Authorization Reference; for transactions, "Amazon DynamoDB transactions: how it works".
    """
    match service, operation:
        case "sqs", _:
            action = operation.removesuffix("Batch")  # which has no permission of its own
            yield Permission(f"sqs:{action}", _queue(parameters["QueueUrl"]))
        case "dynamodb", "TransactWriteItems":
            for write in parameters["TransactItems"]:
                ((kind, item),) = write.items()
                yield Permission(f"dynamodb:{kind}Item", _table(item["TableName"]))
        case "dynamodb", "BatchWriteItem" | "BatchGetItem":
            for name in parameters["RequestItems"]:
                yield Permission(f"dynamodb:{operation}", _table(name))
        case "dynamodb", "GetItem" | "PutItem" | "UpdateItem" | "DeleteItem":
            yield Permission(f"dynamodb:{operation}", _table(parameters["TableName"]))
        case "dynamodb", "Query" | "Scan":
            index = f"/index/{parameters['IndexName']}" if "IndexName" in parameters else ""
            yield Permission(f"dynamodb:{operation}", _table(parameters["TableName"]) + index)
        case "s3", "ListObjectsV2" | "HeadBucket":
            yield Permission("s3:ListBucket", _bucket(parameters["Bucket"]))
        case "s3", "ListObjectVersions":
            yield Permission("s3:ListBucketVersions", _bucket(parameters["Bucket"]))
        case "s3", "GetObject" | "HeadObject":
            action = "s3:GetObjectVersion" if "VersionId" in parameters else "s3:GetObject"
            yield Permission(action, _object(parameters["Bucket"], parameters["Key"]))
        case "s3", "PutObject":
            yield Permission("s3:PutObject", _object(parameters["Bucket"], parameters["Key"]))
        case "s3", "DeleteObject":
            yield _deletion(parameters["Bucket"], parameters)
        case "s3", "DeleteObjects":
            for entry in parameters["Delete"]["Objects"]:
                yield _deletion(parameters["Bucket"], entry)
        case _:
            raise UnknownPermissionError(
                f"Nobody has said which permissions {service}:{operation} needs: add it to infra/local/permissions.py."
            )


def _deletion(bucket: str, entry: Mapping[str, Any]) -> Permission:
    action = "s3:DeleteObjectVersion" if "VersionId" in entry else "s3:DeleteObject"
    return Permission(action, _object(bucket, entry["Key"]))


def _queue(url: str) -> str:
    return f"{_PARTITION}:sqs:{REGION}:{ACCOUNT}:{url.rpartition('/')[2]}"


def _table(name: str) -> str:
    return f"{_PARTITION}:dynamodb:{REGION}:{ACCOUNT}:table/{name}"


def _kept_in(resource: str) -> str:
    """The bucket of an object, the table of an index, and what else there is itself."""
    parts = resource.split("/")
    return "/".join(parts[: 2 if parts[0].endswith(":table") else 1])


def _bucket(name: str) -> str:
    return f"{_PARTITION}:s3:::{name}"


def _object(bucket: str, key: str) -> str:
    return f"{_bucket(bucket)}/{key}"


def _matches(value: str, pattern: str) -> bool:
    """IAM knows the wildcards * and ?, and no brackets."""
    return fnmatchcase(value, pattern.replace("[", "[[]"))


def _as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _services(role: str, condition: Mapping[str, Any] | None) -> list[str]:
    """The services by which a statement's condition lets a key be used; one that names none is for all calls.

    That a resource is of this account is always true here, where there is no other.
    """
    if condition is None:
        return [""]
    equal = {**condition.get("StringEquals", {})}
    services = _as_list(equal.pop(_VIA, [""]))
    if condition.keys() != {"StringEquals"} or equal not in ({}, {"aws:ResourceAccount": ACCOUNT}):
        raise UnknownPermissionError(f"{role} has a statement with the condition {condition}.")
    return services
