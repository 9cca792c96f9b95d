"""Kinds of pages that public reports about other extractors describe (docs/reports.md). The pages are our own."""

import pytest

from shared.documents.document import ParsedDocument
from tests.support.pages import STORY, bare_page, linked, page, paragraphs, read
from tests.support.parsed import blocks

BODY = paragraphs(*STORY)
ABOUT = "I write about the bridges of this river, and about the boats below them."


def items_of(document: ParsedDocument) -> list[str]:
    """Return the texts of the list items."""
    return [text for kind, text in blocks(document) if kind == "list_item"]


def test_words_in_inline_elements_stay_in_their_sentence() -> None:
    opening = "<p>T<small>HE BRIDGE</small> is <b>two hundred</b> <mark>and four</mark> years old, by H<sub>2</sub>O."
    assert read(page(opening + BODY)).text.startswith("THE BRIDGE is two hundred and four years old, by H2O.\n\n")


@pytest.mark.parametrize(
    "name", ["id='contentWithSidebar'", "class='social-rel'", "class='comment-wrap'", "id='print'"]
)
def test_an_article_in_an_element_with_a_misleading_name_is_kept(name: str) -> None:
    beside = f"<div id='sidebar'><h3>About</h3><p>{ABOUT}</p></div>"
    assert read(bare_page(f"<div {name}><h1>The bridge closes</h1>{BODY}{beside}</div>")).text == "\n\n".join(STORY)


def test_text_beside_pictures_that_change_with_the_scroll_is_kept() -> None:
    pictures = "<div class='gfx'><img src='a.jpg'><img src='b.jpg'></div>"
    steps = "".join(f"<div class='step'>{pictures}<div class='txt'><p>{text}</p></div></div>" for text in STORY)
    rest = "".join(f"<p>{text.replace('bridge', 'tunnel').replace('ferry', 'bus')}</p>" for text in STORY)
    document = read(bare_page(f"<main><section>{steps}</section><div class='article-body'>{rest}</div></main>"))
    assert document.text.startswith("\n\n".join(STORY))


def test_inserted_and_deleted_text_is_kept_as_the_page_shows_it() -> None:
    update = "<ins><p>The council has moved the works to the first of May, after a plea of the shops.</p></ins>"
    document = read(page(f"{BODY}{update}<p>The ferry is <del>red</del> <ins>blue</ins>, and carries forty.</p>"))
    assert document.text.endswith("after a plea of the shops.\n\nThe ferry is red blue, and carries forty.")


def test_headings_within_a_numbered_list_keep_their_level_and_their_text() -> None:
    items = "".join(f"<li><h2>Arch {number}</h2><p>{text}</p></li>" for number, text in enumerate(STORY, 1))
    found = blocks(read(page(f"<p>{ABOUT}</p><ol>{items}</ol>")))
    expected = [each for n, text in enumerate(STORY, 1) for each in (("heading", f"Arch {n}"), ("paragraph", text))]
    assert found == [("paragraph", ABOUT), *expected]


@pytest.mark.parametrize("place", ["between", "after"])
def test_lists_directly_in_the_body_are_kept(place: str) -> None:
    items = ["Did the council know of the cracks?", "Who has paid", "a part of the bridge"]
    lists = f"<ul><li>{items[0]}</li><li>{items[1]}</li></ul><dl><dt>Arch</dt><dd>{items[2]}</dd></dl>"
    source = f"<p>{STORY[0]}</p>{lists}<p>{STORY[1]}</p>" if place == "between" else f"{BODY}{lists}"
    document = read(bare_page(f"<h1>The bridge closes</h1>{source}"))
    assert items_of(document) == [*items[:2], "Arch", items[2]]


def test_items_with_inner_elements_have_their_text_alone() -> None:
    items = "<li><p>Cracks in two arches,</p></li><li><span>No money</span></li><li><b>Frost</b> in winter</li>"
    document = read(page(f"<p>{STORY[0]}</p><ul>{items}</ul>{paragraphs(*STORY[1:])}"))
    assert items_of(document) == ["Cracks in two arches,", "No money", "Frost in winter"]


def test_text_around_line_breaks_and_after_blocks_is_kept() -> None:
    first, last = "The first line is in the container itself.", "This text follows the paragraph."
    document = read(bare_page(f"<div>{first}<br/>Second line.<p>{STORY[0]}<br>{STORY[1]}</p>{last}</div>"))
    assert document.text == f"{first}\nSecond line.\n\n{STORY[0]}\n{STORY[1]}\n\n{last}"


def test_preformatted_text_stays_in_its_place() -> None:
    document = read(page(f"<p>{STORY[0]}</p><pre>piers = 9\ncracks = 2</pre>{paragraphs(*STORY[1:])}"))
    assert blocks(document)[:3] == [
        ("paragraph", STORY[0]),
        ("code", "piers = 9\ncracks = 2"),
        ("paragraph", STORY[1]),
    ]


def test_a_label_before_the_author_is_not_part_of_the_name() -> None:
    author = '<h1>老桥将关闭两年</h1><span class="author">作者：王小明</span>'
    document = read(bare_page(f"<div>{author}<div class='post_content'>{BODY}</div></div>"))
    assert document.metadata.byline == "王小明"


def test_messages_of_a_form_for_sharing_are_left_out() -> None:
    form = "<p>Your e-mail has been sent to the address that you have given.</p><input name='to'><button>Send</button>"
    assert read(page(f"{BODY}<div class='emailShare'>{form}</div>")).text == "\n\n".join(STORY)


def test_an_article_that_only_the_linked_data_has_is_read() -> None:
    head = linked({"@type": "NewsArticle", "headline": "The bridge closes", "articleBody": "\n\n".join(STORY)})
    document = read(bare_page("<div id='app'><p>Loading the article for you, please wait.</p></div>", head=head))
    assert document.text == "\n\n".join(STORY)
    assert document.metadata.title == "The bridge closes"


def test_a_page_that_is_wholly_within_noscript_is_read() -> None:
    source = f"<html><body><noscript><div><h1>The bridge closes</h1>{BODY}</div></noscript><p>x</p></body></html>"
    assert "\n\n".join(STORY) in read(source).text


def test_readings_of_characters_are_left_out() -> None:
    ruby = (
        "<ruby>虐待<rp>(</rp><rt>ぎゃくたい</rt><rp>)</rp></ruby>をなくすための法律ができて、来年の春から始まります。"
    )
    assert "虐待をなくすための" in read(page(f"<p>{ruby}</p>{BODY}")).text


def test_text_for_paper_is_left_out_and_text_of_printable_elements_is_kept() -> None:
    source = page(f"<div class='print-header'><p>{ABOUT}</p></div><div class='print-step'>{BODY}</div>")
    assert read(source).text == "\n\n".join(STORY)


def test_a_notice_for_browsers_without_scripts_is_left_out() -> None:
    assert read(page(f"<noscript><p>{ABOUT}</p></noscript>{BODY}")).text == "\n\n".join(STORY)
