"""The outline of a page: all text that is shown, once, in the order of the DOM."""

from html import escape

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from functions.parse.formats.web.page_outline import Outline, outline
from functions.parse.formats.web.page_title import letters
from shared.documents.document import BlockKind

WORDS = st.text(alphabet="abcdeéß漢字я <&.", max_size=12)
INLINE = st.sampled_from(["b", "a href='/x'", "a href='#x'", "span", "q", "time", "font"])
BLOCK = st.sampled_from(["div", "p", "section", "h2", "ul", "li", "blockquote", "pre", "td", "dd", "figure"])


def element(name: str, inner: str) -> str:
    return f"<{name}>{inner}</{name.split()[0]}>"


def markup(tags: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return fragments of HTML with nested elements, text and line breaks."""
    text = st.one_of(WORDS.map(escape), st.sampled_from(["<br>", "<br><br>", "&nbsp;"]))
    return st.recursive(
        text,
        lambda inner: st.one_of(
            st.builds(element, tags, inner),
            st.lists(inner, max_size=4).map("".join),
            st.builds(str.__add__, inner, text),
        ),
        max_leaves=12,
    )


def parsed(source: str) -> tuple[Outline, html.HtmlElement]:
    tree = html.document_fromstring(f"<html><body><div>{source}</div></body></html>")
    return outline(tree), tree


@given(markup(st.one_of(INLINE, BLOCK)))
def test_all_letters_are_read_once_and_in_order(source: str) -> None:
    read, tree = parsed(source)
    assert letters("".join(leaf.text for leaf in read.leaves)) == letters("".join(tree.itertext()))


@given(markup(st.one_of(INLINE, BLOCK)))
def test_every_node_covers_the_leaves_within_it(source: str) -> None:
    read, _ = parsed(source)
    for place, node in enumerate(read.nodes):
        assert node.first <= node.after <= len(read.leaves)
        if node.parent >= 0:
            parent = read.nodes[node.parent]
            assert node.parent < place
            assert parent.first <= node.first and node.after <= parent.after
    for number, leaf in enumerate(read.leaves):
        assert leaf.text
        assert 0 <= leaf.link_share <= 1
        assert read.nodes[leaf.node].first <= number < read.nodes[leaf.node].after


def test_the_kind_of_a_block_is_that_of_its_element() -> None:
    source = (
        "<h3>Head</h3>Text<p>More</p><ul><li>Item</li><li><h4>Post</h4><p>One.</p></li></ul><blockquote><p>Said</p>"
        "</blockquote><pre>a\n  b</pre><figure><figcaption>Seen</figcaption></figure>"
    )
    read, _ = parsed(source)
    assert [(leaf.kind, leaf.text, leaf.level) for leaf in read.leaves] == [
        (BlockKind.HEADING, "Head", 3),
        (BlockKind.PARAGRAPH, "Text", None),
        (BlockKind.PARAGRAPH, "More", None),
        (BlockKind.LIST_ITEM, "Item", None),
        (BlockKind.HEADING, "Post", 4),
        (BlockKind.PARAGRAPH, "One.", None),
        (BlockKind.QUOTATION, "Said", None),
        (BlockKind.CODE, "a\n  b", None),
        (BlockKind.CAPTION, "Seen", None),
    ]


def test_links_to_places_on_the_page_are_not_links_to_other_pages() -> None:
    read, _ = parsed(
        "<p><a href='/a'>Other</a></p><p><a href='#a'>Here</a></p><p><a href='/b#c'>Post</a></p><p><a>Name</a></p>"
    )
    assert [leaf.link_share for leaf in read.leaves] == [1, 0, 0, 0]


def test_characters_without_width_are_no_text() -> None:
    read, _ = parsed("<p>\u200b</p><p>\ufeff&nbsp;</p><p>co\u00adoperate</p>")
    assert [leaf.text for leaf in read.leaves] == ["cooperate"]
