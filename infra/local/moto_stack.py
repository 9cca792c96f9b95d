"""Start and stop of both local stacks: stack.py (moto's server) and in_process.py (mock_aws)."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from infra.local.clients import Clients
from infra.local.deployment import Deployment
from infra.local.moto.atomicity import atomic_writes
from infra.local.moto.converse import complete_converse
from infra.local.moto.deleted_stacks import complete_deletions
from infra.local.moto.fast_projections import fast_projections
from infra.local.moto.fast_responses import fast_responses
from infra.local.moto.invocations import Invocations
from infra.local.moto.notifications import complete_notifications
from infra.local.moto.vectors import complete_vectors
from infra.local.template import translate


class MotoStack(ABC):
    """A stack that is created in moto from a template. It exists from `start` (or `with`) until `close`."""

    clients: Clients
    deployment: Deployment

    def __init__(self, parameters: Mapping[str, str] | None, template: Path) -> None:
        self._parameters = dict(parameters or {})
        self._template = template
        self._closing = ExitStack()
        self._invocations = Invocations()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> Self:
        """Create every resource, then connect the functions to their queues.

        Raises PortTakenError, TemplateError, UnknownResourceError or UnknownScheduleError.
        """
        try:
            translated = translate(self._parameters, self._template)
            self._closing.enter_context(complete_notifications())
            self._closing.enter_context(atomic_writes())
            self._closing.enter_context(complete_deletions())
            self._closing.enter_context(fast_responses())
            self._closing.enter_context(fast_projections())
            self._closing.enter_context(complete_vectors())
            self._closing.enter_context(complete_converse())
            self._closing.enter_context(self._invocations.installed())
            self.clients = self._start_moto()
            self.deployment = Deployment(translated, self._parameters, self.clients)
            self._connect()
        except BaseException:
            self.close()
            raise
        return self

    def close(self) -> None:
        """Stop moto and undo the changes to it."""
        self._closing.close()

    def name(self, logical_id: str) -> str:
        """Return the physical id of a resource: the name of a bucket or table, the URL of a queue."""
        return self.deployment.name(logical_id)

    @abstractmethod
    def add(self, deployment: Deployment) -> None:
        """Run the functions of another stack in the same moto: for its queues, and when other functions invoke them."""

    @abstractmethod
    def _start_moto(self) -> Clients:
        """Start moto, register its end with `_closing`, and return the clients of its endpoint."""

    @abstractmethod
    def _connect(self) -> None:
        """Connect the deployed functions to their mappings, pipes and schedules."""
