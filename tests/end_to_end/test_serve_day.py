"""`nutgraf serve` through a day: long texts, kills, a full disk, a taken port, and what remains afterwards."""

import os
import random
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from infra.local.lambda_service.processes import descendants
from infra.local.template import ROOT
from tests.end_to_end.served import FERRY, NUTGRAF, Served, command, introduction, start

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc")


@contextmanager
def running(folder: Path, *arguments: str, **options: object) -> Iterator[Served]:
    """Run `serve` with its temporary files in a folder. The caller ends it; if not, it is killed."""
    process = start(*arguments, env=os.environ | {"TMPDIR": str(folder)}, **options)
    try:
        yield introduction(process)
    finally:
        for pid in (process.pid, *descendants(process.pid)):
            if is_running(pid):
                os.kill(pid, signal.SIGKILL)
        process.communicate()


def is_running(pid: int) -> bool:
    """Return whether a process exists and is not a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def folders(temporary: Path) -> list[Path]:
    """Return the folders of local stacks among the temporary files."""
    return list(temporary.glob("nutgraf-*"))


def seconds_used(pids: list[int]) -> float:
    """Return the processor time of processes."""
    ticks = 0
    for pid in filter(is_running, pids):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def text(size: int, seed: int) -> bytes:
    """Return a text of sentences of random words."""
    chance = random.Random(seed)
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 9))) for _ in range(20_000)]
    sentences, length = [], 0
    while length < size:
        sentences.append(" ".join(chance.choices(words, k=14)).capitalize() + ".")
        length += len(sentences[-1]) + 1
    return " ".join(sentences).encode()[:size]


def documents_of(served: Served) -> int:
    """Return the number of Documents, which SummarizeFunction reads as soon as they are stored."""
    s3 = served.client("s3")
    (bucket,) = (b["Name"] for b in s3.list_buckets()["Buckets"] if "documents" in b["Name"])
    return int(s3.list_objects_v2(Bucket=bucket)["KeyCount"])


def test_ctrl_c_while_a_long_text_is_summarized_ends_every_process_within_two_seconds(tmp_path: Path) -> None:
    with running(tmp_path) as served:
        served.client("s3").put_object(Bucket=served.bucket, Key="long.txt", Body=text(20_000_000, 1))
        served.wait_for(lambda: documents_of(served) == 1, "the Document", 300)
        functions = descendants(served.process.pid)
        before = seconds_used(functions)
        served.wait_for(lambda: seconds_used(functions) > before + 1, "the work on the summary", 60)
        assert not served.has_summary("long.txt")
        began = time.monotonic()
        served.process.send_signal(signal.SIGINT)
        out, err = served.process.communicate(timeout=20)
        while any(map(is_running, functions)):
            assert time.monotonic() - began < 20
            time.sleep(0.01)
        assert time.monotonic() - began < 2
        assert served.process.returncode == 0 and err == "" and "has stopped" in out
        assert folders(tmp_path) == []


def test_a_short_document_overtakes_the_long_ones_before_it(tmp_path: Path) -> None:
    with running(tmp_path, "--jobs", "2") as served:
        s3 = served.client("s3")
        for number in range(2):
            s3.put_object(Bucket=served.bucket, Key=f"long{number}.txt", Body=text(400_000, number))
        served.wait_for(lambda: documents_of(served) == 2, "the Documents of the long texts", 120)
        s3.put_object(Bucket=served.bucket, Key="short.txt", Body=FERRY)
        assert served.process.stdout is not None
        finished: list[str] = []
        while len(finished) < 3:
            line = served.process.stdout.readline()
            assert line, "serve has ended"
            if "SUMMARIZED" in line:
                finished.append(line.split("/")[-1].strip())
        assert finished.index("short.txt") <= 1, "it waited for more than the long text in progress"
        assert sorted(finished) == ["long0.txt", "long1.txt", "short.txt"]


def test_nothing_remains_after_a_function_was_killed(tmp_path: Path) -> None:
    with running(tmp_path) as served:
        s3 = served.client("s3")
        s3.put_object(Bucket=served.bucket, Key="first.txt", Body=FERRY)
        served.wait_for(lambda: served.has_summary("first.txt"), "the first summary", 60)
        killed = descendants(served.process.pid)
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        s3.put_object(Bucket=served.bucket, Key="second.txt", Body=FERRY)
        served.wait_for(lambda: served.has_summary("second.txt"), "the summary after the kill", 60)
        others = descendants(served.process.pid)
        assert others and folders(tmp_path)
        served.process.send_signal(signal.SIGTERM)
        out, err = served.process.communicate(timeout=20)
        assert served.process.returncode == 0 and err == "" and "Its data and logs are deleted." in out
        assert folders(tmp_path) == []
        assert not any(map(is_running, others))


def test_logs_are_kept_in_a_given_folder(tmp_path: Path) -> None:
    logs, temporary = tmp_path / "logs", tmp_path / "temporary"
    temporary.mkdir()
    with running(temporary, "--log-folder", str(logs)) as served:
        served.client("s3").put_object(Bucket=served.bucket, Key="a.txt", Body=FERRY)
        served.wait_for(lambda: served.has_summary("a.txt"), "the summary", 60)
        served.process.send_signal(signal.SIGINT)
        out, _ = served.process.communicate(timeout=20)
    assert f"its logs are in {logs}" in out
    assert (logs / "SummarizeFunction.log").stat().st_size > 0
    assert folders(temporary) == []


def test_ctrl_c_while_it_starts_leaves_nothing(tmp_path: Path) -> None:
    process = start(env=os.environ | {"TMPDIR": str(tmp_path)})
    end = time.monotonic() + 60
    while not folders(tmp_path):
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    try:
        _, err = process.communicate(timeout=20)
    finally:
        process.kill()
    assert time.monotonic() - began < 2
    assert process.returncode != 0 and "Traceback" not in err
    assert folders(tmp_path) == []


@pytest.mark.parametrize(("option", "variable"), [("--port", "PORT="), ("--read-port", "READ_PORT=")])
def test_a_taken_port_is_reported_before_moto_is_imported(option: str, variable: str, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        program = [sys.executable, "-X", "importtime", *NUTGRAF[1:], "serve", "--port", "0", "--read-port", "0"]
        done = subprocess.run(
            [*program, option, port],
            cwd=ROOT,
            env=os.environ | {"TMPDIR": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    message = [line for line in done.stderr.splitlines() if not line.startswith("import time:")]
    assert done.returncode == 1 and len(message) == 1
    assert f"Port {port} is not available" in message[0] and f"`make serve {variable}" in message[0]
    assert option in message[0]
    assert "| moto" not in done.stderr
    assert folders(tmp_path) == []


def test_a_full_disk_is_one_sentence_and_the_stack_continues(tmp_path: Path) -> None:
    def limit() -> None:
        """Make writes above a megabyte fail, as on a full disk."""
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    with running(tmp_path, preexec_fn=limit) as served:
        s3 = served.client("s3")
        with pytest.raises(ClientError, match=r"InsufficientStorage.*Free space"):
            s3.put_object(Bucket=served.bucket, Key="large.txt", Body=b"x" * 2_000_000)
        s3.put_object(Bucket=served.bucket, Key="small.txt", Body=FERRY)
        served.wait_for(lambda: served.has_summary("small.txt"), "the summary of a smaller file", 60)
        served.process.send_signal(signal.SIGINT)
        _, err = served.process.communicate(timeout=20)
    assert served.process.returncode == 0
    assert len(err.splitlines()) == 1 and "cannot store the object" in err and "Traceback" not in err


@pytest.mark.parametrize("arguments", [("cost",), ("serve", "--port", "0", "--read-port", "0"), ("--version",)])
def test_output_to_a_full_disk_is_one_sentence(arguments: tuple[str, ...], tmp_path: Path) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            [*NUTGRAF, *arguments],
            cwd=ROOT,
            env=os.environ | {"TMPDIR": str(tmp_path)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1 and "No space left on device" in done.stderr
    assert folders(tmp_path) == []


def test_a_stack_that_is_killed_leaves_its_folder_to_the_next_one(tmp_path: Path) -> None:
    with running(tmp_path) as served:
        served.process.kill()
        served.process.communicate()
        (left,) = folders(tmp_path)
    with running(tmp_path) as served:
        assert not left.exists()
        served.process.send_signal(signal.SIGINT)
        served.process.communicate(timeout=20)
    assert folders(tmp_path) == []


def test_the_number_of_processes_is_at_least_one() -> None:
    refused = command("serve", "--jobs", "0")
    assert refused.returncode == 2 and "jobs" in refused.stderr
