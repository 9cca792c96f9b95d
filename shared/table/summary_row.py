"""The row of a Summary: the Summary itself, and copies of some of its values for indexes and conditions."""

from typing import Any

from shared.errors import NutgrafError
from shared.summary import SUMMARY_SCHEMA_VERSION, Summary
from shared.table.items import from_item, to_item
from shared.table.keys import SUMMARY
from shared.text import shortened

# Maximum length in code points.
SHORT_SUMMARY_LENGTH = 280

# Attributes of the row that are not fields of the Summary.
_ROW_ATTRIBUTES = ("pk", "sk", "uri", "revision", "index_id", "day_key", "uploaded_at", "sha256", "short_summary")


class UnknownSchemaError(NutgrafError):
    """A newer version of Nutgraf wrote the row."""


def summary_item(summary: Summary, index_id: str, day_key: str) -> dict[str, Any]:
    """Return the row of a Summary as a DynamoDB item. `day_key` is its partition key in the index by day."""
    source = summary.source
    return to_item(
        summary.model_dump(mode="json", exclude_none=True)
        | {
            "pk": source.uri,
            "sk": SUMMARY,
            "uri": source.uri,
            "revision": str(source.revision),
            "index_id": index_id,
            "day_key": day_key,
            "uploaded_at": source.uploaded_at,
            "sha256": source.sha256,
            "short_summary": shortened(summary.summary.text, SHORT_SUMMARY_LENGTH),
        }
    )


def summary_from(item: dict[str, Any]) -> Summary:
    """Return the Summary in a DynamoDB item; raise UnknownSchemaError if a newer Nutgraf wrote it."""
    return summary_of(from_item(item))


def summary_of(values: dict[str, Any]) -> Summary:
    """Return the Summary in the attributes of a row; raise UnknownSchemaError if a newer Nutgraf wrote it."""
    if values["schema_version"] > SUMMARY_SCHEMA_VERSION:
        raise UnknownSchemaError(
            f"The summary of {values['uri']} has schema version {values['schema_version']}; this version of Nutgraf "
            f"reads up to {SUMMARY_SCHEMA_VERSION}. Update Nutgraf."
        )
    return Summary.model_validate({name: value for name, value in values.items() if name not in _ROW_ATTRIBUTES})
