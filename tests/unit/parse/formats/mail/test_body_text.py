"""Bodies of messages: plain text or HTML, quotations, signatures, charsets."""

import pytest

from tests.support.messages import BRIDGE, FERRY, attachment, mail, multipart, page, plain, read
from tests.support.parsed import blocks, parts


def alternatives(text: str, markup: str) -> str:
    kind, body = multipart("alternative", plain(text), page(markup))
    return mail(kind, body)


def test_the_plain_form_is_preferred_where_both_have_the_same_text() -> None:
    assert blocks(read(alternatives(f"{BRIDGE}\n\n- one\n- two", f"<p>{BRIDGE}</p><ul><li>one<li>two</ul>"))) == [
        ("paragraph", BRIDGE),
        ("list_item", "one"),
        ("list_item", "two"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Your client does not support HTML.",
        "To view this email, please use an HTML compatible reader.",
        "View this message in your browser: https://a.example/very/long",
        "",
        "  \n \n",
    ],
)
def test_the_html_form_is_preferred_to_a_notice_in_plain_text(text: str) -> None:
    assert read(alternatives(text, f"<h1>Bridge</h1><p>{BRIDGE}</p>")).text == f"Bridge\n\n{BRIDGE}"


def test_the_html_form_is_preferred_to_a_much_shorter_plain_one() -> None:
    document = read(alternatives("News from Ardale", f"<h2>News</h2><p>{BRIDGE}</p><p>{FERRY}</p>"))
    assert blocks(document) == [("heading", "News"), ("paragraph", BRIDGE), ("paragraph", FERRY)]


def test_an_html_body_is_read_without_its_hidden_elements() -> None:
    document = read(
        mail(
            page(
                f"<div style='display: none'>Preview</div><nav><p>{FERRY}</p></nav><table><tr><td><p>{BRIDGE}</p></td>"
                "</tr></table><blockquote>Quoted words.</blockquote><div>\u200c\u200b</div>"
                "<table><tr><th>Day</th><th>Ships</th></tr><tr><td>Monday</td><td>2</td></tr></table>"
            )
        )
    )
    assert blocks(document) == [
        ("paragraph", FERRY),
        ("paragraph", BRIDGE),
        ("quotation", "Quoted words."),
        ("table", "Day\tShips\nMonday\t2"),
    ]


def test_several_texts_are_one_body() -> None:
    kind, body = multipart("mixed", plain(BRIDGE), attachment("f.txt", b"In between."), plain(FERRY))
    document = read(mail(kind, body))
    assert [text for _, text in blocks(document)][:2] == [BRIDGE, FERRY]
    assert list(parts(document)) == ["f.txt"]


def test_flowed_lines_are_joined() -> None:
    flowed = "The old bridge of Ardale \nwill close in March.\n\n> Who \n> says so?\n>> The mayor.\n\n-- \nJo \nBerg"
    assert blocks(read(mail("Content-Type: text/plain; format=flowed", "", flowed))) == [
        ("paragraph", "The old bridge of Ardale will close in March."),
        ("quotation", "Who says so?\nThe mayor."),
        ("paragraph", "Jo Berg"),
    ]


def test_delsp_deletes_the_space() -> None:
    header = "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes"
    assert read(mail(header, "", "橋は三月に \n閉鎖される。")).text == "橋は三月に閉鎖される。"


@pytest.mark.parametrize(
    "introduction",
    [
        "On Mon, Mar 2, 2020 at 10:00 AM Ann Lee <ann@a.example> wrote:",
        "On Mon, Mar 2, 2020 at 10:00 AM Ann Lee with a rather long name\n<ann@a.example> wrote:",
        "Am 02.03.2020 um 10:00 schrieb Ann Lee:",
        "Le lun. 2 mars 2020 à 10:00, Ann Lee <ann@a.example> a écrit :",
    ],
)
def test_quoted_lines_and_their_introduction_are_quotations(introduction: str) -> None:
    assert blocks(read(mail("", f"{FERRY}\n\n{introduction}\n> {BRIDGE}\n>\n> > Is it true?\n\nYes, it is."))) == [
        ("paragraph", FERRY),
        ("quotation", " ".join(introduction.split())),
        ("quotation", BRIDGE),
        ("quotation", "Is it true?"),
        ("paragraph", "Yes, it is."),
    ]


@pytest.mark.parametrize(
    "introduction",
    [
        "On 2 March 2020 at 10:00, Ann Lee wrote:",
        "-----Original Message-----",
        "From: Ann Lee\nSent: Monday, March 2, 2020 10:00 AM\nTo: Jo Berg\nSubject: Ferries",
    ],
)
def test_an_answered_message_without_quotation_marks_is_a_quotation(introduction: str) -> None:
    document = read(mail("", f"{FERRY}\n\n{introduction}\n\n{BRIDGE}", subject="Subject: Re: Ferries"))
    assert [kind for kind, _ in blocks(document)] == ["paragraph", "quotation", "quotation"]


def test_a_forwarded_message_is_not_a_quotation() -> None:
    passed_on = f"See below.\n\n-----Original Message-----\n\n{BRIDGE}"
    document = read(mail("", passed_on, subject="Subject: Fwd: Ferries"))
    assert {kind for kind, _ in blocks(document)} == {"paragraph"}


def test_a_signature_is_kept_as_one_paragraph() -> None:
    document = read(mail("", f"{BRIDGE}\n\n-- \nJo Berg\nHarbour office\n+47 00 00 00 00"))
    assert blocks(document)[1:] == [("paragraph", "Jo Berg\nHarbour office\n+47 00 00 00 00")]


def test_a_wrong_charset_is_ignored() -> None:
    content = mail(
        "Content-Type: text/plain; charset=us-ascii", "Content-Transfer-Encoding: 8bit", "", "Grüße aus Köln"
    )
    assert read(content.encode("utf-8")).text == "Grüße aus Köln"
    assert read(mail("Content-Type: text/plain; charset=utf-7", "", "Gr+APwA3w-e")).text == "Grüße"
