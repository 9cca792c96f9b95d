"""The stack in the process of the caller, for tests: moto's mock_aws, with handlers that run in this process."""

import importlib
import json
import os
import sys
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import boto3
from moto import mock_aws

from infra.local.clients import Clients
from infra.local.deployment import Deployment
from infra.local.eventbridge.pipes import Pipe
from infra.local.lambda_service.event_source_mapping import BatchResult, EventSourceMapping
from infra.local.lambda_service.function_environment import FunctionConfiguration, lambda_variables
from infra.local.lambda_service.runtime_api import Failed, Outcome, Succeeded
from infra.local.moto_stack import MotoStack
from infra.local.permissions import NotAllowedError, Permissions
from infra.local.queues import depths
from infra.local.template import TEMPLATE

Handler = Callable[[Any, Any], Any]


def _forget(module: str) -> None:
    """Remove the module of a handler from sys.modules, and the modules beside it that start work when imported."""
    early = f"{module.rpartition('.')[0]}.early_"
    for name in [module, *(name for name in sys.modules if name.startswith(early))]:
        sys.modules.pop(name, None)


@dataclass(frozen=True, slots=True)
class Context:
    """The context object that Lambda passes to a handler."""

    function: FunctionConfiguration
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    began: float = field(default_factory=time.monotonic)
    function_version: str = "$LATEST"
    log_stream_name: str = "local"

    @property
    def function_name(self) -> str:
        """The function's physical name."""
        return self.function.name

    @property
    def invoked_function_arn(self) -> str:
        """The function's ARN."""
        return self.function.arn

    @property
    def memory_limit_in_mb(self) -> int:
        """The function's memory size."""
        return self.function.memory

    def get_remaining_time_in_millis(self) -> int:
        """Return the milliseconds until the function times out."""
        return max(0, int((self.began + self.function.timeout - time.monotonic()) * 1000))


class InProcessStack(MotoStack):
    """A stack in mock_aws, from `start` (or `with`) until `close`.

    Messages flow only while `pump` runs. Each stack imports the modules of its handlers again, with the environment
    of the function, as in a cold start. A failed message is visible again at once, so `pump` runs until it succeeds
    or is in the dead-letter queue. Handlers run without a timeout, message by message, with the permissions of their
    roles.
    """

    def __init__(self, parameters: Mapping[str, str] | None = None, *, template: Path = TEMPLATE) -> None:
        super().__init__(parameters, template)
        self._handlers: dict[str, Handler] = {}
        self._mappings: list[EventSourceMapping] = []
        self._pipes: list[Pipe] = []
        self._functions: dict[str, FunctionConfiguration] = {}
        self.permissions: Permissions

    def _start_moto(self) -> Clients:
        # the AWS settings of this machine must not reach the clients of the handlers
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        self._closing.enter_context(patch.dict(os.environ, environment, clear=True))
        self._closing.enter_context(mock_aws())
        self._closing.enter_context(patch("shared.messages.overlap.MOST_MESSAGES", 1))
        return Clients(None)

    def _connect(self) -> None:
        self.permissions = Permissions(self.deployment)
        by_name = self.deployment.functions()
        self._functions = {function.logical_id: function for function in by_name.values()}
        for configuration in self.deployment.mappings():
            function = by_name[configuration.function_name]
            self._mappings.append(
                EventSourceMapping(configuration, self.clients.sqs, self._invoker(function), retry_after=0)
            )
        self._pipes += [Pipe(configuration, self.clients, pause=0) for configuration in self.deployment.pipes()]

    def add(self, deployment: Deployment) -> None:
        """Run the functions of another stack in the same moto, with their permissions. `invoke` can call them."""
        by_name = deployment.functions()
        self._functions |= {function.logical_id: function for function in by_name.values()}
        self.permissions.add(deployment)
        for function in by_name.values():
            self._invocations.register(function.name, self._invoker(function))
        for configuration in deployment.mappings():
            invoker = self._invoker(by_name[configuration.function_name])
            collected = replace(configuration, batching_window=0)  # `pump` waits for nothing
            self._mappings.append(EventSourceMapping(collected, self.clients.sqs, invoker, retry_after=0))

    def close(self) -> None:
        """Leave mock_aws, and remove the modules of the handlers from sys.modules."""
        for function in self._functions.values():
            module = function.handler.rpartition(".")[0]
            if function.logical_id in self._handlers:
                _forget(module)
        self._handlers.clear()
        super().close()

    def pump(self, *functions: str, limit: int = 1000) -> list[BatchResult]:
        """Process messages batch by batch until every queue is empty, then run the pipes. Returns each batch's result.

        With `functions` (logical ids), only their queues are read. Raises AssertionError when messages remain after
        `limit` batches.
        """
        results: list[BatchResult] = []
        chosen = [
            mapping for mapping in self._mappings if not functions or self._function_of(mapping).logical_id in functions
        ]
        idle = False
        while not idle:
            # Receiving can move a message to its dead-letter queue, which may already have been checked.
            idle = not any(depth.total for depth in depths(self.clients.sqs, chosen))
            for mapping in chosen:
                while batch := mapping.receive():
                    idle = False
                    results.append(mapping.process(batch))
                    if results[-1].failed_ids:
                        time.sleep(0.002)  # in moto, a returned message is visible after a millisecond
                    if len(results) > limit:
                        waiting = [str(depth) for depth in depths(self.clients.sqs, chosen) if depth.total]
                        raise AssertionError(f"not idle after {limit} batches: {'; '.join(waiting)}")
        for pipe in self._pipes:
            pipe.deliver()
        return results

    def take(self, queue: str) -> list[str]:
        """Remove all messages from a queue (logical id) and return their bodies, oldest first."""
        url, bodies = self.name(queue), []
        while messages := self.clients.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                bodies.append(message["Body"])
                self.clients.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return bodies

    def send(self, queue: str, *bodies: str) -> None:
        """Send messages to a queue (logical id), in this order."""
        for body in bodies:
            self.clients.sqs.send_message(QueueUrl=self.name(queue), MessageBody=body)

    def environment(self, function: str) -> dict[str, str]:
        """Return the environment variables that Lambda sets for a function (logical id)."""
        return lambda_variables(self._functions[function], None)

    def handler(self, function: str) -> Handler:
        """Return the handler of a function (logical id). The first call imports it with the function's environment."""
        if function not in self._handlers:
            module, _, name = self._functions[function].handler.rpartition(".")
            with patch.dict(os.environ, self.environment(function)):
                if boto3.DEFAULT_SESSION is None:
                    boto3.setup_default_session()
                assert boto3.DEFAULT_SESSION is not None
                self.permissions.watch(boto3.DEFAULT_SESSION.events)
                _forget(module)
                self._handlers[function] = getattr(importlib.import_module(module), name)
        return self._handlers[function]

    def invoke(self, function: str, event: Any) -> Any:
        """Call the handler of a function (logical id) with an event. Exceptions of the handler propagate.

        Raises NotAllowedError when the handler made a call that its role does not allow, even if it handled the error.
        """
        handler = self.handler(function)
        with patch.dict(os.environ, self.environment(function)), self.permissions.of(function):
            return handler(event, Context(self._functions[function]))

    def _function_of(self, mapping: EventSourceMapping) -> FunctionConfiguration:
        name = mapping.configuration.function_name
        return next(function for function in self._functions.values() if function.name == name)

    def _invoker(self, function: FunctionConfiguration) -> Callable[[bytes], Outcome]:
        def invoke(event: bytes) -> Outcome:
            try:
                response = self.invoke(function.logical_id, json.loads(event))
            except NotAllowedError:
                raise
            except Exception as error:  # noqa: BLE001 - any exception fails the invocation, as on Lambda
                return Failed("local", type(error).__name__, str(error))
            return Succeeded("local", json.dumps(response).encode())

        return invoke
