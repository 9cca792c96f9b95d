"""Write an HTML page with which somebody without credentials uploads one PDF file.

    python presigned_form.py --bucket BUCKET --key inbox/report.pdf --into form.html

S3 enforces the key, the content type, the size and the time. Needs boto3, and credentials with `s3:PutObject`.
"""

import argparse
import html
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

MAX_BYTES = 20_000_000
SECONDS = 600


def upload_form(s3: Any, bucket: str, key: str) -> dict[str, Any]:
    """Return `url` and `fields` of a form that puts one PDF file."""
    content_type = "application/pdf"
    form: dict[str, Any] = s3.generate_presigned_post(
        bucket,
        key,
        Fields={"Content-Type": content_type},
        Conditions=[{"Content-Type": content_type}, ["content-length-range", 1, MAX_BYTES]],
        ExpiresIn=SECONDS,
    )
    return form


def page(form: dict[str, Any]) -> str:
    """Return the form as a page. The field `file` must be the last one."""
    hidden = "\n".join(
        f'  <input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
        for name, value in form["fields"].items()
    )
    return f"""<!doctype html>
<meta charset="utf-8">
<title>Upload</title>
<form action="{html.escape(form["url"])}" method="post" enctype="multipart/form-data">
{hidden}
  <label>PDF file <input type="file" name="file" accept="application/pdf" required></label>
  <button>Upload</button>
</form>
"""


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bucket", required=True, help="the uploads bucket")
    parser.add_argument("--key", required=True, help="the key of the object that the form writes")
    parser.add_argument("--into", type=Path, required=True, help="the HTML file to write")
    options = parser.parse_args()

    # Buckets with a KMS key accept signature version 4 only.
    s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
    options.into.write_text(page(upload_form(s3, options.bucket, options.key)), encoding="utf-8")
    print(f"Open {options.into} within {SECONDS // 60} minutes.")


if __name__ == "__main__":
    main()
