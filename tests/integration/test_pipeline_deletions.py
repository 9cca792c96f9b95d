"""Deletions, undeletes and expirations, in any order with uploads: what the events leave of an object."""

import json
from itertools import permutations

import pytest

from tests.integration.pipeline import BRIDGE, MARKET, Pipeline, event_names
from tests.support.lifecycle_events import lifecycle_record


def test_a_deletion_takes_the_summary_and_the_documents(pipeline: Pipeline) -> None:
    pipeline.upload()
    pipeline.stack.pump()
    pipeline.delete()
    pipeline.stack.pump()
    pipeline.assert_deleted()
    assert pipeline.rows() == 1


def test_a_deletion_that_overtakes_the_summary_of_its_upload_wins(pipeline: Pipeline) -> None:
    pipeline.upload()
    pipeline.stack.pump("ParseFunction")
    summarize_events = pipeline.stack.take("SummarizeQueue")
    pipeline.delete()
    pipeline.stack.pump()
    pipeline.stack.send("SummarizeQueue", *summarize_events)
    pipeline.stack.pump()
    pipeline.assert_deleted()


def test_a_document_that_is_put_after_the_deletion_is_removed_again(pipeline: Pipeline) -> None:
    pipeline.upload()
    pipeline.stack.pump("ParseFunction")
    (key,) = pipeline.documents_of()
    document = pipeline.documents.get(key)
    assert document is not None
    pipeline.delete()
    pipeline.stack.pump()
    pipeline.documents.put(document)
    pipeline.stack.pump()
    pipeline.assert_deleted()


@pytest.mark.parametrize("key", ["a.txt", "a folder with content/"])
def test_a_deletion_that_overtakes_its_upload_wins(pipeline: Pipeline, key: str) -> None:
    pipeline.upload(key)
    pipeline.delete(key)
    upload, deletion = pipeline.stack.take("ParseQueue")
    for event in (deletion, upload):
        pipeline.stack.send("ParseQueue", event)
        pipeline.stack.pump()
    pipeline.assert_deleted(key)


def test_the_mark_of_a_folder_is_not_read_when_a_deletion_makes_it_current(pipeline: Pipeline) -> None:
    pipeline.upload("folder/", b"")
    newer = pipeline.upload("folder/", BRIDGE)
    pipeline.stack.pump()
    pipeline.assert_summarized("folder/", newer)
    pipeline.delete("folder/", version_id=newer)
    pipeline.stack.pump()
    pipeline.assert_deleted("folder/")


def test_the_deletion_of_an_old_version_changes_nothing(pipeline: Pipeline) -> None:
    older = pipeline.upload(body=BRIDGE)
    newer = pipeline.upload(body=MARKET)
    pipeline.stack.pump()
    before = pipeline.summary()
    pipeline.delete(version_id=older)
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", newer)
    assert pipeline.summary() == before


def test_the_deletion_of_the_current_version_brings_back_the_one_before(pipeline: Pipeline) -> None:
    older = pipeline.upload(body=BRIDGE)
    newer = pipeline.upload(body=MARKET)
    pipeline.stack.pump()
    pipeline.delete(version_id=newer)
    pipeline.stack.pump()
    assert "bridge" in pipeline.assert_summarized("a.txt", older).summary.text


def test_the_deletion_of_the_only_version_ends_the_object(pipeline: Pipeline) -> None:
    version = pipeline.upload()
    pipeline.stack.pump()
    pipeline.delete(version_id=version)
    pipeline.stack.pump()
    pipeline.assert_deleted()


def test_an_undelete_brings_the_summary_back(pipeline: Pipeline) -> None:
    version = pipeline.upload()
    pipeline.stack.pump()
    marker = pipeline.delete()
    pipeline.stack.pump()
    pipeline.assert_deleted()
    pipeline.delete(version_id=marker)
    events = pipeline.stack.take("ParseQueue")
    assert event_names(events) == ["ObjectRemoved:Delete"]
    pipeline.stack.send("ParseQueue", *events)
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)


def test_an_expiration_by_a_lifecycle_rule_without_a_sequencer_ends_the_object(pipeline: Pipeline) -> None:
    version = pipeline.upload()
    pipeline.stack.pump()
    pipeline.delete(version_id=version)
    pipeline.stack.take("ParseQueue")
    record = lifecycle_record(pipeline.bucket, f"{pipeline.folder}a.txt", version_id=version, delete_marker=False)
    del record["s3"]["object"]["sequencer"]
    pipeline.stack.send("ParseQueue", json.dumps({"Records": [record]}))
    pipeline.stack.pump()
    pipeline.assert_deleted()


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_every_order_of_two_uploads_and_a_deletion_ends_deleted(pipeline: Pipeline, order: tuple[int, ...]) -> None:
    pipeline.upload(body=BRIDGE)
    pipeline.upload(body=MARKET)
    pipeline.delete()
    events = pipeline.stack.take("ParseQueue")
    for n in order:
        pipeline.stack.send("ParseQueue", events[n])
        pipeline.stack.pump()
    pipeline.assert_deleted()


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_every_order_of_an_upload_a_deletion_and_an_upload_ends_with_the_last(
    pipeline: Pipeline, order: tuple[int, ...]
) -> None:
    pipeline.upload(body=BRIDGE)
    pipeline.delete()
    last = pipeline.upload(body=MARKET)
    events = pipeline.stack.take("ParseQueue")
    for n in order:
        pipeline.stack.send("ParseQueue", events[n])
        pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", last)


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_every_order_of_an_upload_a_deletion_and_an_undelete_ends_with_the_upload(
    pipeline: Pipeline, order: tuple[int, ...]
) -> None:
    version = pipeline.upload()
    marker = pipeline.delete()
    pipeline.delete(version_id=marker)
    events = pipeline.stack.take("ParseQueue")
    for n in order:
        pipeline.stack.send("ParseQueue", events[n])
        pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_every_order_of_two_uploads_and_the_deletion_of_the_second_ends_with_the_first(
    pipeline: Pipeline, order: tuple[int, ...]
) -> None:
    older = pipeline.upload(body=BRIDGE)
    newer = pipeline.upload(body=MARKET)
    pipeline.delete(version_id=newer)
    events = pipeline.stack.take("ParseQueue")
    for n in order:
        pipeline.stack.send("ParseQueue", events[n])
        pipeline.stack.pump()
    summary = pipeline.assert_summarized("a.txt", older)
    assert summary.source.supersedes != older


def test_a_late_delete_marker_of_a_lifecycle_rule_does_not_end_a_newer_upload(pipeline: Pipeline) -> None:
    version = pipeline.upload()
    pipeline.stack.pump()
    record = lifecycle_record(pipeline.bucket, f"{pipeline.folder}a.txt", version_id="gone", delete_marker=True)
    del record["s3"]["object"]["sequencer"]
    pipeline.stack.send("ParseQueue", json.dumps({"Records": [record]}))
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)


def test_the_removal_of_a_folder_made_in_the_console_leaves_no_row(pipeline: Pipeline) -> None:
    pipeline.upload("reports/", b"")
    pipeline.delete("reports/")
    pipeline.stack.pump()
    assert pipeline.rows() == 0
