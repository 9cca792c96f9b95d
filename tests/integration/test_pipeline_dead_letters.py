"""Late dead letters: they undo no success, and remove what unfinished work has left."""

from unittest.mock import patch

import pytest

from shared.documents.document_store import DocumentStore
from shared.revision import Status
from shared.table.left_overs import LeftOvers
from tests.integration.pipeline import BRIDGE, MARKET, Pipeline


@pytest.mark.parametrize("queue", ["ParseDeadLetterQueue", "SummarizeDeadLetterQueue"])
def test_a_late_dead_letter_does_not_undo_a_success(pipeline: Pipeline, queue: str) -> None:
    version = pipeline.upload()
    uploads = pipeline.stack.take("ParseQueue")
    pipeline.stack.send("ParseQueue", *uploads)
    pipeline.stack.pump("ParseFunction")
    documents = pipeline.stack.take("SummarizeQueue")
    pipeline.stack.send("SummarizeQueue", *documents)
    pipeline.stack.pump()
    pipeline.stack.send(queue, *(uploads if queue.startswith("Parse") else documents))
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)


def test_a_success_after_a_dead_letter_mends_the_row(pipeline: Pipeline) -> None:
    version = pipeline.upload()
    pipeline.stack.pump("ParseFunction")
    documents = pipeline.stack.take("SummarizeQueue")
    pipeline.stack.send("SummarizeDeadLetterQueue", *documents)
    pipeline.stack.pump()
    assert (pipeline.state().status, pipeline.state().code) == (Status.FAILED, "retries_exhausted")
    pipeline.stack.send("SummarizeQueue", *documents)
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)


def test_a_dead_letter_of_a_deleted_object_takes_its_document_along(pipeline: Pipeline) -> None:
    pipeline.upload()
    pipeline.stack.pump("ParseFunction")
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
    pipeline.stack.pump("ParseFunction")
    documents = pipeline.stack.take("SummarizeQueue")
    pipeline.stack.send("SummarizeQueue", *documents)
    with patch.object(LeftOvers, "remove"), patch.object(DocumentStore, "remove_up_to"):  # interrupted
        pipeline.stack.pump()
    assert len(pipeline.documents_of()) == 2
    assert {row["revision"] for row in pipeline.index_rows()} > {str(pipeline.state().revision)}
    pipeline.stack.send("SummarizeDeadLetterQueue", *documents)
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", newer)
    assert {row["revision"] for row in pipeline.index_rows()} == {str(pipeline.state().revision)}
