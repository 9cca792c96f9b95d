"""Writes template.yaml, read.yaml and search.yaml with every parameter, condition and reference resolved, for checkov.

`python -m infra.build.resolved_template FOLDER` writes one file for each variant of the deployment. checkov does not
evaluate conditions, so its result for the unresolved templates would not be reliable.
"""

import json
import sys
from pathlib import Path

from infra.local.deployment import deployed
from infra.local.template import READ_TEMPLATE, SEARCH_TEMPLATE, TEMPLATE

_KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

_READ = {"KmsKeyArn": _KEY, "TableName": "summaries", "DocumentsBucket": "documents"}

# Template and parameters of each variant. All have a KMS key, because checkov reports AWS owned keys as missing
# encryption.
VARIANTS: dict[str, tuple[Path, dict[str, str]]] = {
    "extracted.json": (TEMPLATE, {"KmsKeyArn": _KEY}),
    "in-a-vpc.json": (
        TEMPLATE,
        {"KmsKeyArn": _KEY, "VpcSubnetIds": "subnet-1,subnet-2", "VpcSecurityGroupIds": "sg-1"},
    ),
    "written.json": (
        TEMPLATE,
        {"KmsKeyArn": _KEY, "SummaryModel": "someone/some-model", "SummaryImageUri": "image"},
    ),
    "hosted.json": (TEMPLATE, {"KmsKeyArn": _KEY, "SummaryModel": "bedrock:amazon.nova-micro-v1:0"}),
    "search.json": (SEARCH_TEMPLATE, _READ),
    "read-signed.json": (READ_TEMPLATE, _READ),
    "read-tokens.json": (
        READ_TEMPLATE,
        _READ
        | {
            "UploadsBucket": "uploads",
            "AllowUploads": "true",
            "VectorBucketName": "vectors",
            "SearchFunctionName": "search",
            "JwtIssuer": "https://issuer.example.com",
            "JwtAudience": "console",
            "AllowedOrigins": "https://news.example.com",
        },
    ),
}


def resolved(template: Path, parameters: dict[str, str]) -> str:
    """Return the resolved template as JSON. Raises TemplateError for invalid parameters."""
    with deployed(parameters, template) as stack:
        return json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": stack.all_resources()})


def main() -> None:
    """The command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, (template, parameters) in VARIANTS.items():
        (folder / name).write_text(resolved(template, parameters), encoding="utf-8")


if __name__ == "__main__":
    main()
