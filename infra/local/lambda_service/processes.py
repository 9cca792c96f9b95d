"""Kills a process and its descendants, and reads the memory of one."""

import os
import signal
from pathlib import Path

_PROC = Path("/proc")


def kill_tree(pid: int) -> None:
    """Kill a process, its process group, its descendants, and their process groups.

    Without /proc (macOS), a descendant in another group is not killed. It ends when it reads from its closed pipes.
    """
    members = [pid, *descendants(pid)]
    for member in members:
        _kill(member)
        kill_group(member)


def kill_group(leader: int) -> None:
    """Kill the remaining processes of the group that a process leads, if there is one."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return  # the group does not exist, or has ended


def descendants(pid: int) -> list[int]:
    """Return the ids of the children of a process, their children, and so on, without orphaned ones."""
    children: dict[int, list[int]] = {}
    for entry in _PROC.glob("[0-9]*/stat"):
        try:
            parent = int(entry.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue  # the process has ended
        children.setdefault(parent, []).append(int(entry.parent.name))
    found, waiting = [], [pid]
    while waiting:
        of_this = children.get(waiting.pop(), [])
        found += of_this
        waiting += of_this
    return found


def resident_mb(pid: int) -> float:
    """Return the resident megabytes of a process; 0 if it has ended, and without /proc (macOS)."""
    try:
        pages = int((_PROC / str(pid) / "statm").read_text(encoding="ascii").split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # the process has ended
