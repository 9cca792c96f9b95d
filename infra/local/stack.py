"""The local stack: moto's server, each function in its own process, and the mappings, pipes and schedules."""

import queue
import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path

from moto.core.base_backend import BackendDict

from infra.local.clients import Clients
from infra.local.deployment import Deployment
from infra.local.eventbridge.pipe_poller import PipePoller
from infra.local.eventbridge.pipes import Pipe
from infra.local.eventbridge.schedules import Schedule
from infra.local.lambda_service.event_source_mapping import BatchResult, EventSourceMapping, MappingConfiguration
from infra.local.lambda_service.function_environment import Code, FunctionConfiguration, FunctionEnvironment
from infra.local.lambda_service.poller import Poller
from infra.local.lambda_service.runtime_api import Outcome
from infra.local.moto.bounded_memory import bounded_memory
from infra.local.moto.deleted_stacks import is_deleted
from infra.local.moto.object_files import object_files
from infra.local.moto.presigned_limits import presigned_limits
from infra.local.moto.server import MotoServer
from infra.local.moto.shared_values import shared_values
from infra.local.moto_stack import MotoStack
from infra.local.queues import Depth, depths
from infra.local.template import TEMPLATE
from infra.local.work_folder import WorkFolder

# Number of consecutive failures of whole batches after which a mapping counts as broken. A single message fails fewer
# batches: at most five receives, plus those of its dead letter.
FAILURES_IN_A_ROW = 20


# Number of failed batches that are kept.
_MOST_FAILED = 1_000


class LocalStackError(Exception):
    """The local stack itself failed, or was not idle in time."""


class LocalStack(MotoStack):
    """A stack behind moto's server, from `start` (or `with`) until `close`. A process can have one at a time.

    `parameters`: the template's. `code`: the code of functions, by logical id; `default_code`: the code of the others.
    `port`: the port of moto's server; 0 chooses a free one. `retry_after`: seconds until a failed message is visible
    again; None keeps the visibility timeout of the queue, which is minutes. `concurrency`: environments per function,
    limited by the MaximumConcurrency of its mapping. `long_bytes`: for each function, by logical id, the bytes of an
    object above which its message leaves an environment to shorter ones. `log_folder`: the folder of the functions'
    logs; None for one in the work folder, which is kept until `delete_logs` if it has a log.
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
        long_bytes: Mapping[str, int] | None = None,
        log_folder: Path | None = None,
    ) -> None:
        super().__init__(parameters, template)
        self._default_code = default_code or Code()
        self._code = code or {}
        self._port = port
        self._retry_after = retry_after
        self._concurrency = concurrency
        self._long_bytes = long_bytes or {}
        self._folder = WorkFolder(log_folder)
        # The newest failed batches, with the logical ids of their mappings.
        self.failed_batches: deque[tuple[str, BatchResult]] = deque(maxlen=_MOST_FAILED)
        self._errors: list[BaseException] = []
        self._in_a_row: dict[str, int] = {}
        self._environments: list[FunctionEnvironment] = []
        self._pollers: list[Poller] = []
        self._pipes: list[PipePoller] = []
        self._schedules: list[Schedule] = []

    def _start_moto(self) -> Clients:
        self._closing.callback(self._folder.close)
        self._folder.create()
        BackendDict.reset()
        self._closing.enter_context(bounded_memory())
        self._closing.enter_context(shared_values())
        self._closing.enter_context(presigned_limits())
        self._closing.enter_context(object_files(self._folder.objects))
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
            function = by_arn[schedule.function_arn]
            invoke = self._environment(function).invoke
            self._invocations.register(function.name, invoke)
            self._schedules.append(Schedule(schedule, invoke))

    def add(self, deployment: Deployment) -> None:
        """Run the functions of another stack in the same moto. A process starts with the first event or invocation."""
        functions = deployment.functions()
        mapped = {mapping.function_name for mapping in deployment.mappings()}
        for name, function in functions.items():
            if name not in mapped:
                self._invocations.register(name, self._environment(function).invoke)
        for mapping in deployment.mappings():
            self._start_mapping(mapping, functions[mapping.function_name])

    def close(self) -> None:
        """Stop the functions and the server, end every process, and delete the data. The logs are kept."""
        running: list[Poller | PipePoller | Schedule] = [*self._pollers, *self._pipes, *self._schedules]
        for active in running:
            active.stop()
        for environment in self._environments:
            environment.kill()
        for environment in self._environments:
            environment.close()
        for active in running:
            active.join()
        self._pollers.clear()
        self._pipes.clear()
        self._schedules.clear()
        super().close()

    def delete_logs(self) -> None:
        """Delete the logs of a stack that is closed, unless the caller has set their folder."""
        self._folder.delete()

    @property
    def log_folder(self) -> Path:
        """The folder of the functions' logs, when the stack has started."""
        return self._folder.logs

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
        # Last in, first out: a single client uses a single process.
        idle: queue.LifoQueue[FunctionEnvironment] = queue.LifoQueue()
        for _ in range(number):
            idle.put(self._environment(function))

        def invoke(event: bytes) -> Outcome:
            environment = idle.get()
            try:
                return environment.invoke(event)
            finally:
                idle.put(environment)

        self._invocations.register(function.name, invoke)

        mapping = EventSourceMapping(configuration, self.clients.sqs, invoke, retry_after=self._retry_after)
        long_bytes = self._long_bytes.get(function.logical_id)
        self._pollers.append(Poller(mapping, number, self._record_batch, self._failed, long_bytes=long_bytes))

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
