"""Ids of objects in paths: the URI in base64url without padding, so that an object without a Summary has one too."""

import base64
import binascii

from shared.object_version import bucket_and_key


def id_of(uri: str) -> str:
    """Return the id of an object."""
    return base64.urlsafe_b64encode(uri.encode()).rstrip(b"=").decode()


def uri_in(object_id: str) -> str:
    """Return the URI of the object with this id; raise ValueError if it is not an id."""
    padded = object_id.encode() + b"=" * (-len(object_id) % 4)
    try:
        uri = base64.b64decode(padded, altchars=b"-_", validate=True).decode()
        bucket_and_key(uri)
    except (binascii.Error, UnicodeError, ValueError):
        uri = ""
    if not uri or id_of(uri) != object_id:
        raise ValueError("an id is the URI of an object, s3://bucket/key, in base64url without padding")
    return uri
