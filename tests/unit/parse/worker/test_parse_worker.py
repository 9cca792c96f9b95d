"""The worker process: any failure of a parser results in the right error, and the next file is read."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from time import monotonic, sleep
from unittest.mock import patch

import pytest

from functions.parse.worker import protocol
from functions.parse.worker.parse_worker import ParseWorker, WorkerLimits
from functions.parse.worker.process import CODE_ROOT
from shared.errors import Code, NotConfinedError, PermanentError, TransientError
from shared.settings import ReadingLimits, SandboxMode

LIMITS = WorkerLimits(
    reading=ReadingLimits(max_characters=10_000_000), max_bytes=20_000_000, seconds=10, memory_mb=512, files=1000
)
CHILD = "tests.unit.parse.worker.worker_child"
SAMPLES = Path(__file__).parents[4] / "infra" / "samples" / "documents"


@pytest.fixture(scope="module")
def worker() -> Iterator[ParseWorker]:
    with ParseWorker(LIMITS, CHILD) as worker:
        yield worker


@pytest.fixture(scope="module")
def hasty_worker() -> Iterator[ParseWorker]:
    with ParseWorker(replace(LIMITS, seconds=1), CHILD) as worker:
        yield worker


def failure(worker: ParseWorker, name: str, content: bytes = b"anything") -> PermanentError:
    with pytest.raises(PermanentError) as raised:
        worker.parse(content, name)
    return raised.value


def process_of(worker: ParseWorker) -> int:
    return int(worker.parse(b"", "process").text)


def test_a_file_is_read(worker: ParseWorker) -> None:
    assert worker.parse(b"The minister resigned.", "news.txt").text == "The minister resigned."
    assert worker.peak_memory_mb > 5


def test_one_process_reads_file_after_file(worker: ParseWorker) -> None:
    assert process_of(worker) == process_of(worker)


def test_a_file_larger_than_a_pipe_arrives_complete(worker: ParseWorker) -> None:
    content = b"ab " * 3_000_000
    assert worker.parse(content, "large.txt").text == content.decode("ascii").strip()


def test_a_native_crash_fails_only_its_file(worker: ParseWorker) -> None:
    error = failure(worker, "segfault")
    assert error.code is Code.CRASHED
    assert "SIGSEGV" in error.message
    assert worker.parse(b"next", "next.txt").text == "next"


def test_an_unexpected_exception_fails_only_its_file(worker: ParseWorker) -> None:
    before = process_of(worker)
    error = failure(worker, "raise")
    assert error.code is Code.CRASHED
    assert "KeyError" in error.message
    assert process_of(worker) != before


@pytest.mark.parametrize("name", ["exhaust memory", "exhaust memory natively", "killed from outside"])
def test_running_out_of_memory_fails_only_its_file(worker: ParseWorker, name: str) -> None:
    error = failure(worker, name)
    assert error.code is Code.OUT_OF_MEMORY
    assert "512 MB" in error.message or "memory" in error.message
    assert worker.parse(b"next", "next.txt").text == "next"


@pytest.mark.parametrize("name", ["hang", "spin"])
def test_a_file_that_takes_too_long_times_out(hasty_worker: ParseWorker, name: str) -> None:
    error = failure(hasty_worker, name)
    assert error.code is Code.TIMED_OUT
    assert "1 seconds" in error.message
    assert hasty_worker.parse(b"next", "next.txt").text == "next"


def running_in_group(group: int) -> list[str]:
    """Return the running processes of a group, without zombies."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[2]) == group and fields[0] not in "ZX":
            found.append(stat.parent.name)
    return found


def test_a_process_whose_parent_is_gone_runs_out_of_processor_time() -> None:
    header = {"ticket": "1", "name": "spin", "declared_type": None, "limits": {"max_characters": 10}, "seconds": 0.1}
    request = protocol.pack(header)
    done = subprocess.run(
        [sys.executable, "-m", CHILD, "512", "confined"], input=request, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == -signal.SIGXCPU


def test_processes_that_a_file_starts_end_with_it(caplog: pytest.LogCaptureFixture) -> None:
    with ParseWorker(replace(LIMITS, seconds=1, sandbox=SandboxMode.OFF), CHILD) as worker:
        group = process_of(worker)
        assert running_in_group(group) == [str(group)]
        assert failure(worker, "hang with a grandchild").code is Code.TIMED_OUT
    assert caplog.text.count("the parser process is not fully confined") == 1
    deadline = monotonic() + 5
    while running_in_group(group) and monotonic() < deadline:
        sleep(0.01)
    assert running_in_group(group) == []


def test_output_of_libraries_does_not_disturb_the_answers(worker: ParseWorker) -> None:
    assert worker.parse(b"undisturbed", "print").text == "undisturbed"
    assert worker.parse(b"still", "next.txt").text == "still"


def test_a_file_nested_too_deeply_for_python_is_too_large(worker: ParseWorker) -> None:
    before = process_of(worker)
    error = failure(worker, "recurse")
    assert error.code is Code.TOO_LARGE
    assert "nested too deeply" in error.message
    assert process_of(worker) == before


def test_a_process_that_can_not_read_another_file_is_replaced(worker: ParseWorker) -> None:
    before = process_of(worker)
    assert worker.parse(b"read all the same", "make unfit").text == "read all the same"
    assert process_of(worker) != before


def test_a_document_larger_than_a_frame_is_too_large(worker: ParseWorker) -> None:
    error = failure(worker, "endless document")
    assert error.code is Code.TOO_LARGE
    assert "67,108,864" in error.message


def test_a_long_message_is_shortened(worker: ParseWorker) -> None:
    error = failure(worker, "long message")
    assert error.code is Code.CORRUPT
    assert len(error.message) == protocol.MAX_MESSAGE
    assert error.message.encode("utf-8").endswith("? …".encode())


INVALID_ANSWERS = [
    "another ticket",
    "no JSON",
    "deep JSON",
    "unknown code",
    "endless message",
    "no number",
    "another document",
    "blocks outside",
    "too long a text",
    "two answers",
    "huge header",
    "huge body",
    "closed output",
]


@pytest.mark.parametrize("case", INVALID_ANSWERS)
def test_an_invalid_answer_fails_only_its_file(worker: ParseWorker, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as known:
        known.setattr("functions.parse.worker.parse_worker.secrets.token_hex", lambda count: "1" * 32)
        known.setattr("functions.parse.worker.process.END_SECONDS", 0.2)
        error = failure(worker, f"invalid answer: {case}", b"1" * 32)
    assert error.code is Code.CRASHED
    assert error.message == "The parser returned an invalid answer for the file."
    assert worker.parse(b"next", "next.txt").text == "next"


def test_an_early_answer_is_not_used_for_the_next_file(worker: ParseWorker, monkeypatch: pytest.MonkeyPatch) -> None:
    tickets = iter(["1" * 32, "2" * 32])
    monkeypatch.setattr("functions.parse.worker.parse_worker.secrets.token_hex", lambda count: next(tickets))
    with suppress(PermanentError):  # if both answers arrive at once
        assert worker.parse(b"1" * 32, "invalid answer: for the next file").text == "wrong"
    assert worker.parse(b"next", "next.txt").text == "next"


def test_parsers_write_no_file(worker: ParseWorker) -> None:
    before = process_of(worker)
    error = failure(worker, "write a file")
    written = Path(f"/tmp/nutgraf-{before}")
    try:
        assert error.code is Code.CRASHED
        assert "PermissionError" in error.message or "OSError" in error.message
        assert not written.exists() or written.read_bytes() == b""
    finally:
        written.unlink(missing_ok=True)


def test_parsers_see_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with ParseWorker(LIMITS, CHILD) as worker:
        names = worker.parse(b"", "environment").text.split()
    assert not [name for name in names if "AWS" in name]
    assert set(names) <= {"HOME", "LD_LIBRARY_PATH", "MALLOC_ARENA_MAX", "LC_CTYPE", "TESSDATA_PREFIX"}


def test_a_process_is_replaced_after_its_number_of_files() -> None:
    with ParseWorker(replace(LIMITS, files=2), CHILD) as worker:
        processes = [process_of(worker) for _ in range(4)]
    assert processes[0] == processes[1] != processes[2] == processes[3]


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    with ParseWorker(replace(LIMITS, max_bytes=10), CHILD) as worker:
        error = failure(worker, "large.txt", b"x" * 11)
        assert error.code is Code.TOO_LARGE
        assert "11 bytes" in error.message
        assert "10 " in error.message


def test_a_process_that_does_not_start_is_a_transient_error() -> None:
    with (
        ParseWorker(LIMITS, "tests.unit.nothing") as worker,
        pytest.raises(TransientError, match=r"tests\.unit\.nothing"),
    ):
        worker.parse(b"x", "x.txt")


def test_a_process_that_ended_between_files_is_replaced(worker: ParseWorker) -> None:
    os.kill(process_of(worker), signal.SIGKILL)
    assert worker.parse(b"next", "next.txt").text == "next"


def test_the_real_parser_reads_the_samples() -> None:
    with ParseWorker(LIMITS) as worker:
        for path in sorted(SAMPLES.iterdir()):
            document = worker.parse(path.read_bytes(), path.name)
            # `stadtbad.de.txt` is in German. Samples without a language in their name are in English.
            language = path.suffixes[0].removeprefix(".") if len(path.suffixes) == 2 else "en"
            assert len(document.text) > (800 if language == "en" else 300), path.name
            assert document.metadata.language == language, path.name
        assert failure(worker, "report.pdf", b"%PDF-1.7 and nothing else").code is Code.CORRUPT
        assert worker.parse("Grüße".encode("utf-16"), "a.txt").text == "Grüße"


def test_the_real_parser_fails_only_its_file_when_out_of_memory() -> None:
    with ParseWorker(replace(LIMITS, memory_mb=300, max_bytes=100_000_000)) as worker:
        assert failure(worker, "large.txt", b"A sentence.\n\n" * 4_000_000).code is Code.OUT_OF_MEMORY
        assert worker.parse(b"A small file.", "small.txt").text == "A small file."


def test_a_closed_worker_leaves_no_process() -> None:
    worker = ParseWorker(LIMITS, CHILD)
    process = process_of(worker)
    worker.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    worker.close()


def test_the_first_pdf_of_a_new_machine_is_read(tmp_path: Path) -> None:
    # An empty folder for temporary files, like /tmp on Lambda. Nothing is unpacked into it.
    command = [sys.executable, "-m", "functions.parse.child", "1500", "confined"]
    content = (CODE_ROOT / "infra" / "samples" / "documents" / "groundwater-bulletin.pdf").read_bytes()
    limits = {"max_characters": 10_000}
    header = {"ticket": "1", "name": "a.pdf", "declared_type": None, "limits": limits, "seconds": 20}
    done = subprocess.run(
        command,
        input=protocol.pack(header, content),
        stdout=subprocess.PIPE,
        cwd=CODE_ROOT,
        env={"TMPDIR": str(tmp_path)},
        timeout=60,
        check=True,
    )
    output, answers = BytesIO(done.stdout), []
    while output.tell() < len(done.stdout):
        answer, length = protocol.read_header(output)
        protocol.read_exactly(output, length)
        answers.append(answer)
    assert len(answers) == 3 and answers[-1]["kind"] == "read", answers
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has /proc")
def test_parsers_can_not_read_the_environment_of_their_parent() -> None:
    # Users other than root may read it only for dumpable processes: prctl(2), PR_GET_DUMPABLE.
    code = (
        "import ctypes; from functions.parse.worker.parse_worker import ParseWorker, WorkerLimits\n"
        "from shared.settings import ReadingLimits\n"
        "with ParseWorker(WorkerLimits(ReadingLimits(), 10, 5, 1500, 5)) as worker:\n"
        "    worker.start(); print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=CODE_ROOT, capture_output=True, check=True).stdout == b"0\n"


def test_a_process_that_begins_to_start_is_the_one_that_reads() -> None:
    with ParseWorker(LIMITS, CHILD) as worker:
        worker.begin_to_start()
        begun = worker._process
        assert begun is not None and begun.running
        assert process_of(worker) == begun._process.pid
        assert process_of(worker) == begun._process.pid


def test_a_process_that_ended_while_it_started_is_replaced() -> None:
    with ParseWorker(LIMITS, CHILD) as worker:
        worker.begin_to_start()
        assert worker._process is not None
        os.kill(worker._process._process.pid, signal.SIGKILL)
        worker._process.wait()
        assert worker.parse(b"The minister resigned.", "news.txt").text == "The minister resigned."


def test_a_process_that_cannot_be_started_is_reported_with_the_first_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    worker = ParseWorker(LIMITS, CHILD)
    worker.begin_to_start()
    with pytest.raises(TransientError, match="could not be started"):
        worker.parse(b"anything", "news.txt")


@pytest.mark.parametrize("mode", SandboxMode)
def test_a_missing_layer_is_a_reason_to_read_no_file_only_if_the_sandbox_is_required(mode: SandboxMode) -> None:
    refused = patch("functions.parse.worker.process.hide_this_process", side_effect=PermissionError("not permitted"))
    with refused, ParseWorker(replace(LIMITS, sandbox=mode), CHILD) as worker:
        refusal = worker.refusal()
        assert ("the function's credentials are readable (not permitted)" in refusal) is (mode is SandboxMode.REQUIRED)
        if refusal:
            with pytest.raises(NotConfinedError, match="not permitted"):
                worker.parse(b"text", "a.txt")
        else:
            assert worker.parse(b"text", "a.txt").text == "text"
