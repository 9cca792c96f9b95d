"""Index rows of the search: a document's row among all documents, and rows under its most telling words.

All of them contain the searchable content, so that one row shows whether its document matches a question. DynamoDB
bills each started kilobyte of a row, and mean rows use less than half of one. So the rows of entities get the content
as well, as far as it fits into the kilobytes that they fill anyway, and the words of names need no rows of their own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, zip_longest
from typing import Any

from shared.names.names import EntityType
from shared.search.body import Body
from shared.search.key_terms import key_terms
from shared.search.results import ENTITY_PREFIX
from shared.search.terms import terms_of
from shared.summary import Summary
from shared.table.item_size import CONTAINER, ELEMENT, UNIT, size_of, write_units
from shared.table.items import to_item
from shared.text import shortened

# The kinds of rows, as prefixes of their partition keys: all documents, and those with a word.
ALL, KEYWORD = "search", "keyword"

# Maximum number of write units of these rows. One more is for the manifest, which lists them: at most 9 + 120 bytes for
# each, since a term has at most 30 code points.
MOST_UNITS = 7

# Maximum length of a name or a keyword in these rows, in code points. Longer ones cannot be found by their last words.
LONGEST_TEXT = 100

# Bytes of the sort key and of the index id of a row.
_SORT_KEY = "0" * 58
_INDEX_ID = "0" * 16

Row = dict[str, Any]

# A partition key, and the attributes of a row beside those of all rows of the Summary.
Content = tuple[str, Row]


def with_search(contents: Iterable[Content], summary: Summary, common: Mapping[str, Any], shard: int) -> list[Content]:
    """Return the contents of the rows of a Summary with those of the search.

    `common` has the attributes of all rows. `shard` is the number of the shard of all documents.
    """
    contents = list(contents)
    body = body_of(summary)
    filled = [
        (partition, row | _fitted(_others(body, row), _size(partition, common, row)) if _is_of_name(partition) else row)
        for partition, row in contents
    ]
    rows: list[Content] = []
    left = MOST_UNITS
    for partition in (partition_of_all(shard), *map(partition_of, _key_terms(body, contents, summary.language))):
        size = _size(partition, common, {})
        left -= write_units(size)
        if left < 0:
            break
        rows.append((partition, _fitted(body, size)))
    return filled + rows


def partition_of(term: str) -> str:
    """Return the partition key of the documents that have rows under a term."""
    return f"{KEYWORD}#{term}"


def partition_of_all(shard: int) -> str:
    """Return the partition key of one shard of all documents."""
    return f"{ALL}#{shard}"


def body_of(summary: Summary) -> Body:
    """Return the searchable content of a Summary: its title, its names by salience, and its keywords."""
    names: dict[EntityType, list[str]] = {}
    for entity in sorted(summary.entities, key=lambda entity: entity.salience, reverse=True):
        if name := shortened(entity.name, LONGEST_TEXT):
            names.setdefault(entity.type, []).append(name)
    keywords = [shortened(keyword, LONGEST_TEXT) for keyword in summary.keywords]
    return Body(summary.title, names, [keyword for keyword in keywords if keyword])


def _others(body: Body, row: Row) -> Body:
    """Return the content without the names that a row of a name has anyway."""
    own = {(entity["type"], entity["name"]) for entity in row["entities"]}
    names = {kind: [name for name in of_kind if (kind, name) not in own] for kind, of_kind in body.names.items()}
    return body._replace(names=names)


def _is_of_name(partition: str) -> bool:
    return partition.startswith(ENTITY_PREFIX)


def _key_terms(body: Body, contents: Sequence[Content], language: str | None) -> list[str]:
    """Return the terms that the document has rows under, without those that its rows of names are found by."""
    keys = [terms_of(partition.split("#", 2)[2]) for partition, _ in contents if _is_of_name(partition)]
    known = {terms[0].term for terms in keys if len(terms) == 1}
    return key_terms(body, known, MOST_UNITS - 1, english=language is None or language.startswith("en"))


def _size(partition: str, common: Mapping[str, Any], row: Row) -> int:
    return size_of(to_item({"pk": partition, "sk": _SORT_KEY, "index_id": _INDEX_ID, **common, **row}))


def _fitted(body: Body, size: int) -> Row:
    """Return the names and keywords that fit into the last kilobyte of a row of `size` bytes, the best of each first.

    A name or a keyword that does not fit is left out.
    """
    room = write_units(size) * UNIT - size
    names: dict[str, list[str]] = {}
    keywords: list[str] = []
    for kind, text in _by_turns(body):
        needed = ELEMENT + len(text.encode())
        if kind is None:
            needed += 0 if keywords else len("keywords") + CONTAINER
        else:
            needed += 0 if names else len("names") + CONTAINER
            needed += 0 if kind in names else ELEMENT + len(kind) + CONTAINER
        if needed <= room:
            room -= needed
            (keywords if kind is None else names.setdefault(kind, [])).append(text)
    return ({"names": names} if names else {}) | ({"keywords": keywords} if keywords else {})


def _by_turns(body: Body) -> Iterator[tuple[EntityType | None, str]]:
    """Yield keywords (with None) and names (with their types), so that both have some if not all fit."""
    by_type = [[(kind, name) for name in names] for kind, names in body.names.items()]
    names = [each for turn in zip_longest(*by_type) for each in turn if each]
    keywords: list[tuple[EntityType | None, str]] = [(None, keyword) for keyword in body.keywords]
    return (each for each in chain.from_iterable(zip_longest(keywords, names)) if each)
