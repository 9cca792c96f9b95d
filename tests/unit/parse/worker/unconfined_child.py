"""The worker process of worker_child.py on a kernel that has neither Landlock nor seccomp."""

import errno
import sys
from unittest.mock import patch

from functions.parse.child import serve
from tests.unit.parse.worker.worker_child import parse

MISSING = OSError(errno.ENOSYS, "this kernel lacks it")

if __name__ == "__main__":
    with (
        patch("functions.parse.worker.sandbox.confine_files", side_effect=MISSING),
        patch("functions.parse.worker.sandbox.confine_calls", side_effect=MISSING),
    ):
        serve(parse, sys.argv[1:])
