"""Web pages saved as messages: the page is read as a web page, without the files that are saved with it."""

import base64

import pytest

from functions.parse.contract import Hints
from functions.parse.recognition.media_types import media_type_of
from shared.errors import Code
from tests.support.messages import failure, mail, read
from tests.support.parsed import warnings

BRIDGE = (
    "The old bridge of Ardale will close in March because cracks were found in four of its arches, the council said. "
    "Engineers had looked at it for two weeks, and will build a ferry landing beside it until it can open again."
)
PAGE = (
    "<html lang='en'><head><title>Bridge to close</title></head><body><nav><a href='/'>Home</a></nav><article>"
    f"<h1>Bridge to close</h1><p>{BRIDGE}</p><p>The works take a year.</p></article></body></html>"
)


def saved(
    page: str, *more: str, header: str = "From: <Saved by a browser>\nSubject: Saved title\n", start: str = ""
) -> str:
    encoded = base64.encodebytes(page.encode()).decode()
    first = (
        "Content-Type: text/html; charset=utf-8\nContent-ID: <root@a>\nContent-Transfer-Encoding: base64\n"
        f"Content-Location: https://a.example/\n\n{encoded}"
    )
    body = "".join(f"--cut\n{entity}\n" for entity in (*more, first))
    return (
        f'{header}MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="cut"{start}\n\n'
        f"{body}--cut--\n"
    )


@pytest.mark.parametrize(
    "header",
    [
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example/\nSubject: Saved title\n",
        'From: "Saved by a browser"\nSubject: Saved title\nDate: Mon, 2 Mar 2020 10:00:00 +0000\n',
        "",
    ],
)
@pytest.mark.parametrize("name", ["page.mhtml", "page.mht", "page", "page.txt"])
def test_a_saved_page_is_read_as_a_web_page(header: str, name: str) -> None:
    content = saved(PAGE, header=header)
    assert media_type_of(content.encode(), Hints(name)) == "multipart/related"
    document = read(content, name)
    assert BRIDGE in document.text
    assert "Home" not in document.text
    assert document.metadata.title == "Bridge to close"
    assert document.metadata.published_at is None


def test_the_subject_of_the_message_is_the_title_of_a_page_without_one() -> None:
    page = PAGE.replace("<title>Bridge to close</title>", "").replace("<h1>Bridge to close</h1>", "")
    assert read(saved(page), "page.mhtml").metadata.title == "Saved title"


def test_the_start_parameter_selects_the_page() -> None:
    frame = f"Content-Type: text/html\nContent-ID: <frame@a>\n\n<p>Buy boats. {'Boats are cheap. ' * 20}</p>"
    document = read(saved(PAGE, frame, start='; start="<root@a>"'), "page.mhtml")
    assert BRIDGE in document.text
    assert "boats" not in document.text
    assert warnings(document)["frames_left_out"] == "Frames of the page that were not read: 1."


def test_a_sent_message_with_pictures_is_not_a_saved_page() -> None:
    content = saved(PAGE, header=mail() + "\n").encode()
    assert media_type_of(content, Hints("letter.eml")) == "message/rfc822"


def test_a_saved_page_without_a_page_is_corrupt() -> None:
    content = saved(PAGE).replace("text/html", "image/png")
    assert failure(content, "page.mhtml").code is Code.CORRUPT


def test_a_saved_page_cut_short_is_read_with_a_warning() -> None:
    document = read(saved(PAGE)[:-80], "page.mhtml")
    assert BRIDGE in document.text
    assert "cut short" in warnings(document)["message_damaged"]
