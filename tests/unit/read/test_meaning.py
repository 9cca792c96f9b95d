"""Without search.yaml and SemanticSearch, the routes of the search by meaning refuse, and no state has a vector."""

from functions.read.ids import id_of
from infra.local.in_process import InProcessStack
from shared.revision import Revision
from shared.search.vectors import DocumentVector, packed
from shared.table.index_plan import Options
from shared.table.table import SummaryTable
from tests.support.summaries import a_summary
from tests.unit.read.conftest import Shelf

VECTOR = DocumentVector("0123456789ab", packed([0.5] * 384))


def test_a_stack_without_vectors_refuses_and_states_how_to_get_them(shelf: Shelf) -> None:
    for target in ("/v1/search?mode=meaning&q=bridge", f"/v1/documents/{id_of(shelf.uri('a.txt'))}/similar"):
        answer = shelf.api.send("GET", target)
        assert (answer.status, answer.json["code"]) == (403, "meaning_off")
        assert "search.yaml" in answer.json["detail"]


def test_a_state_has_a_vector_only_with_the_option(read_stack: InProcessStack, shelf: Shelf) -> None:
    for semantic in (False, True):
        name = read_stack.name("SummariesTable")
        table = SummaryTable(name, read_stack.clients.dynamodb, options=Options(semantic_search=semantic))
        uri = shelf.uri(f"{semantic}.txt")
        assert table.put_summary(a_summary(uri, Revision("0A")), vector=VECTOR)
        found = table.vectors([uri])[uri]
        assert (found.vector if found else None) == (VECTOR if semantic else None)
