"""NITF and NewsML-G2: headlines, bylines, datelines, dates, rights and bodies."""

import base64

import pytest

from functions.parse.contract import Hints, Limits
from functions.parse.parser import parse
from shared.documents.document import Metadata, ParsedDocument
from shared.errors import Code, PermanentError
from tests.support.parsed import blocks, codes

NITF = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "http://www.nitf.example/nitf-3-6.dtd">
<nitf xml:lang="en-GB">
 <head>
  <title>Ferries</title>
  <docdata management-status="usable">
   <date.issue norm="20240314T093000Z"/>
   <doc.copyright year="2024" holder="Kesterport Press Agency"/>
   <doc.rights limitations="No archiving"/>
  </docdata>
  <pubdata name="Kesterport Press" date.publication="20240314"/>
 </head>
 <body>
  <body.head>
   <hedline><hl1>Ferry strike enters <em>second</em> week</hl1><hl2>Islanders run short of fuel</hl2></hedline>
   <byline>By <person>Marta Lindqvist</person> and <person>Ole Dahl</person>, <byttl>Staff Writers</byttl></byline>
   <dateline><location>KESTERPORT</location>, <story.date norm="20240314">March 14</story.date></dateline>
   <abstract><p>No boats until Friday.</p></abstract>
  </body.head>
  <body.content>
   <block>
    <p lede="true">The ferries stayed in port on <chron norm="20240314">Thursday</chron>.</p>
    <p>“Nobody has called,” said <person>Ingrid Halvorsen</person>.</p>
    <hl2>What the crews want</hl2>
    <ul><li>higher pay</li><li>a second mate</li></ul>
    <bq><block><p>We are tired.</p></block></bq>
    <table><tr><th>Route</th><th>Boats</th></tr><tr><td>North</td><td>0</td></tr></table>
    <media media-type="image">
     <media-metadata name="id" value="7"/>
     <media-reference source="a.jpg"/>
     <media-caption><p>The empty quay.</p></media-caption>
     <media-producer>J. Berg</media-producer>
    </media>
   </block>
  </body.content>
  <body.end><tagline>Edited by the night desk.</tagline></body.end>
 </body>
</nitf>
"""
NITF_BLOCKS = [
    ("heading", "Islanders run short of fuel"),
    ("paragraph", "No boats until Friday."),
    ("paragraph", "The ferries stayed in port on Thursday."),
    ("paragraph", "“Nobody has called,” said Ingrid Halvorsen."),
    ("heading", "What the crews want"),
    ("list_item", "higher pay"),
    ("list_item", "a second mate"),
    ("quotation", "We are tired."),
    ("table", "Route\tBoats\nNorth\t0"),
    ("caption", "The empty quay."),
    ("caption", "J. Berg"),
    ("paragraph", "Edited by the night desk."),
]
G2 = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
XHTML = (
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><h1>Ferry strike enters second week'
    "</h1><p>The ferries stayed<br/>in port.</p><h2>Pay</h2><ol><li>More <b>pay</b></li></ol><blockquote><p>We are "
    "tired.</p></blockquote><figure><figcaption>The quay.</figcaption></figure><script>track()</script></body></html>"
)


def news_item(content: str, headline: str = "Ferry strike enters second week", more: str = "", meta: str = "") -> str:
    return f"""<newsItem {G2} guid="urn:1" version="2" xml:lang="de">
 <rightsInfo>
  <copyrightHolder qcode="c:KPA"><name>Kesterport Press Agency</name></copyrightHolder>
  <copyrightNotice>© 2024 KPA.</copyrightNotice><usageTerms>Not for resale.</usageTerms>
 </rightsInfo>
 <itemMeta>
  <itemClass qcode="ninat:text"/><provider qcode="nprov:KPA"/>
  <versionCreated>2024-03-14T10:00:00+01:00</versionCreated><pubStatus qcode="stat:usable"/>{more}
 </itemMeta>
 <contentMeta>
  <contentCreated>2024-03-14T09:30:00+01:00</contentCreated>
  <creator><name>Marta Lindqvist</name></creator><by>By Marta Lindqvist</by>
  <dateline>KESTERPORT, March 14 (KPA) -</dateline>
  <language tag="en"/><slugline>FERRY-STRIKE/</slugline><headline>{headline}</headline>{meta}
 </contentMeta>
 <contentSet>{content}</contentSet>
</newsItem>"""


def read(source: str, name: str = "a.xml") -> ParsedDocument:
    return parse(source.encode("utf-8"), Hints(name), Limits())


def test_an_nitf_story_has_its_metadata() -> None:
    assert read(NITF).metadata == Metadata(
        title="Ferry strike enters second week",
        byline="Marta Lindqvist and Ole Dahl",
        published_at="2024-03-14T09:30:00+00:00",
        publisher="Kesterport Press",
        language="en",
        dateline="KESTERPORT, March 14",
        rights="© 2024 Kesterport Press Agency. No archiving",
    )


def test_an_nitf_story_keeps_the_kinds_of_its_blocks() -> None:
    assert blocks(read(NITF)) == NITF_BLOCKS


def test_an_nitf_story_under_embargo_has_a_warning() -> None:
    source = NITF.replace('"usable"', '"embargoed"').replace(
        "<doc.rights", '<date.release norm="20240401"/><doc.rights'
    )
    (warning,) = read(source).warnings
    assert warning.code == "embargoed"
    assert "2024-04-01" in warning.message


def test_paragraphs_directly_in_an_nitf_body_are_read() -> None:
    document = read("<nitf><body><p>One.</p><p>Two.</p></body></nitf>")
    assert blocks(document) == [("paragraph", "One."), ("paragraph", "Two.")]


def test_an_nitf_file_without_a_body_is_empty() -> None:
    with pytest.raises(PermanentError) as raised:
        read("<nitf><head><title>T</title></head></nitf>")
    assert raised.value.code is Code.EMPTY


def test_a_news_item_has_its_metadata() -> None:
    assert read(news_item(f'<inlineXML contenttype="application/xhtml+xml">{XHTML}</inlineXML>')).metadata == Metadata(
        title="Ferry strike enters second week",
        byline="Marta Lindqvist",
        published_at="2024-03-14T09:30:00+01:00",
        publisher="KPA",
        language="en",
        dateline="KESTERPORT, March 14 (KPA) -",
        rights="© 2024 KPA. Not for resale.",
    )


def test_the_body_of_a_news_item_in_xhtml_does_not_repeat_the_headline() -> None:
    document = read(news_item(f"<inlineXML>{XHTML}</inlineXML>"))
    assert blocks(document) == [
        ("paragraph", "The ferries stayed\nin port."),
        ("heading", "Pay"),
        ("list_item", "More pay"),
        ("quotation", "We are tired."),
        ("caption", "The quay."),
    ]


def test_a_news_item_in_nitf_keeps_the_metadata_of_the_item() -> None:
    inner = NITF.partition("?>")[2].partition('dtd">')[2]
    document = read(news_item(f"<inlineXML>{XHTML}</inlineXML><inlineXML>{inner}</inlineXML>"))
    assert blocks(document) == NITF_BLOCKS
    assert document.metadata.byline == "Marta Lindqvist"
    assert document.metadata.publisher == "KPA"


def test_plain_and_escaped_data_within_an_item_are_read() -> None:
    plain = read(news_item('<inlineData contenttype="text/plain">First one.\n\nSecond &amp; last.</inlineData>'))
    assert blocks(plain) == [("paragraph", "First one."), ("paragraph", "Second & last.")]
    escaped = read(
        news_item("<inlineData contenttype='text/html'>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;</inlineData>")
    )
    assert blocks(escaped) == [("paragraph", "One"), ("paragraph", "Two")]


def test_base64_data_within_an_item_is_a_part() -> None:
    encoded = base64.b64encode(b"<html><body><p>The whole story is told here.</p></body></html>").decode()
    document = read(news_item(f'<inlineData contenttype="text/html" encoding="base64">{encoded}</inlineData>'))
    assert "The whole story is told here." in document.text
    assert [part.media_type for part in document.parts] == ["text/html"]


def test_several_items_have_their_headlines_as_headings() -> None:
    items = "".join(
        news_item(f"<inlineXML><p xmlns='x'>Story {number}.</p></inlineXML>", headline=f"Headline {number}")
        for number in (1, 2, 3)
    )
    document = read(
        f"<newsMessage {G2}><header><sent>2024-03-14T11:00:00Z</sent></header><itemSet>{items}</itemSet></newsMessage>"
    )
    assert blocks(document)[:4] == [
        ("heading", "Headline 1"),
        ("paragraph", "Marta Lindqvist, KESTERPORT, March 14 (KPA) -, 2024-03-14T09:30:00+01:00"),
        ("paragraph", "Story 1."),
        ("heading", "Headline 2"),
    ]
    assert document.metadata == Metadata(publisher="KPA", language="en", rights="© 2024 KPA. Not for resale.")


def test_the_headline_is_preferred_to_the_slugline() -> None:
    source = news_item("<inlineXML><p>Story.</p></inlineXML>")
    assert read(source).metadata.title == "Ferry strike enters second week"
    without = source.replace("<headline>Ferry strike enters second week</headline>", "")
    assert read(without).metadata.title == "FERRY-STRIKE/"


def test_an_embargo_and_a_cancelled_item_give_warnings() -> None:
    until = "<embargoed>2024-04-01T00:00:00Z</embargoed>"
    document = read(news_item("<inlineXML><p>Story.</p></inlineXML>", more=until))
    assert codes(document) == ["embargoed"]
    assert "2024-04-01T00:00:00Z" in document.warnings[0].message
    assert codes(read(news_item("<inlineXML><p>S.</p></inlineXML>", more="<embargoed/>"))) == ["embargoed"]
    cancelled = news_item("<inlineXML><p>S.</p></inlineXML>").replace("stat:usable", "stat:canceled")
    assert codes(read(cancelled)) == ["not_for_use"]


def test_a_picture_gives_its_caption_and_a_warning_about_its_content() -> None:
    document = read(news_item('<remoteContent href="a.jpg"/>', meta="<description>The empty quay.</description>"))
    assert blocks(document) == [("paragraph", "The empty quay.")]
    assert codes(document) == ["content_elsewhere"]


def test_a_package_lists_its_items() -> None:
    document = read(
        f"<packageItem {G2}><contentMeta><headline>Morning list</headline></contentMeta><groupSet root='g'>"
        "<group id='g'><itemRef><headline>Strike</headline><description>Boats stay.</description></itemRef>"
        "<itemRef residref='2'><title>Budget</title></itemRef></group></groupSet></packageItem>"
    )
    assert document.metadata.title == "Morning list"
    assert blocks(document) == [("list_item", "Strike: Boats stay."), ("list_item", "Budget")]


def test_a_message_without_items_is_empty() -> None:
    with pytest.raises(PermanentError) as raised:
        read(f"<newsMessage {G2}><header/></newsMessage>")
    assert raised.value.code is Code.EMPTY
