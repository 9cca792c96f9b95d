"""Relationships between the members of an OOXML package (ECMA-376-2, 9.3)."""

# Kind (the last segment of the type) and target member of each relationship, by its id.
Relations = dict[str, tuple[str, str]]


def target_of_kind(relations: Relations, kind: str) -> str:
    """Return the first target member of a kind; an empty string if there is none."""
    return next((target for found, target in relations.values() if found == kind), "")


def target_of_id(relations: Relations, relation_id: str | None) -> str:
    """Return the target member of a relationship; an empty string if there is none."""
    return relations.get(relation_id or "", ("", ""))[1]
