"""The search by meaning: the vectors of documents, and SearchFunction, which turns questions into vectors."""

import json
from dataclasses import dataclass
from http import HTTPStatus

from functions.read.problems import ProblemError
from shared.clients import LambdaClient
from shared.observability import logger
from shared.search.encoding import Encoded, EncodingRequest
from shared.vector_index import VectorIndex


class Encoder:
    """Turns questions into vectors by SearchFunction."""

    def __init__(self, function: str, lambda_client: LambdaClient) -> None:
        self._function = function
        self._lambda = lambda_client

    def encode(self, text: str) -> Encoded:
        """Return the vector of a question. Raises ProblemError if the function failed, and botocore's errors."""
        request = EncodingRequest(text=text).model_dump_json()
        answer = self._lambda.invoke(FunctionName=self._function, Payload=request.encode())
        content = answer["Payload"].read()
        if "FunctionError" in answer:
            logger.error("the encoder failed", extra={"error": json.loads(content).get("errorType")})
            detail = "The question could not be encoded. Repeat the request after the seconds in Retry-After."
            raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", detail, headers={"Retry-After": "1"})
        return Encoded.model_validate_json(content)


@dataclass(frozen=True, slots=True)
class Meaning:
    """The vectors of documents, and what turns questions into vectors."""

    index: VectorIndex
    encoder: Encoder
