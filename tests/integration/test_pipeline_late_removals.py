"""Removals that come late, so that a lookup has found another version: it stays, also if older events follow."""

from tests.integration.pipeline import BRIDGE, MARKET, Pipeline


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
