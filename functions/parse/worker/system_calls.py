"""The system calls that parsers need, with their numbers on the two processor architectures of Lambda."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Numbers:
    """The number of a call on each processor, None if the processor has no such call."""

    x86_64: int | None
    aarch64: int | None


# Sources: Linux 6.1, arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h. The kernel never
# changes these numbers.
NEEDED: dict[str, Numbers] = {
    # Files and pipes.
    "access": Numbers(21, None),
    "close": Numbers(3, 57),
    "close_range": Numbers(436, 436),
    "dup": Numbers(32, 23),
    "dup2": Numbers(33, None),
    "dup3": Numbers(292, 24),
    "epoll_create1": Numbers(291, 20),
    "epoll_ctl": Numbers(233, 21),
    "epoll_pwait": Numbers(281, 22),
    "epoll_wait": Numbers(232, None),
    "eventfd2": Numbers(290, 19),
    "faccessat": Numbers(269, 48),
    "faccessat2": Numbers(439, 439),
    "fadvise64": Numbers(221, 223),
    "fcntl": Numbers(72, 25),
    "fstat": Numbers(5, 80),
    "fstatfs": Numbers(138, 44),
    "getcwd": Numbers(79, 17),
    "getdents64": Numbers(217, 61),
    "ioctl": Numbers(16, 29),
    "lseek": Numbers(8, 62),
    "lstat": Numbers(6, None),
    "newfstatat": Numbers(262, 79),
    "open": Numbers(2, None),
    "openat": Numbers(257, 56),
    "pipe2": Numbers(293, 59),
    "poll": Numbers(7, None),
    "ppoll": Numbers(271, 73),
    "pread64": Numbers(17, 67),
    "preadv": Numbers(295, 69),
    "pselect6": Numbers(270, 72),
    "read": Numbers(0, 63),
    "readlink": Numbers(89, None),
    "readlinkat": Numbers(267, 78),
    "readv": Numbers(19, 65),
    "recvfrom": Numbers(45, 207),
    "select": Numbers(23, None),
    "sendto": Numbers(44, 206),
    "socketpair": Numbers(53, 199),
    "stat": Numbers(4, None),
    "statfs": Numbers(137, 43),
    "statx": Numbers(332, 291),
    "write": Numbers(1, 64),
    "writev": Numbers(20, 66),
    # Memory.
    "brk": Numbers(12, 214),
    "madvise": Numbers(28, 233),
    "membarrier": Numbers(324, 283),
    "mincore": Numbers(27, 232),
    "mmap": Numbers(9, 222),
    "mprotect": Numbers(10, 226),
    "mremap": Numbers(25, 216),
    "munmap": Numbers(11, 215),
    # Threads, and information about the process itself.
    "arch_prctl": Numbers(158, None),
    "clone": Numbers(56, 220),
    "exit": Numbers(60, 93),
    "exit_group": Numbers(231, 94),
    "futex": Numbers(202, 98),
    "get_robust_list": Numbers(274, 100),
    "getcpu": Numbers(309, 168),
    "getegid": Numbers(108, 177),
    "geteuid": Numbers(107, 175),
    "getgid": Numbers(104, 176),
    "getpid": Numbers(39, 172),
    "getppid": Numbers(110, 173),
    "getpriority": Numbers(140, 141),
    "getrlimit": Numbers(97, 163),
    "getrusage": Numbers(98, 165),
    "gettid": Numbers(186, 178),
    "getuid": Numbers(102, 174),
    "prctl": Numbers(157, 167),
    "prlimit64": Numbers(302, 261),
    "rseq": Numbers(334, 293),
    "sched_getaffinity": Numbers(204, 123),
    "sched_getparam": Numbers(143, 121),
    "sched_getscheduler": Numbers(145, 120),
    "sched_yield": Numbers(24, 124),
    "set_robust_list": Numbers(273, 99),
    "set_tid_address": Numbers(218, 96),
    "sysinfo": Numbers(99, 179),
    "times": Numbers(100, 153),
    "uname": Numbers(63, 160),
    # Signals: handlers, and signals to the process itself.
    "kill": Numbers(62, 129),
    "restart_syscall": Numbers(219, 128),
    "rt_sigaction": Numbers(13, 134),
    "rt_sigprocmask": Numbers(14, 135),
    "rt_sigreturn": Numbers(15, 139),
    "sigaltstack": Numbers(131, 132),
    "tgkill": Numbers(234, 131),
    # Clocks and randomness.
    "clock_getres": Numbers(229, 114),
    "clock_gettime": Numbers(228, 113),
    "clock_nanosleep": Numbers(230, 115),
    "getrandom": Numbers(318, 278),
    "gettimeofday": Numbers(96, 169),
    "nanosleep": Numbers(35, 101),
    "time": Numbers(201, None),
}

# Number of clone3(2) on both processors. Its flags are in memory, which a filter can't read.
CLONE3 = 435

# The highest number in the tables of Linux 6.1, `set_mempolicy_home_node`.
NEWEST = 450
