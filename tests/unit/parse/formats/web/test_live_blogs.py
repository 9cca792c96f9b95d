"""Live blogs: every post with its heading and time, in the order of the page."""

import pytest

from tests.support.pages import FOOTER, NAVIGATION, bare_page, linked, read
from tests.support.parsed import blocks

INTRODUCTION = "The harbour board of Ardale meets tonight about the fees for moorings. Follow the meeting here."
POSTS = (
    ("21:40", "The fees rise", "The board raises the fees by four percent. Two members vote against it and leave."),
    ("21:05", "A long pause", "The chair interrupts the meeting, because the lamps in the hall have failed again."),
    ("20:30", "The owners speak", "The owners of the small boats ask for a year without any change to their fees."),
)
EXPECTED = [text for time, heading, text in POSTS for text in (time, heading, text)]


def post(outer: str, inner: str, number: int) -> str:
    time, heading, text = POSTS[number]
    name, _, attributes = outer.partition(" ")
    return (
        f"<{name} {attributes.format(number)}><time datetime='2026-03-18T{time}:00+01:00'>{time}</time>"
        f"<h2>{heading}</h2><{inner}><p>{text}</p></{inner.split()[0]}></{name}>"
    )


@pytest.mark.parametrize("wrapper", ["<main><article>{}</article></main>", "<main>{}</main>", "<div id='w'>{}</div>"])
@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ("div class='post'", "div class='txt'"),
        ("div class='post'", "div class='post-body'"),
        ("div class='entry' id='entry-{}'", "div class='entry-content'"),
        ("div class='block block-{}'", "div class='text'"),
        ("article class='post-{} type-post'", "div"),
        ("article", "div"),
        ("section", "div"),
        ("li class='update'", "div"),
    ],
)
def test_every_post_is_kept_with_its_time_and_heading(wrapper: str, outer: str, inner: str) -> None:
    posts = "".join(post(outer, inner, number) for number in range(len(POSTS)))
    posts = f"<ol>{posts}</ol>" if outer.startswith("li") else f"<div class='live'>{posts}</div>"
    source = bare_page(wrapper.format(f"<h1>Live: the harbour board</h1><p>{INTRODUCTION}</p>{posts}"))
    document = read(source.replace("The bridge closes", "Live: the harbour board"))
    assert [text for _, text in blocks(document)] == [INTRODUCTION, *EXPECTED]
    assert not document.warnings


@pytest.mark.parametrize("address", ["/live/harbour#post-{}", "/live/harbour/post/{}"])
def test_headings_that_link_to_their_own_post_are_kept(address: str) -> None:
    posts = "".join(post("div class='post'", "div class='txt'", number) for number in range(len(POSTS)))
    for number, (_, heading, _) in enumerate(POSTS):
        posts = posts.replace(heading, f'<a href="{address.format(number)}">{heading}</a>')
    document = read(bare_page(f"<main><h1>Live: the harbour board</h1><div>{posts}</div></main>"))
    assert [text for _, text in blocks(document)] == EXPECTED


def test_the_title_is_that_of_the_blog_and_not_of_a_post() -> None:
    updates = [{"@type": "BlogPosting", "headline": heading, "articleBody": text} for _, heading, text in POSTS]
    data = {
        "@type": "LiveBlogPosting",
        "headline": "Live: the harbour board",
        "datePublished": "2026-03-18T20:00:00+01:00",
        "author": {"@type": "Person", "name": "Hanne Vik"},
        "liveBlogUpdate": updates,
    }
    posts = "".join(post("div class='post'", "div class='post-content'", number) for number in range(len(POSTS)))
    head = f"<head><title>Live: the harbour board | Ardale News</title>{linked(data)}</head>"
    body = f"{NAVIGATION}<main><article><h1>Live: the harbour board</h1>{posts}</article></main>{FOOTER}"
    document = read(f"<html lang='en'>{head}<body>{body}</body></html>")
    assert document.metadata.title == "Live: the harbour board"
    assert document.metadata.byline == "Hanne Vik"
    assert [text for _, text in blocks(document)] == EXPECTED


def test_a_time_that_a_script_writes_is_taken_from_the_element_or_the_linked_data() -> None:
    posts = "".join(post("div class='post'", "div class='txt'", number) for number in range(len(POSTS)))
    for time, _, _ in POSTS:
        posts = posts.replace(f">{time}</time>", "></time>")
    document = read(bare_page(f"<main><h1>Live: the harbour board</h1><div>{posts}</div></main>"))
    stamps = [f"2026-03-18T{time}:00+01:00" for time, _, _ in POSTS]
    assert [text for _, text in blocks(document)][::3] == stamps

    updates = [
        {"headline": heading, "articleBody": text, "datePublished": stamp}
        for stamp, (_, heading, text) in zip(stamps, POSTS, strict=True)
    ]
    data = {"@type": "LiveBlogPosting", "headline": "Live: the harbour board", "liveBlogUpdate": updates}
    bare = "".join(f"<div class='post'><h2>{heading}</h2><p>{text}</p></div>" for _, heading, text in POSTS)
    document = read(bare_page(f"<main><h1>Live: the harbour board</h1><div>{bare}</div></main>", head=linked(data)))
    assert [text for _, text in blocks(document)][1::3] == stamps


def test_posts_that_only_the_linked_data_has_are_added() -> None:
    data = {
        "@type": "LiveBlogPosting",
        "headline": "Live: the harbour board",
        "liveBlogUpdate": [
            {"headline": heading, "articleBody": f"<p>{text}</p>", "datePublished": f"2026-03-18T{time}:00+01:00"}
            for time, heading, text in POSTS
        ],
    }
    shown = post("div class='post'", "div", 0)
    document = read(bare_page(f"<main><h1>Live: the harbour board</h1>{shown}</main>", head=linked(data)))
    texts = [text for _, text in blocks(document)]
    assert texts.count(POSTS[0][2]) == 1
    assert texts[-3:] == [POSTS[2][1], "2026-03-18T20:30:00+01:00", POSTS[2][2]]


@pytest.mark.parametrize("updates", [None, "soon", [1, None, {"articleBody": 5}, {"articleBody": " "}], {"a": 1}])
def test_linked_data_without_posts_adds_nothing(updates: object) -> None:
    data = {"@type": "LiveBlogPosting", "headline": "Live", "liveBlogUpdate": updates}
    shown = post("div class='post'", "div", 0) + post("div class='post'", "div", 1)
    document = read(bare_page(f"<main>{shown}</main>", head=linked(data)))
    assert [text for _, text in blocks(document)] == EXPECTED[:6]


def test_the_time_of_a_single_article_is_not_text() -> None:
    source = bare_page(f"<main><article><time>18 March 2026</time>{post('div', 'div', 0)}</article></main>")
    assert "18 March 2026" not in read(source).text
