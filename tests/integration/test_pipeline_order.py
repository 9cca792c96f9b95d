"""Repeated, late and reordered events: the final state, Summary and Documents are correct."""

import json
from itertools import permutations
from unittest.mock import patch

import pytest

from shared.documents.document_store import DocumentStore
from shared.revision import Status
from shared.table.left_overs import LeftOvers
from tests.integration.pipeline import BRIDGE, MARKET, Pipeline, event_names
from tests.support.lifecycle_events import lifecycle_record

PARSE, SUMMARIZE, DEAD_LETTERS = "ParseFunction", "SummarizeFunction", "DeadLettersFunction"


def test_an_upload_becomes_a_summary_in_the_table(pipeline: Pipeline) -> None:
    version = pipeline.upload("news/bridge.txt", BRIDGE)
    pipeline.stack.pump()
    summary = pipeline.assert_summarized("news/bridge.txt", version)
    assert summary.summary.method == "extractive"
    assert summary.key_points
    assert summary.source.uri in [entry.uri for entry in pipeline.table.by_day(summary.source.uploaded_at[:10])]
    assert summary.source.uri in pipeline.table.by_sha256(summary.source.sha256)


def test_the_same_upload_event_three_times_makes_one_row(pipeline: Pipeline) -> None:
    version = pipeline.upload()
    (event,) = pipeline.stack.take("ParseQueue")
    for _ in range(3):
        pipeline.stack.send("ParseQueue", event)
        pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)
    assert pipeline.rows() == 2


def test_an_upload_event_that_comes_again_before_the_summary_does_no_harm(pipeline: Pipeline) -> None:
    version = pipeline.upload()
    (event,) = pipeline.stack.take("ParseQueue")
    pipeline.stack.send("ParseQueue", event, event, event)
    pipeline.stack.pump(PARSE)
    assert pipeline.state().attempts == 3
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)


def test_the_event_of_an_older_version_changes_nothing_after_that_of_a_newer_one(pipeline: Pipeline) -> None:
    pipeline.upload(body=BRIDGE)
    newer = pipeline.upload(body=MARKET)
    first, second = pipeline.stack.take("ParseQueue")
    pipeline.stack.send("ParseQueue", second)
    pipeline.stack.pump()
    pipeline.stack.send("ParseQueue", first)
    pipeline.stack.pump()
    summary = pipeline.assert_summarized("a.txt", newer)
    assert "market hall" in summary.summary.text


def test_an_older_document_that_is_summarized_late_gives_way_to_the_newer_version(pipeline: Pipeline) -> None:
    pipeline.upload(body=BRIDGE)
    pipeline.stack.pump(PARSE)
    (older,) = pipeline.stack.take("SummarizeQueue")
    newer = pipeline.upload(body=MARKET)
    pipeline.stack.pump()
    pipeline.stack.send("SummarizeQueue", older)
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", newer)


def test_the_same_summarize_event_twice_makes_one_row(pipeline: Pipeline) -> None:
    version = pipeline.upload()
    pipeline.stack.pump(PARSE)
    (event,) = pipeline.stack.take("SummarizeQueue")
    for _ in range(2):
        pipeline.stack.send("SummarizeQueue", event)
        pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)


def test_a_new_version_supersedes_the_old_one(pipeline: Pipeline) -> None:
    older = pipeline.upload(body=BRIDGE)
    pipeline.stack.pump()
    newer = pipeline.upload(body=MARKET)
    pipeline.stack.pump()
    assert pipeline.assert_summarized("a.txt", newer).source.supersedes == older


def test_readers_see_the_last_good_summary_while_a_new_version_is_under_way_and_after_it_failed(
    pipeline: Pipeline,
) -> None:
    good = pipeline.upload()
    pipeline.stack.pump()
    pipeline.upload(body=b"")
    pipeline.stack.pump()
    assert pipeline.state().status is Status.FAILED
    summary = pipeline.summary()
    assert summary is not None
    assert summary.source.version_id == good
    assert pipeline.documents_of() == [summary.document.key]


def test_a_deletion_takes_the_summary_and_the_documents(pipeline: Pipeline) -> None:
    pipeline.upload()
    pipeline.stack.pump()
    pipeline.delete()
    pipeline.stack.pump()
    pipeline.assert_deleted()
    assert pipeline.rows() == 1


def test_a_deletion_that_overtakes_the_summary_of_its_upload_wins(pipeline: Pipeline) -> None:
    pipeline.upload()
    pipeline.stack.pump(PARSE)
    summarize_events = pipeline.stack.take("SummarizeQueue")
    pipeline.delete()
    pipeline.stack.pump()
    pipeline.stack.send("SummarizeQueue", *summarize_events)
    pipeline.stack.pump()
    pipeline.assert_deleted()


def test_a_document_that_is_put_after_the_deletion_is_removed_again(pipeline: Pipeline) -> None:
    pipeline.upload()
    pipeline.stack.pump(PARSE)
    (key,) = pipeline.documents_of()
    document = pipeline.documents.get(key)
    assert document is not None
    pipeline.delete()
    pipeline.stack.pump()
    pipeline.documents.put(document)
    pipeline.stack.pump()
    pipeline.assert_deleted()


def test_a_failure_leaves_of_the_documents_only_that_of_the_last_good_summary(pipeline: Pipeline) -> None:
    pipeline.upload(body=BRIDGE)
    pipeline.stack.pump()
    good = pipeline.summary()
    assert good is not None
    pipeline.upload(body=MARKET)
    pipeline.stack.pump(PARSE)
    pipeline.stack.take("SummarizeQueue")  # as if the queue had been purged
    assert len(pipeline.documents_of()) == 2
    pipeline.upload(body="")
    (event,) = pipeline.stack.take("ParseQueue")
    for _ in range(2):
        pipeline.stack.send("ParseQueue", event)
        pipeline.stack.pump()
        assert pipeline.state().status is Status.FAILED
        assert pipeline.documents_of() == [good.document.key]
    assert pipeline.summary() == good


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


def test_a_version_that_is_gone_before_it_is_read_gives_way_to_the_current_one(pipeline: Pipeline) -> None:
    older = pipeline.upload(body=BRIDGE)
    newer = pipeline.upload(body=MARKET)
    first, second = pipeline.stack.take("ParseQueue")
    pipeline.delete(version_id=newer)
    (removal,) = pipeline.stack.take("ParseQueue")
    for event in (second, first, removal):
        pipeline.stack.send("ParseQueue", event)
        pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", older)


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


@pytest.mark.parametrize("queue", ["ParseDeadLetterQueue", "SummarizeDeadLetterQueue"])
def test_a_late_dead_letter_does_not_undo_a_success(pipeline: Pipeline, queue: str) -> None:
    version = pipeline.upload()
    uploads = pipeline.stack.take("ParseQueue")
    pipeline.stack.send("ParseQueue", *uploads)
    pipeline.stack.pump(PARSE)
    documents = pipeline.stack.take("SummarizeQueue")
    pipeline.stack.send("SummarizeQueue", *documents)
    pipeline.stack.pump()
    pipeline.stack.send(queue, *(uploads if queue.startswith("Parse") else documents))
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)


def test_a_success_after_a_dead_letter_mends_the_row(pipeline: Pipeline) -> None:
    version = pipeline.upload()
    pipeline.stack.pump(PARSE)
    documents = pipeline.stack.take("SummarizeQueue")
    pipeline.stack.send("SummarizeDeadLetterQueue", *documents)
    pipeline.stack.pump()
    assert (pipeline.state().status, pipeline.state().code) == (Status.FAILED, "retries_exhausted")
    pipeline.stack.send("SummarizeQueue", *documents)
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)


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


def test_several_events_in_one_message_are_all_handled(pipeline: Pipeline) -> None:
    versions = {key: pipeline.upload(key) for key in ("a.txt", "b.txt")}
    records = [record for body in pipeline.stack.take("ParseQueue") for record in json.loads(body)["Records"]]
    pipeline.stack.send("ParseQueue", json.dumps({"Records": records}))
    pipeline.stack.pump()
    for key, version in versions.items():
        pipeline.assert_summarized(key, version)


def test_a_version_that_a_late_removal_found_is_not_replaced_by_an_older_one(pipeline: Pipeline) -> None:
    pipeline.upload(body=BRIDGE)
    pipeline.delete()
    pipeline.upload(body=BRIDGE + "It is not the last version.\n")
    last = pipeline.upload(body=MARKET)
    first, deletion, between, newest = pipeline.stack.take("ParseQueue")
    for event in (deletion, between, between, first, newest):
        pipeline.stack.send("ParseQueue", event)
        pipeline.stack.pump()
        pipeline.assert_summarized("a.txt", last)


def test_a_deleted_version_does_not_return_after_the_event_of_the_version_that_a_late_removal_found(
    pipeline: Pipeline,
) -> None:
    gone = pipeline.upload(body=BRIDGE)
    pipeline.delete(version_id=gone)
    last = pipeline.upload(body=MARKET)
    newer = pipeline.upload(body=BRIDGE)
    _, removal, upload, newer_upload = pipeline.stack.take("ParseQueue")
    pipeline.stack.send("ParseQueue", removal)
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", newer)
    pipeline.delete(version_id=newer)
    (newer_removal,) = pipeline.stack.take("ParseQueue")
    for event in (removal, upload):
        pipeline.stack.send("ParseQueue", event)
        pipeline.stack.pump()
        pipeline.assert_summarized("a.txt", last)
    settled = pipeline.state()
    for event in (newer_upload, newer_removal):
        pipeline.stack.send("ParseQueue", event)
        pipeline.stack.pump()
        assert pipeline.state() == settled


def test_an_end_that_a_late_removal_found_is_not_undone_by_an_older_upload(pipeline: Pipeline) -> None:
    version = pipeline.upload(body=BRIDGE)
    pipeline.delete(version_id=version)
    pipeline.upload(body=MARKET)
    pipeline.delete()
    _, removal, upload, deletion = pipeline.stack.take("ParseQueue")
    for event in (removal, upload, upload, deletion):
        pipeline.stack.send("ParseQueue", event)
        pipeline.stack.pump()
        pipeline.assert_deleted()


def test_a_dead_letter_does_not_replace_a_version_that_a_late_removal_found(pipeline: Pipeline) -> None:
    version = pipeline.upload(body=BRIDGE)
    pipeline.delete(version_id=version)
    pipeline.upload(body=BRIDGE + "It is not the last version.\n")
    last = pipeline.upload(body=MARKET)
    _, removal, between, _ = pipeline.stack.take("ParseQueue")
    pipeline.stack.send("ParseQueue", removal)
    pipeline.stack.pump()
    pipeline.stack.send("ParseDeadLetterQueue", between)
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", last)
    assert [parked.body for parked in pipeline.parked()] == [between]


def test_a_dead_letter_of_a_deleted_object_takes_its_document_along(pipeline: Pipeline) -> None:
    pipeline.upload()
    pipeline.stack.pump(PARSE)
    documents = pipeline.stack.take("SummarizeQueue")
    (key,) = pipeline.documents_of()
    document = pipeline.documents.get(key)
    assert document is not None
    pipeline.delete()
    pipeline.stack.pump()
    pipeline.documents.put(document)
    pipeline.stack.take("SummarizeQueue")
    pipeline.stack.send("SummarizeDeadLetterQueue", *documents)
    pipeline.stack.pump()
    pipeline.assert_deleted()


def test_a_dead_letter_of_a_finished_summary_removes_what_the_summary_before_it_left(pipeline: Pipeline) -> None:
    pipeline.upload(body=BRIDGE)
    pipeline.stack.pump()
    newer = pipeline.upload(body=MARKET)
    pipeline.stack.pump(PARSE)
    documents = pipeline.stack.take("SummarizeQueue")
    pipeline.stack.send("SummarizeQueue", *documents)
    with patch.object(LeftOvers, "sweep"), patch.object(DocumentStore, "remove_up_to"):  # interrupted
        pipeline.stack.pump()
    assert len(pipeline.documents_of()) == 2
    assert {row["revision"] for row in pipeline.index_rows()} > {str(pipeline.state().revision)}
    pipeline.stack.send("SummarizeDeadLetterQueue", *documents)
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", newer)
    assert {row["revision"] for row in pipeline.index_rows()} == {str(pipeline.state().revision)}
