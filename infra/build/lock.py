"""Renews the locks: every package that is installed, with what it wants in turn, by version and SHA-256.

`python -m infra.build.lock`, run by the Python that has uv. Each NAME.txt says what we want, its NAME.lock what pip
installs with `--require-hashes`: for any Python from the one given here on, Linux, macOS and Windows, x86_64 and arm64.
"""

import subprocess
import sys

from infra.build.package import LAMBDA_PYTHON, ROOT

OLDEST_PYTHON = "3.11"
_LAMBDA = f"{LAMBDA_PYTHON[0]}.{LAMBDA_PYTHON[1]}"

# Files that say what is wanted, and the oldest Python that it is installed into.
WANTED = {
    "requirements.txt": OLDEST_PYTHON,
    "infra/build/sam-requirements.txt": _LAMBDA,
    "infra/build/checkov-requirements.txt": OLDEST_PYTHON,
}

# Files that name all there is, since packages are made without dependencies, for Lambda's Python.
COMPLETE = tuple(f"functions/{name}/requirements.txt" for name in ("dead_letters", "parse", "summarize", "sweep"))


def lock(wanted: str, python: str, *options: str) -> None:
    """Write the lock of one file; versions that it has already are kept where they fit. Raises CalledProcessError."""
    target = wanted.removesuffix(".txt") + ".lock"
    compile_lock = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
    plain = ["--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"]
    where = ["--python-version", python, wanted, "--output-file", target]
    subprocess.run([*compile_lock, *plain, *options, *where], check=True, cwd=ROOT)
    print(target)


def main() -> None:
    """The command line."""
    for wanted, python in WANTED.items():
        lock(wanted, python)
    for wanted in COMPLETE:
        lock(wanted, _LAMBDA, "--no-deps")


if __name__ == "__main__":
    main()
