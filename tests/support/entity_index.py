"""The entities of texts with marked mentions, by name and as written."""

from functions.summarize.entities.entities import EntityIndex, NamedEntity, find_entities
from shared.names.names import EntityType
from tests.support.tagged import tagged


def found(marked: str) -> EntityIndex:
    """Return the entities of a text with marked mentions: `[P:Ann Lee]`."""
    return find_entities(*tagged(marked))


def entity(index: EntityIndex, name: str) -> NamedEntity:
    (one,) = [each for each in index.entities if each.name == name]
    return one


def names(index: EntityIndex, kind: EntityType = "PERSON") -> set[str]:
    return {each.name for each in index.entities if each.type == kind}


def forms(marked: str, name: str) -> list[str]:
    """Return the mentions of the entity as written."""
    text, mentions = tagged(marked)
    return [text[each.start : each.end] for each in entity(find_entities(text, mentions), name).mentions]
