"""Query the summaries table with boto3: documents of a day, failures, mentions of a name, statements of a speaker.

    python query.py --table TABLE day 2026-11-22
    python query.py --table TABLE failed --since 2026-11-22
    python query.py --table TABLE mentions PERSON obama
    python query.py --table TABLE statements PERSON obama

Names are given as the table stores them: docs/table.md, "Keys of names". Needs boto3.
"""

import argparse
from collections.abc import Iterator
from typing import Any

import boto3
from boto3.dynamodb.conditions import Key


def query_all(table: Any, **request: Any) -> Iterator[dict[str, Any]]:
    """All items of a query. DynamoDB returns at most 1 MB at a time."""
    while True:
        page = table.query(**request)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        request["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def uploaded_on(table: Any, day: str) -> Iterator[dict[str, Any]]:
    """Summaries of what was uploaded on a day (UTC), newest first. A stack with more IndexShards has more than `#0`."""
    return query_all(
        table,
        IndexName="by-day",
        KeyConditionExpression=Key("day_key").eq(f"day#{day}#0"),
        ScanIndexForward=False,
    )


def failed_since(table: Any, since: str) -> Iterator[dict[str, Any]]:
    """States of objects that failed since a day or an instant (ISO 8601)."""
    return query_all(
        table,
        IndexName="by-status",
        KeyConditionExpression=Key("status_key").eq("status#FAILED#0") & Key("updated_at").gte(since),
    )


def index_rows(table: Any, row: str, kind: str, name: str) -> Iterator[dict[str, Any]]:
    """Index rows of a name, newest first, without those of versions that are unfinished or replaced."""
    rows = query_all(table, KeyConditionExpression=Key("pk").eq(f"{row}#{kind}#{name}"), ScanIndexForward=False)
    for each in rows:
        state = table.get_item(Key={"pk": each["uri"], "sk": "state"}, ConsistentRead=True).get("Item", {})
        if each["index_id"] == state.get("index_id"):
            yield each


def entries(row: dict[str, Any], attribute: str) -> list[dict[str, Any]]:
    """The `entities` or `statements` of an index row. A row of a version before 0.4 is one entry itself."""
    found: list[dict[str, Any]] = row.get(attribute, [row])
    return found


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", required=True, help="the summaries table")
    questions = parser.add_subparsers(dest="question", required=True)
    questions.add_parser("day").add_argument("day", help="YYYY-MM-DD, UTC")
    questions.add_parser("failed").add_argument("--since", required=True, help="YYYY-MM-DD or an ISO 8601 instant")
    for question in ("mentions", "statements"):
        names = questions.add_parser(question)
        names.add_argument("kind", choices=("PERSON", "ORGANIZATION", "LOCATION"))
        names.add_argument("name")
    options = parser.parse_args()

    table = boto3.resource("dynamodb").Table(options.table)
    if options.question == "day":
        for row in uploaded_on(table, options.day):
            print(row["uploaded_at"], row["uri"], row.get("title", "(no title)"), sep="  ")
    elif options.question == "failed":
        for row in failed_since(table, options.since):
            print(row["updated_at"], row["uri"], row["code"], row["message"], sep="  ")
    elif options.question == "mentions":
        for row in index_rows(table, "entity", options.kind, options.name):
            for entity in entries(row, "entities"):
                print(row["uploaded_at"], row["uri"], entity["name"], f"{entity['mentions']} mentions", sep="  ")
    else:
        for row in index_rows(table, "speaker", options.kind, options.name):
            for said in entries(row, "statements"):
                print(row["uploaded_at"], row["uri"], said["name"], said.get("cue", ""), said["quote"], sep="  ")


if __name__ == "__main__":
    main()
