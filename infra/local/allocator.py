"""Settings of the memory allocator of this process, so that freed memory returns to the operating system."""

import ctypes
import gc
from functools import cache

# Parameters of mallopt(3) of glibc: the maximum number of arenas, and the size in bytes of blocks with pages of their
# own, which are returned when they are freed. By default, each of moto's threads can get an arena, of which a part
# stays, and the second value grows with the blocks that are freed.
_M_ARENA_MAX, _ARENAS = -8, 2
_M_MMAP_THRESHOLD, _BLOCK = -3, 1_000_000


@cache
def _glibc() -> ctypes.CDLL | None:
    """Return the C library if it is glibc."""
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") else None


def limit_arenas() -> None:
    """Set the allocator for a process with many threads. Without glibc (macOS, Alpine), it does nothing."""
    if library := _glibc():
        library.mallopt(_M_ARENA_MAX, _ARENAS)
        library.mallopt(_M_MMAP_THRESHOLD, _BLOCK)


def return_memory() -> None:
    """Collect garbage, and return freed memory. It takes a tenth of a second for a million objects."""
    gc.collect()
    if library := _glibc():
        library.malloc_trim(0)
