"""The API: all routes over their sources."""

from functions.read.resolver import ReadResolver
from functions.read.routes.documents import add_document, add_failures, add_list, add_original
from functions.read.routes.meaning import add_similar
from functions.read.routes.names import add_names
from functions.read.routes.search import add_name_list, add_search
from functions.read.routes.stack import add_stats, add_uploads
from functions.read.sources import Sources


def create_api(sources: Sources) -> ReadResolver:
    """Return the API that reads from `sources`."""
    api = ReadResolver()
    add_list(api, sources)
    add_document(api, sources)
    add_similar(api, sources)
    add_original(api, sources)
    add_failures(api, sources)
    add_names(api, sources)
    add_search(api, sources)
    add_name_list(api, sources)
    add_stats(api, sources)
    add_uploads(api, sources)
    return api
