"""Quotations that a name after a dash signs."""

import pytest

from functions.summarize.attributions.epigraphs import signed_quotations
from functions.summarize.attributions.quotations import find_quotations
from shared.documents.document import Block, BlockKind
from tests.support.attributed import draft, index_of

QUOTATION = "“A harbour is a promise to the sea.”"


@pytest.mark.parametrize(
    "signature",
    [" — Ann Lee", "\n— Ann Lee", "\n\n– Ann Lee, poet", " -- Ann Lee (1901–1984)", "\n— Dr. Ann Lee, The Old Quay"],
)
def test_a_name_after_a_dash_signs_the_quotation(signature: str) -> None:
    text = f"{QUOTATION}{signature}\n\nThe quay is old."
    (found,) = signed_quotations(text, [], index_of(text, ["Ann Lee"]), find_quotations(text))
    assert (text[slice(*found.source[0])], found.cue, text[slice(*found.content[0])]) == ("Ann Lee", None, QUOTATION)
    assert found.direct


@pytest.mark.parametrize("rest", [" — Ann Lee had heard it before.", " Ann Lee", " — and Ann Lee", ""])
def test_a_dash_in_a_sentence_is_no_signature(rest: str) -> None:
    text = f"{QUOTATION}{rest}\n\nThe quay is old."
    assert signed_quotations(text, [], index_of(text, ["Ann Lee"]), find_quotations(text)) == []


def test_a_block_quotation_without_marks_can_be_signed() -> None:
    text = "A harbour is a promise to the sea.\n\n— Ann Lee"
    quotations = find_quotations(text, [Block(kind=BlockKind.QUOTATION, start=0, end=34)])
    (found,) = signed_quotations(text, [], index_of(text, ["Ann Lee"]), quotations)
    assert found.content == ((0, 34),)


def test_a_quotation_with_an_attribution_needs_no_signature() -> None:
    text = f"Bo Hale said: {QUOTATION} — Ann Lee"
    drafts = [draft(text, "Bo Hale", "said", QUOTATION)]
    assert signed_quotations(text, drafts, index_of(text, ["Ann Lee", "Bo Hale"]), find_quotations(text)) == []


def test_a_name_that_ends_the_line_signs_a_quotation_of_any_length() -> None:
    text = "What did they see?\n\n“Boats” -- Kit\n“Only the fog”   -- Ann L.\nThe “Fog” -- Kit"
    found = signed_quotations(text, [], index_of(text), find_quotations(text))
    assert [(text[slice(*each.source[0])], text[slice(*each.content[0])]) for each in found] == [
        ("Kit", "“Boats”"),
        ("Ann L.", "“Only the fog”"),
    ]


@pytest.mark.parametrize("gap", ["", "  "])
def test_a_signature_ends_with_its_line(gap: str) -> None:
    text = f"“Boats” -- Kit{gap}\nEpilogue\nThe fog came back."
    (found,) = signed_quotations(text, [], index_of(text), find_quotations(text))
    assert text[slice(*found.source[0])] == "Kit"
