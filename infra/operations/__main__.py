"""`python -m infra.operations`."""

import os

from infra.operations.cli import app

for variable in ("NO_PROXY", "no_proxy"):  # a proxy does not lead to this machine
    os.environ[variable] = ",".join(filter(None, [os.environ.get(variable), "127.0.0.1,localhost"]))
app(prog_name="python -m infra.operations")
