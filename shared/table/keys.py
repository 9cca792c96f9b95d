"""Sort keys of the rows of one object, and the partition key of its manifests."""

from shared.documents.document_store import folder_of

STATE, SUMMARY = "state", "summary"


def manifests_of(uri: str) -> str:
    """Return the partition key of the manifests of an object. It is a hash, as in the keys of its Documents."""
    return manifests_beside(folder_of(uri))


def manifests_beside(document_key: str) -> str:
    """Return the partition key of the manifests of the object whose Document has this key."""
    return f"index#{document_key.partition('/')[0]}"


def old_manifests_of(uri: str) -> str:
    """Return the partition key of the manifests that versions before 0.4 put."""
    return f"index#{uri}"
