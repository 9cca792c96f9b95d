"""Applies the limits of presigned forms and URLs of S3 on moto, which accepts every one.

A form must match its policy, and both have an expiration. Signatures are checked if they were made with the credentials
of the local stack, because moto accepts any credentials.
Source: Amazon S3 API Reference, "POST policy", "Authenticating requests: using query parameters" and "Error responses".
"""

import base64
import binascii
import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qsl, urlsplit, urlunsplit
from xml.sax.saxutils import escape

from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from moto.s3.responses import S3Response

from infra.local.clients import CREDENTIALS

# Fields that need no condition in the policy; fields whose names begin with x-ignore- need none either.
_WITHOUT_CONDITION = frozenset({"policy", "x-amz-signature", "file", "awsaccesskeyid", "signature"})

# The maximum validity of a URL that is signed with version 4: a week.
_MOST_SECONDS = 604_800

_BASIC, _EXTENDED = "%Y%m%dT%H%M%SZ", "%Y-%m-%dT%H:%M:%S.%fZ"


class RefusedError(Exception):
    """S3 refuses the request. `status` is the HTTP status, `code` the code of S3."""

    def __init__(self, code: str, message: str, status: int = 403) -> None:
        super().__init__(message)
        self.code = code
        self.status = status

    def answer(self) -> tuple[int, dict[str, str], str]:
        """Return the answer of S3."""
        body = f"<Error><Code>{self.code}</Code><Message>{escape(str(self))}</Message></Error>"
        return self.status, {"Content-Type": "application/xml"}, f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'


@contextmanager
def presigned_limits() -> Iterator[None]:
    """Refuse forms and URLs that S3 refuses, inside this context."""
    post, respond = S3Response._bucket_response_post, S3Response._key_response

    @wraps(post)
    def post_within_policy(self: Any, request: Any, bucket_name: str) -> Any:
        fields = dict((self.form_data or {}).items())
        if "policy" in {name.lower() for name in fields}:
            try:
                size = len(self.body if isinstance(self.body, bytes) else self.body.encode())
                check_form({**fields, "bucket": bucket_name}, size, datetime.now(UTC))
            except RefusedError as error:
                return error.answer()
        return post(self, request, bucket_name)

    @wraps(respond)
    def respond_until_expiration(self: Any, request: Any, full_url: str) -> Any:
        try:
            check_url(request.method, request.raw_url, request.headers, datetime.now(UTC))
        except RefusedError as error:
            return error.answer()
        return respond(self, request, full_url)

    with ExitStack() as patches:
        patches.enter_context(patch.object(S3Response, "_bucket_response_post", post_within_policy))
        patches.enter_context(patch.object(S3Response, "_key_response", respond_until_expiration))
        yield


def check_form(fields: Mapping[str, str], size: int, now: datetime) -> None:
    """Check the fields of a form, with its bucket, and the size of its file in bytes. Raises RefusedError."""
    given = {name.lower(): value for name, value in fields.items()}
    try:
        policy = json.loads(base64.b64decode(given["policy"], validate=True))
        expires = _instant(policy["expiration"])
        conditions = list(policy["conditions"])
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise RefusedError("InvalidPolicyDocument", "Invalid Policy: it is no valid JSON.", 400) from error
    _check_form_signature(given)
    if now > expires:
        raise RefusedError("AccessDenied", "Invalid according to Policy: Policy expired.")
    covered = set()
    for condition in conditions:
        covered |= _check_condition(condition, given, size)
    for name in given:
        if name not in covered | _WITHOUT_CONDITION and not name.startswith("x-ignore-"):
            raise RefusedError("AccessDenied", f"Invalid according to Policy: Extra input fields: {name}")


def check_url(method: str, url: str, headers: Mapping[str, str], now: datetime) -> None:
    """Check a presigned URL of an object: its expiration and its signature. Raises RefusedError."""
    query = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    if "X-Amz-Signature" in query:
        try:
            begins = datetime.strptime(query["X-Amz-Date"], _BASIC).replace(tzinfo=UTC)
            seconds = int(query["X-Amz-Expires"])
        except (KeyError, ValueError) as error:
            message = "Query-string authentication requires valid X-Amz-Date and X-Amz-Expires."
            raise RefusedError("AuthorizationQueryParametersError", message, 400) from error
        if not 0 < seconds <= _MOST_SECONDS:
            message = f"X-Amz-Expires must be between 1 and {_MOST_SECONDS} seconds."
            raise RefusedError("AuthorizationQueryParametersError", message, 400)
        _check_url_signature(method, url, query, headers)
        expires = begins + timedelta(seconds=seconds)
    elif {"AWSAccessKeyId", "Signature", "Expires"} <= query.keys():  # signature version 2
        if not query["Expires"].isdecimal():
            raise RefusedError("AccessDenied", "Invalid date (should be seconds since epoch).")
        expires = datetime.fromtimestamp(int(query["Expires"]), UTC)
    else:
        return
    if now > expires:
        raise RefusedError("AccessDenied", "Request has expired")


def _check_condition(condition: Any, given: Mapping[str, str], size: int) -> set[str]:
    """Check one condition of a policy, and return the names of the fields that it covers."""
    match condition:
        case dict() if len(condition) == 1:
            ((name, value),) = condition.items()
            operator = "eq"
        case ["content-length-range", least, most]:
            if size > int(most):
                message = "Your proposed upload exceeds the maximum allowed size"
                raise RefusedError("EntityTooLarge", message, 400)
            if size < int(least):
                message = "Your proposed upload is smaller than the minimum allowed size"
                raise RefusedError("EntityTooSmall", message, 400)
            return set()
        case [str(operator), str(name), str(value)] if operator.lower() in ("eq", "starts-with"):
            name, operator = name.removeprefix("$"), operator.lower()
        case _:
            raise RefusedError("InvalidPolicyDocument", f"Invalid Policy: unknown condition {condition}.", 400)
    name = name.lower()
    found = given.get(name, "")
    if not (found.startswith(value) if operator == "starts-with" else found == value):
        message = f'Invalid according to Policy: Policy Condition failed: ["{operator}", "${name}", "{value}"]'
        raise RefusedError("AccessDenied", message)
    return {name}


def _check_form_signature(given: Mapping[str, str]) -> None:
    if "x-amz-signature" in given:
        request = AWSRequest()
        request.context["timestamp"] = given.get("x-amz-date", "")
        expected = _signer(given.get("x-amz-credential", ""), given["x-amz-signature"])
        if expected:
            _compare(expected.signature(given["policy"], request), given["x-amz-signature"])


def _check_url_signature(method: str, url: str, query: Mapping[str, str], headers: Mapping[str, str]) -> None:
    signer = _signer(query.get("X-Amz-Credential", ""), query["X-Amz-Signature"])
    if signer is None:
        return
    parts = urlsplit(url)
    unsigned = "&".join(pair for pair in parts.query.split("&") if not pair.startswith("X-Amz-Signature="))
    names = query.get("X-Amz-SignedHeaders", "host").split(";")
    signed = {name: headers.get(name, "") for name in names}
    request = AWSRequest(method=method, url=urlunsplit(parts._replace(query=unsigned)), headers=signed)
    request.context["timestamp"] = query["X-Amz-Date"]
    canonical = signer.canonical_request(request)
    _compare(signer.signature(signer.string_to_sign(request, canonical), request), query["X-Amz-Signature"])


def _signer(credential: str, signature: str) -> S3SigV4QueryAuth | None:
    """Return the signer for a credential of the local stack; None for others, whose secret is unknown."""
    access_key, _, scope = credential.partition("/")
    parts = scope.split("/")
    if access_key != CREDENTIALS["AWS_ACCESS_KEY_ID"] or len(parts) != 4 or not signature:
        return None
    credentials = Credentials(access_key, CREDENTIALS["AWS_SECRET_ACCESS_KEY"])
    return S3SigV4QueryAuth(credentials, "s3", parts[1])


def _compare(expected: str, given: str) -> None:
    if not hmac.compare_digest(expected.encode(), given.encode()):
        message = (
            "The request signature we calculated does not match the signature you provided. "
            "Check your key and signing method."
        )
        raise RefusedError("SignatureDoesNotMatch", message)


def _instant(text: str) -> datetime:
    for pattern in (_EXTENDED, "%Y-%m-%dT%H:%M:%SZ"):
        try:
            return datetime.strptime(text, pattern).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise ValueError(f"{text} is no date of ISO 8601 in UTC")
