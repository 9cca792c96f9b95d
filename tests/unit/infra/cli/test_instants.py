"""The times and days that options accept."""

from datetime import UTC, datetime, timedelta

import pytest
import typer
from hypothesis import example, given
from hypothesis import strategies as st
from typer.core import TyperGroup
from typer.testing import CliRunner

from infra.cli.app import app
from infra.cli.instants import checked, checked_period, day_of, instant_of
from infra.cli.terminal import steers

AT = datetime(2026, 11, 28, 21, 48, 7, 123456, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22", "2026-11-22T00:00:00.000Z"),
        ("2026-11-22T10:30", "2026-11-22T10:30:00.000Z"),
        ("2026-11-22 10:30:05", "2026-11-22T10:30:05.000Z"),
        ("2026-11-22T10:30:05Z", "2026-11-22T10:30:05.000Z"),
        ("2026-11-22t10:30:05.1239z", "2026-11-22T10:30:05.123Z"),
        ("2026-11-22T00:30:00+01:00", "2026-11-21T23:30:00.000Z"),
        ("2026-11-22T10:30-05:30", "2026-11-22T16:00:00.000Z"),
        ("now", "2026-11-28T21:48:07.123Z"),
        ("today", "2026-11-28T00:00:00.000Z"),
        (" Yesterday ", "2026-11-27T00:00:00.000Z"),
        ("7d", "2026-11-21T21:48:07.123Z"),
        ("2w", "2026-11-14T21:48:07.123Z"),
        ("12h", "2026-11-28T09:48:07.123Z"),
        ("30m", "2026-11-28T21:18:07.123Z"),
        ("90s", "2026-11-28T21:46:37.123Z"),
    ],
)
def test_an_instant_a_date_a_word_or_an_age_is_an_instant_in_utc(text: str, expected: str) -> None:
    assert instant_of(text, AT) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "last week", "2026", "2026-11", "2026-02-30", "22.11.2026", "11/22/2026", "20261122"),
        *("2026-W47-1", "2026-11-22T25:00", "2026-11-22T10", "2026-11-22T10:30+1", "-7d", "7", "7 d", "1.5h", "7y"),
        *("99999999999999999999d", "٧d", "٢٠٢٦-11-22", "2026-11-22Z", "2026-11-22T10:30:05.Z"),
    ],
)
def test_anything_else_is_refused_with_the_forms_that_are_accepted(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a time\. Use a date \(2026-01-31\)"):
        instant_of(text, AT)


@given(st.datetimes(timezones=st.timezones()) | st.datetimes(timezones=st.just(UTC)))
@example(datetime.max.replace(tzinfo=UTC))
def test_every_instant_of_python_is_read_back(moment: datetime) -> None:
    offset = moment.utcoffset()
    assert offset is not None
    if offset.total_seconds() % 60:  # RFC 3339 has no such offset
        return
    try:
        expected = moment.astimezone(UTC)
    except OverflowError:
        return
    read = datetime.fromisoformat(instant_of(moment.isoformat(), AT))
    assert timedelta(0) <= expected - read < timedelta(milliseconds=1)


@given(st.text(max_size=30))
@example("\x9b2J\u202e")
def test_any_text_is_an_instant_or_is_refused_without_steering_a_terminal(text: str) -> None:
    try:
        printed = instant_of(text, AT)
    except ValueError as error:
        printed = str(error)
    assert not any(map(steers, printed))


@pytest.mark.parametrize(
    ("text", "expected"), [("2026-11-22", "2026-11-22"), ("today", "2026-11-28"), ("YESTERDAY", "2026-11-27")]
)
def test_a_day_is_a_date_or_a_word(text: str, expected: str) -> None:
    assert day_of(text, AT) == expected


@pytest.mark.parametrize("text", ["7d", "now", "2026-11-22T10:30Z", "tomorrow", "2026-13-01", "2026-1-1"])
def test_a_time_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match="is not a day"):
        day_of(text, AT)


def test_an_option_that_was_not_given_stays_none() -> None:
    assert checked("--day", None, day_of, AT) is None
    assert checked_period(None, None, AT) == (None, None)


@pytest.mark.parametrize(
    ("since", "until", "message"),
    [
        ("yesterday", "2026-11-27", "--since (2026-11-27T00:00:00.000Z) must be before --until"),
        ("2999-01-01", None, "--since (2999-01-01T00:00:00.000Z) must be before now (2026-11-28T21:48:07.123Z)"),
        ("7d", "last week", "--until: 'last week' is not a time."),
    ],
)
def test_a_period_without_a_moment_ends_the_command(
    since: str, until: str | None, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as ended:
        checked_period(since, until, AT)
    assert ended.value.exit_code == 2
    assert message in capsys.readouterr().err


def options_of_time() -> list[tuple[str, str]]:
    """Return every command and its options that take a time or a day."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return [
        (name, option)
        for name, command in sorted(group.commands.items())
        for parameter in command.params
        for option in parameter.opts
        if option in ("--since", "--until", "--day", "--from", "--to", "--at")
    ]


def test_these_commands_take_times() -> None:
    assert options_of_time() == [
        ("export", "--since"),
        ("export", "--until"),
        ("query", "--day"),
        ("query", "--since"),
        ("redrive", "--since"),
        ("redrive", "--until"),
    ]


@pytest.mark.parametrize(("command", "option"), options_of_time())
def test_every_option_of_time_refuses_other_words(command: str, option: str) -> None:
    arguments = {"export": ["into"], "query": ["--status", "FAILED"] if option == "--since" else []}.get(command, [])
    result = CliRunner().invoke(app, [command, *arguments, option, "soonish"])
    assert result.exit_code == 2
    assert f"{option}: 'soonish' is not a" in result.output
