"""The metadata of pages: JSON-LD, `meta` elements of several vocabularies, microdata."""

import pytest

from tests.support.pages import STORY, bare_page, linked, metas, page, paragraphs, read

BODY = paragraphs(*STORY)


def test_the_elements_of_scholarly_publishers_are_read() -> None:
    head = metas(
        [
            ("citation_title", "Cracks in arches of sandstone"),
            ("citation_author", "Holt, Ines"),
            ("citation_author", "Raj Patel"),
            ("citation_publication_date", "2026/3/8"),
            ("citation_journal_title", "Journal of Bridges"),
            ("citation_language", "en"),
        ]
    )
    metadata = read(
        bare_page(f"<div class='abstract'>{BODY}</div>", head=head, title="Article 12", language="")
    ).metadata
    assert metadata.title == "Cracks in arches of sandstone"
    assert metadata.byline == "Ines Holt, Raj Patel"
    assert metadata.published_at == "2026-03-08"
    assert metadata.publisher == "Journal of Bridges"
    assert metadata.language == "en"


@pytest.mark.parametrize("prefix", ["DC.", "dc.", "DCTERMS.", "dcterms."])
def test_dublin_core_is_read(prefix: str) -> None:
    pairs = [("title", "Cracks"), ("creator", "Holt, Ines"), ("creator", "Patel, Raj"), ("date", "2026-03-08")]
    pairs += [("publisher", "Ardale Press"), ("rights", "CC BY 4.0")]
    head = metas((f"{prefix}{name}", content) for name, content in pairs)
    metadata = read(bare_page(f"<div>{BODY}</div>", head=head, title="Item 4")).metadata
    assert (metadata.title, metadata.byline) == ("Cracks", "Ines Holt, Raj Patel")
    assert (metadata.published_at, metadata.publisher) == ("2026-03-08", "Ardale Press")
    assert metadata.rights == "CC BY 4.0"


@pytest.mark.parametrize(
    ("names", "byline"),
    [
        (["Ines Holt; Raj Patel"], "Ines Holt, Raj Patel"),
        (
            ["Institute of Bridges, Ardale and Sarn, Department 4"],
            "Institute of Bridges, Ardale and Sarn, Department 4",
        ),
        (["https://ardale.example/holt", "Raj Patel"], "Raj Patel"),
    ],
)
def test_authors_in_one_element_are_separated(names: list[str], byline: str) -> None:
    head = metas(("citation_author", name) for name in names)
    assert read(page(BODY, head=head)).metadata.byline == byline


def test_the_authors_and_the_date_of_microdata_are_read() -> None:
    def author(name: str) -> str:
        inner = f"<span itemprop='name'>{name}</span>, reporter"
        return f"<span itemprop='author' itemscope itemtype='https://schema.org/Person'>{inner}</span>"

    comment = f"<li itemprop='comment' itemscope><b itemprop='author'>Troll</b><p itemprop='text'>{STORY[0]}</p></li>"
    item = (
        "<div itemscope itemtype='https://schema.org/NewsArticle'><h1 itemprop='headline'>The bridge closes</h1>"
        f"{author('Ines Holt')}{author('Raj Patel')}"
        "<time itemprop='datePublished' datetime='2026-03-18T07:30:00+01:00'>"
        f"Wednesday</time><div itemprop='articleBody'>{BODY}</div><ul>{comment}</ul></div>"
    )
    metadata = read(bare_page(item)).metadata
    assert metadata.byline == "Ines Holt, Raj Patel"
    assert metadata.published_at == "2026-03-18T07:30:00+01:00"


def test_a_date_of_another_item_is_not_that_of_the_article() -> None:
    head = '<meta property="article:published_time" content="2026-03-18">'
    picture = "<p><time itemprop='datePublished' datetime='2011-01-02T10:00:00Z'>2011</time></p>"
    assert read(page(BODY + picture, head=head)).metadata.published_at == "2026-03-18"


@pytest.mark.parametrize("date", ["2026", "2026/03", "soon", "0001/01/01", "2026/13/40"])
def test_a_date_without_a_day_is_ignored(date: str) -> None:
    assert read(page(BODY, head=metas([("citation_publication_date", date)]))).metadata.published_at is None


def test_the_title_is_the_one_that_the_page_shows() -> None:
    head = '<meta property="og:title" content="You will never guess which bridge closes">'
    head += linked({"@type": "NewsArticle", "headline": "The bridge closes"})
    assert read(page(BODY, head=head)).metadata.title == "The bridge closes"


def test_the_title_that_is_declared_first_is_used_if_the_page_shows_another() -> None:
    head = '<meta property="og:title" content="A bridge for nobody | Ardale News">'
    head += '<meta property="og:site_name" content="Ardale News">'
    assert read(page(BODY, head=head)).metadata.title == "A bridge for nobody"


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        ('<meta property="og:site_name" content="the Ardale News">', "The Ardale News"),
        ('<meta name="twitter:site" content="@ardalenews">', "Ardalenews"),
        ('<link rel="canonical" href="https://www.ardale.example/bridge">', "ardale.example"),
        ("", None),
    ],
)
def test_the_publisher_comes_from_the_site(head: str, publisher: str | None) -> None:
    assert read(page(BODY, head=head)).metadata.publisher == publisher


def test_a_byline_of_one_word_is_an_account() -> None:
    assert read(page(BODY, head=metas([("author", "admin")]))).metadata.byline is None
    assert read(page(BODY, head=metas([("author", "정덕현")]))).metadata.byline == "정덕현"
