"""Attachments, inline pictures, messages within messages, and mailboxes."""

import base64
from email.message import EmailMessage

import pytest

from shared.errors import Code
from tests.support.messages import BRIDGE, FERRY, attachment, failure, mail, multipart, page, plain, read
from tests.support.parsed import blocks, parts, warnings

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def test_attachments_are_parts_below_the_body() -> None:
    kind, body = multipart(
        "mixed", plain(BRIDGE), attachment("times.csv", b"day,ships\nMonday,2\n"), attachment("x.bin", bytes(range(99)))
    )
    document = read(mail(kind, body))
    assert parts(document) == {"times.csv": "times.csv\n\nday\tships\nMonday\t2", "x.bin": "unsupported"}
    assert document.blocks[1].level == 1
    assert "x.bin (unsupported)" in warnings(document)["parts_unreadable"]


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("attachment; filename*=utf-8''F%C3%A4hre.txt", "Fähre.txt"),
        ("attachment; filename*0*=utf-8''F%C3%A4; filename*1*=hre; filename*2=.txt", "Fähre.txt"),
        ('attachment; filename="=?utf-8?Q?F=C3=A4hre.txt?="', "Fähre.txt"),
        ('attachment; filename="../../etc/passwd"', "etc/passwd"),
        ('attachment; filename="C:\\\\temp\\\\a.txt"', "temp/a.txt"),
        ('attachment; filename="a\u202etxt.exe"', "atxt.exe"),
        ("attachment", "part 1"),
        (f"attachment; filename*{'9' * 5000}*=x", "part 1"),
    ],
)
def test_names_of_attachments(field: str, name: str) -> None:
    kind, body = multipart("mixed", plain(BRIDGE), f"Content-Type: text/plain\nContent-Disposition: {field}\n\n{FERRY}")
    assert list(parts(read(mail(kind, body)))) == [name]


def test_an_inline_text_with_a_name_is_a_part() -> None:
    inline = f"Content-Type: text/plain; name=notes.txt\nContent-Disposition: inline\n\n{FERRY}"
    kind, body = multipart("mixed", plain(BRIDGE), inline)
    assert parts(read(mail(kind, body))) == {"notes.txt": f"notes.txt\n\n{FERRY}"}


def test_attached_messages_are_parts_with_their_header() -> None:
    inner = mail("Date: Mon, 02 Mar 2020 10:00:00 +0000", "", FERRY, subject="Subject: Sailings")
    kind, body = multipart("mixed", plain(BRIDGE), f"Content-Type: message/rfc822\n\n{inner}")
    document = read(mail(kind, body))
    assert parts(document) == {
        "message 1.eml": "Sailings\n\nFrom: Jo Berg\nTo: board@a.example\nDate: 2020-03-02T10:00:00+00:00\n\n" + FERRY
    }


def test_the_messages_of_a_digest_are_parts() -> None:
    kind, body = multipart("digest", f"\nSubject: One\n\n{BRIDGE}", f"\nFrom: a@b.example\nSubject: Two\n\n{FERRY}")
    document = read(mail(kind, body))
    assert list(parts(document)) == ["message 1.eml", "message 2.eml"]
    assert [text for kind, text in blocks(document) if kind == "heading"] == ["One", "Two"]


def test_the_messages_of_a_mailbox_are_parts() -> None:
    stored = mail("", f"{BRIDGE}\n\n>From now on it is closed.\nFrom here the ferry sails.\n\nFrom there too.")
    mailbox = f"From jo@a.example Mon Mar  2 10:00:00 2020\n{stored}\n\n" * 3
    document = read(mailbox, "archive.mbox")
    assert list(parts(document)) == ["message 1.eml", "message 2.eml", "message 3.eml"]
    assert document.text.count("\n\nFrom now on it is closed.") == 3
    assert document.text.count("From there too.") == 3


def test_inline_pictures_are_left_out_and_attached_ones_are_parts() -> None:
    logo = f"Content-Type: image/png; name=logo.png\nContent-ID: <logo@a>\n\n{'x' * 900}"
    related_kind, related = multipart("related", page(f"<p>{BRIDGE}</p><img src='cid:logo@a'>"), logo, boundary="in")
    kind, body = multipart(
        "mixed",
        f"{related_kind}\n{related}",
        attachment("photo.png", PNG * 10, "image/png", "Content-ID: <photo>\n"),
        attachment("pixel.gif", b"GIF89a", "image/gif"),
    )
    document = read(mail(kind, body))
    assert [part.name for part in document.parts] == ["photo.png"]
    assert warnings(document)["pictures_left_out"] == (
        "Inline pictures of the message were not read (2): logo.png, pixel.gif."
    )


def test_a_related_message_from_a_phone_is_read() -> None:
    kind, body = multipart("related", "Content-Type: application/smil\n\n<smil/>", plain(BRIDGE))
    assert BRIDGE in read(mail(kind, body)).text


def test_an_alternative_form_that_is_not_read_gives_a_warning() -> None:
    kind, body = multipart("alternative", plain(BRIDGE), "Content-Type: text/x-watch\n\n<watch/>")
    document = read(mail(kind, body))
    assert document.text == BRIDGE
    assert "text/x-watch" in warnings(document)["other_forms_left_out"]


def test_a_reference_to_an_external_file_is_unsupported() -> None:
    kind, body = multipart("mixed", plain(BRIDGE), "Content-Type: message/external-body; access-type=url\n\n")
    (part,) = read(mail(kind, body)).parts
    assert part.code == Code.UNSUPPORTED
    assert part.message == "The part is a reference to a file that the message does not contain."


def test_a_damaged_winmail_dat_is_corrupt() -> None:
    content = bytes.fromhex("789f3e22") + bytes(range(200))
    kind, body = multipart("mixed", plain(BRIDGE), attachment("winmail.dat", content, "application/ms-tnef"))
    (part,) = read(mail(kind, body)).parts
    assert (part.code, "has no readable content" in (part.message or "")) == ("corrupt", True)


def test_the_report_of_a_failed_delivery_is_read_with_its_parts() -> None:
    kind, body = multipart(
        "report",
        plain("Your message could not be delivered."),
        "Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; jo@a.example\nStatus: 5.1.1\n",
        f"Content-Type: message/rfc822\n\n{mail('', BRIDGE)}",
    )
    found = parts(read(mail(kind, body)))
    assert "Status: 5.1.1" in found["part 1"]
    assert found["message 2.eml"].endswith(BRIDGE)


def test_a_message_written_by_the_email_package_is_read() -> None:
    written = EmailMessage()
    written["Subject"], written["From"], written["To"] = "Fähren – Minutes", "Jo Bérg <jo@a.example>", "b@a.example"
    written.set_content(f"{BRIDGE}\n\nGrüße\n")
    written.add_alternative(f"<p>{BRIDGE}</p><p>Grüße</p>", subtype="html")
    written.add_attachment(FERRY.encode(), maintype="text", subtype="plain", filename="Fähre.txt")
    document = read(bytes(written))
    assert document.metadata.title == "Fähren – Minutes"
    assert document.metadata.byline == "Jo Bérg"
    assert document.text == f"{BRIDGE}\n\nGrüße\n\nFähre.txt\n\n{FERRY}"


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02" * 40, b"PK\x03\x04" + bytes(60)], ids=["empty", "unknown", "damaged"]
)
def test_a_message_whose_only_attachment_cannot_be_read_keeps_its_header(content: bytes) -> None:
    kind, body = multipart("mixed", plain(" "), attachment("plan.bin", content))
    document = read(mail(kind, body))
    assert blocks(document) == [("heading", "Ferries")]
    assert (document.metadata.title, document.metadata.byline) == ("Ferries", "Jo Berg")
    assert document.parts[0].code in {"empty", "unsupported", "corrupt"}
    assert "plan.bin" in warnings(document)["parts_unreadable"]


def test_an_attached_message_whose_only_attachment_cannot_be_read_keeps_its_header() -> None:
    kind, body = multipart("mixed", attachment("plan.bin", b"\x00\x01\x02" * 40))
    inner = f"Content-Type: message/rfc822\n\n{mail(kind, body, subject='Subject: The plan')}"
    outer_kind, outer_body = multipart("mixed", plain(BRIDGE), inner, boundary="outer")
    document = read(mail(outer_kind, outer_body))
    assert blocks(document)[:2] == [("paragraph", BRIDGE), ("heading", "The plan")]
    assert "From: Jo Berg" in document.text
    assert parts(document)["message 1.eml/plan.bin"] == "unsupported"


def test_a_message_without_subject_whose_only_attachment_cannot_be_read_fails() -> None:
    kind, body = multipart("mixed", attachment("plan.bin", b"\x00\x01\x02" * 40))
    assert failure(mail(kind, body, subject="Subject:")).code is Code.UNSUPPORTED
