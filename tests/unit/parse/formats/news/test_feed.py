"""Feeds (RSS and Atom): metadata, entries, kinds of text and limits."""

from xml.sax.saxutils import escape

from shared.documents.document import Metadata
from tests.support.parsed import blocks, codes, read

PROSE = "The council voted on Thursday to close the bridge over the river until the autumn of next year."


RSS = f"""<rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbour &amp; town</title><description>News of the port.</description><language>en-gb</language>
<copyright>© The Courier</copyright><lastBuildDate>Tue, 14 May 2024 09:30:00 +0200</lastBuildDate>
<item><title>Bridge closed</title><dc:creator>Ann Example</dc:creator><pubDate>Mon, 13 May 2024 08:00:00 GMT</pubDate>
<description>Short.</description><content:encoded><![CDATA[<p>{PROSE}</p><ul><li>North</li></ul>]]></content:encoded></item>
<item><title>Caf&amp;eacute; opens</title><description>&lt;b&gt;Coffee&lt;/b&gt; for all &amp; tea.</description></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title type="html">Hafen &amp;amp; Stadt</title>
<author><name>Redaktion</name></author><updated>2024-05-14T09:30:00Z</updated>
<entry><title>Brücke gesperrt</title><published>2024-05-13T08:00:00Z</published><author><name>Ann</name></author>
<summary>Kurz.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{PROSE}</p></div></content></entry>
<entry><title>Zwei</title>
<content type="html">&lt;p&gt;Eins&lt;/p&gt;&lt;p&gt;Zwei&lt;/p&gt;</content></entry></feed>"""


def test_each_entry_of_a_feed_has_its_title_as_heading() -> None:
    document = read(RSS, "feed")
    assert document.metadata == Metadata(
        title="Harbour & town", published_at="2024-05-14T09:30:00+02:00", language="en", rights="© The Courier"
    )
    assert blocks(document) == [
        ("paragraph", "News of the port."),
        ("heading", "Bridge closed"),
        ("paragraph", "Ann Example, 2024-05-13T08:00:00+00:00"),
        ("paragraph", PROSE),
        ("list_item", "North"),
        ("heading", "Café opens"),
        ("paragraph", "Coffee for all & tea."),
    ]


def test_every_text_type_of_an_atom_feed_is_read() -> None:
    document = read(ATOM, "feed")
    assert document.metadata.title == "Hafen & Stadt"
    assert document.metadata.byline == "Redaktion"
    assert document.metadata.language == "de"
    assert blocks(document) == [
        ("heading", "Brücke gesperrt"),
        ("paragraph", "Ann, 2024-05-13T08:00:00+00:00"),
        ("paragraph", PROSE),
        ("heading", "Zwei"),
        ("paragraph", "Eins"),
        ("paragraph", "Zwei"),
    ]


def test_entries_above_the_limit_are_counted() -> None:
    items = f"<item><title>T</title><description>{PROSE}</description></item>" * 50
    document = read(f"<rss><channel>{items}</channel></rss>", "a.xml", max_characters=1000)
    assert "entries_left_out" in codes(document)


def test_an_entry_with_a_hundred_thousand_open_tags_keeps_its_text() -> None:
    item = escape("<div>" * 100_000 + "the words")
    document = read(f"<rss><channel><item><description>{item}</description></item></channel></rss>", "a.xml")
    assert document.text == "the words"
