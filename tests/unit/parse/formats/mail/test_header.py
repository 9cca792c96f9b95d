"""Headers of messages: title, people, date, language, encodings and line ends."""

import pytest

from tests.support.messages import BRIDGE, FERRY, attachment, mail, multipart, plain, read
from tests.support.parsed import blocks, parts, warnings


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
def test_subjects_are_decoded(field: str, title: str) -> None:
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


def test_fields_of_more_than_64_kb_are_cut_with_a_warning() -> None:
    document = read(mail("", BRIDGE, subject="Subject: " + "word " * 50_000))
    assert document.text == BRIDGE
    assert "message_damaged" in warnings(document)


def test_a_message_without_a_body_is_its_subject() -> None:
    assert blocks(read(mail("", "", subject="Subject: Bridge closed, use the ferry"))) == [
        ("heading", "Bridge closed, use the ferry")
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_a_message_saved_in_another_encoding_is_read(encoding: str) -> None:
    document = read(mail("", f"{BRIDGE} Grüße").encode(encoding))
    assert document.metadata.title == "Ferries"
    assert document.text == f"{BRIDGE} Grüße"


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n"])
def test_every_kind_of_line_end_is_read(line_end: str) -> None:
    kind, body = multipart("mixed", plain(BRIDGE), attachment("f.txt", FERRY.encode()))
    document = read(mail(kind, body).replace("\n", line_end))
    assert parts(document) == {"f.txt": f"f.txt\n\n{FERRY}"}
    assert document.text.startswith(f"{BRIDGE}\n\nf.txt")
