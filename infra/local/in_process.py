"""The same stack inside of one process, for tests: moto's mock_aws, the handlers called where the test can see them."""

import importlib
import json
import os
import sys
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from unittest.mock import patch

import boto3
from moto import mock_aws

from infra.local.clients import Clients
from infra.local.deployment import Deployment
from infra.local.eventbridge.pipes import Pipe
from infra.local.lambda_service.event_source_mapping import BatchResult, EventSourceMapping
from infra.local.lambda_service.function_environment import FunctionConfiguration, lambda_variables
from infra.local.lambda_service.runtime_api import Failed, Outcome, Succeeded
from infra.local.moto.atomicity import atomic_writes
from infra.local.moto.notifications import complete_notifications
from infra.local.permissions import NotAllowedError, Permissions
from infra.local.queues import depths
from infra.local.template import TEMPLATE, translate

Handler = Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Context:
    """What Lambda hands to a handler beside the event."""

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
        """Milliseconds until the function's time-out."""
        return max(0, int((self.began + self.function.timeout - time.monotonic()) * 1000))


class InProcessStack:
    """A stack made from the template, inside of mock_aws, from `start` (or `with`) until `close`.

    Nothing happens by itself: `pump` lets messages flow. A handler's module is imported anew for each stack, under the
    function's own environment, as in a cold start. A failed message comes back at once, so that a pump runs until it
    succeeds or lies in the dead-letter queue. Handlers run without a time-out, and with what their roles allow.
    """

    def __init__(self, parameters: Mapping[str, str] | None = None, *, template: Path = TEMPLATE) -> None:
        self._parameters = dict(parameters or {})
        self._template = template
        self._closing = ExitStack()
        self._handlers: dict[str, Handler] = {}
        self._mappings: list[EventSourceMapping] = []
        self._pipes: list[Pipe] = []
        self._functions: dict[str, FunctionConfiguration] = {}
        self.clients = Clients(None)
        self.deployment: Deployment
        self.permissions: Permissions

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> Self:
        """Create everything; the test messages of S3 lie in the queues, as they do on AWS after a deployment."""
        try:
            # what this machine says of AWS must not reach the handlers' clients
            outside = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
            self._closing.enter_context(patch.dict(os.environ, outside, clear=True))
            self._closing.enter_context(mock_aws())
            self._closing.enter_context(complete_notifications())
            self._closing.enter_context(atomic_writes())
            translated = translate(self._parameters, self._template)
            self.deployment = Deployment(translated, self._parameters, self.clients)
            self.permissions = Permissions(self.deployment)
            by_name = self.deployment.functions()
            self._functions = {function.logical_id: function for function in by_name.values()}
            for configuration in self.deployment.mappings():
                function = by_name[configuration.function_name]
                self._mappings.append(
                    EventSourceMapping(configuration, self.clients.sqs, self._invoker(function), retry_after=0)
                )
            self._pipes += [Pipe(configuration, self.clients, pause=0) for configuration in self.deployment.pipes()]
        except BaseException:
            self.close()
            raise
        return self

    def close(self) -> None:
        """Leave mock_aws, and forget the handlers' modules."""
        for function in self._functions.values():
            module = function.handler.rpartition(".")[0]
            if function.logical_id in self._handlers:
                sys.modules.pop(module, None)
        self._handlers.clear()
        self._closing.close()

    def name(self, logical_id: str) -> str:
        """The physical id of a resource: a bucket's or table's name, a queue's URL."""
        return self.deployment.name(logical_id)

    def pump(self, *functions: str, limit: int = 1000) -> list[BatchResult]:
        """Let messages flow, batch by batch, until every queue is empty; only to `functions` (logical ids) if given.

        Pipes, which run by themselves on AWS, do so at the end. Returns how each batch went. Raises AssertionError
        when `limit` batches were not enough.
        """
        results: list[BatchResult] = []
        chosen = [
            mapping for mapping in self._mappings if not functions or self._function_of(mapping).logical_id in functions
        ]
        idle = False
        while not idle:
            # Receiving moves a message to its dead-letter queue, which may have been looked at before.
            idle = not any(depth.total for depth in depths(self.clients.sqs, chosen))
            for mapping in chosen:
                while batch := mapping.receive():
                    idle = False
                    results.append(mapping.process(batch))
                    if results[-1].failed_ids:
                        time.sleep(0.002)  # moto shows a message again a millisecond after it was given back
                    if len(results) > limit:
                        waiting = [str(depth) for depth in depths(self.clients.sqs, chosen) if depth.total]
                        raise AssertionError(f"not at rest after {limit} batches: {'; '.join(waiting)}")
        for pipe in self._pipes:
            pipe.deliver()
        return results

    def take(self, queue: str) -> list[str]:
        """The bodies of all messages in a queue (logical id), oldest first; they are removed from it."""
        url, bodies = self.name(queue), []
        while messages := self.clients.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                bodies.append(message["Body"])
                self.clients.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return bodies

    def send(self, queue: str, *bodies: str) -> None:
        """Put messages into a queue (logical id), in this order."""
        for body in bodies:
            self.clients.sqs.send_message(QueueUrl=self.name(queue), MessageBody=body)

    def environment(self, function: str) -> dict[str, str]:
        """The environment of a function (logical id), as Lambda would give it."""
        return lambda_variables(self._functions[function], None)

    def handler(self, function: str) -> Handler:
        """The handler of a function (logical id), imported under its own environment when first asked for."""
        if function not in self._handlers:
            module, _, name = self._functions[function].handler.rpartition(".")
            with patch.dict(os.environ, self.environment(function)):
                if boto3.DEFAULT_SESSION is None:
                    boto3.setup_default_session()
                assert boto3.DEFAULT_SESSION is not None
                self.permissions.watch(boto3.DEFAULT_SESSION.events)
                sys.modules.pop(module, None)
                self._handlers[function] = getattr(importlib.import_module(module), name)
        return self._handlers[function]

    def invoke(self, function: str, event: Any) -> Any:
        """Call the handler of a function (logical id) with an event; what it raises passes through.

        Raises NotAllowedError when it called what its role does not allow, whatever came of that.
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
            except Exception as error:  # noqa: BLE001 - whatever a handler raises is a failed invocation, as on Lambda
                return Failed("local", type(error).__name__, str(error))
            return Succeeded("local", json.dumps(response).encode())

        return invoke
