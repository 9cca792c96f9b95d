"""Contacts: the name as a heading, and a line for each fact."""

from shared.errors import Code
from tests.support.parsed import blocks, failure, read


def test_a_contact_has_its_name_and_facts_without_its_picture() -> None:
    card = (
        "BEGIN:VCARD\nVERSION:3.0\nN:Dahl;Ann;;Dr.;\nFN:Dr. Ann Dahl\nORG:Water Board;Dykes\nTITLE:Engineer\n"
        "item1.TEL;TYPE=work:+47 123\nADR;TYPE=work:;;Dyke Road 4;Aldmouth;;1234;\nPHOTO;ENCODING=b:/9j/4AAQ\n"
        "NOTE:She knows the pumps.\nEND:VCARD\n"
    )
    document = read(card, "ann.vcf")
    assert (document.media_type, document.metadata.title) == ("text/vcard", "Dr. Ann Dahl")
    assert [text for _, text in blocks(document)] == [
        "Dr. Ann Dahl",
        "Title: Engineer",
        "Organization: Water Board, Dykes",
        "Address: Dyke Road 4, Aldmouth, 1234",
        "Telephone: +47 123",
        "She knows the pumps.",
    ]


def test_old_contacts_in_quoted_printable_are_read() -> None:
    card = (
        "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg\n"
        "ORG;QUOTED-PRINTABLE:Water=20=\nboard\nEND:VCARD\n"
    )
    assert read(card, "a.vcf").text == "Jörg Müller\n\nOrganization: Water board"


def test_a_file_without_contacts_is_empty() -> None:
    assert failure("BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n", "a.vcf").code is Code.EMPTY
