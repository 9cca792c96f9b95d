"""Ends a process and all that it has started."""

import os
import signal
from pathlib import Path

_PROC = Path("/proc")


def kill_tree(pid: int) -> None:
    """Kill a process, its process group, and its descendants in groups of their own where the system shows them.

    Where there is no /proc (macOS), a descendant that left the group is left to notice that its pipes are closed.
    """
    members = [pid, *descendants(pid)]
    for member in members:
        _kill(member)
        kill_group(member)


def kill_group(leader: int) -> None:
    """Kill what is left of the group that a process led, if it led one."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return  # there is no such group, or none any more


def descendants(pid: int) -> list[int]:
    """The processes that a process has started, and those that they have, as far as they are still its children."""
    children: dict[int, list[int]] = {}
    for entry in _PROC.glob("[0-9]*/stat"):
        try:
            parent = int(entry.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has ended meanwhile
        children.setdefault(parent, []).append(int(entry.parent.name))
    found, waiting = [], [pid]
    while waiting:
        of_this = children.get(waiting.pop(), [])
        found += of_this
        waiting += of_this
    return found


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # it has ended meanwhile
