"""Freed memory: it returns to the operating system."""

import subprocess
import sys

import pytest

from shared.memory import glibc

# A hundred million bytes in pieces that no allocator returns by itself, because a piece in use is between them. Prints
# the resident megabytes while all are in use, and after most were freed and returned.
PROGRAM = """
from pathlib import Path
from shared.memory import return_memory

def resident():
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) // 1024

pieces = [bytes(10_000) for _ in range(10_000)]
used = resident()
kept = pieces[::100]
del pieces
return_memory()
print(used, resident())
"""


@pytest.mark.skipif(glibc() is None or sys.platform != "linux", reason="only glibc returns memory")
def test_freed_memory_between_pieces_in_use_returns_to_the_system() -> None:
    found = subprocess.run([sys.executable, "-c", PROGRAM], check=True, capture_output=True, text=True)
    used, left = map(int, found.stdout.split())
    assert left < used - 60
