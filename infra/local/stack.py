"""The local stack: moto's server, each function in its own process, and the mappings, pipes and schedules."""

import queue
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from moto.core.base_backend import BackendDict

from infra.local.clients import Clients
from infra.local.eventbridge.pipe_poller import PipePoller
from infra.local.eventbridge.pipes import Pipe
from infra.local.eventbridge.schedules import Schedule
from infra.local.lambda_service.event_source_mapping import BatchResult, EventSourceMapping, MappingConfiguration
from infra.local.lambda_service.function_environment import Code, FunctionConfiguration, FunctionEnvironment
from infra.local.lambda_service.poller import Poller
from infra.local.lambda_service.runtime_api import Outcome
from infra.local.moto.deleted_stacks import is_deleted
from infra.local.moto.server import MotoServer
from infra.local.moto_stack import MotoStack
from infra.local.queues import Depth, depths
from infra.local.template import TEMPLATE

# Number of consecutive failures of whole batches after which a mapping counts as broken. A single message fails fewer
# batches: at most five receives, plus those of its dead letter.
FAILURES_IN_A_ROW = 20


class LocalStackError(Exception):
    """The local stack itself failed, or was not idle in time."""


class LocalStack(MotoStack):
    """A stack behind moto's server, from `start` (or `with`) until `close`. A process can have one at a time.

    `parameters`: the template's. `code`: the code of functions, by logical id; `default_code`: the code of the others.
    `port`: the port of moto's server; 0 chooses a free one. `retry_after`: seconds until a failed message is visible
    again; None keeps the visibility timeout of the queue, which is minutes. `concurrency`: environments per function,
    limited by the MaximumConcurrency of its mapping. `log_folder`: the folder of the functions' logs; None creates a
    temporary one.
    """

    def __init__(
        self,
        parameters: Mapping[str, str] | None = None,
        *,
        template: Path = TEMPLATE,
        default_code: Code | None = None,
        code: Mapping[str, Code] | None = None,
        port: int = 0,
        retry_after: int | None = None,
        concurrency: int = 1,
        log_folder: Path | None = None,
    ) -> None:
        super().__init__(parameters, template)
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

    def _start_moto(self) -> Clients:
        BackendDict.reset()
        server = MotoServer(self._port)
        self._closing.callback(server.close)
        return Clients(server.url)

    def _connect(self) -> None:
        functions = self.deployment.functions()
        for mapping in self.deployment.mappings():
            self._start_mapping(mapping, functions[mapping.function_name])
        for pipe in self.deployment.pipes():
            self._pipes.append(PipePoller(Pipe(pipe, self.clients), self._failed))
        by_arn = {function.arn: function for function in functions.values()}
        for schedule in self.deployment.schedules():
            environment = self._environment(by_arn[schedule.function_arn])
            self._schedules.append(Schedule(schedule, environment.invoke))

    def close(self) -> None:
        """Stop the functions and the server, and end every process. The logs are kept."""
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
        super().close()

    @property
    def endpoint_url(self) -> str:
        """The endpoint of every service, for boto3's `endpoint_url` and the AWS CLI's `--endpoint-url`."""
        assert self.clients.endpoint_url is not None
        return self.clients.endpoint_url

    @property
    def table_name(self) -> str:
        """The name of the summaries table."""
        return self.name("SummariesTable")

    def wait_until_idle(self, timeout: float = 60) -> None:
        """Wait until the queues of all mappings have no waiting or in-flight messages, and the pipes have no records.

        Raises LocalStackError after `timeout` seconds, with the queues and pipes that are busy, or at once when a
        part of the local stack failed.
        """
        end = time.monotonic() + timeout
        quiet = 0
        while quiet < 2:  # one check can miss a message that moves between two queues
            self.check()
            busy = [str(depth) for depth in self.depths() if depth.total]
            busy += [f"{pipe.name} is delivering" for pipe in self._pipes if not pipe.is_idle]
            quiet = 0 if busy else quiet + 1
            if busy and time.monotonic() > end:
                raise LocalStackError(
                    f"Not idle after {timeout:g} s: {'; '.join(busy)}. Logs are in {self.log_folder}."
                )
            time.sleep(0.03)

    def depths(self) -> list[Depth]:
        """Return the waiting and in-flight messages of the queue of each mapping, in the template's order."""
        return depths(self.clients.sqs, [poller.mapping for poller in self._pollers])

    def check(self) -> None:
        """Raise LocalStackError when a part of the local stack failed."""
        if self._errors:
            raise LocalStackError(
                f"The local stack failed: {self._errors[0]} Logs are in {self.log_folder}."
            ) from self._errors[0]

    def _failed(self, error: BaseException) -> None:
        if not is_deleted():  # the queues and the stream of a deleted stack no longer exist
            self._errors.append(error)

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
        self._pollers.append(Poller(mapping, number, self._record_batch, self._failed))

    def _environment(self, function: FunctionConfiguration) -> FunctionEnvironment:
        """Return a new environment of a function. `close` ends it. Its process starts with the first event."""
        code = self._code.get(function.logical_id, self._default_code)
        log = self.log_folder / f"{function.logical_id}.log"
        environment = FunctionEnvironment(function, code, self.endpoint_url, log)
        self._environments.append(environment)
        return environment

    def _record_batch(self, mapping: EventSourceMapping, result: BatchResult) -> None:
        name = mapping.configuration.logical_id
        if result.failed_ids:
            self.failed_batches.append((name, result))
        self._in_a_row[name] = self._in_a_row.get(name, 0) + 1 if result.error else 0
        if self._in_a_row[name] == FAILURES_IN_A_ROW:
            self._errors.append(
                LocalStackError(f"{name} failed for {FAILURES_IN_A_ROW} batches in a row. Last error: {result.error}.")
            )
