"""What operators do when the faults are over, with their own commands' code: redrive and reconcile."""

from collections.abc import Iterator
from datetime import timedelta

from infra.local.in_process import InProcessStack
from infra.operations import redrive
from infra.operations.reconcile import disagreements
from infra.operations.redrive import ParkedMessage
from infra.operations.stack import open_stack
from shared.own_messages import read_parse_message
from shared.upload_events import uri_of


def uris_in(body: str) -> frozenset[str]:
    """Of the objects that a message is about, whether S3's, of a Document, or of our own."""
    return frozenset(uri_of(event.bucket, event.key) for event in read_parse_message(body))


class Operators:
    """People with the commands of infra.operations, at one stack."""

    def __init__(self, stack: InProcessStack) -> None:
        self._stack = open_stack(stack.clients.of, None, local=True)

    def parked(self) -> list[ParkedMessage]:
        """The messages of the parking queue; they stay there, hidden from the next look."""
        return list(redrive.parked_messages(self._stack))

    def send_back(self, message: ParkedMessage) -> None:
        """Send a parked message to the queue that it came from; one that belongs nowhere stays."""
        if message.destination is not None:
            redrive.send_back(self._stack, message)

    def reconcile(self) -> Iterator[str]:
        """Have looked at, one after another, whatever bucket and table disagree about; gives the URIs."""
        for page in disagreements(self._stack, "", timedelta(0), None):
            self._stack.parse_queue.send(page.items)
            yield from (check.uri for check in page.items)
