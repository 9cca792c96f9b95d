"""Writes template.yaml with every parameter, condition and reference resolved, for checkov.

`python -m infra.build.resolved_template FOLDER` writes one file for each variant of the deployment. checkov does not
evaluate conditions, so its result for the unresolved template would not be reliable.
"""

import json
import sys
from pathlib import Path

from infra.local.deployment import deployed

_KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

# Parameters of each variant. All have a KMS key, because checkov reports AWS owned keys as missing encryption.
VARIANTS = {
    "extracted.json": {"KmsKeyArn": _KEY},
    "written.json": {"KmsKeyArn": _KEY, "SummaryModel": "someone/some-model", "SummaryImageUri": "image"},
}


def resolved(parameters: dict[str, str]) -> str:
    """Return the resolved template as JSON. Raises TemplateError for invalid parameters."""
    with deployed(parameters) as stack:
        return json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": stack.all_resources()})


def main() -> None:
    """The command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, parameters in VARIANTS.items():
        (folder / name).write_text(resolved(parameters), encoding="utf-8")


if __name__ == "__main__":
    main()
