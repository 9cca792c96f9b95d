"""A function for the tests of the local stack. The body of each message is a command."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import boto3

if os.environ.get("WORD") == "fails to start":
    raise RuntimeError("nothing works without a word")

_KEPT: list[bytes] = []


def handler(event: dict[str, Any], context: Any) -> Any:
    """Run the commands of the records. The partial batch response contains the records with the command `fail`."""
    failures = []
    for record in event["Records"]:
        command, _, argument = record["body"].partition(" ")
        if command == "fail":
            failures.append({"itemIdentifier": record["messageId"]})
        elif command == "raise":
            raise ValueError(argument)
        elif command == "sleep":
            time.sleep(float(argument))
        elif command == "exit":
            os._exit(int(argument))
        elif command == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif command == "answer":
            return json.loads(argument)
        elif command == "grow":
            _KEPT.append(b"x" * int(argument) * 2**20)
        elif command == "child":
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"], start_new_session=True)
            Path(argument).write_text(f"{os.getpid()} {child.pid}", encoding="utf-8")
        elif command == "row":
            _put_row(argument, record, context)
        print(f"done: {record['body'][:100]}")
    return {"batchItemFailures": failures}


def _put_row(key: str, record: dict[str, Any], context: Any) -> None:
    boto3.client("dynamodb").put_item(
        TableName=os.environ["TABLE"],
        Item={
            "pk": {"S": key},
            "word": {"S": os.environ["WORD"]},
            "function": {"S": context.function_name},
            "remaining": {"N": str(context.get_remaining_time_in_millis())},
            "record": {"S": json.dumps(record)},
            "pid": {"N": str(os.getpid())},
            "environment": {"S": json.dumps(sorted(os.environ))},
        },
    )
