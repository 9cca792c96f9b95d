"""Repeated, late and reordered events of uploads: the newest version has the Summary and the only Document."""

import json

from shared.revision import Status
from tests.integration.pipeline import BRIDGE, MARKET, Pipeline


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
    pipeline.stack.pump("ParseFunction")
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
    pipeline.stack.pump("ParseFunction")
    (older,) = pipeline.stack.take("SummarizeQueue")
    newer = pipeline.upload(body=MARKET)
    pipeline.stack.pump()
    pipeline.stack.send("SummarizeQueue", older)
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", newer)


def test_the_same_summarize_event_twice_makes_one_row(pipeline: Pipeline) -> None:
    version = pipeline.upload()
    pipeline.stack.pump("ParseFunction")
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


def test_a_failure_leaves_of_the_documents_only_that_of_the_last_good_summary(pipeline: Pipeline) -> None:
    pipeline.upload(body=BRIDGE)
    pipeline.stack.pump()
    good = pipeline.summary()
    assert good is not None
    pipeline.upload(body=MARKET)
    pipeline.stack.pump("ParseFunction")
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


def test_several_events_in_one_message_are_all_handled(pipeline: Pipeline) -> None:
    versions = {key: pipeline.upload(key) for key in ("a.txt", "b.txt")}
    records = [record for body in pipeline.stack.take("ParseQueue") for record in json.loads(body)["Records"]]
    pipeline.stack.send("ParseQueue", json.dumps({"Records": records}))
    pipeline.stack.pump()
    for key, version in versions.items():
        pipeline.assert_summarized(key, version)
