"""Counts, forms for uploads, and errors that every route has in common."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from botocore.exceptions import ClientError

from functions.read.ids import id_of
from functions.read.stats import stats_of
from shared.errors import Code
from shared.instants import now
from shared.revision import Revision
from tests.support.read_api import Got, InProcessApi
from tests.unit.read.conftest import Shelf

JSON = {"Content-Type": "application/json"}


def upload(api: InProcessApi, body: object, headers: Mapping[str, str] = JSON) -> Got:
    return api.send("POST", "/v1/uploads", headers, body if isinstance(body, bytes) else json.dumps(body).encode())


def test_counts_are_by_day_and_status(shelf: Shelf) -> None:
    before = shelf.api.get("/v1/stats").json
    today = now()[:10]
    assert before["days"][0]["day"] == before["to"] == today and len(before["days"]) == 7
    shelf.summarized("a", f"{today}T00:00:00.000Z")
    shelf.claimed("b")
    shelf.failed("c", Code.CORRUPT)
    shelf.summarized("d", f"{today}T00:00:00.000Z")
    shelf.table.delete(shelf.uri("d"), Revision("0B"))
    after = shelf.api.get("/v1/stats").json
    more = {status: count - before["days"][0]["counts"][status] for status, count in after["days"][0]["counts"].items()}
    assert more == {"SUMMARIZED": 1, "PROCESSING": 1, "FAILED": 1, "DELETED": 1}
    assert after["failures"]["corrupt"] == before["failures"].get("corrupt", 0) + 1
    assert after["complete"] is True


def test_counts_have_the_days_from_the_first_to_the_last(shelf: Shelf) -> None:
    shelf.summarized("a", "1985-03-02T12:00:00.000Z")
    got = shelf.api.get("/v1/stats", from_="1985-03-01", to="1985-03-03").json
    assert [(d["day"], d["counts"]["SUMMARIZED"]) for d in got["days"]] == [
        ("1985-03-03", 0),
        ("1985-03-02", 1),
        ("1985-03-01", 0),
    ]
    assert len(shelf.api.get("/v1/stats", from_="1985-03-01").json["days"]) == 31


def test_a_count_that_stops_at_its_limit_is_not_complete(shelf: Shelf) -> None:
    for number in range(3):
        shelf.failed(f"{number}")
    today = date.fromisoformat(now()[:10])
    assert stats_of(shelf.api.table, today, today, most=2).complete is False
    assert stats_of(shelf.api.table, today, today).complete is True


@pytest.mark.parametrize(
    "query",
    [{"from_": "2026-11-02", "to": "2026-11-01"}, {"from_": "2026-01-01", "to": "2026-02-01"}, {"to": "x"}, {"to": ""}],
)
def test_a_wrong_period_of_counts_is_refused(shelf: Shelf, query: dict[str, Any]) -> None:
    got = shelf.api.get("/v1/stats", **query)
    assert (got.status, got.json["errors"][0]["name"]) == (422, "to")


def test_a_form_uploads_one_file_below_the_prefix(shelf: Shelf) -> None:
    api = InProcessApi(shelf.stack, uploads_prefix=shelf.prefix, max_bytes=1000)
    key = f"{shelf.prefix}in/q3.pdf"
    got = upload(api, {"key": key, "content_type": "application/pdf", "summary_length": "short"})
    assert got.status == 201 and got.headers["Cache-Control"] == "no-store"
    assert (got.json["uri"], got.json["id"]) == (shelf.uri("in/q3.pdf"), id_of(shelf.uri("in/q3.pdf")))
    assert got.json["max_bytes"] == 1000 and got.json["expires_at"] > now()
    fields = got.json["fields"]
    assert (fields["key"], fields["Content-Type"]) == (key, "application/pdf")
    assert fields["x-amz-meta-summary-length"] == "short" and fields["x-amz-algorithm"] == "AWS4-HMAC-SHA256"
    outside = upload(api, {"key": "elsewhere.pdf"})
    assert (outside.status, outside.json["errors"][0]["name"]) == (422, "key")


def test_a_form_replaces_an_object_only_on_demand(shelf: Shelf) -> None:
    shelf.failed("a")
    key = shelf.prefix + "a"
    assert (upload(shelf.api, {"key": key}).status, upload(shelf.api, {"key": key}).json["code"]) == (409, "exists")
    assert upload(shelf.api, {"key": key, "replace": True}).status == 201
    shelf.table.delete(shelf.uri("a"), Revision("0B"))
    assert upload(shelf.api, {"key": key}).status == 201


def test_without_permission_no_form_is_signed(shelf: Shelf) -> None:
    for settings in ({"allow_uploads": False}, {"uploads_bucket": ""}):
        got = upload(InProcessApi(shelf.stack, **settings), {"key": "a"})
        assert (got.status, got.json["code"]) == (403, "uploads_off")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"", ""),
        (b"{", ""),
        (b"null", ""),
        (b"[]", ""),
        (b"[" * 100_000, ""),
        (b'"text"', ""),
        (b"\xff", ""),
        ({}, "key"),
        ({"key": ""}, "key"),
        ({"key": "é" * 600}, "key"),
        ({"key": "a/${filename}"}, "key"),
        (b'{"key": "\\ud800"}', "key"),
        ({"key": "a", "more": 1}, "more"),
        ({"key": "a", "replace": 0}, "replace"),
        ({"key": "a", "summary_length": None}, "summary_length"),
        ({"key": "a", "content_type": "text"}, "content_type"),
        ({"key": "a", "content_type": "image/*"}, "content_type"),
        ({"key": "a", "summary_length": "endless"}, "summary_length"),
    ],
)
def test_a_wrong_body_is_refused(shelf: Shelf, body: object, name: str) -> None:
    got = upload(shelf.api, body)
    assert (got.status, got.json["code"]) == (422, "invalid"), got.body
    assert (got.json["errors"][0]["in"], got.json["errors"][0]["name"]) == ("body", name)


@pytest.mark.parametrize("media_type", ["", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded"])
def test_a_body_that_is_not_json_is_refused(shelf: Shelf, media_type: str) -> None:
    got = upload(shelf.api, {"key": "a"}, {"Content-Type": media_type} if media_type else {})
    assert (got.status, got.json["code"]) == (415, "unsupported_media_type")


def test_other_paths_and_methods_are_errors_with_what_to_do(shelf: Shelf) -> None:
    for target in ("/", "/v1", "/v1/document", "/v1/documents/", "/v1/documents/a/b", "/v1/documents%0A"):
        got = shelf.api.send("GET", target)
        assert (got.status, got.json["code"]) == (404, "not_found"), target
        assert "docs/api.md" in got.json["detail"]
    got = shelf.api.send("DELETE", "/v1/documents?x=1")
    assert (got.status, got.json["code"], got.headers["Allow"]) == (405, "method_not_allowed", "GET")
    assert shelf.api.send("GET", "/v1/uploads").headers["Allow"] == "POST"


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (ClientError({"Error": {"Code": "ThrottlingException"}}, "Query"), 503, "unavailable"),
        (RuntimeError("the text of a document"), 500, "internal"),
    ],
)
def test_failures_of_the_api_have_no_details(
    shelf: Shelf,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    status: int,
    code: str,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(type(shelf.api.table), "count_of_day", fail)
    got = shelf.api.get("/v1/stats")
    assert (got.status, got.json["code"]) == (status, code)
    assert ("Retry-After" in got.headers) == (status == 503)
    (record,) = caplog.records
    assert record.__dict__["error"] == type(error).__name__
    assert "text of a document" not in got.body.decode() + repr(record.__dict__)
