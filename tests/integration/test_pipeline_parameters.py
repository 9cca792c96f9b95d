"""The template's parameters reach the functions."""

import io
import json
import zipfile
from collections.abc import Callable

import pytest

from infra.local.files import SAMPLES
from infra.local.in_process import InProcessStack
from shared.errors import Code
from shared.messages.state_change import SOURCE, StateChange
from shared.revision import Status
from tests.integration.pipeline import BRIDGE, Pipeline
from tests.integration.test_state_changes import listen, messages


def test_a_file_that_is_too_large_is_not_read(stack_with: Callable[..., InProcessStack]) -> None:
    pipeline = Pipeline(stack_with(MaxBytes="100"))
    pipeline.upload("large.txt", "word " * 21)
    pipeline.upload("small.txt", "A short text about a small town. " * 3)
    pipeline.stack.pump()
    assert pipeline.state("large.txt").code == Code.TOO_LARGE
    assert pipeline.state("small.txt").status is Status.SUMMARIZED


def test_the_key_prefix_decides_which_uploads_are_read(stack_with: Callable[..., InProcessStack]) -> None:
    pipeline = Pipeline(stack_with(UploadsPrefix="news/"), folder="")
    version = pipeline.upload("news/a.txt")
    pipeline.upload("other/a.txt")
    pipeline.stack.pump()
    pipeline.assert_summarized("news/a.txt", version)
    assert pipeline.rows() == 2


def test_the_wanted_number_of_words_shapes_the_summary(stack_with: Callable[..., InProcessStack]) -> None:
    pipeline = Pipeline(stack_with(SummaryLength="20"))
    pipeline.upload(body=BRIDGE)
    pipeline.stack.pump()
    summary = pipeline.summary()
    assert summary is not None
    assert len(summary.summary.text.split()) <= 25


def test_a_text_that_is_too_long_is_cut_with_a_warning_in_the_row(stack_with: Callable[..., InProcessStack]) -> None:
    pipeline = Pipeline(stack_with(MaxCharacters="1000"))
    pipeline.upload(body="\n\n".join([BRIDGE] * 5))
    pipeline.stack.pump()
    summary = pipeline.summary()
    assert summary is not None
    assert "cut" in [warning.code for warning in summary.provenance.warnings]


LONG_STORY = (SAMPLES / "ferry-inquiry.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("requested", "fewest", "most"), [("short", 40, 75), ("long", 180, 260), ("150", 110, 170)])
def test_an_uploader_chooses_the_length_of_a_summary(
    stack_with: Callable[..., InProcessStack], requested: str, fewest: int, most: int
) -> None:
    pipeline = Pipeline(stack_with(SummaryLength="100"))
    pipeline.upload(body=LONG_STORY, Metadata={"summary-length": requested})
    pipeline.stack.pump()
    summary = pipeline.summary()
    assert summary is not None
    assert fewest <= len(summary.summary.text.split()) <= most
    assert not summary.provenance.warnings


def test_a_length_that_is_not_known_is_refused_with_a_warning_in_the_row(
    stack_with: Callable[..., InProcessStack],
) -> None:
    pipeline = Pipeline(stack_with(SummaryLength="75"))
    pipeline.upload(body=LONG_STORY, Metadata={"summary-length": "gigantic"})
    pipeline.stack.pump()
    summary = pipeline.summary()
    assert summary is not None
    assert 50 <= len(summary.summary.text.split()) <= 85
    (warning,) = summary.provenance.warnings
    assert warning.code == "summary_length_unknown"
    assert "'gigantic'" in warning.message and "short, medium, long" in warning.message


@pytest.mark.parametrize("keyword_search", ["true", "false"])
def test_the_rows_of_the_search_are_written_if_it_is_on(
    stack_with: Callable[..., InProcessStack], keyword_search: str
) -> None:
    pipeline = Pipeline(stack_with(KeywordSearch=keyword_search))
    pipeline.upload(body=BRIDGE)
    pipeline.stack.pump()
    kinds = {row["pk"].partition("#")[0] for row in pipeline.index_rows()}
    found = pipeline.table.search("old bridges").entries
    assert [entry.uri for entry in found] == ([pipeline.uri("a.txt")] if keyword_search == "true" else [])
    assert kinds == {"entity", "speaker", "index"} | ({"search", "keyword"} if keyword_search == "true" else set())


def test_names_are_in_the_events_if_a_parameter_says_so(stack_with: Callable[..., InProcessStack]) -> None:
    stack = stack_with(EventsNameEntities="true")
    listen(stack, "about_holt", {"source": [SOURCE], "detail": {"entities": ["PERSON#holt"]}})
    listen(stack, "about_nobody", {"source": [SOURCE], "detail": {"entities": ["PERSON#nobody"]}})
    listen(stack, "all", {"source": [SOURCE]})
    pipeline = Pipeline(stack)
    pipeline.upload(body=BRIDGE)
    pipeline.upload("empty.txt", "")
    stack.pump()
    assert pipeline.state().entities == ["LOCATION#ardale", "PERSON#holt"]
    pipeline.delete()
    stack.pump()
    (about_holt,) = [json.loads(body)["detail"] for body in messages(stack, "about_holt")]
    assert about_holt["uri"] == {"S": pipeline.uri("a.txt")}
    assert messages(stack, "about_nobody") == []
    changes = [StateChange.model_validate(json.loads(body)["detail"]) for body in messages(stack, "all")]
    assert {change.status: [name for name in change.entities if name] for change in changes} == {
        "SUMMARIZED": ["LOCATION#ardale", "PERSON#holt"],
        "FAILED": [],
        "DELETED": [],
    }
    assert all(len(change.entities) == 10 for change in changes)


def archive(*members: tuple[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, text in members:
            made.writestr(name, text)
    return file.getvalue()


def test_limits_of_reading_reach_the_worker_and_the_row_has_warnings(
    stack_with: Callable[..., InProcessStack],
) -> None:
    pipeline = Pipeline(stack_with(MaxParts="2", MaxUnpackedBytes="2000"))
    pipeline.upload("papers.zip", archive(("a.txt", BRIDGE), ("b.txt", "word " * 500), ("c.txt", BRIDGE)))
    pipeline.stack.pump()
    summary = pipeline.summary("papers.zip")
    assert summary is not None
    assert [(part.name, part.code) for part in summary.parts] == [("a.txt", None), ("b.txt", Code.TOO_LARGE)]
    warnings = {warning.code: warning.message for warning in summary.provenance.warnings}
    assert warnings["parts_left_out"] == "1 part left out: more than 2 parts."
    assert "b.txt (too_large)" in warnings["parts_unreadable"]
    document = pipeline.documents.get(summary.document.key)
    assert document is not None
    first = summary.parts[0]
    assert "cracks in four of" in " ".join(document.text[first.start : first.end].split())
