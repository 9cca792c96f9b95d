"""What an extractor leaves out of a page is noticed: it is read in the order of the page, or reported."""

import pytest

from shared.documents.document import BlockKind
from tests.support.pages import STORY, bare_page, links, page, paragraphs, read
from tests.support.parsed import blocks, warnings

RULES = ("two ropes of twelve metres", "a key for the water tap", "a proof of insurance, which the office keeps")
OTHER = (
    "The museum of rope in Sarn opens its new hall in May, with forty machines from three centuries and a mill.",
    "Its director has collected them for twenty years, in barns and on ships, and restored most of them himself.",
    "The state pays a third of the hall. The rest comes from a legacy of a captain who had no other heirs at all.",
    "Visitors may try two of the machines under the eyes of a rope maker, every day but Monday, until November.",
)


@pytest.mark.parametrize(
    "wrapper", ["{}", "<div>{}</div>", "<div id='w'><div>{}</div></div>", "<table><tr><td>{}</table>"]
)
def test_a_page_without_a_wrapper_keeps_its_headings_and_lists_in_order(wrapper: str) -> None:
    listed = "".join(f"<li>{rule}</li>" for rule in RULES)
    body = f"<p>{STORY[0]}</p><h2>What to bring</h2><ul>{listed}</ul><h3>The ferry</h3><p>{STORY[2]}</p>"
    document = read(bare_page(wrapper.format(f"<h1>The bridge closes</h1>{body}")))
    assert blocks(document) == [
        ("paragraph", STORY[0]),
        ("heading", "What to bring"),
        *[("list_item", rule) for rule in RULES],
        ("heading", "The ferry"),
        ("paragraph", STORY[2]),
    ]
    assert not document.warnings


def test_the_items_of_a_list_in_a_cell_are_kept() -> None:
    listed = "".join(f"<li>{rule}</li>" for rule in RULES[:2])
    table = f"<table><tr><th>Boat</th><th>Bring</th></tr><tr><td>Small</td><td><ul>{listed}</ul></td></tr></table>"
    document = read(page(paragraphs(*STORY[:2]) + table + paragraphs(*STORY[2:])))
    (rows,) = [block.rows for block in document.blocks if block.kind is BlockKind.TABLE]
    assert rows == [["Boat", "Bring"], ["Small", f"{RULES[0]}; {RULES[1]}"]]


def test_a_long_list_in_a_cell_is_a_list() -> None:
    listed = "".join(f"<li>{rule}, says the harbour master of Ardale</li>" for rule in RULES)
    table = f"<table><tr><td>Small boats</td><td><ul>{listed}{listed}</ul></td></tr></table>"
    document = read(page(paragraphs(*STORY[:2]) + table + paragraphs(*STORY[2:])))
    assert sum(kind == "list_item" for kind, _ in blocks(document)) == 6


def test_cells_that_span_columns_and_rows_keep_the_columns_aligned() -> None:
    table = (
        "<table><tr><th rowspan=2>Arch</th><th colspan=2>Cracks</th></tr><tr><td>2024</td><td>2025</td></tr>"
        "<tr><td>North</td><td>1</td><td>2</td></tr></table>"
    )
    document = read(page(paragraphs(*STORY[:2]) + table + paragraphs(*STORY[2:])))
    (rows,) = [block.rows for block in document.blocks if block.kind is BlockKind.TABLE]
    assert rows == [["Arch", "Cracks", ""], ["", "2024", "2025"], ["North", "1", "2"]]


@pytest.mark.parametrize("name", ["post-content", "article-body", "story__text", "text", "part"])
def test_bodies_stay_below_their_headings(name: str) -> None:
    parts = "".join(
        f"<h2>Part {number}</h2><div class='{name}'><p>{text}</p></div>" for number, text in enumerate(STORY, 1)
    )
    texts = [text for _, text in blocks(read(page(parts)))]
    assert texts == [each for number, text in enumerate(STORY, 1) for each in (f"Part {number}", text)]


def test_the_whole_page_is_read_if_the_article_is_less_than_its_prose() -> None:
    first = f"<div class='post'><p>{STORY[0]}</p></div>"
    rest = "".join(
        f"<div class='chapter-{number}'><p>{text}</p></div>" for number, text in enumerate(STORY[1:] + OTHER)
    )
    assert read(bare_page(first + rest)).text == "\n\n".join(STORY + OTHER)


def test_prose_outside_the_article_is_reported() -> None:
    beside = f"<div class='column'><p>{OTHER[0]}</p><p>{OTHER[1]}</p></div>"
    document = read(bare_page(f"<article><h1>The bridge closes</h1>{paragraphs(*STORY)}</article>{beside}"))
    assert document.text == "\n\n".join(STORY)
    assert "content_left_out" in warnings(document)
    assert "outside the article" in warnings(document)["content_left_out"]


def test_navigation_and_lists_of_links_are_not_reported() -> None:
    many = links(*(f"{text[:60]} and other news of the day" for text in STORY + OTHER))
    document = read(bare_page(f"<article>{paragraphs(*STORY)}</article><div>{many}</div>"))
    assert document.text == "\n\n".join(STORY)
    assert not document.warnings


def test_paragraphs_that_line_breaks_separate_are_paragraphs() -> None:
    document = read(page(f"<div>{STORY[0]}<br><br>{STORY[1]}<br>{STORY[2]}<br/>&nbsp;<br/>{STORY[3]}</div>"))
    assert [text for _, text in blocks(document)] == [STORY[0], f"{STORY[1]}\n{STORY[2]}", STORY[3]]


def test_text_without_an_element_of_its_own_is_kept() -> None:
    document = read(page(f"{STORY[0]}<p>{STORY[1]}</p>{STORY[2]}<blockquote>{STORY[3]}</blockquote>"))
    assert document.text == "\n\n".join(STORY)


@pytest.mark.parametrize(
    "hidden", ["style='display: none'", "hidden", "class='visually-hidden'", "aria-hidden='true'", "class='sr-only'"]
)
def test_hidden_text_is_left_out(hidden: str) -> None:
    source = page(
        f"{paragraphs(*STORY)}<div {hidden}><p>{OTHER[0]}</p></div><p>The <b {hidden}>secret</b> end came.</p>"
    )
    assert read(source).text == "\n\n".join((*STORY, "The end came."))
