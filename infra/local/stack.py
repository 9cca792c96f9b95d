"""The whole stack on this machine: moto's server, the functions in processes of their own, and their mappings."""

import queue
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from moto.core.base_backend import BackendDict

from infra.local.clients import Clients
from infra.local.deployment import Deployment
from infra.local.eventbridge.pipes import Pipe
from infra.local.eventbridge.schedules import Schedule
from infra.local.lambda_service.event_source_mapping import BatchResult, EventSourceMapping, MappingConfiguration
from infra.local.lambda_service.function_environment import Code, FunctionConfiguration, FunctionEnvironment
from infra.local.lambda_service.poller import PipePoller, Poller
from infra.local.lambda_service.runtime_api import Outcome
from infra.local.moto.atomicity import atomic_writes
from infra.local.moto.notifications import complete_notifications
from infra.local.moto.server import MotoServer
from infra.local.queues import Depth, depths
from infra.local.template import TEMPLATE, translate

CodeOf = Mapping[str, Code]


# Whole batches of one mapping after which it is taken for broken: five receipts and their dead letters are fewer.
FAILURES_IN_A_ROW = 20


class LocalStackError(Exception):
    """The local stack itself has failed, or did not come to rest in time."""


class LocalStack:
    """A stack made from the template, from `start` (or `with`) until `close`. One in a process at a time.

    `parameters` are the template's; `code` says where functions' code is, by logical id, and `default_code` where
    that of the others is. `retry_after`: seconds after which a failed message comes back; None leaves it to the
    queue's visibility timeout, as on AWS, which is minutes. `concurrency`: environments per function; the mapping's
    MaximumConcurrency holds too. Functions' output goes to `log_folder`, a new temporary one when None.
    """

    def __init__(
        self,
        parameters: Mapping[str, str] | None = None,
        *,
        template: Path = TEMPLATE,
        default_code: Code | None = None,
        code: CodeOf | None = None,
        port: int = 0,
        retry_after: int | None = None,
        concurrency: int = 1,
        log_folder: Path | None = None,
    ) -> None:
        self._parameters = dict(parameters or {})
        self._template = template
        self._default_code = default_code or Code()
        self._code = code or {}
        self._port = port
        self._retry_after = retry_after
        self._concurrency = concurrency
        self.log_folder = log_folder or Path(tempfile.mkdtemp(prefix="nutgraf-"))
        self.failed_batches: list[tuple[str, BatchResult]] = []
        self._errors: list[BaseException] = []
        self._in_a_row: dict[str, int] = {}
        self._environments: list[FunctionEnvironment] = []
        self._pollers: list[Poller] = []
        self._pipes: list[PipePoller] = []
        self._schedules: list[Schedule] = []
        self._closing = ExitStack()
        self.clients: Clients
        self.deployment: Deployment

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> Self:
        """Create everything and begin to poll. Raises PortTakenError, TemplateError or UnknownResourceError."""
        try:
            translated = translate(self._parameters, self._template)
            self._closing.enter_context(complete_notifications())
            self._closing.enter_context(atomic_writes())
            BackendDict.reset()
            server = MotoServer(self._port)
            self._closing.callback(server.close)
            self.clients = Clients(server.url)
            self.deployment = Deployment(translated, self._parameters, self.clients)
            functions = self.deployment.functions()
            for mapping in self.deployment.mappings():
                self._start_mapping(mapping, functions[mapping.function_name])
            for pipe in self.deployment.pipes():
                self._pipes.append(PipePoller(Pipe(pipe, self.clients), self._errors.append))
            by_arn = {function.arn: function for function in functions.values()}
            for schedule in self.deployment.schedules():
                environment = self._environment(by_arn[schedule.function_arn])
                self._schedules.append(Schedule(schedule, environment.invoke))
        except BaseException:
            self.close()
            raise
        return self

    def close(self) -> None:
        """End functions and server; no process stays behind. Logs stay."""
        running: list[Poller | PipePoller | Schedule] = [*self._pollers, *self._pipes, *self._schedules]
        for active in running:
            active.stop()
        for environment in self._environments:
            environment.close()
        for active in running:
            active.join()
        self._pollers.clear()
        self._pipes.clear()
        self._schedules.clear()
        self._closing.close()

    @property
    def endpoint_url(self) -> str:
        """Where AWS is: for boto3's `endpoint_url` and the CLI's `--endpoint-url`."""
        assert self.clients.endpoint_url is not None
        return self.clients.endpoint_url

    @property
    def table_name(self) -> str:
        """The name of the summaries table."""
        return self.name("SummariesTable")

    def name(self, logical_id: str) -> str:
        """The physical id of a resource: a bucket's or table's name, a queue's URL."""
        return self.deployment.name(logical_id)

    def wait_until_idle(self, timeout: float = 60) -> None:
        """Return once all queues that functions read are empty, with nothing under way, and pipes have delivered all.

        Raises LocalStackError after `timeout` seconds, saying what is still there, or at once when a part of the
        local stack has failed.
        """
        end = time.monotonic() + timeout
        quiet = 0
        while quiet < 2:  # a message may be between two queues during one look, not during two
            self.check()
            busy = [str(depth) for depth in self.depths() if depth.total]
            busy += [f"{pipe.name} is delivering" for pipe in self._pipes if not pipe.is_at_rest]
            quiet = 0 if busy else quiet + 1
            if busy and time.monotonic() > end:
                raise LocalStackError(
                    f"Still at work after {timeout:g} s: {'; '.join(busy)}. Logs are in {self.log_folder}."
                )
            time.sleep(0.03)

    def depths(self) -> list[Depth]:
        """How many messages wait and are under way in the queue of each mapping, in the template's order."""
        return depths(self.clients.sqs, [poller.mapping for poller in self._pollers])

    def check(self) -> None:
        """Raise LocalStackError when a part of the local stack has failed."""
        if self._errors:
            raise LocalStackError(
                f"The local stack failed: {self._errors[0]} Logs are in {self.log_folder}."
            ) from self._errors[0]

    def _start_mapping(self, configuration: MappingConfiguration, function: FunctionConfiguration) -> None:
        number = min(self._concurrency, configuration.maximum_concurrency or self._concurrency)
        idle: queue.SimpleQueue[FunctionEnvironment] = queue.SimpleQueue()
        for _ in range(number):
            idle.put(self._environment(function))

        def invoke(event: bytes) -> Outcome:
            environment = idle.get()
            try:
                return environment.invoke(event)
            finally:
                idle.put(environment)

        mapping = EventSourceMapping(configuration, self.clients.sqs, invoke, retry_after=self._retry_after)
        self._pollers.append(Poller(mapping, number, self._note_batch, self._errors.append))

    def _environment(self, function: FunctionConfiguration) -> FunctionEnvironment:
        """An environment of a function, which `close` ends. It starts with its first event."""
        code = self._code.get(function.logical_id, self._default_code)
        log = self.log_folder / f"{function.logical_id}.log"
        environment = FunctionEnvironment(function, code, self.endpoint_url, log)
        self._environments.append(environment)
        return environment

    def _note_batch(self, mapping: EventSourceMapping, result: BatchResult) -> None:
        name = mapping.configuration.logical_id
        if result.failed_ids:
            self.failed_batches.append((name, result))
        self._in_a_row[name] = self._in_a_row.get(name, 0) + 1 if result.error else 0
        if self._in_a_row[name] == FAILURES_IN_A_ROW:
            self._errors.append(LocalStackError(f"{name} fails at every batch. The last time: {result.error}."))
