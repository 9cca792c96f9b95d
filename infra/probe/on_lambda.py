"""Create the probe function on AWS Lambda, run it once, and remove it.

The function has a role without any permission, so it writes no log, and it leaves nothing behind.
"""

import io
import json
import time
import zipfile
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from infra.probe.checks import CODE_ROOT, Result

# The modules of the package, below the root of the code.
MODULES = (
    "functions/__init__.py",
    "functions/parse/__init__.py",
    "functions/parse/worker/__init__.py",
    "functions/parse/worker/landlock.py",
    "functions/parse/worker/privileges.py",
    "functions/parse/worker/python_calls.py",
    "functions/parse/worker/sandbox.py",
    "functions/parse/worker/seccomp.py",
    "functions/parse/worker/system_calls.py",
    "infra/__init__.py",
    "infra/probe/__init__.py",
    "infra/probe/checks.py",
    "infra/probe/kernel.py",
)
HANDLER = "infra.probe.kernel.handler"

# The runtime, the memory (MB) and the timeout (s) of ParseFunction and of the probe. The checks start ten processes.
RUNTIME, MEMORY, TIMEOUT = "python3.13", 3008, 120

# A new role is usable after some seconds (IAM User Guide, "Changes that I make are not always immediately visible").
ROLE_SECONDS, ROLE_PAUSE = 60.0, 2.0

_TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ],
}
_ABSENT = ("NoSuchEntity", "ResourceNotFoundException")

ClientOf = Callable[[str], Any]


class ProbeError(Exception):
    """The probe function failed. The message states how."""


def package() -> bytes:
    """Return the package of the probe function as a zip file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for module in MODULES:
            entry = zipfile.ZipInfo(module)
            entry.external_attr = 0o644 << 16  # without it, Lambda's user cannot read the file
            archive.writestr(entry, (CODE_ROOT / module).read_bytes(), zipfile.ZIP_DEFLATED)
    return content.getvalue()


def report_of_lambda(
    client_of: ClientOf, name: str, architecture: str, pause: Callable[[float], None] = time.sleep
) -> dict[str, Result]:
    """Return the report of a function `name` that exists, with a role of this name, only during this call.

    Replaces what an interrupted call has left. Raises ProbeError, and what boto3 raises.
    """
    iam, functions = client_of("iam"), client_of("lambda")
    remove(client_of, name)
    try:
        role = iam.create_role(
            RoleName=name,
            AssumeRolePolicyDocument=json.dumps(_TRUST),
            Description="Role without permissions of the function that `nutgraf probe` runs once",
        )["Role"]["Arn"]
        _create(functions, name, role, architecture, pause)
        functions.get_waiter("function_active_v2").wait(FunctionName=name)
        return _result(functions.invoke(FunctionName=name, Payload=b"{}"))
    finally:
        remove(client_of, name)


def remove(client_of: ClientOf, name: str) -> None:
    """Delete the function and its role, if they exist."""
    for service, operation, given in (
        ("lambda", "delete_function", {"FunctionName": name}),
        ("iam", "delete_role", {"RoleName": name}),
    ):
        try:
            getattr(client_of(service), operation)(**given)
        except ClientError as error:
            if error.response["Error"]["Code"] not in _ABSENT:
                raise


def _create(functions: Any, name: str, role: str, architecture: str, pause: Callable[[float], None]) -> None:
    """Create the function, and wait until its role can be used."""
    waited = 0.0
    while True:
        try:
            functions.create_function(
                FunctionName=name,
                Role=role,
                Runtime=RUNTIME,
                Handler=HANDLER,
                Architectures=[architecture],
                MemorySize=MEMORY,
                Timeout=TIMEOUT,
                Description="Reports once what the kernel allows a sandbox (nutgraf probe)",
                Code={"ZipFile": package()},
            )
        except ClientError as error:
            unusable = error.response["Error"]["Code"] == "InvalidParameterValueException"
            if not unusable or "role" not in str(error) or waited >= ROLE_SECONDS:
                raise
            pause(ROLE_PAUSE)
            waited += ROLE_PAUSE
        else:
            return


def _result(response: Any) -> dict[str, Result]:
    """Return the report in the response of an invocation."""
    payload = response["Payload"].read()
    if "FunctionError" in response:
        raise ProbeError(f"The probe function failed: {payload.decode('utf-8', 'replace')[:1000]}")
    report: dict[str, Result] = json.loads(payload)
    return report
