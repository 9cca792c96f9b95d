"""`nutgraf export` in a process that is killed, against `nutgraf serve`."""

import json
import os
import signal
import subprocess
import time
from collections import Counter
from itertools import count
from pathlib import Path

from infra.local.template import ROOT
from shared.table.table import SummaryTable
from tests.end_to_end.served import NUTGRAF, Served
from tests.support.summaries import a_summary, an_entity

DOCUMENTS = 60


def uri(number: int) -> str:
    return f"s3://elsewhere/{number:03}.txt"


def state_in(path: Path) -> str:
    """Return the state of an interrupted export; empty if there is none."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def test_an_export_that_is_killed_at_any_moment_loses_and_repeats_nothing(served: Served, tmp_path: Path) -> None:
    table = SummaryTable(served.table, served.client("dynamodb"))
    for number in range(DOCUMENTS):
        uploaded_at = f"2001-02-{20 + number // 25}T{number % 24:02}:{number % 60:02}:00.000Z"
        table.put_summary(a_summary(uri(number), uploaded_at=uploaded_at, entities=[an_entity(f"Person {number}")]))
    period = ["--since", "2001-02-19", "--until", "2001-02-24"]
    command = [*NUTGRAF, "export", "out", *period, "--documents-per-file", "3", "--endpoint-url", served.endpoint_url]
    state, reached, kills = tmp_path / "nutgraf-export.json", "", 0
    for attempt in count(1):
        process = subprocess.Popen(
            command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL
        )
        began = time.monotonic()
        while process.poll() is None and state_in(state) in ("", reached):  # until it has written a part
            time.sleep(0.002)
            assert time.monotonic() - began < 120
        try:
            process.wait(0.2 * attempt)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            reached = state_in(state)
            kills += 1
        else:
            assert process.returncode == 0
            break
    assert kills > 0
    for name in ("documents", "names"):
        paths = list((tmp_path / "out" / name).rglob("*.jsonl"))
        lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
        assert Counter(json.loads(line)["uri"] for line in lines) == Counter(map(uri, range(DOCUMENTS)))
    assert {path.name for path in tmp_path.iterdir()} == {"out"}
