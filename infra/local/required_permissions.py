"""The permissions that a call to AWS requires, on the resource itself and on the KMS key that encrypts it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.clients import ACCOUNT, PARTITION, REGION
from infra.local.iam_roles import Permission, UnknownPermissionError
from infra.local.moto.resources import StackResources

# The first parts of the ids of inference profiles that AWS defines across regions.
_GEOGRAPHIES = frozenset({"us", "us-gov", "eu", "apac", "jp", "au", "ca", "global"})


@dataclass(frozen=True, slots=True)
class Keys:
    """The KMS keys that encrypt buckets, queues and tables: ARN of the key, by ARN of the resource."""

    by_resource: Mapping[str, str]

    def with_stack(self, stack: StackResources) -> "Keys":
        """Return these keys and those that the resources of a stack use."""
        found: dict[str, str | None] = {}
        for logical_id, properties in stack.resources("AWS::S3::Bucket").items():
            for rule in properties.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration", []):
                key = rule.get("ServerSideEncryptionByDefault", {}).get("KMSMasterKeyID")
                found[_bucket(stack.name(logical_id))] = key
        for logical_id, properties in stack.resources("AWS::SQS::Queue").items():
            found[_queue(stack.name(logical_id))] = properties.get("KmsMasterKeyId")
        for properties in stack.resources("AWS::S3Vectors::VectorBucket").values():
            key = properties.get("EncryptionConfiguration", {}).get("KmsKeyArn")
            found[_vector_bucket(properties["VectorBucketName"])] = key
        for logical_id, properties in stack.resources("AWS::DynamoDB::Table").items():
            found[_table(stack.name(logical_id))] = properties.get("SSESpecification", {}).get("KMSMasterKeyId")
        return Keys({**self.by_resource, **{arn: key for arn, key in found.items() if key}})

    def needed_for(self, permission: Permission) -> Iterator[Permission]:
        """Return the permissions on the key that a call also requires, so that the service can encrypt or decrypt.

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
            case ("sqs", "ReceiveMessage") | ("dynamodb", _) | ("s3vectors", "QueryVectors" | "GetVectors"):
                uses = ("Decrypt",)
            case "s3vectors", "PutVectors":
                uses = ("GenerateDataKey", "Decrypt")
            case "s3vectors", "DeleteVectors":
                uses = ("Decrypt",)
            case _:
                return
        if key := self.by_resource.get(container_of(permission.resource)):
            via = f"{service}.{REGION}.amazonaws.com"
            yield from (Permission(f"kms:{use}", key, via) for use in uses)


def needed_for(service: str, operation: str, parameters: Mapping[str, Any]) -> Iterator[Permission]:
    """Return the permissions that a call requires. Raises UnknownPermissionError for an unsupported operation.

    Source: AWS Service Authorization Reference; for transactions, "Amazon DynamoDB transactions: how it works".
    """
    match service:
        case "sqs":
            action = operation.removesuffix("Batch")  # the batch operations have no permissions of their own
            yield Permission(f"sqs:{action}", _queue(parameters["QueueUrl"]))
        case "dynamodb":
            yield from _of_tables(operation, parameters)
        case "s3":
            yield from _of_buckets(operation, parameters)
        case "s3vectors":
            yield from _of_vectors(operation, parameters)
        case "lambda" if operation == "Invoke":
            function = f"{PARTITION}:lambda:{REGION}:{ACCOUNT}:function:{parameters['FunctionName']}"
            yield Permission("lambda:InvokeFunction", function)
        case "bedrock-runtime" if operation == "Converse":
            yield from (Permission("bedrock:InvokeModel", arn) for arn in _models(parameters["modelId"]))
        case _:
            raise _unknown(service, operation)


def _of_tables(operation: str, parameters: Mapping[str, Any]) -> Iterator[Permission]:
    match operation:
        case "TransactWriteItems":
            for write in parameters["TransactItems"]:
                ((kind, item),) = write.items()
                yield Permission(f"dynamodb:{kind}Item", _table(item["TableName"]))
        case "BatchWriteItem" | "BatchGetItem":
            for name in parameters["RequestItems"]:
                yield Permission(f"dynamodb:{operation}", _table(name))
        case "GetItem" | "PutItem" | "UpdateItem" | "DeleteItem":
            yield Permission(f"dynamodb:{operation}", _table(parameters["TableName"]))
        case "Query" | "Scan":
            index = f"/index/{parameters['IndexName']}" if "IndexName" in parameters else ""
            yield Permission(f"dynamodb:{operation}", _table(parameters["TableName"]) + index)
        case _:
            raise _unknown("dynamodb", operation)


def _of_buckets(operation: str, parameters: Mapping[str, Any]) -> Iterator[Permission]:
    bucket = parameters.get("Bucket", "")
    match operation:
        case "ListObjectsV2" | "HeadBucket":
            yield Permission("s3:ListBucket", _bucket(bucket))
        case "ListObjectVersions" | "CreateBucket":  # botocore signs a form as CreateBucket, which nothing calls
            action = "s3:ListBucketVersions" if operation == "ListObjectVersions" else "s3:CreateBucket"
            yield Permission(action, _bucket(bucket))
        case "GetObject" | "HeadObject":
            action = "s3:GetObjectVersion" if "VersionId" in parameters else "s3:GetObject"
            yield Permission(action, _object(bucket, parameters["Key"]))
        case "PutObject":
            yield Permission("s3:PutObject", _object(bucket, parameters["Key"]))
        case "DeleteObject":
            yield _deletion(bucket, parameters)
        case "DeleteObjects":
            for entry in parameters["Delete"]["Objects"]:
                yield _deletion(bucket, entry)
        case _:
            raise _unknown("s3", operation)


def _of_vectors(operation: str, parameters: Mapping[str, Any]) -> Iterator[Permission]:
    if operation not in ("PutVectors", "DeleteVectors", "QueryVectors"):
        raise _unknown("s3vectors", operation)
    index = _vector_index(parameters["vectorBucketName"], parameters["indexName"])
    yield Permission(f"s3vectors:{operation}", index)
    if parameters.get("returnMetadata") or "filter" in parameters:
        yield Permission("s3vectors:GetVectors", index)


def _unknown(service: str, operation: str) -> UnknownPermissionError:
    return UnknownPermissionError(
        f"Add the permissions of {service}:{operation} to infra/local/required_permissions.py."
    )


def _models(model_id: str) -> Iterator[str]:
    """Yield the ARNs that an invocation requires: of a model or a profile, and of the model behind a profile.

    Source: Amazon Bedrock User Guide, "Prerequisites for inference profiles". A profile's other regions have the same
    model, so this region's is enough here.
    """
    geography, _, model = model_id.partition(".")
    if model_id.startswith("arn:"):
        yield model_id
    elif geography in _GEOGRAPHIES:
        yield f"{PARTITION}:bedrock:{REGION}:{ACCOUNT}:inference-profile/{model_id}"
        yield f"{PARTITION}:bedrock:{REGION}::foundation-model/{model}"
    else:
        yield f"{PARTITION}:bedrock:{REGION}::foundation-model/{model_id}"


def _deletion(bucket: str, entry: Mapping[str, Any]) -> Permission:
    action = "s3:DeleteObjectVersion" if "VersionId" in entry else "s3:DeleteObject"
    return Permission(action, _object(bucket, entry["Key"]))


def _queue(url: str) -> str:
    return f"{PARTITION}:sqs:{REGION}:{ACCOUNT}:{url.rpartition('/')[2]}"


def _table(name: str) -> str:
    return f"{PARTITION}:dynamodb:{REGION}:{ACCOUNT}:table/{name}"


def container_of(resource: str) -> str:
    """Return the bucket of an object or of vectors, the table of an index, and any other resource itself."""
    parts = resource.split("/")
    has_type = parts[0].endswith(":table") or parts[0].startswith(f"{PARTITION}:s3vectors:")
    return "/".join(parts[: 2 if has_type else 1])


def _vector_index(bucket: str, index: str) -> str:
    return f"{_vector_bucket(bucket)}/index/{index}"


def _vector_bucket(name: str) -> str:
    return f"{PARTITION}:s3vectors:{REGION}:{ACCOUNT}:bucket/{name}"


def _bucket(name: str) -> str:
    return f"{PARTITION}:s3:::{name}"


def _object(bucket: str, key: str) -> str:
    return f"{_bucket(bucket)}/{key}"
