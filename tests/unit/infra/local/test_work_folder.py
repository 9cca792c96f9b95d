"""The temporary folder of a local stack is deleted at its end, and after a kill by the next stack."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.template import ROOT
from infra.local.work_folder import PREFIX, WorkFolder

HOLD = """
import time
from infra.local.work_folder import WorkFolder
print((folder := WorkFolder().create()).path, flush=True)
time.sleep(600)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for temporary files."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def test_nothing_remains_of_a_stack_without_logs(temporary: Path) -> None:
    folder = WorkFolder().create()
    (folder.objects / "1").write_bytes(b"content")
    folder.close()
    folder.close()
    assert list(temporary.iterdir()) == []


def test_logs_remain_until_they_are_deleted(temporary: Path) -> None:
    folder = WorkFolder().create()
    (folder.logs / "Worker.log").write_text("why it failed", encoding="utf-8")
    folder.close()
    WorkFolder().create().close()
    assert [path.name for path in folder.path.rglob("*")] == ["logs", "Worker.log"]
    folder.delete()
    assert list(temporary.iterdir()) == []


def test_a_given_folder_of_logs_is_never_deleted(temporary: Path) -> None:
    folder = WorkFolder(temporary / "mine" / "logs").create()
    assert folder.logs.is_dir()
    folder.delete()
    assert [path.name for path in temporary.rglob("*")] == ["mine", "logs"]


def test_the_folder_of_a_killed_stack_is_deleted_by_the_next_and_that_of_a_running_one_is_not(temporary: Path) -> None:
    others = [
        subprocess.Popen([sys.executable, "-c", HOLD], cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    try:
        killed, running = (Path(other.stdout.readline().strip()) for other in others if other.stdout)
        others[0].send_signal(signal.SIGKILL)
        others[0].wait()
        other_program = temporary / f"{PREFIX}of-another-program"
        other_program.mkdir()
        WorkFolder().create().close()
        assert not killed.exists()
        assert (running / "objects").is_dir()
        assert other_program.is_dir()
    finally:
        for other in others:
            other.kill()
            other.communicate()


def test_a_folder_that_was_never_or_half_created_is_closed(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    WorkFolder().close()
    folder = WorkFolder()

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.mkdir", interrupted)
        with pytest.raises(KeyboardInterrupt):
            folder.create()
    folder.close()
    assert list(temporary.iterdir()) == []
