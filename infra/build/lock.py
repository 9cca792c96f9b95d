"""Updates the lock files: every installed package and its dependencies, with versions and SHA-256 hashes.

Run `python -m infra.build.lock` with a Python that has uv. NAME.txt lists the direct requirements. NAME.lock lists what
pip installs with `--require-hashes`, for the Python version given here and later ones, on Linux, macOS and Windows, for
x86_64 and arm64.
"""

import subprocess
import sys

from infra.build.package import LAMBDA_PYTHON, ROOT

OLDEST_PYTHON = "3.11"
_LAMBDA = f"{LAMBDA_PYTHON[0]}.{LAMBDA_PYTHON[1]}"

# Requirement files, with the oldest Python that they are installed into.
WANTED = {
    "requirements.txt": OLDEST_PYTHON,
    "infra/build/sam-requirements.txt": _LAMBDA,
    "infra/build/checkov-requirements.txt": OLDEST_PYTHON,
}

# Requirement files that are installed beside requirements.lock, with the same versions of what both name.
BESIDE = {"tests/requirements-optional.txt": OLDEST_PYTHON}

# Requirement files for Lambda's Python that list every package, because they are installed without dependencies.
COMPLETE = tuple(
    f"functions/{name}/requirements.txt"
    for name in ("dead_letters", "parse", "read", "search", "summarize", "sweep", "vectors")
)


def lock(wanted: str, python: str, *options: str) -> None:
    """Write the lock of one file. Existing versions are kept when possible. Raises CalledProcessError."""
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
    for wanted, python in BESIDE.items():
        lock(wanted, python, "--constraint", "requirements.lock")
    for wanted in COMPLETE:
        lock(wanted, _LAMBDA, "--no-deps")


if __name__ == "__main__":
    main()
