"""Upload a file and wait for its summary.

    python upload_and_wait.py report.pdf --bucket BUCKET --table TABLE

Exits with 0 after a summary, with 1 after a failure, and with 2 if neither comes in time. Needs boto3.
"""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

import boto3

# Seconds between two looks at the state. On AWS, prefer the events of consume_events.py to polling for many files.
POLL_SECONDS = 1.0


def upload(s3: Any, bucket: str, file: Path) -> tuple[str, str | None]:
    """Upload a file under its own name; return the object's URI and its version."""
    with file.open("rb") as body:
        response = s3.put_object(Bucket=bucket, Key=file.name, Body=body)
    return f"s3://{bucket}/{file.name}", response.get("VersionId")


def wait_for_state(table: Any, uri: str, version_id: str | None, seconds: float) -> dict[str, Any] | None:
    """Return the state of this version once it is SUMMARIZED, FAILED or DELETED; None after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        state: dict[str, Any] = table.get_item(Key={"pk": uri, "sk": "state"}, ConsistentRead=True).get("Item", {})
        # Until Parse has claimed the new version, the state still describes the one before.
        if state.get("version_id") == version_id and state.get("status") in ("SUMMARIZED", "FAILED", "DELETED"):
            return state
        time.sleep(POLL_SECONDS)
    return None


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--bucket", required=True, help="the uploads bucket")
    parser.add_argument("--table", required=True, help="the summaries table")
    parser.add_argument("--seconds", type=float, default=120, help="how long to wait (default: %(default)s)")
    options = parser.parse_args()

    table = boto3.resource("dynamodb").Table(options.table)
    uri, version_id = upload(boto3.client("s3"), options.bucket, options.file)
    print(f"Uploaded {uri}")
    state = wait_for_state(table, uri, version_id, options.seconds)
    if state is None:
        print(f"No result after {options.seconds:g} seconds.", file=sys.stderr)
        return 2
    if state["status"] != "SUMMARIZED":
        print(f"{state['status']} {state.get('code', '')}: {state.get('message', '')}", file=sys.stderr)
        print(state.get("advice", ""), file=sys.stderr)
        return 1
    row = table.get_item(Key={"pk": uri, "sk": "summary"}, ConsistentRead=True)["Item"]
    print(row.get("title", "(no title)"), row["summary"]["text"], sep="\n")
    for point in row["key_points"]:
        print("-", point["span"]["text"])
    for warning in row["provenance"]["warnings"]:
        print("warning:", warning["message"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
