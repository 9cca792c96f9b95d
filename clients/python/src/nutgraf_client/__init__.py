"""A client of Nutgraf's read API.

    from nutgraf_client import Client

    with Client("http://127.0.0.1:5056") as client:
        for statement in client.statements("PERSON", "Edda Lorne"):
            print(statement.uploaded_at, statement.quote)

nutgraf_client.table reads the DynamoDB table itself, without the API.
"""

from nutgraf_client.auth import AwsSignature, BearerToken
from nutgraf_client.client import Client, Uploaded
from nutgraf_client.errors import (
    AccessDeniedError,
    ApiError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    UnavailableError,
    UnreachableError,
    WrongParameter,
)
from shared.names.names import key_of

__all__ = [
    "AccessDeniedError",
    "ApiError",
    "AwsSignature",
    "BearerToken",
    "Client",
    "ConflictError",
    "InvalidRequestError",
    "NotFoundError",
    "UnavailableError",
    "UnreachableError",
    "Uploaded",
    "WrongParameter",
    "key_of",
]
