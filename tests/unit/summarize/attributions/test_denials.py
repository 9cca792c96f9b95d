"""Denials of the statement before them."""

from dataclasses import replace

import pytest

from functions.summarize.attributions.denials import denials, without_self_denials
from functions.summarize.attributions.quotations import find_quotations
from tests.support.attributed import draft, index_of


@pytest.mark.parametrize(
    ("denial", "source", "cue"),
    [
        ("Mr. Hale denied it; he showed the key.", "Mr. Hale", "denied"),
        ("The company disputes that.", "The company", "disputes"),
        ("The port disputes that account.", "The port", "disputes"),
        ("He has repeatedly denied this and left.", "He", "has repeatedly denied"),
    ],
)
def test_a_denial_repeats_the_statement_before_it(denial: str, source: str, cue: str) -> None:
    text = f"Ann Lee said the gate was open. {denial}"
    (found,) = denials(text, [draft(text, "Ann Lee", "said", "the gate was open")], find_quotations(text))
    assert found.cue is not None
    assert (text[slice(*found.source[0])], text[slice(*found.cue)]) == (source, cue)
    assert [text[slice(*piece)] for piece in found.content] == ["the gate was open"]


@pytest.mark.parametrize(
    "rest",
    [
        "It rained all day. The wind came. Mr. Hale denied it.",
        "Mr. Hale denied it access to the quay.",
        "Ann Lee denied it.",
        "“Mr. Hale denied it.”",
        "\n\nMr. Hale denied it.",
    ],
)
def test_no_denial_of_the_statement(rest: str) -> None:
    text = f"Ann Lee said the gate was open. {rest}"
    assert denials(text, [draft(text, "Ann Lee", "said", "the gate was open")], find_quotations(text)) == []


def test_nobody_denies_their_own_statement() -> None:
    text = "Ann Lee said the gate was open. She denied it. Bo Hale came."
    lee, hale = index_of(text, ["Ann Lee", "Bo Hale"]).entities
    statement = draft(text, "Ann Lee", "said", "the gate was open")
    found = [statement, *denials(text, [statement], find_quotations(text))]
    assert without_self_denials(text, found, [lee, lee]) == [lee, None]
    assert without_self_denials(text, found, [lee, hale]) == [lee, hale]
    assert without_self_denials(text, found, [None, None]) == [None, None]


def test_who_repeats_their_own_statement_does_not_deny_it() -> None:
    text = "Ann Lee said the gate was open. She repeated it. Bo Hale came."
    lee, _ = index_of(text, ["Ann Lee", "Bo Hale"]).entities
    statement = draft(text, "Ann Lee", "said", "the gate was open")
    again = replace(statement, cue=(text.index("repeated"), text.index(" it")))
    assert without_self_denials(text, [statement, again], [lee, lee]) == [lee, lee]
