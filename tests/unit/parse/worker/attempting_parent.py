"""A parse function whose worker process tries everything that a hostile file might; prints the results as JSON.

Run it as `python -m tests.unit.parse.worker.attempting_parent MODE PATH ATTEMPT…`. The environment has credentials.
PATH is open as an inheritable descriptor, as a careless library might leave it.
"""

import json
import os
import sys

from functions.parse.worker.parse_worker import ParseWorker, WorkerLimits
from shared.errors import NotConfinedError
from shared.settings import ReadingLimits, SandboxMode

LIMITS = WorkerLimits(reading=ReadingLimits(), max_bytes=1_000_000, seconds=20, memory_mb=512, files=1000)
CHILD = "tests.unit.parse.worker.worker_child"


def main() -> None:
    """Print the gaps, and the result of each attempt."""
    mode, path, *attempts = sys.argv[1:]
    os.set_inheritable(os.open(path, os.O_RDONLY), True)
    limits = WorkerLimits(LIMITS.reading, LIMITS.max_bytes, LIMITS.seconds, LIMITS.memory_mb, 1000, SandboxMode(mode))
    with ParseWorker(limits, CHILD) as worker:
        try:
            results = {name: worker.parse(os.fsencode(path), name).text for name in attempts}
        except NotConfinedError as error:
            print(json.dumps({"refused": str(error), "gaps": worker.gaps}))
            return
        print(json.dumps({"gaps": worker.gaps, "results": results}))


if __name__ == "__main__":
    main()
