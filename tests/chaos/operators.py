"""The operators' commands at the end of a campaign: redrive, reprocess and reconcile."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from infra.local.in_process import InProcessStack
from infra.operations import redrive
from infra.operations.operated_stack import open_stack
from infra.operations.reconcile import disagreements
from infra.operations.reprocess import older_pages
from shared.errors import Code
from shared.instants import now
from shared.messages.internal_messages import read_parse_message
from shared.object_version import uri_of
from shared.revision import Status

# A version of the pipeline after every real one: `reprocess --before` it selects all summarized objects.
_LATER_VERSION = "999"


def uris_in(body: str) -> frozenset[str]:
    """Return the URIs of the objects in a message: of uploads, of Documents, or in internal messages."""
    return frozenset(uri_of(event.bucket, event.key) for event in read_parse_message(body))


class Operators:
    """Runs the commands of infra.operations on one stack."""

    def __init__(self, stack: InProcessStack) -> None:
        self._stack = open_stack(stack.clients.of, None, local=True)

    def parked(self) -> list[str]:
        """Return the bodies of the messages in the parking queue, and leave the messages there."""
        messages = list(redrive.parked_messages(self._stack))
        for message in messages:
            redrive.show_again(self._stack, message)
        return [message.body for message in messages]

    def redrive_parked(self) -> Iterator[str]:
        """Return parked messages to their queues, except those of no queue. Yield the bodies."""
        for message in list(redrive.parked_messages(self._stack)):
            if message.destination is not None:
                redrive.send_back(self._stack, message)
                yield message.body

    def redrive_failed(self, *codes: Code) -> Iterator[str]:
        """Reprocess the objects that FAILED with one of these codes. Yield the URIs."""
        for code in codes:
            for page in redrive.failed_pages(self._stack, code, None, now(), None):
                for entry in page.items:
                    if message := redrive.read_again(self._stack, entry.uri, Status.FAILED):
                        self._stack.parse_queue.send([message])
                        yield entry.uri

    def reprocess(self, most: int) -> Iterator[str]:
        """Read summarized objects again, at most `most` of them. Yield the URIs."""
        uris = (uri for page in older_pages(self._stack, _LATER_VERSION, None) for uri in page.items)
        for uri in list(islice(uris, most)):
            if message := redrive.read_again(self._stack, uri, Status.SUMMARIZED):
                self._stack.parse_queue.send([message])
                yield uri

    def reconcile(self) -> Iterator[str]:
        """Check the objects for which bucket and table disagree. Yield the URIs."""
        for page in disagreements(self._stack, "", timedelta(0), None):
            self._stack.parse_queue.send(page.items)
            yield from (check.uri for check in page.items)
