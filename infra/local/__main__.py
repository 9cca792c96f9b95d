"""`python -m infra.local`."""

import io
import sys

from infra.local.cli import app

for stream in (sys.stdout, sys.stderr):
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")  # a terminal that lacks a character shows a question mark
app(prog_name="python -m infra.local")
