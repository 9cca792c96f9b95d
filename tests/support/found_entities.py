"""The entities of texts with marked mentions, as tests compare them."""

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.entities import EntityIndex, find_entities
from tests.support.tagged import tagged


def found(marked: str, score: float = 1.0) -> EntityIndex:
    """Return the entities of a text with marked mentions `[P:Ann Lee]`, all with this probability."""
    text, mentions = tagged(marked)
    return find_entities(text, [Mention(each.start, each.end, each.type, score) for each in mentions])


def names(marked: str, score: float = 1.0) -> dict[str, tuple[str, ...]]:
    """Return the aliases of each entity by its name."""
    return {each.name: each.aliases for each in found(marked, score).entities}


def types(marked: str, score: float = 1.0) -> dict[str, str]:
    """Return the type of each entity by its name."""
    return {each.name: each.type for each in found(marked, score).entities}
