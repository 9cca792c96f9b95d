"""The route of similar documents."""

from aws_lambda_powertools.event_handler import Response

from functions.read.answers import SimilarDocuments
from functions.read.meaning import similar
from functions.read.parameters import Limit, ObjectId
from functions.read.resolver import ReadResolver
from functions.read.routes.common import responses, uri_of
from functions.read.sources import Sources

_PROBLEMS = {
    403: "the token or the signature is wrong, or the search by meaning is off",
    404: "no object with this id, or no vector of it",
}


def add_similar(api: ReadResolver, sources: Sources) -> None:
    """Add the list of similar documents."""

    @api.get(
        "/v1/documents/<id>/similar",
        summary="List the documents that are most similar to one",
        operation_id="listSimilar",
        responses=responses(SimilarDocuments, "similar documents", _PROBLEMS),
    )
    def similar_documents(id: ObjectId, limit: Limit = 10) -> Response[str]:
        uri = uri_of(id)
        return api.answer(SimilarDocuments(items=similar(sources.table, sources.meaning, uri, limit)))
