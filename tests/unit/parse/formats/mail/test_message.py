"""E-mail: its header, the form of the body that says more, attachments as parts, and what is wrong with messages."""

import base64
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.contract import Hints, Limits
from functions.parse.formats.mail import message
from functions.parse.formats.mail.mime import decode_base64
from shared.errors import Code, PermanentError
from tests.support.messages import blocks, failure, mail, parts, read, warnings

DATA = Path(__file__).parents[4] / "data" / "formats"
BRIDGE = "The old bridge of Ardale will close in March because cracks were found in four of its arches."
FERRY = "The ferry to Skerry sails twice a day until the bridge is open again, the harbour office said."
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def multipart(kind: str, *entities: str, boundary: str = "cut") -> tuple[str, str]:
    """The Content-Type of a multipart with its blank line, and its body."""
    body = "".join(f"--{boundary}\n{entity}\n" for entity in entities)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n', f"{body}--{boundary}--\n"


def plain(text: str) -> str:
    return f"Content-Type: text/plain; charset=utf-8\n\n{text}"


def page(markup: str) -> str:
    return f"Content-Type: text/html; charset=utf-8\n\n{markup}"


def attachment(name: str, content: bytes, kind: str = "application/octet-stream", more: str = "") -> str:
    encoded = base64.encodebytes(content).decode()
    return (
        f'Content-Type: {kind}\nContent-Disposition: attachment; filename="{name}"\n{more}'
        f"Content-Transfer-Encoding: base64\n\n{encoded}"
    )


# -- the header ------------------------------------------------------------------------------------------------------


def test_the_header_gives_title_people_date_and_language() -> None:
    document = read(
        mail(
            "Cc: =?utf-8?Q?J=C3=BCrgen?= <j@a.example>, Ann Lee <ann@a.example>",
            "Bcc: hidden@a.example",
            "Date: Tue, 03 Mar 2020 10:00:00 +0100",
            "Content-Language: de-AT, en",
            "",
            BRIDGE,
        )
    )
    found = document.metadata
    assert (found.title, found.byline, found.language) == ("Ferries", "Jo Berg", "de")
    assert found.recipients == "board@a.example, Jürgen, Ann Lee, hidden@a.example"
    assert found.published_at == "2020-03-03T10:00:00+01:00"


@pytest.mark.parametrize(
    ("field", "title"),
    [
        ("Subject: =?iso-8859-1?Q?Gr=FC=DFe?= aus Wien", "Grüße aus Wien"),
        ("Subject: =?utf-8?B?RsOkaHI=?= =?utf-8?B?ZW4=?=", "Fähren"),
        ("Subject: =?us-ascii?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("Subject: =?no-such-charset?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("Subject: =?utf-8?B?RsOka=?= and the rest", "=?utf-8?B?RsOka=?= and the rest"),
        ("Subject: Grüße", "Grüße"),
        ("Subject: =?utf-8?Q?One=0D=0ABcc:_two@a.example?=", "One Bcc: two@a.example"),
        ("Subject: one\n two\n\tthree", "one two three"),
        ("subject:no blank", "no blank"),
        ("Subject: first\nSubject: second", "first"),
    ],
)
def test_subjects_are_read_in_words(field: str, title: str) -> None:
    assert read(mail("", BRIDGE, subject=field)).metadata.title == title


def test_a_subject_in_the_charset_of_the_body_is_read_without_being_encoded() -> None:
    content = mail("Content-Type: text/plain; charset=koi8-r", "", "Привет, мост закрыт.", subject="Subject: Мост")
    document = read(content.encode("koi8-r"))
    assert document.metadata.title == "Мост"
    assert document.text == "Привет, мост закрыт."


@pytest.mark.parametrize(
    "date", ["yesterday", "", "Tue, 99 Mar 2020 10:00:00", "9" * 5000, "1 Jan 99999 00:00:00 +9999"]
)
def test_a_date_that_cannot_be_read_is_none(date: str) -> None:
    assert read(mail(f"Date: {date}", "", BRIDGE)).metadata.published_at is None


def test_an_iso_date_is_read() -> None:
    assert read(mail("Date: 2025-07-29T12:42:06.000Z", "", BRIDGE)).metadata.published_at == "2025-07-29T12:42:06+00:00"


def test_a_message_without_recipients_is_read() -> None:
    document = read(f"From: a@b.example\nDate: 2024-01-01\nMessage-ID: <1>\n\n{BRIDGE}")
    assert document.metadata.recipients is None
    assert document.text == BRIDGE


def test_very_many_recipients_are_counted() -> None:
    document = read(mail("Cc: " + ", ".join(f"p{n}@a.example" for n in range(500)), "", BRIDGE))
    assert document.metadata.recipients is not None
    assert document.metadata.recipients.endswith("p98@a.example and 401 more")


def test_fields_of_more_than_64_kb_are_cut_and_told() -> None:
    document = read(mail("", BRIDGE, subject="Subject: " + "word " * 50_000))
    assert document.text == BRIDGE
    assert "message_damaged" in warnings(document)


def test_a_message_that_says_all_in_its_subject_is_its_subject() -> None:
    assert blocks(read(mail("", "", subject="Subject: Bridge closed, use the ferry"))) == [
        ("heading", "Bridge closed, use the ferry")
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_a_message_saved_in_another_encoding_is_read(encoding: str) -> None:
    document = read(mail("", f"{BRIDGE} Grüße").encode(encoding))
    assert document.metadata.title == "Ferries"
    assert document.text == f"{BRIDGE} Grüße"


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
def test_any_line_end_will_do(line_end: str) -> None:
    kind, body = multipart("mixed", plain(BRIDGE), attachment("f.txt", FERRY.encode()))
    document = read(mail(kind, body).replace("\n", line_end))
    assert parts(document) == {"f.txt": f"f.txt\n\n{FERRY}"}
    assert document.text.startswith(f"{BRIDGE}\n\nf.txt")


# -- the body --------------------------------------------------------------------------------------------------------


def alternatives(text: str, markup: str) -> str:
    kind, body = multipart("alternative", plain(text), page(markup))
    return mail(kind, body)


def test_the_plain_form_is_taken_where_both_say_the_same() -> None:
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
def test_a_plain_form_that_says_nothing_gives_way_to_the_page(text: str) -> None:
    assert read(alternatives(text, f"<h1>Bridge</h1><p>{BRIDGE}</p>")).text == f"Bridge\n\n{BRIDGE}"


def test_a_plain_form_that_says_much_less_gives_way_to_the_page() -> None:
    document = read(alternatives("News from Ardale", f"<h2>News</h2><p>{BRIDGE}</p><p>{FERRY}</p>"))
    assert blocks(document) == [("heading", "News"), ("paragraph", BRIDGE), ("paragraph", FERRY)]


def test_a_page_is_read_as_a_whole_but_for_what_it_hides() -> None:
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


def test_texts_that_follow_each_other_are_one_body() -> None:
    kind, body = multipart("mixed", plain(BRIDGE), attachment("f.txt", b"In between."), plain(FERRY))
    document = read(mail(kind, body))
    assert [text for _, text in blocks(document)][:2] == [BRIDGE, FERRY]
    assert list(parts(document)) == ["f.txt"]


def test_format_flowed_is_undone() -> None:
    flowed = "The old bridge of Ardale \nwill close in March.\n\n> Who \n> says so?\n>> The mayor.\n\n-- \nJo \nBerg"
    assert blocks(read(mail("Content-Type: text/plain; format=flowed", "", flowed))) == [
        ("paragraph", "The old bridge of Ardale will close in March."),
        ("quotation", "Who says so?\nThe mayor."),
        ("paragraph", "Jo Berg"),
    ]


def test_delsp_takes_the_blank_away() -> None:
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
def test_quoted_lines_are_quotations_with_what_introduces_them(introduction: str) -> None:
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
def test_what_is_answered_is_quoted_without_marks_too(introduction: str) -> None:
    document = read(mail("", f"{FERRY}\n\n{introduction}\n\n{BRIDGE}", subject="Subject: Re: Ferries"))
    assert [kind for kind, _ in blocks(document)] == ["paragraph", "quotation", "quotation"]


def test_a_message_that_is_passed_on_is_no_quotation() -> None:
    passed_on = f"See below.\n\n-----Original Message-----\n\n{BRIDGE}"
    document = read(mail("", passed_on, subject="Subject: Fwd: Ferries"))
    assert {kind for kind, _ in blocks(document)} == {"paragraph"}


def test_a_signature_is_kept_as_one_paragraph() -> None:
    document = read(mail("", f"{BRIDGE}\n\n-- \nJo Berg\nHarbour office\n+47 00 00 00 00"))
    assert blocks(document)[1:] == [("paragraph", "Jo Berg\nHarbour office\n+47 00 00 00 00")]


def test_a_charset_that_lies_is_not_believed() -> None:
    content = mail(
        "Content-Type: text/plain; charset=us-ascii", "Content-Transfer-Encoding: 8bit", "", "Grüße aus Köln"
    )
    assert read(content.encode("utf-8")).text == "Grüße aus Köln"
    assert read(mail("Content-Type: text/plain; charset=utf-7", "", "Gr+APwA3w-e")).text == "Grüße"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("quoted-printable", "Cracks were =\nfound =E2=80=93 four."),
        ("base64", base64.encodebytes("Cracks were found – four.".encode()).decode()),
        ("BASE64", base64.b64encode("Cracks were found – four.".encode()).decode().rstrip("=")),
        ("x-uuencode", "begin 644 a.txt\n;0W)A8VMS('=E<F4@9F]U;F0@XH\"3(&9O=7(N\n`\nend"),
        ("no-such-encoding", "Cracks were found – four."),
    ],
)
def test_transfer_encodings_are_undone(encoding: str, body: str) -> None:
    header = ("Content-Type: text/plain; charset=utf-8", f"Content-Transfer-Encoding: {encoding}")
    assert read(mail(*header, "", body)).text == "Cracks were found – four."


def test_damaged_base64_gives_what_it_holds_and_says_so() -> None:
    encoded = base64.b64encode(BRIDGE.encode()).decode()
    damaged = f"{encoded[:20]}\n*!* {encoded[20:]}"
    document = read(mail("Content-Type: text/plain", "Content-Transfer-Encoding: base64", "", damaged))
    assert document.text == BRIDGE
    assert "damaged" in warnings(document)["message_damaged"]


@given(st.lists(st.binary(max_size=30), max_size=4))
def test_base64_with_several_endings_is_joined(pieces: list[bytes]) -> None:
    encoded = b"\r\n".join(map(base64.b64encode, pieces))
    content, whole = decode_base64(encoded)
    assert whole
    if all(len(piece) % 3 for piece in pieces):
        assert content == b"".join(pieces)


# -- attachments -----------------------------------------------------------------------------------------------------


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
        ('attachment; filename="a\u202etxt.exe"', "a txt.exe"),
        ("attachment", "part 1"),
        (f"attachment; filename*{'9' * 5000}*=x", "part 1"),
    ],
)
def test_names_of_attachments(field: str, name: str) -> None:
    kind, body = multipart("mixed", plain(BRIDGE), f"Content-Type: text/plain\nContent-Disposition: {field}\n\n{FERRY}")
    assert list(parts(read(mail(kind, body)))) == [name]


def test_a_named_text_shown_in_line_is_a_part() -> None:
    inline = f"Content-Type: text/plain; name=notes.txt\nContent-Disposition: inline\n\n{FERRY}"
    kind, body = multipart("mixed", plain(BRIDGE), inline)
    assert parts(read(mail(kind, body))) == {"notes.txt": f"notes.txt\n\n{FERRY}"}


def test_attached_messages_are_parts_that_say_who_wrote_them() -> None:
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


def test_pictures_in_the_text_are_left_out_and_photographs_are_parts() -> None:
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
        "Pictures that the message shows within its text were not read (2): logo.png, pixel.gif."
    )


def test_what_a_phone_sends_as_related_is_read() -> None:
    kind, body = multipart("related", "Content-Type: application/smil\n\n<smil/>", plain(BRIDGE))
    assert BRIDGE in read(mail(kind, body)).text


def test_an_invitation_beside_the_text_is_told() -> None:
    kind, body = multipart("alternative", plain(BRIDGE), "Content-Type: text/calendar\n\nBEGIN:VCALENDAR")
    document = read(mail(kind, body))
    assert document.text == BRIDGE
    assert "text/calendar" in warnings(document)["other_forms_left_out"]


def test_a_file_that_is_kept_elsewhere_is_told() -> None:
    kind, body = multipart("mixed", plain(BRIDGE), "Content-Type: message/external-body; access-type=url\n\n")
    (part,) = read(mail(kind, body)).parts
    assert part.code == Code.UNSUPPORTED
    assert part.message == "The part names a file that is kept elsewhere; the message doesn't hold it."


def test_winmail_dat_is_named_as_what_it_is() -> None:
    content = bytes.fromhex("789f3e22") + bytes(range(200))
    kind, body = multipart("mixed", plain(BRIDGE), attachment("winmail.dat", content, "application/ms-tnef"))
    (part,) = read(mail(kind, body)).parts
    assert (part.code, part.message) == ("unsupported", "Files of type application/ms-tnef are not supported.")


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


def test_a_library_writes_what_is_read() -> None:
    written = EmailMessage()
    written["Subject"], written["From"], written["To"] = "Fähren – Minutes", "Jo Bérg <jo@a.example>", "b@a.example"
    written.set_content(f"{BRIDGE}\n\nGrüße\n")
    written.add_alternative(f"<p>{BRIDGE}</p><p>Grüße</p>", subtype="html")
    written.add_attachment(FERRY.encode(), maintype="text", subtype="plain", filename="Fähre.txt")
    document = read(bytes(written))
    assert document.metadata.title == "Fähren – Minutes"
    assert document.metadata.byline == "Jo Bérg"
    assert document.text == f"{BRIDGE}\n\nGrüße\n\nFähre.txt\n\n{FERRY}"


# -- encrypted and signed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        mail('Content-Type: multipart/encrypted; boundary="x"', "", "--x\n\n--x--"),
        mail("Content-Type: application/pkcs7-mime; smime-type=enveloped-data", "", "MIAGCSq"),
        mail("", "-----BEGIN PGP MESSAGE-----\nVersion: 1\n\nhIwDY32h\n-----END PGP MESSAGE-----"),
    ],
)
def test_encrypted_messages_are_encrypted(content: str) -> None:
    assert failure(content).code is Code.ENCRYPTED


def test_an_encrypted_part_harms_no_other() -> None:
    secret = 'Content-Type: multipart/encrypted; boundary="x"\n\n--x\n\n--x--'
    kind, body = multipart("mixed", plain(BRIDGE), secret)
    assert parts(read(mail(kind, body))) == {"part 1": "encrypted"}


def test_a_message_signed_in_the_open_is_read_without_its_armor() -> None:
    signed = (
        f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n{BRIDGE}\n- --\n-----BEGIN PGP SIGNATURE-----\n\nabc\n"
    )
    assert BRIDGE in read(mail("", signed)).text
    assert "PGP" not in read(mail("", signed)).text
    kind, body = multipart("signed", plain(BRIDGE), "Content-Type: application/pgp-signature\n\nabc")
    assert read(mail(kind, body)).text == BRIDGE


# Written by `openssl cms -sign -nodetach -nocerts -binary -outform SMIME` with a key that was thrown away, the second
# one with `-stream`, which makes BER of indefinite length.
@pytest.mark.parametrize("name", ["signed.eml", "signed-in-pieces.eml"])
def test_what_signed_data_holds_is_read(name: str) -> None:
    document = read((DATA / name).read_bytes())
    assert document.text == BRIDGE
    assert document.metadata.title == "Ferries"


def test_signed_data_that_is_damaged_is_corrupt() -> None:
    content = mail("Content-Type: application/pkcs7-mime; smime-type=signed-data", "", "no signed data at all")
    assert failure(content).code is Code.CORRUPT


# -- damage ----------------------------------------------------------------------------------------------------------


def test_a_boundary_that_is_another_than_named_is_found() -> None:
    _, body = multipart("mixed", plain(BRIDGE), attachment("f.txt", FERRY.encode()), boundary="other")
    document = read(mail("Content-Type: multipart/mixed; boundary=named", "", body))
    assert document.text.startswith(BRIDGE)
    assert list(parts(document)) == ["f.txt"]
    assert "another boundary" in warnings(document)["message_damaged"]


def test_a_multipart_without_any_boundary_is_a_text() -> None:
    document = read(mail("Content-Type: multipart/mixed", "", BRIDGE))
    assert document.text == BRIDGE
    assert "no boundary" in warnings(document)["message_damaged"]


def test_a_message_cut_short_gives_what_is_left() -> None:
    kind, body = multipart("mixed", plain(BRIDGE), attachment("f.txt", FERRY.encode() * 9))
    document = read(mail(kind, body)[:-200])
    assert document.text.startswith(BRIDGE)
    assert "cut short" in warnings(document)["message_damaged"]


def test_text_outside_the_parts_is_told() -> None:
    kind, body = multipart("mixed", plain(BRIDGE))
    document = read(mail(kind, f"{body}{FERRY * 10}"))
    assert document.text == BRIDGE
    assert "behind the parts" in warnings(document)["message_damaged"]


def test_a_header_without_a_blank_line_ends_where_no_field_is() -> None:
    assert read(f"From: a@b.example\nMessage-ID: <1>\nSubject: One\n{BRIDGE} It is closed.").text.startswith(BRIDGE)


def test_multiparts_that_nest_too_deeply_are_left_out_and_told() -> None:
    nest = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(3000))
    kind, body = multipart("mixed", plain(BRIDGE), nest)
    document = read(mail(kind, body))
    assert document.text == BRIDGE
    assert "levels of parts" in warnings(document)["parts_left_out"]


def test_very_many_parts_are_read_up_to_the_limit_and_counted() -> None:
    kind, body = multipart("mixed", plain(BRIDGE), *(attachment(f"{n}.txt", FERRY.encode()) for n in range(1000)))
    document = read(mail(kind, body), max_parts=5)
    assert len(document.parts) == 5
    told = [warning.message for warning in document.warnings if warning.code == "parts_left_out"]
    assert sum(int(sentence.split()[0].replace(",", "")) for sentence in told) == 995


LINES = """
Content-Type: multipart/mixed; boundary=a|Content-Type: text/html|--a|--a--||text|> quoted|<p>page|-- |From x|a: b
Content-Transfer-Encoding: base64|Subject: =?utf-8?B?!?=|Content-Type: message/rfc822|\0|ÿ| folded|MIAGCSqGSIb3
Content-Disposition: attachment; filename*1*=x|On 1 May 2020 a wrote:|Content-Type: application/pkcs7-mime
Content-Type: multipart/related; boundary="a"; start=x|Content-Type: multipart/alternative; boundary=a
"""
PIECES = st.sampled_from(LINES.replace("\n", "|").split("|"))


@given(st.lists(PIECES, max_size=25), st.sampled_from(["\n", "\r\n"]))
def test_no_message_makes_the_reader_fail(lines: list[str], line_end: str) -> None:
    content = line_end.join(["From: a@b.example", *lines]).encode("utf-8")
    try:
        names = [part.name for part in message.read(content, Hints("a.eml"), Limits()).parts]
    except PermanentError as error:
        names = [error.code.value]
    assert all(names)
