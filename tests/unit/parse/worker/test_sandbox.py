"""The sandbox of the worker process refuses harmful actions and allows the calls that parsers need."""

import errno
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.parse.worker import seccomp
from functions.parse.worker.parse_worker import ParseWorker, WorkerLimits
from functions.parse.worker.process import CODE_ROOT
from functions.parse.worker.seccomp import ARGUMENTS_AT, INSTRUCTION, PROCESSORS, REFUSED
from functions.parse.worker.system_calls import CLONE3, NEEDED, NEWEST
from shared.settings import ParseSettings, ReadingLimits

LIMITS = WorkerLimits(reading=ReadingLimits(), max_bytes=1_000_000, seconds=20, memory_mb=512, files=1000)
CHILD = "tests.unit.parse.worker.worker_child"
PROCESS = 4711
EPERM, ENOSYS = REFUSED | errno.EPERM, REFUSED | errno.ENOSYS
REFUSED_CALLS = [
    "internet socket",
    "internet 6 socket",
    "datagram socket",
    "UNIX socket",
    "datagram pair",
    "connect",
    "look up a name",
    "run a program",
    "fork",
    "trace the parent",
    "signal the parent",
    "signal the group",
    "new namespace",
    "open for writing",
    "open for appending",
    "create",
    "truncate",
    "remove",
    "rename",
    "make a folder",
    "link",
    "change mode",
]
REFUSED_FILES = ["read", "list", "read the parent's environment", "read accounts"]
NEEDED_BY_PARSERS = ["start a thread", "import a module", "read a time zone"]


def missing() -> str:
    """Return the parts of the sandbox that this kernel can't enforce."""
    code = (
        "from functions.parse.worker import sandbox; print(sandbox.enter_files([]) or ''); "
        "print(sandbox.enter_calls(single_threaded=True) or '')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=CODE_ROOT, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture(scope="module")
def gaps() -> str:
    return missing()


@pytest.fixture(scope="module")
def worker() -> Iterator[ParseWorker]:
    with ParseWorker(LIMITS, CHILD) as worker:
        yield worker


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    path = tmp_path / "canary.txt"
    path.write_text("a secret")
    return path


@pytest.mark.parametrize("attempt", REFUSED_CALLS)
def test_calls_that_parsing_does_not_need_are_refused(
    worker: ParseWorker, canary: Path, attempt: str, gaps: str
) -> None:
    if "system calls" in gaps:
        pytest.skip(f"this kernel has no seccomp filters: {gaps}")
    before = sorted(canary.parent.iterdir())
    assert worker.parse(os.fsencode(canary), attempt).text in ("EPERM", "EACCES", REFUSED_LOOK_UP)
    assert canary.read_text() == "a secret"
    assert sorted(canary.parent.iterdir()) == before


REFUSED_LOOK_UP = "gaierror(-3, 'Temporary failure in name resolution')"


@pytest.mark.parametrize("attempt", REFUSED_FILES)
def test_other_files_can_not_be_opened(worker: ParseWorker, canary: Path, attempt: str, gaps: str) -> None:
    if "files" in gaps:
        pytest.skip(f"this kernel has no Landlock: {gaps}")
    assert worker.parse(os.fsencode(canary), attempt).text == "EACCES"


@pytest.mark.parametrize("attempt", NEEDED_BY_PARSERS)
def test_the_first_use_of_libraries_works(worker: ParseWorker, attempt: str) -> None:
    assert worker.parse(b"", attempt).text == "done"


def test_the_sandbox_can_be_disabled(canary: Path, caplog: pytest.LogCaptureFixture) -> None:
    settings = ParseSettings.from_environment(
        {
            "DOCUMENTS_BUCKET": "d",
            "SUMMARIES_TABLE": "t",
            "PARKING_QUEUE_URL": "q",
            "QUEUE_URL": "q",
            "UPLOADS_BUCKET": "u",
            "PARSE_SANDBOX": "off",
        }
    )
    with ParseWorker(WorkerLimits.of(settings), CHILD) as worker:
        assert worker.parse(os.fsencode(canary), "read").text == "done"
        assert worker.parse(os.fsencode(canary), "UNIX socket").text == "done"
    assert "the parser process is not fully confined: ParseSandbox is off" in caplog.text


def decision(machine: str, number: int, arguments: tuple[int, ...] = (), architecture: int | None = None) -> int:
    """Interpret the filter program of a processor, and return its result for a call."""
    program = seccomp.program(machine, PROCESS)
    instructions = list(INSTRUCTION.iter_unpack(program))
    own = PROCESSORS[machine].architecture
    data = {seccomp.NUMBER_AT: number, seccomp.ARCHITECTURE_AT: own if architecture is None else architecture}
    for place, argument in enumerate((*arguments, 0, 0, 0, 0, 0, 0)[:6]):
        data[ARGUMENTS_AT + 8 * place] = argument & 0xFFFFFFFF
        data[ARGUMENTS_AT + 8 * place + 4] = argument >> 32
    accumulator = at = 0
    while True:
        operation, if_true, if_false, value = instructions[at]
        at += 1
        if operation == seccomp.RETURN:
            return int(value)
        if operation == seccomp.LOAD_WORD:
            accumulator = data[value]
        elif operation == seccomp.AND:
            accumulator &= value
        elif operation == seccomp.JUMP_IF_EQUAL:
            at += if_true if accumulator == value else if_false
        else:
            assert operation == seccomp.JUMP_IF_GREATER
            at += if_true if accumulator > value else if_false


@pytest.mark.parametrize("machine", PROCESSORS)
def test_every_call_is_allowed_or_refused_on_both_processors(machine: str) -> None:
    conditional = seccomp.conditions(PROCESS)
    free = {getattr(numbers, machine) for name, numbers in NEEDED.items() if name not in conditional}
    for number in range(600):
        if number in free:
            assert decision(machine, number, (-1 & 0xFFFFFFFF,) * 6) == seccomp.ALLOWED, number
        elif number == CLONE3 or number > NEWEST:
            assert decision(machine, number) == ENOSYS, number
        elif number not in {getattr(NEEDED[name], machine) for name in conditional}:
            assert decision(machine, number) == EPERM, number


@pytest.mark.parametrize("machine", PROCESSORS)
@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("openat", (0, 0, os.O_RDONLY | os.O_CLOEXEC), (0, 0, os.O_RDWR)),
        ("openat", (0, 0, os.O_RDONLY | os.O_DIRECTORY), (0, 0, os.O_RDONLY | 0o100)),
        ("clone", (0x3D0F00,), (0x11,)),
        ("clone", (0x3D0F00,), (0x100,)),
        ("kill", (PROCESS,), (1,)),
        ("kill", (PROCESS,), (0,)),
        ("tgkill", (PROCESS, 5), (0xFFFFFFFF, 5)),
        ("prlimit64", (0, 1), (1, 1)),
        ("ioctl", (0, 0x5401), (0, 0x5412)),
        ("ioctl", (0, 0x5451), (0, 0)),
        ("socketpair", (1, 1 | os.O_CLOEXEC), (1, 2)),
        ("socketpair", (1, 1), (2, 1)),
    ],
)
def test_arguments_decide_about_calls_that_can_do_harm(
    machine: str, name: str, good: tuple[int, ...], bad: tuple[int, ...]
) -> None:
    number = getattr(NEEDED[name], machine)
    assert decision(machine, number, good) == seccomp.ALLOWED
    assert decision(machine, number, bad) == EPERM


@pytest.mark.parametrize("machine", PROCESSORS)
def test_calls_of_other_architectures_are_refused(machine: str) -> None:
    i386, x32 = 0x40000003, 0x40000000
    for numbers in NEEDED.values():
        number = getattr(numbers, machine)
        if number is not None:
            assert decision(machine, number, architecture=i386) == EPERM
            assert decision(machine, number | x32) == ENOSYS


HEADERS = {"x86_64": "x86_64-linux-gnu/asm/unistd_64.h", "aarch64": "asm-generic/unistd.h"}


@pytest.mark.parametrize("machine", PROCESSORS)
def test_the_numbers_match_the_headers_of_the_kernel(machine: str) -> None:
    header = Path("/usr/include") / HEADERS[machine]
    if not header.exists():
        pytest.skip("the kernel's headers (linux-libc-dev) are not installed")
    text = header.read_text()
    defined = dict(re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)$", text, re.MULTILINE))
    # The generic table uses older names for file calls: __NR3264_fstatat is newfstatat on 64 bits.
    defined |= {new: defined[old] for new, old in (("newfstatat", "fstatat"),) if old in defined}
    wrong = {
        name: (getattr(numbers, machine), defined.get(name))
        for name, numbers in NEEDED.items()
        if getattr(numbers, machine) is not None and str(getattr(numbers, machine)) != defined.get(name)
    }
    assert wrong == {}
    absent = [name for name, numbers in NEEDED.items() if getattr(numbers, machine) is None and name in defined]
    assert absent == []


@pytest.mark.skipif(platform.machine() not in PROCESSORS, reason="no table of system calls for this processor")
def test_a_confined_process_reports_that_it_is_confined(worker: ParseWorker, gaps: str) -> None:
    if "system calls" in gaps:
        pytest.skip(f"this kernel has no seccomp filters: {gaps}")
    process = worker.parse(b"", "process").text
    for status in Path(f"/proc/{process}/task").glob("*/status"):
        assert re.search(r"^Seccomp:\s+2$", status.read_text(), re.MULTILINE)
        assert re.search(r"^NoNewPrivs:\s+1$", status.read_text(), re.MULTILINE)
