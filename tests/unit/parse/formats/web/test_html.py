"""Web pages: the article and its metadata, without the rest of the page."""

import json

import pytest

from shared.documents.document import BlockKind
from tests.support.pages import STORY, linked, page, paragraphs, read
from tests.support.parsed import blocks


def test_an_article_is_read_without_the_page_around_it() -> None:
    document = read(page(paragraphs(*STORY)))
    assert document.text == "\n\n".join(STORY)
    assert document.metadata.title == "The bridge closes"


def test_page_furniture_within_the_article_is_left_out() -> None:
    around = (
        'Read more: <a href="/hall">The market hall reopens after the fire</a>',
        '<strong><a href="/letter">Click here to subscribe to our newsletter</a></strong>',
        "https://ardale-news.example/bridge-closes-14848175",
        "© 2026 Ardale News. All rights reserved.",
    )
    body = paragraphs(STORY[0], around[0], STORY[1], around[1], around[2], STORY[2], STORY[3], around[3])
    assert read(page(body + "<h3>Comments</h3>")).text == "\n\n".join(STORY)


def test_lists_of_links_are_left_out_and_other_lists_stay() -> None:
    links = '<ul><li><a href="/a">The market hall reopens</a></li><li><a href="/b">A new ferry for Sarn</a></li></ul>'
    statements = "<ul><li>The north arch has two cracks.</li><li>The south arch has one crack.</li></ul>"
    document = read(page(paragraphs(*STORY[:2]) + statements + paragraphs(*STORY[2:]) + links))
    assert [text for kind, text in blocks(document) if kind == "list_item"] == [
        "The north arch has two cracks.",
        "The south arch has one crack.",
    ]


def test_the_standfirst_is_metadata() -> None:
    standfirst = "Cracks in four of its nine arches leave the council of Ardale no choice but to close it"
    document = read(
        page(f"<h2>{standfirst}</h2>" + paragraphs(*STORY[:2]) + "<h2>A ferry</h2>" + paragraphs(*STORY[2:]))
    )
    assert document.metadata.standfirst == standfirst
    assert standfirst not in document.text
    assert ("heading", "A ferry") in blocks(document)


def test_a_quotation_keeps_its_attribution() -> None:
    tweet = "<p>The bridge is closed, please take the ferry.</p>— Ines Holt (@inesholt) 18 March 2026"
    tweet = f"<blockquote>{tweet}</blockquote>"
    document = read(page(paragraphs(*STORY[:2]) + tweet + paragraphs(*STORY[2:])))
    assert [text for kind, text in blocks(document) if kind == "quotation"] == [
        "The bridge is closed, please take the ferry.",
        "— Ines Holt (@inesholt) 18 March 2026",
    ]


def test_linked_data_is_preferred_to_meta_elements() -> None:
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "Ardale News"},
            {"@type": "Person", "@id": "#ann", "name": "By Ann Lee"},
            {
                "@type": ["NewsArticle"],
                "author": [{"@id": "#ann"}, {"@type": "Person", "name": "Raj Patel"}],
                "datePublished": "2026-03-18T07:30:00.000+01:00",
                "publisher": {"@type": "Organization", "name": "Ardale News"},
                "copyrightNotice": "Ardale News 2026",
            },
        ],
    }
    head = '<meta name="author" content="The Web Team"><meta property="article:published_time" content="2026-03-17">'
    metadata = read(
        page(paragraphs(*STORY), head=head + linked(data), title="The bridge closes | Ardale News")
    ).metadata
    assert metadata.title == "The bridge closes"
    assert metadata.byline == "Ann Lee, Raj Patel"
    assert metadata.published_at == "2026-03-18T07:30:00+01:00"
    assert metadata.publisher == "Ardale News"
    assert metadata.rights == "Ardale News 2026"
    assert metadata.language == "en"


@pytest.mark.parametrize(
    "data",
    [
        "{broken",
        "[" * 5000,
        json.dumps({"@type": "NewsArticle", "datePublished": "0001-01-01T00:00:00Z", "author": {}}),
        json.dumps(
            {"@type": "NewsArticle", "datePublished": "soon", "author": {"@type": "Organization", "name": "AN"}}
        ),
        json.dumps({"@type": "NewsArticle", "datePublished": 5, "author": "https://ardale.example/ann"}),
    ],
)
def test_linked_data_without_values_is_ignored(data: str) -> None:
    head = f'<meta name="author" content="Ann Lee"><script type="application/ld+json">{data}</script>'
    metadata = read(page(paragraphs(*STORY), head=head)).metadata
    assert metadata.byline == "Ann Lee"
    assert metadata.published_at is None


@pytest.mark.parametrize(
    ("linked_date", "meta", "published_at"),
    [
        (None, "2026-03-18T07:30:00+01:00", "2026-03-18T07:30:00+01:00"),
        ("2026-03-18", "2026-03-18T07:30:00+01:00", "2026-03-18T07:30:00+01:00"),
        ("2026-03-18", "2026-03-20T07:30:00+01:00", "2026-03-18"),
        ("2026-03-18T07:30:00+01:00", "2026-03-18", "2026-03-18T07:30:00+01:00"),
        (None, "soon", None),
    ],
)
def test_the_more_precise_publication_date_is_used(
    linked_date: str | None, meta: str, published_at: str | None
) -> None:
    data = {"@type": "NewsArticle"} | ({"datePublished": linked_date} if linked_date else {})
    head = f'<meta property="article:published_time" content="{meta}">' + linked(data)
    assert read(page(paragraphs(*STORY), head=head)).metadata.published_at == published_at


def test_without_linked_data_the_publisher_comes_from_meta_elements() -> None:
    head = '<meta property="og:site_name" content="Ardale News">' + linked({"@type": "NewsArticle"})
    assert read(page(paragraphs(*STORY), head=head)).metadata.publisher == "Ardale News"


@pytest.mark.parametrize("data", [list(range(100_000)), [[]] * 100_000, {"a": [{}] * 100_000}])
def test_very_large_linked_data_is_read_in_part(data: object) -> None:
    assert read(page(paragraphs(*STORY), head=linked(data))).text == "\n\n".join(STORY)


def test_a_paragraph_above_the_text_limit_of_libxml2_is_kept() -> None:
    long = "and the ferry crossed the river " * 350_000
    document = read(page(f"<p>{long}</p>" + paragraphs(*STORY)))
    assert "cut" in {warning.code for warning in document.warnings}
    assert document.text.count("the ferry crossed") > 100_000


def test_a_plain_document_in_html_is_read_whole() -> None:
    source = f"<html><body>{paragraphs(STORY[0], STORY[0], 'Short.', STORY[1])}</body></html>"
    document = read(source)
    assert document.text == "\n\n".join((STORY[0], STORY[0], "Short.", STORY[1]))
    assert not document.warnings


def test_a_page_with_only_links_is_kept() -> None:
    links = "".join(f'<li><a href="/{n}">Number {n}</a></li>' for n in range(20))
    document = read(f"<html><body><nav><ul>{links}</ul></nav></body></html>")
    assert "Number 0" in document.text and "Number 19" in document.text


def test_code_tables_and_headings_keep_their_kind() -> None:
    body = (
        paragraphs(*STORY[:2])
        + "<h2>Arches</h2><table><tr><th>Arch</th><th>Cracks</th></tr><tr><td>North</td><td>2</td></tr></table>"
        + "<h3>Counting</h3><pre><code>cracks = north + south\nprint(cracks)</code></pre>"
        + paragraphs(*STORY[2:])
    )
    document = read(page(body))
    (rows,) = [block.rows for block in document.blocks if block.kind is BlockKind.TABLE]
    assert rows == [["Arch", "Cracks"], ["North", "2"]]
    assert ("code", "cracks = north + south\nprint(cracks)") in blocks(document)
    levels = [block.level for block in document.blocks if block.kind is BlockKind.HEADING]
    assert levels == [2, 3]


@pytest.mark.parametrize(
    "source",
    [
        page("<p " + " ".join(f'a{n}="1"' for n in range(100_000)) + f">{STORY[0]}</p>" + paragraphs(*STORY[1:])),
        page("<p " + " ".join(f"a{n}" for n in range(100_000)) + f">{STORY[0]}</p>" + paragraphs(*STORY[1:])),
        page("<p q='>' " + " ".join(f"a{n}='<'" for n in range(100_000)) + f">{STORY[0]}</p>" + paragraphs(*STORY[1:])),
        page("<p>" + "".join(f"<span>word {n} </span>" for n in range(60_000)) + "</p>" + paragraphs(*STORY)),
        "<ul><li>" * 50_000 + STORY[0],
        "<div>" * 100_000 + STORY[0],
        page("<table><tr><td>" * 5_000 + STORY[0]),
        page(paragraphs(*STORY) + "<table>" + '<tr><td colspan=1000 rowspan="65534">x</td></tr>' * 2_000 + "</table>"),
        "<html><body>" + "<!-- " * 100_000 + "-->" + STORY[0],
        page(paragraphs(*STORY) + f'<img src="data:image/png;base64,{"A" * 3_000_000}">'),
    ],
    ids=[
        "attributes",
        "bare attributes",
        "brackets in quotes",
        "spans",
        "lists",
        "divs",
        "tables",
        "cells that span",
        "comments",
        "data",
    ],
)
def test_a_malformed_page_gives_its_text(source: str) -> None:
    assert STORY[0] in " ".join(read(source).text.split())
