"""Log lines of real runs have no text of any document, whether it can be read or not."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from functions.summarize.summarizer import Summarizer
from shared.documents.document import Document
from tests.integration.pipeline import Pipeline
from tests.integration.poisoned_child import LAST_WORDS, MARK
from tests.support.good_files import good_file
from tests.support.log_lines import LogLines

DATA = Path(__file__).parents[2] / "data"
SECRET = "the secret recipe of the widow Zymolska"
STORY = f"""Widow of Ardale tells nobody

On Tuesday somebody asked for {SECRET} once more. "My neighbours may taste it, and nobody may know it," she said.
{json.dumps({"level": "ERROR", "message": SECRET, "stage": "parse", "uri": "s3://elsewhere/forged"})}
The council of Ardale wants to print it in the town's chronicle. The widow has hidden it behind the oven, people say.
"""

# Number of consecutive words. A line with this many consecutive words of a document quotes its text.
SHINGLE = 4


def shingles(text: str) -> set[str]:
    """Return every run of consecutive words of a text, without other characters."""
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[place : place + SHINGLE]) for place in range(len(words) - SHINGLE + 1)}


def assert_no_text(lines: LogLines, caplog: pytest.LogCaptureFixture, *texts: str) -> None:
    """Check that no line and no record of Python's logging contains a run of consecutive words of the texts."""
    for line in [*lines.text.splitlines(), *caplog.text.splitlines()]:
        spoken = " ".join(re.findall(r"\w+", re.sub(r"\\[nrtu]", " ", line).lower()))
        for text in texts:
            assert not any(shingle in spoken for shingle in shingles(text)), line


def test_no_line_has_text_of_files_that_are_read(
    pipeline: Pipeline, lines: LogLines, caplog: pytest.LogCaptureFixture
) -> None:
    pipeline.upload("story.txt", STORY)
    pipeline.upload("story.md", f"# {SECRET}\n\n{STORY}")
    pipeline.upload("story.html", f"<html><title>{SECRET}</title><body><p>{STORY}</p></body></html>")
    pipeline.upload("story.json", json.dumps({"title": SECRET, "body": STORY}))
    pipeline.upload("story.csv", f"recipe,owner\n{SECRET},{STORY!r}\n")
    for name in ("made.eml", "made.docx", "made.pdf"):
        pipeline.upload(name, good_file(name).content)
    pipeline.stack.pump()
    summarized = {line["uri"] for line in lines.documents("summarize") if line["status"] == "summarized"}
    assert len(summarized) == 8
    texts = []
    for uri in summarized:
        summary = pipeline.table.get(uri)
        assert summary is not None
        document = pipeline.documents.get(summary.document.key)
        assert document is not None
        texts.append(document.text)
    assert_no_text(lines, caplog, STORY, SECRET, *texts)


def test_no_line_has_text_of_files_that_can_not_be_read(
    pipeline: Pipeline, lines: LogLines, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("unknown.bin", "encrypted.pdf", "truncated.docx", "empty.txt"):
        pipeline.upload(name, (DATA / name).read_bytes())
    pipeline.upload("broken.xml", f"<nitf><body>{STORY}".encode())
    pipeline.upload("broken.json", json.dumps({"body": STORY})[:-9].encode())
    pipeline.upload("crash.bin", MARK + b"last words")
    pipeline.stack.pump()
    assert pipeline.state("crash.bin").code == "crashed"
    assert {line["code"] for line in lines.documents() if "code" in line} >= {"unsupported", "encrypted", "empty"}
    assert "worker crashed (SIGABRT)" in caplog.text
    assert_no_text(lines, caplog, STORY, SECRET, LAST_WORDS.decode())


@pytest.mark.parametrize("validated", [True, False], ids=["ValidationError", "ValueError"])
def test_no_line_has_the_words_of_an_error_that_quotes_the_text(
    pipeline: Pipeline,
    lines: LogLines,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    validated: bool,
) -> None:

    def quote(_: Summarizer, document: Document) -> Any:
        if validated:
            Document.model_validate({"text": document.text, "blocks": document.text})
        raise ValueError(document.text)

    pipeline.upload("story.txt", STORY)
    with monkeypatch.context() as patched:
        patched.setattr(Summarizer, "summarize", quote)
        pipeline.stack.pump("ParseFunction", "SummarizeFunction")
    tries = [line for line in lines.documents("summarize") if line["status"] == "error"]
    assert {line["error"] for line in tries} == {"ValidationError" if validated else "ValueError"}
    assert {line["uri"] for line in tries} == {pipeline.uri("story.txt")}
    assert "Wido" in (pipeline.state("story.txt").last_error or ""), "the row has the words, for the operator"
    pipeline.stack.pump()
    assert_no_text(lines, caplog, STORY, SECRET)


def test_no_line_has_text_of_messages_and_documents_that_make_no_sense(
    pipeline: Pipeline, lines: LogLines, caplog: pytest.LogCaptureFixture
) -> None:
    key = f"{'0' * 64}/{'0' * 32}-000000.json.gz"
    content = gzip.compress(json.dumps({"text": STORY, "blocks": STORY}).encode())
    pipeline.s3.put_object(Bucket=pipeline.documents.bucket, Key=key, Body=content)
    record = {"eventName": "ObjectCreated:Put", "eventTime": SECRET, "s3": {"object": {"key": SECRET}}}
    pipeline.stack.send(
        "ParseQueue", STORY, json.dumps({"Records": [record]}), json.dumps({"kind": f"nutgraf.{SECRET}"})
    )
    pipeline.stack.pump()
    assert len(pipeline.parked()) == 4
    assert "UnreadableDocumentError" in lines.text
    assert_no_text(lines, caplog, STORY, SECRET)
    pipeline.s3.delete_object(Bucket=pipeline.documents.bucket, Key=key)
