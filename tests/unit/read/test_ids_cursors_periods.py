"""Ids, cursors and periods: what requests contain instead of URIs, positions in lists, and times."""

import base64
import json
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from functions.read.cursors import CursorError, cursor_at, position_at
from functions.read.ids import id_of, uri_in
from functions.read.periods import PeriodError, period_of
from shared.instants import Period
from tests.support.properties import examples

KEYS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)


class Position(NamedTuple):
    time: str
    number: int
    name: str | None


@given(key=KEYS)
@example(key="reports/2024 Q3+final (ü).txt")
@example(key="//#?%2F")
@examples(100)
def test_an_id_is_safe_in_a_path_and_returns_its_uri(key: str) -> None:
    uri = f"s3://bucket/{key}"
    assert uri_in(id_of(uri)) == uri
    assert set(id_of(uri)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@pytest.mark.parametrize(
    "wrong",
    ["", "a", "!!!!", id_of("s3://b/k") + "=", "czM6Ly9iL2t", id_of("https://b/k"), id_of("s3://b/"), "_____w", "é"],
)
def test_what_is_no_id_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="base64url without padding"):
        uri_in(wrong)


@given(time=st.text(max_size=30), number=st.integers(0, 10**6), name=st.none() | st.text(max_size=30))
@examples(100)
def test_a_cursor_returns_its_place_only_to_the_same_request(time: str, number: int, name: str | None) -> None:
    position = Position(time.encode(errors="replace").decode(), number, name and name.encode(errors="replace").decode())
    cursor = cursor_at(position, {"limit": ["a", None]})
    assert position_at(cursor, Position, {"limit": ["a", None]}) == position
    with pytest.raises(CursorError, match="same parameters"):
        position_at(cursor, Position, {"limit": ["b", None]})


def encoded(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "wrong", ["", "a", "é", "%%%", encoded({}), encoded([]), encoded(["x"]), encoded(5), "W1tbW1s"]
)
def test_what_is_no_cursor_is_refused(wrong: str) -> None:
    with pytest.raises(CursorError):
        position_at(wrong, Position, {})


def test_a_cursor_with_other_content_is_refused() -> None:
    content = json.loads(base64.urlsafe_b64decode(cursor_at(Position("t", 1, None), {}) + "=="))
    for position in (["t"], ["t", "one", None], ["t", 1, 2], ["t", 1, None, "more"]):
        with pytest.raises(CursorError):
            position_at(encoded([content[0], *position]), Position, {})


def test_a_day_is_the_period_from_its_start_to_the_next() -> None:
    assert period_of("2024-02-28", None, None) == Period("2024-02-28T00:00:00.000Z", "2024-02-29T00:00:00.000Z")


def test_from_and_to_are_days_that_are_included_or_times() -> None:
    start = "2026-11-22T00:00:00.000Z"
    assert period_of(None, "2026-11-22", "2026-11-22") == Period(start, "2026-11-23T00:00:00.000Z")
    assert period_of(None, "2026-11-22T01:00:00+01:00", None) == Period(start, None)
    assert period_of(None, None, "2026-11-22t00:00:00.0001z") == Period(None, start)
    assert period_of(None, None, None) == Period()


def test_a_period_has_its_start_and_not_its_end() -> None:
    period = period_of("2026-11-22", None, None)
    assert period.has("2026-11-22T00:00:00.000Z") and not period.has("2026-11-23T00:00:00.000Z")
    assert Period().has("2026-11-22T00:00:00.000Z")


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("2026-11-22", "2026-11-22", None), "day"),
        (("2026-02-30", None, None), "day"),
        (("20261122", None, None), "day"),
        (("2026-11-22T00:00:00Z", None, None), "day"),
        ((None, "yesterday", None), "from"),
        ((None, "2026-11-22T09:30:00", None), "from"),
        ((None, "2026-11-22T25:00:00Z", None), "from"),
        ((None, "2026-11-22\n", None), "from"),
        ((None, "0001-01-01T00:00:00+01:00", None), "from"),
        ((None, None, "9999-12-31"), "to"),
        ((None, None, "0001-01-01T00:00:00Z"), "to"),
        ((None, "2026-11-23", "2026-11-22"), "to"),
    ],
)
def test_a_wrong_period_names_its_parameter(arguments: tuple[str | None, str | None, str | None], name: str) -> None:
    with pytest.raises(PeriodError) as raised:
        period_of(*arguments)
    assert raised.value.name == name


@given(day=st.text(max_size=12), since=st.text(max_size=30), until=st.text(max_size=30))
@examples(200)
def test_every_text_is_a_period_or_an_error(day: str, since: str, until: str) -> None:
    for arguments in ((day, None, None), (None, since, until)):
        try:
            period = period_of(*arguments)
        except PeriodError:
            continue
        assert period.since is None or len(period.since) == len("2026-11-22T00:00:00.000Z")
