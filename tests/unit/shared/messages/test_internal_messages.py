"""Internal messages: round trips, malformed messages, and the revision of a check."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import MalformedEventError
from shared.messages.internal_messages import Check, Reprocess, read_parse_message
from shared.messages.upload_events import Upload
from shared.object_version import bucket_and_key, uri_of
from shared.revision import Revision, Status, may_write, revision_of_check
from shared.state import State

WHEN = "2026-11-22T09:30:00.000Z"
KEYS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=50)
VERSIONS = st.none() | st.text("abcXYZ019._-", min_size=1, max_size=30)
REVISIONS = st.builds(Revision, st.text("0123456789ABCDEF", max_size=18), st.integers(0, 999_000))
CHECKS = st.builds(Check, bucket=st.just("uploads"), key=KEYS, version_id=VERSIONS, uploaded_at=st.just(WHEN))
REPROCESSES = st.builds(
    Reprocess,
    bucket=st.just("uploads"),
    key=KEYS,
    version_id=VERSIONS,
    uploaded_at=st.just(WHEN),
    sequencer=st.text("0123456789abcdefABCDEF", max_size=18),
    generation=st.integers(1, 999_999),
)


@given(CHECKS | REPROCESSES)
def test_what_is_written_is_read(message: Check | Reprocess) -> None:
    assert read_parse_message(message.model_dump_json()) == [message]
    assert bucket_and_key(message.uri) == (message.bucket, message.key)


@given(KEYS)
def test_a_uri_names_its_bucket_and_key(key: str) -> None:
    assert bucket_and_key(uri_of("a-bucket", key)) == ("a-bucket", key)


@pytest.mark.parametrize(
    "uri", ["", "s3://", "s3://bucket", "s3://bucket/", "s3:///key", "https://bucket/key", "bucket/key"]
)
def test_what_is_no_uri_of_an_object_is_refused(uri: str) -> None:
    with pytest.raises(ValueError, match="does not have the form s3://bucket/key"):
        bucket_and_key(uri)


def test_an_event_of_s3_is_read_beside_them() -> None:
    entry = {"key": "a+b.txt", "size": 1, "versionId": "v", "sequencer": "01"}
    record = {"eventName": "ObjectCreated:Put", "eventTime": WHEN, "s3": {"bucket": {"name": "b"}, "object": entry}}
    assert read_parse_message(json.dumps({"Records": [record]})) == [
        Upload("b", "a b.txt", "v", WHEN, Revision("01"), 1)
    ]


def wrong(**changes: object) -> str:
    message = {"kind": "nutgraf.reprocess", "version": 1, "bucket": "b", "key": "k", "version_id": "v"}
    message |= {"uploaded_at": WHEN, "sequencer": "01", "generation": 1} | changes
    return json.dumps({name: value for name, value in message.items() if value != "left out"})


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (wrong(kind="nutgraf.unheard"), "does not match any of the expected tags"),
        (wrong(version=2), "version: Input should be 1"),
        (wrong(key=""), "key: String should have at least 1 character"),
        (wrong(key="left out"), "key: Field required"),
        (wrong(version_id="left out"), "version_id: Field required"),
        (wrong(sequencer="xyz"), "sequencer: String should match pattern"),
        (wrong(generation=0), "generation: Input should be greater than or equal to 1"),
        (wrong(generation=1_000_000), "generation: Input should be less than or equal to 999999"),
        (wrong(uploaded_at="yesterday"), "uploaded_at: String should match pattern"),
        (wrong(more=1), "more: Extra inputs are not permitted"),
        (json.dumps({"kind": "something else"}), "no list of Records"),
        ("nutgraf.check", "not JSON"),
        ("[]", "not a JSON object"),
    ],
)
def test_a_malformed_message_is_refused_with_the_reason(body: str, reason: str) -> None:
    with pytest.raises(MalformedEventError, match=reason):
        read_parse_message(body)


def test_a_reprocess_is_of_the_next_generation_of_its_state() -> None:
    state = State(uri="s3://b/k", status=Status.FAILED, sequencer="0A", generation=4, updated_at=WHEN, version_id="v")
    message = Reprocess.of(state)
    assert message.revision == Revision("0A", 5)
    assert message.revision > state.revision
    assert Reprocess.of(state) == message


@given(st.none() | st.tuples(REVISIONS, st.sampled_from(Status)), st.sampled_from([True, False, None]))
def test_a_check_goes_forward_and_gives_way_to_every_later_event(
    state: tuple[Revision, Status] | None, same_version: bool | None
) -> None:
    revision = revision_of_check(state, same_version=same_version)
    if revision is None:
        settled = state is not None and state[1] in (Status.SUMMARIZED, Status.FAILED)
        assert settled if same_version else state is None
        return
    if state is None:
        assert revision == Revision("")
        return
    assert state[0] <= revision <= state[0].next_generation
    assert revision.sequencer == state[0].sequencer
    later = Revision(f"{revision.sequencer:0<18}1")
    assert may_write((revision, Status.SUMMARIZED), later, Status.PROCESSING)
    if revision == state[0]:  # not known to be finished: repeat the same work, never other work
        assert state[1] is (Status.DELETED if same_version is None else Status.PROCESSING)
    elif same_version:
        assert state[1] is Status.DELETED
