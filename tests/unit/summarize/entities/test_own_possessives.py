"""A possessive belongs to a name that never occurs without it."""

import pytest

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.own_possessives import with_own_possessives
from shared.names.names import EntityType


def found(text: str, name: str, kind: EntityType) -> set[str]:
    starts = [start for start in range(len(text)) if text.startswith(name, start)]
    spans = [Mention(start, start + len(name), kind, 0.9) for start in starts]
    return {text[span.start : span.end] for span in with_own_possessives(text, spans)}


@pytest.mark.parametrize(
    ("text", "name", "kind", "written"),
    [
        ("The bells of St Bride's and St Oswin’s rang. St Bride's tower leans.", "St Bride", "LOCATION", "St Bride's"),
        ("We ate at Tatlock’s. Tatlock’s pies are small.", "Tatlock", "ORGANIZATION", "Tatlock’s"),
        ("We met near “Tatlock's”.", "Tatlock", "ORGANIZATION", "Tatlock"),
        ("We met near Tatlock's”.", "Tatlock", "ORGANIZATION", "Tatlock's"),
        ("We ate at Tatlock's pie shop.", "Tatlock", "ORGANIZATION", "Tatlock"),
        ("We ate at Tatlock's, a shop. Tatlock sells pies.", "Tatlock", "ORGANIZATION", "Tatlock"),
        ("The fault was Network Rail's.", "Network Rail", "ORGANIZATION", "Network Rail"),
        ("The BBC's and ITV's coverage was long.", "BBC", "ORGANIZATION", "BBC"),
        ("She works at Acme's in-house lab.", "Acme", "ORGANIZATION", "Acme"),
        ('She said on Merrow\'s "Late News" that it rained.', "Merrow", "ORGANIZATION", "Merrow"),
        ("The budget is bigger than France's.", "France", "LOCATION", "France"),
        ("The case is Reed's.", "Reed", "PERSON", "Reed"),
    ],
)
def test_a_possessive_belongs_to_a_name_that_has_it_everywhere_and_no_noun_after_it_once(
    text: str, name: str, kind: EntityType, written: str
) -> None:
    assert found(text, name, kind) == {written}
