"""The current version of each object in a bucket, from a report of S3 Inventory.

A report is a manifest.json and gzip-compressed CSV files, in which keys are URL-encoded.
Source: Amazon S3 User Guide, "Amazon S3 Inventory".
"""

import csv
import gzip
import io
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from botocore.exceptions import ClientError

from infra.operations.listing import CurrentVersion, known_version
from infra.operations.resume import Page
from infra.operations.target import OperationError
from shared.instants import instant, normalized
from shared.object_version import bucket_and_key, is_folder_mark

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# Rows of a page.
ROWS = 1000


def inventory_pages(
    s3: "S3Client", manifest_uri: str, bucket: str, prefix: str, place: Any
) -> Iterator[Page[CurrentVersion]]:
    """Return pages of the current versions in a report. `place` is the number of a file and of a row in it.

    Raises OperationError if the manifest is invalid, of another bucket, or of a format other than CSV.
    """
    folder, manifest = _manifest(s3, manifest_uri, bucket)
    columns = [column.strip() for column in manifest["fileSchema"].split(",")]
    if missing := {"Bucket", "Key"} - set(columns):
        raise OperationError(
            f"The report has no column {', '.join(sorted(missing))}. Add it to the inventory configuration."
        )
    reported = instant(datetime.fromtimestamp(int(manifest.get("creationTimestamp", 0)) / 1000, UTC))
    first_file, first_row = (place["file"], place["row"]) if place else (0, 0)
    files: list[dict[str, Any]] = manifest["files"]
    for number in range(first_file, len(files)):
        rows = _rows(s3, folder, files[number]["key"])
        row = first_row if number == first_file else 0
        for _ in islice(rows, row):
            pass
        while chunk := list(islice(rows, ROWS)):
            row += len(chunk)
            versions = [_version(columns, values, reported) for values in chunk]
            yield Page(
                [v for v in versions if v and v.key.startswith(prefix)], {"file": number, "row": row}, len(chunk)
            )
    yield Page([], None, 0)


def _manifest(s3: "S3Client", uri: str, bucket: str) -> tuple[str, dict[str, Any]]:
    try:
        report_bucket, key = bucket_and_key(uri)
        body = s3.get_object(Bucket=report_bucket, Key=key)["Body"].read()
        manifest: dict[str, Any] = json.loads(body)
        source, kind = manifest["sourceBucket"], manifest["fileFormat"]
        _ = manifest["fileSchema"], manifest["files"]
    except ClientError as error:
        raise OperationError(f"Cannot read {uri}: {error.response['Error']['Code']}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise OperationError(f"{uri} is not a manifest.json of S3 Inventory: {error}.") from error
    if source != bucket:
        raise OperationError(f"The report is of the bucket {source}, not of the stack's uploads bucket, {bucket}.")
    if kind != "CSV":
        raise OperationError(f"The format of the report is {kind}. Configure the inventory to write CSV.")
    return report_bucket, manifest


def _rows(s3: "S3Client", bucket: str, key: str) -> Iterator[list[str]]:
    body = s3.get_object(Bucket=bucket, Key=key)["Body"]
    return csv.reader(io.TextIOWrapper(gzip.GzipFile(fileobj=body), encoding="utf-8", newline=""))


def _version(columns: Sequence[str], values: Sequence[str], reported: str) -> CurrentVersion | None:
    row = dict(zip(columns, values, strict=True))
    key = unquote_plus(row["Key"])
    if row.get("IsLatest", "true") == "false" or row.get("IsDeleteMarker") == "true":
        return None
    if is_folder_mark(key, int(row.get("Size") or 1)):
        return None
    at = normalized(row["LastModifiedDate"]) if row.get("LastModifiedDate") else reported
    return CurrentVersion(row["Bucket"], key, known_version(row.get("VersionId")), at)
