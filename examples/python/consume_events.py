"""Receive Nutgraf's events from an SQS queue and print each change once.

    python consume_events.py --queue-url URL

docs/state-change.md has a template with the rule and the queue. Runs until it is interrupted, or with --until-empty
until the queue returns nothing. Needs boto3.
"""

import argparse
import json
from typing import Any

import boto3

Change = dict[str, Any]


def is_news(seen: Change | None, change: Change) -> bool:
    """Whether a change is newer than the last one of the same URI. Events can repeat and arrive in any order."""

    def place(of: Change) -> tuple[str, int]:
        return of["sequencer"].upper().ljust(32, "0"), int(of["generation"])

    if seen is None or place(change) > place(seen):
        return True
    return place(change) == place(seen) and (seen["status"], change["status"]) == ("FAILED", "SUMMARIZED")


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queue-url", required=True, help="the queue that the rule sends to")
    parser.add_argument("--until-empty", action="store_true", help="end when the queue returns no message")
    options = parser.parse_args()

    sqs = boto3.client("sqs")
    # A real consumer keeps this in a table of its own, and makes is_news the condition of its write.
    seen: dict[str, Change] = {}
    while True:
        received = sqs.receive_message(QueueUrl=options.queue_url, MaxNumberOfMessages=10, WaitTimeSeconds=5)
        messages = received.get("Messages", [])
        if not messages and options.until_empty:
            return
        for message in messages:
            change = json.loads(message["Body"])["detail"]
            uri = change["uri"]["S"]
            if is_news(seen.get(uri), change):
                seen[uri] = change
                print(change["status"], change["code"] or "-", uri, sep="  ", flush=True)
            # Delete after the work is done: if this program crashes before, the message comes again.
            sqs.delete_message(QueueUrl=options.queue_url, ReceiptHandle=message["ReceiptHandle"])


if __name__ == "__main__":
    main()
