"""Writes template.yaml as CloudFormation deploys it: translated, every parameter, condition and reference resolved.

`python -m infra.build.resolved_template FOLDER` fills the folder with one file for each way to deploy that differs in
what is checked. checkov doesn't follow conditions, and what it finds in a template that it can't follow is no proof.
"""

import json
import sys
from pathlib import Path

from infra.local.deployment import deployed

_KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

# Parameters of each. A key is given in all: without one, keys of AWS encrypt, and checkov calls that none.
WAYS = {
    "extracted.json": {"KmsKeyArn": _KEY},
    "written.json": {"KmsKeyArn": _KEY, "SummaryModel": "someone/some-model", "SummaryImageUri": "image"},
}


def resolved(parameters: dict[str, str]) -> str:
    """The template of a stack with these parameters, as JSON; raises TemplateError for parameters that don't fit."""
    with deployed(parameters) as stack:
        return json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": stack.all_resources()})


def main() -> None:
    """The command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, parameters in WAYS.items():
        (folder / name).write_text(resolved(parameters), encoding="utf-8")


if __name__ == "__main__":
    main()
