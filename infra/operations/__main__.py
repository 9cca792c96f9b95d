"""`python -m infra.operations`."""

import io
import os
import sys

from infra.cli.operations import app

for stream in (sys.stdout, sys.stderr):
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")  # a terminal that lacks a character shows a question mark
for variable in ("NO_PROXY", "no_proxy"):  # a proxy does not lead to this machine
    os.environ[variable] = ",".join(filter(None, [os.environ.get(variable), "127.0.0.1,localhost"]))
app(prog_name="python -m infra.operations")
