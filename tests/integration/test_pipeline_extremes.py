"""Extreme texts: each gets a grounded row that fits in DynamoDB, with warnings for truncated content."""

import json
import random
from types import ModuleType

import pytest

from functions.parse import service as parse
from functions.summarize import service as summarize
from infra.local.files import SAMPLES
from shared.revision import Status
from tests.integration.pipeline import BRIDGE, Pipeline

LARGEST_ROW = 300_000


def page(head: str) -> str:
    return f"<html><head>{head}</head><body><p>{BRIDGE}</p></body></html>"


TEXTS = {
    "one line without a full stop.txt": "internationalization " * 3_600,
    "one word.txt": "Nutgraf",
    "no spaces.txt": "x" * 300_000,
    "without spaces between words.txt": "市议会星期二决定关闭旧桥两年。" * 700,
    "many headings.md": "\n\n".join(f"# Heading {n} {'long ' * 30}\n\nA short paragraph." for n in range(300)),
    "a heading without end.md": f"# {('h' * 399 + ' ') * 1000}\n\n{BRIDGE}",
    "a title without end.html": page(f"<title>{'title ' * 50_000}</title>"),
    "a byline without end.html": page(f'<meta name="author" content="{"Ann " * 50_000}">'),
    "only a table.md": "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 2000,
    "only code.md": "```\n" + "x = 1\n" * 2000 + "```\n",
    "the same again.txt": "The council of Ardale decided on Tuesday to close the old bridge for two years. " * 300,
    "controls.txt": BRIDGE.replace(" ", " \x07\x1b[31m ", 3),
    "emoji.txt": "🎉 The mayor of Ardale opened the new market hall on Saturday with a speech 👩‍👩‍👧. " * 200,
    "questions.txt": "Why was the old bridge of Ardale closed on Tuesday without any warning? " * 100,
}


@pytest.mark.parametrize("key", TEXTS)
def test_any_text_gets_a_grounded_row_of_bounded_size(pipeline: Pipeline, key: str) -> None:
    version = pipeline.upload(key, TEXTS[key])
    pipeline.stack.pump()
    summary = pipeline.assert_summarized(key, version)
    assert summary.summary.text.strip()
    item = pipeline.stack.clients.dynamodb.get_item(
        TableName=pipeline.table.name, Key={"pk": {"S": pipeline.uri(key)}, "sk": {"S": "summary"}}
    )["Item"]
    assert len(json.dumps(item, ensure_ascii=False).encode()) < LARGEST_ROW


def test_what_is_left_out_of_a_row_is_counted_in_it(pipeline: Pipeline) -> None:
    pipeline.upload("many headings.md", "\n\n".join(f"# Heading {n}\n\nA short paragraph." for n in range(120)))
    pipeline.stack.pump()
    summary = pipeline.summary("many headings.md")
    assert summary is not None
    (warning,) = [warning for warning in summary.provenance.warnings if warning.code == "sections_cut"]
    assert "120" in warning.message


def test_a_language_without_measured_quality_has_a_warning(pipeline: Pipeline) -> None:
    icelandic = (
        "Sveitarstjórnin í Ardal ákvað á þriðjudag að loka gömlu brúnni í tvö ár og byggja nýja við hliðina. " * 3
    )
    pipeline.upload("brú.md", f"---\nlang: is\n---\n\n{icelandic}")
    pipeline.stack.pump()
    summary = pipeline.summary("brú.md")
    assert summary is not None
    assert summary.language == "is"
    assert "language_unsupported" in [warning.code for warning in summary.provenance.warnings]


def test_an_email_is_summarized_with_its_sender_and_date(pipeline: Pipeline) -> None:
    message = (
        "From: Ann Lee <ann@ardale.example>\nTo: all@ardale.example\nSubject: The bridge\n"
        "Date: Tue, 03 Mar 2026 09:30:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n" + BRIDGE
    )
    pipeline.upload("mail", message)
    pipeline.stack.pump()
    summary = pipeline.summary("mail")
    assert summary is not None
    assert (summary.title, summary.byline) == ("The bridge", "Ann Lee")
    assert str(summary.published_at).startswith("2026-03-03T09:30")


def test_every_sample_is_summarized_with_exact_spans(pipeline: Pipeline) -> None:
    # Text recognition takes most of the time of all samples; tests/end_to_end/test_run.py has the other samples.
    for path in sorted(path for path in SAMPLES.iterdir() if path.suffix not in {".png", ".pdf", ".zip"}):
        version = pipeline.upload(path.name, path.read_bytes())
        pipeline.stack.pump()
        assert pipeline.state(path.name).status is Status.SUMMARIZED, path.name
        summary = pipeline.assert_summarized(path.name, version)
        assert summary.title or len(summary.parts) > 1  # an archive of several files has no title of its own


@pytest.mark.parametrize(("function", "limit"), [(parse, "LARGE_UPLOAD"), (summarize, "LARGE_DOCUMENT")])
def test_memory_is_returned_after_a_large_document_only(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, function: ModuleType, limit: str
) -> None:
    returned: list[str] = []
    monkeypatch.setattr(function, "return_memory", lambda: returned.append("returned"))
    monkeypatch.setattr(function, limit, 2_500)
    pipeline.upload("small.txt", "The council of Ardale met on Monday and decided to repair the old bridge.")
    pipeline.stack.pump()
    assert returned == []
    names = random.Random(1).sample(range(10**12), 500)
    pipeline.upload("large.txt", " ".join(f"The house with the number {name} is old." for name in names))
    pipeline.stack.pump()
    assert returned == ["returned"]
