"""Unusual and malicious keys: each has its own row, and the logs contain it only in escaped form."""

import io
import json

import pytest

from infra.cli.terminal import steers
from shared.messages.internal_messages import read_parse_message
from shared.object_version import bucket_and_key
from shared.observability import logger
from shared.revision import Status
from tests.integration.pipeline import BRIDGE, Pipeline

KEYS = [
    "line\nend.txt",
    'forged\n{"level":"INFO","message":"parse failed"}.txt',
    "carriage\rreturn.txt",
    "nul\x00.txt",
    "nul\u2400.txt",
    "tab\t.txt",
    "escape \x1b[31mred.txt",
    "escape \x9b2J.txt",
    "line\u2028separator.txt",
    "reversed \u202egpj.txt",
    "../../etc/passwd",
    "a/../b.txt",
    "b.txt",
    "./a.txt",
    "a//b.txt",
    "a/b.txt",
    "/a/b.txt",
    "file/",
    "café.txt",
    "cafe\u0301.txt",
    "👩‍👩‍👧.txt",
    " space before.txt",
    "space before.txt",
    "space after.txt ",
    "100%25.txt",
    "100%.txt",
    "a+b c.txt",
    "a b+c.txt",
    "a%2Bb c.txt",
    "#fragment?query=1&x.txt",
    "quotes\"'`.txt",
    "back\\slash.txt",
    "$(reboot).txt",
    "-rf.txt",
    "=cmd|' /C calc'!A0.csv",
    "<script>alert(1)</script>.html",
    "[red]markup[/red] :smile:.txt",
    "s3://another-bucket/key.txt",
    "state",
    "summary",
    "\uffff\U0010ffff.txt",
    "x" * 1024,
    "é" * 512,
]


@pytest.fixture
def pipeline(pipeline: Pipeline) -> Pipeline:
    """Test in the root of the bucket, where a key may use all of S3's 1,024 bytes."""
    return Pipeline(pipeline.stack, folder="")


def test_every_key_has_a_row_of_its_own_under_its_exact_uri(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = io.StringIO()
    for handler in logger.handlers:
        monkeypatch.setattr(handler, "stream", log)
    assert len(set(KEYS)) == len(KEYS)
    versions = {
        key: pipeline.upload(key, f"Bridge {number} of Ardale was closed on Tuesday.")
        for number, key in enumerate(KEYS)
    }
    pipeline.stack.pump()
    documents = set()
    for key, version in versions.items():
        summary, state = pipeline.summary(key), pipeline.state(key)
        assert (state.status, state.version_id) == (Status.SUMMARIZED, version), key
        assert summary is not None
        assert bucket_and_key(summary.source.uri) == (pipeline.bucket, key)
        documents.add(summary.document.key)
    assert len(documents) == len(KEYS)
    assert_logs_are_one_harmless_line_each(log.getvalue(), {pipeline.uri(key) for key in KEYS})


def assert_logs_are_one_harmless_line_each(written: str, uris: set[str]) -> None:
    """With any way to split lines, each line is one JSON object without terminal control characters."""
    assert written.splitlines() == written.removesuffix("\n").split("\n")
    lines = [json.loads(line) for line in written.splitlines()]
    assert {line["uri"] for line in lines if line.get("message") == "parse parsed"} == uris
    assert {line["uri"] for line in lines if line.get("message") == "summarize summarized"} == uris
    assert not [character for character in written.replace("\n", "") if steers(character)]


def test_the_event_of_a_key_contains_that_key(pipeline: Pipeline) -> None:
    for key in KEYS:
        pipeline.upload(key, BRIDGE)
    received = [event.key for body in pipeline.stack.take("ParseQueue") for event in read_parse_message(body)]
    assert sorted(received) == sorted(KEYS)
