"""What operators do when the faults are over, with their own commands' code: redrive and reconcile."""

from collections.abc import Iterator
from datetime import timedelta

from infra.local.in_process import InProcessStack
from infra.operations import redrive
from infra.operations.reconcile import disagreements
from infra.operations.stack import open_stack
from shared.errors import Code
from shared.instants import now
from shared.messages.own_messages import read_parse_message
from shared.object_version import uri_of
from shared.revision import Status


def uris_in(body: str) -> frozenset[str]:
    """Of the objects that a message is about, whether S3's, of a Document, or of our own."""
    return frozenset(uri_of(event.bucket, event.key) for event in read_parse_message(body))


class Operators:
    """People with the commands of infra.operations, at one stack."""

    def __init__(self, stack: InProcessStack) -> None:
        self._stack = open_stack(stack.clients.of, None, local=True)

    def parked(self) -> list[str]:
        """The bodies of the messages in the parking queue; they stay there."""
        messages = list(redrive.parked_messages(self._stack))
        for message in messages:
            redrive.show_again(self._stack, message)
        return [message.body for message in messages]

    def redrive_parked(self) -> Iterator[str]:
        """Send parked messages to the queues that they came from; those that belong nowhere stay. Gives the bodies."""
        for message in list(redrive.parked_messages(self._stack)):
            if message.destination is not None:
                redrive.send_back(self._stack, message)
                yield message.body

    def redrive_failed(self, *codes: Code) -> Iterator[str]:
        """Have read again, one after another, what FAILED with one of these codes; gives the URIs."""
        for code in codes:
            for page in redrive.failed_pages(self._stack, code, None, now(), None):
                for entry in page.items:
                    if message := redrive.read_again(self._stack, entry.uri, Status.FAILED):
                        self._stack.parse_queue.send([message])
                        yield entry.uri

    def reconcile(self) -> Iterator[str]:
        """Have looked at, one after another, whatever bucket and table disagree about; gives the URIs."""
        for page in disagreements(self._stack, "", timedelta(0), None):
            self._stack.parse_queue.send(page.items)
            yield from (check.uri for check in page.items)
