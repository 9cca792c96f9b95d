"""Messages from S3, and malformed messages."""

import json
from typing import Any
from urllib.parse import quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import MalformedEventError
from shared.messages.upload_events import Removal, Upload, read_message
from shared.object_version import bucket_and_key, uri_of
from shared.revision import Revision


def record(name: str = "ObjectCreated:Put", key: str = "a.txt", **entry: Any) -> dict[str, Any]:
    values = {"key": quote_plus(key), "size": 7, "eTag": "abc", "versionId": "v1", "sequencer": "0055AED6DCD90281E5"}
    return {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "eventTime": "2026-11-22T09:30:00.5Z",
        "eventName": name,
        "s3": {"bucket": {"name": "uploads"}, "object": values | entry},
    }


def message(*records: Any) -> str:
    return json.dumps({"Records": list(records)})


def test_an_upload_is_read_with_all_that_s3_says() -> None:
    (upload,) = read_message(message(record()))
    assert upload == Upload("uploads", "a.txt", "v1", "2026-11-22T09:30:00.500Z", Revision("0055AED6DCD90281E5"), 7)
    assert upload.uri == "s3://uploads/a.txt"


def test_several_records_in_one_message_keep_their_order() -> None:
    events = read_message(message(record(key="1"), record("ObjectRemoved:Delete", key="2"), record(key="3")))
    assert [event.key for event in events] == ["1", "2", "3"]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_any_key_is_read_back_from_its_form_encoding(key: str) -> None:
    events = read_message(message(record(key=key)))
    assert [event.key for event in events] == [key]


@given(
    st.from_regex(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", fullmatch=True),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200),
)
def test_a_uri_leads_back_to_its_bucket_and_key(bucket: str, key: str) -> None:
    (event,) = read_message(
        message(
            record(key=key)
            | {"s3": {"bucket": {"name": bucket}, "object": {"key": quote_plus(key), "size": 1, "sequencer": "00"}}}
        )
    )
    assert event.uri == uri_of(bucket, key)
    assert bucket_and_key(event.uri) == (bucket, key)


@pytest.mark.parametrize(
    "name",
    [
        "ObjectRemoved:Delete",
        "ObjectRemoved:DeleteMarkerCreated",
        "LifecycleExpiration:Delete",
        "LifecycleExpiration:DeleteMarkerCreated",
    ],
)
def test_removals_by_people_and_by_lifecycle_rules_are_read(name: str) -> None:
    (removal,) = read_message(message(record(name)))
    assert removal == Removal("uploads", "a.txt", "v1", "2026-11-22T09:30:00.500Z", Revision("0055AED6DCD90281E5"))


def test_a_removal_may_come_without_a_sequencer() -> None:
    (removal,) = read_message(message(record("LifecycleExpiration:Delete", sequencer=None)))
    assert removal.revision is None


def test_the_message_with_which_s3_tests_a_notification_is_ignored() -> None:
    assert read_message(json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "uploads"})) == []


def test_the_empty_object_that_stands_for_a_folder_is_ignored() -> None:
    assert read_message(message(record(key="reports/", size=0))) == []
    assert len(read_message(message(record(key="reports/", size=1)))) == 1


def test_an_empty_file_is_an_upload() -> None:
    assert len(read_message(message(record(key="empty.txt", size=0)))) == 1


@pytest.mark.parametrize(
    "body",
    [
        "",
        "not json",
        "[]",
        "{}",
        '{"Records": {}}',
        message("text"),
        message({}),
        message(record(sequencer=None)),
        message(record(sequencer="not hexadecimal")),
        message(record(name="ObjectRestore:Completed")),
        message(record(key="")),
        message(record() | {"eventTime": "yesterday"}),
        message(record() | {"eventTime": "2026-11-22T09:30:00"}),
        message(record(size="large")),
        message(record() | {"s3": {"bucket": {"name": "uploads"}, "object": {"key": None}}}),
    ],
)
def test_what_s3_does_not_send_is_refused(body: str) -> None:
    with pytest.raises(MalformedEventError):
        read_message(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
)


@given(JSON, JSON, JSON)
def test_any_message_in_the_queue_is_read_or_refused(body: Any, a_record: Any, entry: Any) -> None:
    for hostile in (body, {"Records": [a_record]}, {"Records": [record() | {"s3": entry}]}):
        try:
            events = read_message(json.dumps(hostile))
        except MalformedEventError:
            continue
        assert all(isinstance(event, Upload | Removal) for event in events)
