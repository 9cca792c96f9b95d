"""How commands name an object: by its URI, or by its key in the uploads bucket."""

import re

from shared.object_version import uri_of

# Help of an argument that names an object.
OBJECT = "s3://bucket/key, or a key of the uploads bucket."

# A version as other tools write it after a URI. A key may contain it too, so it is only a hint if no row has the name.
_VERSION = re.compile(r"\?version-?id=[^/?&]+\Z", re.IGNORECASE)


def full_uri(bucket: str, name: str) -> str:
    """Return the URI of an object from its URI or from its key in the bucket."""
    return name if name.startswith("s3://") else uri_of(bucket, name)


def version_hint(uri: str) -> str:
    """Return a sentence for a name that is not found and that ends with a version; empty for others."""
    if not _VERSION.search(uri):
        return ""
    return " Rows are of objects, not of versions: give the URI without ?versionId=."
