"""The logs of functions in processes of their own, including lines of the runtime, of libraries and of parsers."""

import json
import re
from pathlib import Path

import boto3
import pytest

from infra.local.stack import LocalStack
from tests.integration.pipeline import BRIDGE

SECRET = "the secret recipe of the widow Zymolska"
ODD_KEY = '{"stage":"parse"} \u2028\x1b[31m.html'
DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The logs, by function, of a stack that processed valid and invalid files and messages."""
    folder = tmp_path_factory.mktemp("logs")
    with LocalStack(retry_after=0, log_folder=folder) as stack:
        bucket, sqs = stack.name("UploadsBucket"), stack.clients.sqs
        for name in ("unknown.bin", "encrypted.pdf", "truncated.docx", "empty.txt"):
            stack.clients.s3.put_object(Bucket=bucket, Key=name, Body=(DATA / name).read_bytes())
        for key in ("story.txt", ODD_KEY):
            stack.clients.s3.put_object(Bucket=bucket, Key=key, Body=f"{BRIDGE}\n\nThey want {SECRET}.".encode())
        no_document = f"{'0' * 64}/{'0' * 32}-000000.json.gz"
        stack.clients.s3.put_object(Bucket=stack.name("DocumentsBucket"), Key=no_document, Body=SECRET.encode())
        sqs.send_message(QueueUrl=stack.name("ParseQueue"), MessageBody=json.dumps({"kind": f"nutgraf.{SECRET}"}))
        stack.wait_until_idle()
    boto3.DEFAULT_SESSION = None
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_every_line_of_every_function_is_one_json_object_in_ascii(logs: dict[str, str]) -> None:
    assert set(logs) >= {"ParseFunction", "SummarizeFunction", "DeadLettersFunction"}
    for text in logs.values():
        assert text.isascii()
        for line in text.splitlines():
            assert isinstance(json.loads(line), dict)


def test_no_line_has_text_of_a_document_or_of_a_message(logs: dict[str, str]) -> None:
    words = " ".join(re.findall(r"\w+", "\n".join(logs.values())))
    for phrase in ("secret recipe", "Zymolska", "bridge of Ardale", "Ines Holt", "eleven million"):
        assert phrase not in words


def test_every_upload_has_one_line_for_each_stage(logs: dict[str, str]) -> None:
    ended: dict[str, list[str]] = {}
    of_no_document: set[tuple[str, str]] = set()
    for text in logs.values():
        for line in map(json.loads, text.splitlines()):
            if "stage" in line and "-documents-" in line["uri"]:
                of_no_document.add((line["stage"], line["status"]))
            elif "stage" in line:
                ended.setdefault(line["uri"].rpartition("/")[2], []).append(line["status"])
                assert {"sequencer", "milliseconds"} <= line.keys()
    assert of_no_document == {("summarize", "error"), ("dead_letter", "error")}
    assert {key: sorted(statuses) for key, statuses in ended.items()} == {
        **{name: ["failed"] for name in ("unknown.bin", "encrypted.pdf", "truncated.docx", "empty.txt")},
        **{name: ["parsed", "summarized"] for name in ("story.txt", ODD_KEY)},
    }
