"""Log lines and metrics without a stack: errors, libraries, and failing work."""

import json
import logging
import warnings
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext
from awslambdaric.bootstrap import LambdaLoggerHandler
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from shared import observability
from shared.errors import Code, MalformedEventError, PermanentError, TransientError
from shared.instants import ago, seconds_since
from shared.observability import Outcome, OutcomeStatus, error_fields, observed_handler, run_observed
from shared.revision import Revision
from tests.support.log_lines import LogLines, recorded

TEXT = "what the document says"


class Context(LambdaContext):
    """The context of a function that has no properties of interest."""

    _function_name = _invoked_function_arn = _aws_request_id = "test"
    _memory_limit_in_mb = 128


class Sink:
    """A log sink of Lambda's runtime."""

    def __init__(self) -> None:
        self.written = ""

    def log(self, message: str) -> None:
        self.written += message


@pytest.fixture
def sink() -> Iterator[Sink]:
    """The sink of Lambda's handler on the root logger, with Nutgraf's format."""
    sink = Sink()
    handler = LambdaLoggerHandler(sink)
    root = logging.getLogger()
    root.addHandler(handler)
    observability.format_library_logs()
    yield sink
    logging.captureWarnings(False)
    root.removeHandler(handler)


@pytest.fixture
def lines() -> Iterator[LogLines]:
    with recorded() as lines:
        yield lines


def raised(error: BaseException) -> BaseException:
    """Return the error with a traceback."""
    try:
        raise error
    except BaseException as caught:  # noqa: BLE001 - the caller inspects it
        return caught


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError(TEXT), {"error": "ValueError"}),
        (TransientError("The lease was lost."), {"error": "TransientError", "reason": "The lease was lost."}),
        (PermanentError(Code.CORRUPT, TEXT), {"error": "PermanentError", "reason": "corrupt"}),
        (MalformedEventError(TEXT), {"error": "MalformedEventError", "reason": "malformed_event"}),
        (
            ClientError(
                {"Error": {"Code": "SlowDown", "Message": TEXT}, "ResponseMetadata": {"RequestId": "R"}},  # type: ignore[typeddict-item]
                "GetObject",
            ),
            {"error": "ClientError", "reason": "SlowDown", "operation": "GetObject", "aws_request_id": "R"},
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_an_error_is_logged_with_kind_and_place_and_only_own_messages(
    error: Exception, said: dict[str, object]
) -> None:
    found = error_fields(raised(error))
    places = found.pop("at")
    assert isinstance(places, list)
    assert "test_observability.py" in places[0] and places[0].endswith(" raised")
    assert found == said


def test_of_several_errors_the_first_ten_are_told() -> None:
    found = error_fields(ExceptionGroup(TEXT, [ValueError(TEXT), *(KeyError(TEXT) for _ in range(20))]))
    assert found["error"] == "ExceptionGroup"
    assert found["errors"] == [{"error": "ValueError"}, *({"error": "KeyError"} for _ in range(9))]
    assert TEXT not in json.dumps(found)


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (PermanentError(Code.RETRIES_EXHAUSTED, TEXT), {"status": "parked", "reason": "retries_exhausted"}),
        (ValueError(TEXT), {"status": "error", "error": "ValueError"}),
    ],
)
def test_work_that_raises_leaves_one_line_and_raises(
    lines: LogLines, error: Exception, line: dict[str, object]
) -> None:
    def work() -> Outcome:
        raise error

    with pytest.raises(type(error)) as caught:
        run_observed("parse", "s3://uploads/a.txt", work, Revision("0A", 3))
    assert caught.value is error
    (found,) = lines.documents()
    expected = {"uri": "s3://uploads/a.txt", "sequencer": "0A", "generation": 3, "stage": "parse", **line}
    assert found.items() >= expected.items()
    assert TEXT not in lines.text


@given(st.text(max_size=50))
def test_the_log_line_of_any_key_is_one_printable_line(key: str) -> None:
    with recorded() as lines:
        run_observed("parse", f"s3://uploads/{key}", lambda: Outcome(OutcomeStatus.SKIPPED, None))
    assert lines.text.count("\n") == 1 and lines.text.isascii() and lines.text.strip().isprintable()
    assert [line["uri"] for line in lines.documents()] == [f"s3://uploads/{key}"]


@pytest.mark.filterwarnings("default:what the document says")
def test_library_messages_are_omitted_from_the_log(sink: Sink) -> None:
    logging.getLogger("a_library").warning("can't parse %r", f"\n{TEXT}\n")
    logging.getLogger("functions.parse.worker.parse_worker").warning("worker crashed (%s)", "SIGABRT")
    warnings.warn(TEXT, stacklevel=1)
    library, ours, warned = map(json.loads, sink.written.splitlines())
    assert library["location"].startswith("a_library test_observability:")
    assert (library["level"], ours["message"]) == ("WARNING", "worker crashed (SIGABRT)")
    assert warned["location"].startswith("py.warnings")
    assert TEXT not in sink.written


def test_two_deployments_in_one_process_keep_their_metrics_apart(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], recwarn: pytest.WarningsRecorder
) -> None:
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "parse")
    observability.metrics.clear_metrics()  # of other tests

    def count(event: dict[str, Any], context: LambdaContext) -> None:
        if event:
            observability.record_upload(1)

    for table, event in (("one", {}), ("other", {"upload": 1}), ("one", {"upload": 1})):
        monkeypatch.setenv("SUMMARIES_TABLE", table)
        observed_handler(count)(event, Context())
    emitted = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [metric["table"] for metric in emitted] == ["other", "one"]
    assert not recwarn.list


def test_time_goes_on() -> None:
    assert seconds_since(ago(timedelta(hours=1))) == pytest.approx(3600, abs=60)
    assert seconds_since("2999-01-01T00:00:00.000Z") < 0
