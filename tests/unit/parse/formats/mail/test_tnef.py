"""`winmail.dat`: the text, the times of an invitation and the attachments of a message that Outlook wraps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Code
from tests.support.messages import BRIDGE, FERRY, attachment, mail, multipart, plain
from tests.support.messages import read as read_mail
from tests.support.parsed import codes, failure, parts, read
from tests.support.tnef_files import BINARY, named_time, sized, text, winmail

# 2026-05-12 07:00 in 100-nanosecond intervals since 1601.
MORNING = 134_230_428_000_000_000


def test_attachments_of_winmail_dat_are_parts_of_the_message() -> None:
    wrapped = winmail("Ferries", BRIDGE, attachments={"long name of minutes.txt": FERRY.encode()})
    kind, body = multipart("mixed", plain(BRIDGE), attachment("winmail.dat", wrapped, "application/ms-tnef"))
    document = read_mail(mail(kind, body))
    assert document.text.count(BRIDGE) == 1
    assert FERRY in parts(document)["winmail.dat/long name of minutes.txt"]


def test_a_text_that_only_winmail_dat_has_is_read() -> None:
    wrapped = winmail("Ferries", FERRY)
    kind, body = multipart("mixed", plain(BRIDGE), attachment("winmail.dat", wrapped, "application/octet-stream"))
    assert FERRY in read_mail(mail(kind, body)).text


def test_a_message_alone_has_its_metadata() -> None:
    document = read(winmail("Ferries", FERRY, text(0x0C1A, "Jo Berg"), text(0x0E04, "Ann Dahl")), "winmail.dat")
    assert document.media_type == "application/ms-tnef" and document.text == FERRY
    metadata = document.metadata
    assert (metadata.title, metadata.byline, metadata.recipients) == ("Ferries", "Jo Berg", "Ann Dahl")


def test_an_invitation_has_its_times_and_its_place() -> None:
    document = read(
        winmail("Walk", FERRY, named_time(0x820D, MORNING), named_time(0x820E, MORNING + 36_000_000_000)), "a"
    )
    assert document.text.startswith("Start: 2026-05-12 07:00 (UTC)\n\nEnd: 2026-05-12 08:00 (UTC)")


def test_the_form_with_more_text_is_read() -> None:
    html = f"<p>{BRIDGE}</p><p>{FERRY}</p>".encode("cp1251")
    assert read(winmail("Walk", "See the HTML form.", sized(0x1013, BINARY, html), code_page=1251), "a").text == (
        f"{BRIDGE}\n\n{FERRY}"
    )


def test_messages_within_are_read() -> None:
    inner = winmail("Inner", FERRY)
    assert FERRY in parts(read(winmail("Outer", BRIDGE, attachments={"Inner": inner}), "a"))["Inner"]


def test_a_stream_that_is_cut_keeps_what_it_has() -> None:
    whole = winmail("Ferries", BRIDGE, attachments={"a.txt": FERRY.encode() * 20})
    document = read(whole[: -len(FERRY) * 10], "winmail.dat")
    assert BRIDGE in document.text and "message_damaged" in codes(document)


@pytest.mark.parametrize("content", [winmail("", "")[:6], winmail("A", "b")[:9]])
def test_a_stream_without_content_is_corrupt_or_empty(content: bytes) -> None:
    assert failure(content, "winmail.dat").code in (Code.CORRUPT, Code.EMPTY)


@given(st.integers(6, 400), st.integers(0, 255))
def test_a_changed_byte_does_not_stop_the_reader(place: int, value: int) -> None:
    content = bytearray(winmail("Ferries", BRIDGE, attachments={"a.txt": FERRY.encode()}))
    content[place % len(content)] = value
    content[:4] = b"\x78\x9f\x3e\x22"
    kind, body = multipart(
        "mixed", plain("Other words."), attachment("winmail.dat", bytes(content), "application/ms-tnef")
    )
    assert "Other words." in read_mail(mail(kind, body)).text
