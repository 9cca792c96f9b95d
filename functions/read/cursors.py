"""Opaque cursors: where the page after a page begins, bound to the parameters of its request."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

# Bytes of the hash of the parameters. It only detects that a cursor is used with another request by mistake.
_HASH_BYTES = 6

AnyPosition = TypeVar("AnyPosition")


class CursorError(ValueError):
    """The text is not a cursor of this request."""


def cursor_at(position: Any, request: Mapping[str, Any]) -> str:
    """Return the cursor of a position, which is a NamedTuple, for a request with these parameters."""
    content = json.dumps([_hash(request), *position], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(content.encode()).rstrip(b"=").decode()


def position_at(cursor: str | None, kind: type[AnyPosition], request: Mapping[str, Any]) -> AnyPosition | None:
    """Return the position in a cursor, None without a cursor; raise CursorError if it belongs to another request."""
    if cursor is None:
        return None
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        content = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if not isinstance(content, list) or content[:1] != [_hash(request)]:
            raise CursorError
        return TypeAdapter(kind).validate_python(content[1:], strict=False)
    except (ValueError, RecursionError, ValidationError) as error:
        raise CursorError(
            "this is not a cursor of a request with these parameters: pass `next` of the page before unchanged, "
            "with the same parameters, or leave it out to begin again"
        ) from error


def _hash(request: Mapping[str, Any]) -> str:
    described = json.dumps(request, sort_keys=True, default=str)
    return hashlib.sha256(described.encode()).hexdigest()[: 2 * _HASH_BYTES]
