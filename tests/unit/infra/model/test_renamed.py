"""Documents with other names: the names are replaced consistently, and everything moves with the text."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from infra.model.changes import Change, changed
from infra.model.renamed import VARIANTS, renamed_rows
from infra.model.written import written_rows


def row(text: str, *names: tuple[str, ...], content: str = "") -> dict[str, Any]:
    """A document with names, each with its type and its spellings, and one content."""
    entities = [
        [kind, start, start + len(spelling), spellings[0]]
        for kind, *spellings in names
        for spelling in spellings
        for start in range(len(text))
        if text.startswith(spelling, start)
    ]
    at = text.index(content)
    said = {"source": [], "cue": [], "content": [(at, at + len(content))]}
    return {"text": text, "entities": sorted(entities, key=lambda each: each[1]), "attributions": [said]}


def spellings(renamed: Mapping[str, Any], kind: str) -> list[str]:
    return [renamed["text"][start:end] for type_, start, end, *_ in renamed["entities"] if type_ == kind]


# Whole names and surnames are separate mentions, because no mention is inside another.
WITH_SURNAMES: list[dict[str, Any]] = [
    {
        "text": f"{given} {surname} came. {surname} left.",
        "entities": [
            ["PERSON", 0, len(f"{given} {surname}"), surname],
            ["PERSON", len(f"{given} {surname} came. "), len(f"{given} {surname} came. {surname}"), surname],
        ],
        "attributions": [],
    }
    for given, surname in (("Ida", "Holm"), ("Ugo", "Prati"), ("Zoe", "Quist"))
]


def test_a_person_gets_a_whole_name_and_its_surname() -> None:
    renamed = [spellings(each, "PERSON") for each in renamed_rows(WITH_SURNAMES)]
    assert len({whole for whole, _ in renamed}) == 3
    assert all(whole.split()[-1] == surname for whole, surname in renamed)


def test_everything_moves_with_the_text() -> None:
    rows = [
        row(
            "Gas came to Aln in 1902, and Aln paid.",
            ("LOCATION", "Aln"),
            content="Gas came to Aln in 1902",
        ),
        row("Wexburgh was dark.", ("LOCATION", "Wexburgh")),
    ]
    found = {each["text"] for each in renamed_rows(rows)}
    assert "Gas came to Wexburgh in 1902, and Wexburgh paid." in found
    for each in renamed_rows(rows[:1]):
        [(start, end)] = each["attributions"][0]["content"]
        assert each["text"][start:end].startswith("Gas came to ") and each["text"][start:end].endswith(" in 1902")
        assert len(set(spellings(each, "LOCATION"))) == 1


def test_a_name_in_capitals_stays_in_capitals() -> None:
    rows = [row("MARLOW BRIDGE CLOSED", ("LOCATION", "MARLOW BRIDGE")), row("Old Mill fell.", ("LOCATION", "Old Mill"))]
    assert {spellings(each, "LOCATION")[0] for each in renamed_rows(rows)} >= {"MARLOW BRIDGE", "OLD MILL"}


def test_names_of_other_types_and_with_several_spellings_stay() -> None:
    rows = [
        row("Tosca and the Bank of Aln, the BoA.", ("MISC", "Tosca"), ("ORGANIZATION", "Bank of Aln", "BoA")),
        row("Carmen and the Fund of Wex.", ("MISC", "Carmen"), ("ORGANIZATION", "Fund of Wex")),
    ]
    first = list(renamed_rows(rows))[:VARIANTS]
    assert {each["text"] for each in first} == {rows[0]["text"]}


def test_some_organizations_get_two_surnames() -> None:
    rows = [
        *WITH_SURNAMES,
        *(row(f"Shop {number} opened.", ("ORGANIZATION", f"Shop {number}")) for number in range(40)),
    ]
    surnames = {"Holm", "Prati", "Quist"}
    found = {name for each in renamed_rows(rows) for name in spellings(each, "ORGANIZATION")}
    two = [name.split() for name in found if set(name.split()) <= surnames]
    assert two and all(len(set(each)) == 2 for each in two)


def test_documents_without_people_keep_the_names_of_their_organizations_apart() -> None:
    rows = [row(f"Shop {number} opened.", ("ORGANIZATION", f"Shop {number}")) for number in range(40)]
    assert {name[:5] for each in renamed_rows(rows) for name in spellings(each, "ORGANIZATION")} == {"Shop "}


def test_a_surname_in_capitals_stays_in_capitals() -> None:
    rows = [
        {**each, "text": each["text"][: each["entities"][1][1]] + each["text"][each["entities"][1][1] :].upper()}
        for each in WITH_SURNAMES
    ]
    for whole, surname in (spellings(each, "PERSON") for each in renamed_rows(rows)):
        assert surname == whole.split()[-1].upper()


def test_two_names_of_a_document_stay_different() -> None:
    names = [("ORGANIZATION", f"Shop {number}") for number in range(9)]
    rows = [row(" and ".join(name for _, name in names) + " opened.", *names)]
    assert all(len(set(spellings(each, "ORGANIZATION"))) == 9 for each in renamed_rows(rows))


def test_our_own_documents_keep_the_number_of_their_names() -> None:
    rows = list(written_rows())[:50]
    renamed = list(renamed_rows(rows))
    assert [len(each["entities"]) for each in renamed] == [
        len(each["entities"]) for each in rows for _ in range(VARIANTS)
    ]
    assert sum(each["text"] != of["text"] for each, of in zip(renamed[::VARIANTS], rows, strict=True)) > 45
    for each in renamed:
        for _, start, end, *_ in each["entities"]:
            assert each["text"][start:end].strip() == each["text"][start:end] != ""


@given(
    st.text("ab", max_size=9),
    st.text("xyz", min_size=1, max_size=9),
    st.text("ab", max_size=9),
    st.text("cd", max_size=9),
)
def test_what_is_not_changed_keeps_its_letters(before: str, old: str, after: str, new: str) -> None:
    text, places = changed(before + old + after, [Change(len(before), len(before + old), new)])
    assert text == before + new + after
    assert text[places[0] : places[len(before)]] == before
    assert text[places[len(before + old)] : places[-1]] == after
