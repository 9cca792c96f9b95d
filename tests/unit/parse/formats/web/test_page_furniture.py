"""Page furniture: what is left out by its structure, in all languages, and what stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.formats.web.page_title import standfirst_and_article
from shared.documents.document import BlockKind, BlockText
from tests.support.pages import STORY, links, page, paragraphs, read

BODY = paragraphs(*STORY)
TITLES = ("O mercado reabre depois do incêndio", "Il nuovo traghetto per Sarn", "Der Hafen wird im Mai vertieft")
SUMMARY = "O salão do mercado reabre na segunda-feira, com quarenta bancas e um telhado novo de vidro."


def card(title: str, tag: str = "div", name: str = "item") -> str:
    return f'<{tag} class="{name}"><img src="a.jpg"><h3><a href="/{title[:3]}">{title}</a></h3><p>{SUMMARY}</p></{tag}>'


@pytest.mark.parametrize(
    "furniture",
    [
        f"<h2>Notícias relacionadas</h2>{links(*TITLES)}",
        f"<div><p>Leggi anche: <a href='/a'>{TITLES[1]}</a></p></div>",
        f"<p><strong>LEIA MAIS: <a href='/a'>{TITLES[0]}</a></strong></p>",
        "<div><span>Tags:</span> <a href='/sarn'>Sarn</a> <a href='/ponte'>ponte</a> <a href='/obras'>obras</a></div>",
        "<div class='grid'>" + "".join(card(title) for title in TITLES) + "</div>",
        "<section>" + "".join(card(title, "article") for title in TITLES) + "</section>",
        f"<aside><h4>Dai nostri partner</h4><p>{SUMMARY}</p></aside>",
        f"<form action='/letter'><h3>Iscriviti</h3><p>{SUMMARY}</p><input name='mail'><button>Invia</button></form>",
        f"<div role='complementary'><p>{SUMMARY}</p></div>",
        f"<div class='c-newsletter__box'><h3>Boletim</h3><p>{SUMMARY}</p></div>",
        f"<div class='relatedStories'><p>{SUMMARY}</p></div>",
        "<p>© 2026 Gazeta de Sarn</p>",
        "<p>https://gazeta.example/ponte</p>",
        "<figure><img src='a.jpg'><figcaption>A ponte antiga de Sarn, vista do cais em março.</figcaption></figure>",
        "<figure class='foto'><img src='a.jpg'><p>A ponte antiga de Sarn, vista do cais em março.</p></figure>",
    ],
)
@pytest.mark.parametrize("place", ["between", "after"])
def test_furniture_is_left_out(furniture: str, place: str) -> None:
    half = paragraphs(*STORY[:2]), paragraphs(*STORY[2:])
    body = f"{half[0]}{furniture}{half[1]}" if place == "between" else f"{BODY}{furniture}"
    text = read(page(f"<div class='body'>{body}</div>")).text
    assert [each for each in text.split("\n\n") if each in STORY] == list(STORY)
    assert SUMMARY not in text
    assert not any(title in text for title in TITLES)
    assert "©" not in text and "https:" not in text and "cais" not in text


@pytest.mark.parametrize(
    "content",
    [
        "<p>Read more books, the teacher told them.</p>",
        "<p>Thank you for nothing, the mayor wrote to the company.</p>",
        "<p>Copyright law will change in May, when the parliament votes on a bill that publishers have fought for.</p>",
        "<p>Comments by the mayor angered the shopkeepers.</p>",
        "<p>Sorry is not a word that he likes to use.</p>",
        f"<p>The council has published <a href='/plan'>{TITLES[1]}</a>, which has forty pages, on its own website.</p>",
        "<p>Engineer: <a href='/holt'>Ines Holt</a></p>",
        "<p>The council has one demand: <a href='/plan'>a plan for the ferry</a> before the works begin in May.</p>",
        "<ul><li>The north arch has two cracks.</li><li>See <a href='/s'>the report</a> on the south arch.</li></ul>",
        "<h2>Share of the costs</h2><p>The province pays half of them, and the city pays the rest in five years.</p>",
    ],
)
def test_content_that_resembles_furniture_stays(content: str) -> None:
    source = page(paragraphs(*STORY[:2]) + content + paragraphs(*STORY[2:]))
    text = read(source).text
    start, end = text.index(STORY[1]) + len(STORY[1]), text.index(STORY[2])
    assert len(text[start:end].strip()) > 15


@pytest.mark.parametrize("around", ["<form action='/'>{}</form>", "<div class='print'>{}</div>", "<aside>{}</aside>"])
def test_an_element_with_most_of_the_prose_is_not_furniture(around: str) -> None:
    document = read(page(around.format(BODY)))
    assert document.text == "\n\n".join(STORY)


def test_notes_at_the_end_of_the_page_are_not_links_to_other_pages() -> None:
    notes = "".join(f'<li><a href="#n{n}">Report {n} of the engineers</a></li>' for n in range(3))
    document = read(page(f"{BODY}<h2>Sources</h2><ol>{notes}</ol><p>The reports are kept by the city of Ardale.</p>"))
    assert "Report 0 of the engineers" in document.text


@given(st.lists(st.tuples(st.sampled_from(list(BlockKind)), st.text(max_size=60)), max_size=12))
def test_the_article_keeps_the_order_of_its_blocks_and_is_never_empty(pieces: list[tuple[BlockKind, str]]) -> None:
    given_blocks = [BlockText(kind=kind, text=text) for kind, text in pieces]
    _, article = standfirst_and_article(given_blocks)
    remaining = iter(given_blocks)
    assert all(any(block is other for other in remaining) for block in article)
    assert bool(article) == bool(given_blocks)
