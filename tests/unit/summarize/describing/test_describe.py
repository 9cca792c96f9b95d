"""A document without sentences is described with its own words; one with sentences is not."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.describing.describe import MOST_WORDS, description_of
from functions.summarize.describing.statements import Statement, words_in
from functions.summarize.sentences.sentences import lines_of, sentences_of
from shared.documents.document import BlockKind, BlockText, Document, Metadata, PipelineWarning
from tests.support.documents import document, heading, paragraph
from tests.support.properties import examples

PROSE = (
    "The council voted on Tuesday to build a new quay for the fishing boats. Work begins in May and takes two years. "
    "The harbour master asked for it thirty years ago, and nobody on the council spoke against the plan."
)


def table(*rows: Sequence[str]) -> BlockText:
    cells = [list(row) for row in rows]
    return BlockText(kind=BlockKind.TABLE, text="\n".join("\t".join(row).strip() for row in cells), rows=cells)


def items(*texts: str) -> list[BlockText]:
    return [BlockText(kind=BlockKind.LIST_ITEM, text=text) for text in texts]


def described(source: Document) -> list[Statement]:
    sentences = sentences_of(source.text, source.blocks)
    has_prose = any(sentence.kind is not BlockKind.HEADING for sentence in sentences)
    return description_of(source, sentences if has_prose else lines_of(source.text, source.blocks))


def line(source: Document) -> str:
    return " ".join(statement.text for statement in described(source))


def typed(source: Document, media_type: str) -> Document:
    return source.model_copy(update={"media_type": media_type})


BUDGET = table(
    ("Item", "Cost"), ("Piles", "1.200,50"), ("Crane", "45.500,00"), ("Ropes", "310,00"), ("Summe", "47.010,50")
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            document(BUDGET),
            "Table of 3 rows: Item, Cost. Summe: Cost 47.010,50. Largest Cost: 45.500,00 (Crane).",
        ),
        (
            document(table(("Quay budget", ""), ("Item", "Boats"), ("North", "14"), ("South", "2"))),
            "Quay budget: table of 2 rows: Item, Boats.",
        ),
        (document(table(("1", "2"), ("3", "4"))), "Table of 2 rows and 2 columns, beginning with: 1, 2."),
        (
            document(heading("Harbour"), BUDGET, heading("Ferry"), table(("Month", "Trips"), ("June", "12"))),
            "2 tables: Harbour, Ferry. Harbour: table of 3 rows: Item, Cost. Summe: Cost 47.010,50. "
            "Largest Cost: 45.500,00 (Crane). Ferry: table of 1 row: Month, Trips.",
        ),
        (document(*items("Eggs", "Milk", "Oak piles")), "List of 3 items: Eggs; Milk; Oak piles."),
        (
            document(paragraph("Owner: Margit Solheim"), paragraph("Boat: Grey Heron"), paragraph("Quay: North")),
            "3 filled fields: Owner: Margit Solheim; Boat: Grey Heron; Quay: North.",
        ),
        (
            document(heading("Things to bring"), *items("Boots", "A helmet"), heading("Where we meet")),
            "List of 2 items: Boots; A helmet.",
        ),
        (
            document(BlockText(kind=BlockKind.CODE, text="import os\n\nprint(os.name)")),
            "Code of 2 lines, beginning with: import os.",
        ),
        (
            document(paragraph("Quay 4"), paragraph("TOTAL 821.14")),
            "Text of 2 lines: Quay 4; TOTAL 821.14. TOTAL 821.14.",
        ),
    ],
)
def test_a_document_without_sentences_is_described_with_its_own_words(source: Document, expected: str) -> None:
    assert line(source) == expected


@pytest.mark.parametrize(
    ("media_type", "source", "expected"),
    [
        (
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            document(heading("A quay"), *items("Oak piles"), heading("Costs"), metadata=Metadata(pages=2)),
            "Presentation of 2 slides: A quay; Costs. Text: Oak piles.",
        ),
        ("image/png", document(paragraph("NORTH QUAY")), "Picture with 2 words: NORTH QUAY."),
        (
            "application/json",
            document(*[paragraph(f"{key}: {n}") for n in range(3) for key in ("name", "age")]),
            "JSON data with 6 values; its keys: name, age.",
        ),
        ("application/json", document(paragraph("name: a"), paragraph("size: 2")),
         "JSON data with 2 values: name: a; size: 2."),
        ("text/vcard", document(heading("Ada Holm"), *[paragraph(f"{key}: x") for key in ("Role", "Web", "Title")]),
         "Contact: Ada Holm; Role: x; Web: x; Title: x."),
        ("application/rss+xml", document(*[piece for n in ("One", "Two", "Three") for piece in
                                           (heading(f"{n} boats"), paragraph(PROSE))]),
         "Feed with 3 entries: One boats; Two boats; Three boats."),
    ],
)  # fmt: skip
def test_the_frame_states_what_kind_of_document_it_is(media_type: str, source: Document, expected: str) -> None:
    assert line(typed(source, media_type)) == expected


@pytest.mark.parametrize(
    "source",
    [
        document(paragraph(PROSE)),
        document(paragraph("The boats stay in port. Nobody called.")),
        document(paragraph(PROSE), table(("Item", "Cost"), ("Piles", "12"))),
        document(table(("Article 1",), (PROSE,))),
        document(BlockText(kind=BlockKind.TURN, text="Ann: Good evening", speaker="Ann", spoken_from=5)),
        document(paragraph("the river rose by two metres in one night and nobody in the village had been told of it")),
        document(paragraph("Note: see below"), paragraph(PROSE)),
    ],
)
def test_a_document_with_sentences_is_not_described(source: Document) -> None:
    assert described(source) == []


def test_counts_say_at_least_if_rows_were_left_out() -> None:
    cut = PipelineWarning(code="rows_left_out", message="Rows left out: 7.")
    source = document(BUDGET).model_copy(update={"warnings": [cut]})
    assert line(source).startswith("Table of at least 3 rows: ")


@pytest.mark.parametrize(
    "values",
    [
        ("1", "2", "3"),  # they count the rows
        ("2019", "2023", "2021"),  # years
        ("5 kg", "7 g", "6 kg"),  # different units
        ("7", "7", "3"),  # two are the largest
        ("1.5", "9", "1,2"),  # no notation fits all
        ("1.234", "9", "3"),  # the largest differs with the notation
        ("4", "9", "n/a"),
    ],
)
def test_no_largest_value_is_stated_if_the_values_do_not_decide_it(values: Sequence[str]) -> None:
    rows = [(name, value) for name, value in zip(("North", "South", "West"), values, strict=True)]
    assert "Largest" not in line(document(table(("Quay", "Boats"), *rows)))


WORDS = st.text(alphabet="abcß日 1.,-:;\t*", min_size=1, max_size=90)
CELLS = st.text(alphabet="abcß日1.,-", min_size=0, max_size=70)
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6)


@given(
    lines=st.lists(WORDS, max_size=12),
    kind=st.sampled_from([BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.HEADING, BlockKind.CODE]),
    rows=TABLES,
    media_type=st.sampled_from(["text/plain", "image/png", "application/json", "application/vnd.ms-powerpoint"]),
)
@examples(60)
def test_every_lifted_word_is_at_its_place(
    lines: list[str], kind: BlockKind, rows: list[list[str]], media_type: str
) -> None:
    source = typed(document(*[BlockText(kind=kind, text=text) for text in lines], table(*rows)), media_type)
    statements = described(source)
    for statement in statements:
        assert statement.evidence
        for piece in statement.evidence:
            assert " ".join(source.text[piece.start : piece.end].split()) == piece.text.removesuffix("…")
            assert piece.text in statement.text or piece.text.rstrip(".") in statement.text
    assert sum(words_in(statement.text) for statement in statements[1:]) <= MOST_WORDS
