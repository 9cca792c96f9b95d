"""Settings of the memory allocator of this process, with which freed memory can return to the operating system."""

from shared.memory import glibc

# Parameters of mallopt(3) of glibc: the maximum number of arenas, and the size in bytes of blocks with pages of their
# own, which are returned when they are freed. By default, each of moto's threads can get an arena, of which a part
# stays, and the second value grows with the blocks that are freed.
_M_ARENA_MAX, _ARENAS = -8, 2
_M_MMAP_THRESHOLD, _BLOCK = -3, 1_000_000


def limit_arenas() -> None:
    """Set the allocator for a process with many threads. Without glibc (macOS, Alpine), it does nothing."""
    if library := glibc():
        library.mallopt(_M_ARENA_MAX, _ARENAS)
        library.mallopt(_M_MMAP_THRESHOLD, _BLOCK)
