"""The handler of SearchFunction. ReadFunction invokes it for the search by meaning."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.summarize.annotator.annotator import Annotator
from shared.observability import observed_handler
from shared.search.encoding import Encoded, EncodingRequest
from shared.search.vectors import graph_id

annotator = Annotator.load()


@observed_handler
def handler(event: dict[str, Any], _: LambdaContext) -> dict[str, Any]:
    """Return the vector for an EncodingRequest, as Encoded describes it. Raises ValidationError for any other event."""
    request = EncodingRequest.model_validate(event)
    vector = annotator.vector(" ".join(request.text.split()))
    return Encoded(graph=graph_id(annotator.revision), vector=vector.tolist()).model_dump()
