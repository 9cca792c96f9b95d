"""The commands to copy name exactly the object, for every key."""

import ast
import json
import shlex
import subprocess

import pytest

from infra.cli.hints import environment, questions
from infra.cli.terminal import steers

URIS = [
    "s3://b/plain.txt",
    "s3://b/two  spaces 'and' \"quotes\" $HOME `id`.txt ",
    "s3://b/back\\slash.txt",
    "s3://b/it's \x1b[31mred\x9b2J.txt",
    "s3://b/back\\slash \u202egpj.txt",
    "s3://b/line\nend.txt",
    "s3://b/\U0001f3f4\U000e0067\U000e0062\U000e007f.txt",
]


@pytest.mark.parametrize("uri", URIS)
def test_each_line_names_the_very_object_and_steers_no_terminal(uri: str) -> None:
    query, _, get_item, python = questions(uri, "summaries")
    for line in (query, get_item, python):
        assert not [character for character in line if steers(character)]
    name = query.partition(" query ")[2]
    shown = subprocess.run(
        ["bash", "-c", f"printf %s {name}"], env={"LC_ALL": "C.UTF-8"}, capture_output=True, check=True
    )
    assert shown.stdout.decode() == uri
    assert json.loads(shlex.split(get_item)[-1])["pk"]["S"] == uri
    assert ast.literal_eval(shlex.split(python)[-1].split("Key=")[1].split(")[")[0])["pk"] == uri


def test_the_environment_has_the_region_under_the_names_that_boto3_and_the_javascript_sdk_read() -> None:
    printed = subprocess.run(
        ["bash", "-c", "\n".join([*environment("http://127.0.0.1:5055"), "env"])],
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    variables = dict(line.split("=", 1) for line in printed.splitlines())
    assert variables["AWS_DEFAULT_REGION"] == variables["AWS_REGION"] == "us-east-1"
    assert variables["AWS_ENDPOINT_URL"] == "http://127.0.0.1:5055"
