"""The local stand-in for Amazon Bedrock answers Converse, which moto alone does not."""

from typing import Any

import pytest
from moto.bedrockruntime.responses import BedrockRuntimeResponse

from infra.local.moto.converse import ValidationError, answer_to, complete_converse, lifted


def test_moto_alone_does_not_answer_converse() -> None:
    """When this fails, infra/local/moto/converse.py can build on moto's own operation."""
    assert not hasattr(BedrockRuntimeResponse, "converse")
    with complete_converse():
        assert hasattr(BedrockRuntimeResponse, "converse")


@pytest.mark.parametrize(
    "request_",
    [
        {"messages": [{"role": "user", "content": [{"text": "It rained."}]}]},
        {"modelId": "m", "messages": [{"role": "user", "content": "It rained."}]},
        {"modelId": "m", "messages": [{"role": "user", "content": [{"text": "It rained."}]}], "temperature": 0},
    ],
)
def test_the_stand_in_rejects_requests_that_amazon_bedrock_rejects(request_: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        answer_to(request_)


def test_the_stand_in_lifts_the_first_sentence_of_each_section_first() -> None:
    message = "<d-1>\nThe fair\nIt opened. It rained.\nIt ended.\n\nThe pier\nIt closed.\n</d-1>"
    assert lifted(message, 5) == ["It opened. It rained."]
    assert lifted(message, 6) == ["It opened. It rained.", "It closed."]
    assert lifted(message, 60) == ["It opened. It rained.", "It ended.", "It closed."]
