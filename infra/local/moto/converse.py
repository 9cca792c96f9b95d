"""Completes moto's Amazon Bedrock with Converse. No model runs on this machine: a rule answers, and the answer says so.

The rule lifts sentences of the text between the tags of the message: the first one of each section, then the others.
Source: Amazon Bedrock API Reference, "Converse"; the shapes of botocore's model of the service, which requests and
answers must have.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from botocore.session import Session
from moto.bedrockruntime.responses import BedrockRuntimeResponse
from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult

from infra.local.moto.shapes import check_shape

# The name of the rule in the place where a prompt router names the model that answered.
STAND_IN = "local-stand-in"

# Approximate number of tokens of an English word, in the counts of an answer.
_TOKENS_PER_WORD = 1.3

# Number of tokens of the limit of an answer for each word of the rule: the rule ends well before the limit.
_LIMIT_PER_WORD = 5

_DOCUMENT = re.compile(r"\A<(?P<tag>[\w-]+)>\n(?P<text>.*)\n</(?P=tag)>\Z", re.DOTALL)
_SENTENCE_END = re.compile(r"[.!?…。！？]['\"’”)\]]*\Z")

_PARAMETERS = ("modelId", "messages", "system", "inferenceConfig")

_operation = Session().get_service_model("bedrock-runtime").operation_model("Converse")


class ValidationError(JsonRESTError):
    """A request that Amazon Bedrock rejects."""

    code = 400

    def __init__(self, message: str) -> None:
        super().__init__("ValidationException", message)


@contextmanager
def complete_converse() -> Iterator[None]:
    """Answer Converse in every moto that starts inside this context."""
    with patch.object(BedrockRuntimeResponse, "converse", _converse, create=True):
        yield


def answer_to(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer to a request. Raises ValidationError if either does not have the shape of Converse."""
    check_shape(_operation.input_shape, request, ValidationError)
    texts = [part.get("text", "") for message in request["messages"] for part in message["content"]]
    limit = int(request.get("inferenceConfig", {}).get("maxTokens", 512))
    lines = lifted("\n".join(texts), limit // _LIMIT_PER_WORD)
    read, written = (_tokens([*texts, *(part["text"] for part in request.get("system", []))]), _tokens(lines))
    answer = {
        "output": {"message": {"role": "assistant", "content": [{"text": "\n".join(lines)}]}},
        "stopReason": "end_turn",
        "usage": {"inputTokens": read, "outputTokens": written, "totalTokens": read + written},
        "metrics": {"latencyMs": 1},
        "trace": {"promptRouter": {"invokedModelId": STAND_IN}},
    }
    check_shape(_operation.output_shape, answer, ValidationError)
    return answer


def lifted(message: str, words: int) -> list[str]:
    """Return sentences of at most `words` words, at least one, from the text between the tags of a message.

    Without tags, the text is the message. Sentences are lines that end like one; empty lines separate sections.
    """
    found = _DOCUMENT.match(message)
    sections = re.split(r"\n\s*\n", found["text"] if found else message)
    by_section = [[line for line in section.splitlines() if _SENTENCE_END.search(line.strip())] for section in sections]
    first = [lines[0] for lines in by_section if lines]
    kept: list[str] = []
    for line in dict.fromkeys([*first, *(line for lines in by_section for line in lines)]):
        if not kept or len(" ".join([*kept, line]).split()) <= words:
            kept.append(line)
    chosen = set(kept)
    return list(dict.fromkeys(line for lines in by_section for line in lines if line in chosen))


def _converse(self: BedrockRuntimeResponse) -> ActionResult:
    given = {name: self._get_param(name) for name in _PARAMETERS}
    return ActionResult(answer_to({name: value for name, value in given.items() if value is not None}))


def _tokens(texts: list[str]) -> int:
    return max(1, round(_TOKENS_PER_WORD * sum(len(text.split()) for text in texts)))
