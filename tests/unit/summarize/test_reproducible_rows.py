"""The same upload gives the same row, byte for byte, in every process, with every hash seed and order of files.

`make check-build` compares the rows of the packages, under Lambda's Python, with those of this one.
"""

import os
import subprocess
import sys
from pathlib import Path

from infra.local.files import SAMPLES

FILES = [
    SAMPLES / name
    for name in ("fire-station.zip", "drug-trial.txt", "seed-vault.html", "night-trains.eml", "archive-move.docx")
]


def test_every_process_and_every_order_give_the_same_rows() -> None:
    forwards, backwards = start("1", FILES), start("2", FILES[::-1])
    first, second = rows(forwards), rows(backwards)
    assert first.keys() == second.keys() == {file.name for file in FILES}
    for name, row in first.items():
        assert second[name] == row, f"{name} differs"


def start(hash_seed: str, files: list[Path]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.unit.summarize.rows_child", *map(str, files)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        stdout=subprocess.PIPE,
        text=True,
    )


def rows(process: subprocess.Popen[str]) -> dict[str, str]:
    output, _ = process.communicate(timeout=300)
    assert process.returncode == 0
    return dict(line.split("\t", 1) for line in output.splitlines())
