"""What viewers show beside the text of a PDF's pages: notes, stamps, layers, comments and embedded files."""

import zlib

import pytest

from functions.parse.contract import Hints, Limits
from functions.parse.formats.pdf.structure import contains_name
from functions.parse.parser import parse
from shared.documents.document import ParsedDocument
from shared.errors import Code, PermanentError
from tests.support.raw_pdfs import raw_pdf, stream, text_at

BODY = text_at(70, 760, "The cellar was dry on the first of May.")
DRAWN = b"/Type/XObject/Subtype/Form/BBox[0 0 300 20]/Resources<</Font<</F1 5 0 R>>>>"


def read(content: bytes, **limits: int) -> ParsedDocument:
    return parse(content, Hints("a.pdf"), Limits.model_validate(limits))


def texts(content: bytes) -> list[str]:
    document = read(content)
    return [document.text[block.start : block.end] for block in document.blocks]


def annotated(entries: str, *more: str, objects: dict[int, bytes] | None = None) -> bytes:
    numbered = {10 + place: f"<</Type/Annot{each}>>".encode("latin-1") for place, each in enumerate((entries, *more))}
    references = " ".join(f"{number} 0 R" for number in numbered)
    return raw_pdf(BODY, {**numbered, **(objects or {})}, page_entries=f"/Annots[{references}]".encode())


# Annotations.

NOTE = "/Subtype/FreeText/Rect[70 650 400 670]/DA(/F1 10 Tf)"


def test_a_note_on_the_page_is_a_paragraph_and_no_heading() -> None:
    document = read(annotated(f"{NOTE}/Contents(THE SECOND CELLAR IS WET)"))
    assert [block.kind.value for block in document.blocks] == ["paragraph", "paragraph"]
    assert texts(annotated(f"{NOTE}/Contents(THE SECOND CELLAR IS WET)"))[1] == "THE SECOND CELLAR IS WET"
    assert document.warnings == []


def test_the_appearance_of_a_stamp_is_read_and_its_comment_is_not() -> None:
    stamp = "/Subtype/Stamp/Rect[70 600 370 620]/Contents(By Ann)/AP<</N 20 0 R>>"
    content = annotated(stamp, objects={20: stream(b"BT /F1 12 Tf 5 5 Td (APPROVED 4 May) Tj ET", DRAWN)})
    assert texts(content)[1:] == ["APPROVED 4 May"]


@pytest.mark.parametrize("flag", ["/F 2", "/F 32", "/F 34"])
def test_hidden_notes_are_not_read(flag: str) -> None:
    assert texts(annotated(f"{NOTE}/Contents(secret){flag}")) == ["The cellar was dry on the first of May."]


def test_comments_beside_the_page_are_counted_and_popups_are_not() -> None:
    document = read(
        annotated(
            "/Subtype/Text/Rect[500 700 520 720]/Contents(Is that true?)",
            "/Subtype/Highlight/Rect[70 755 200 770]/Contents(Ask Tom.)/QuadPoints[70 770 200 770 70 755 200 755]",
            "/Subtype/Underline/Rect[70 755 200 770]/QuadPoints[70 770 200 770 70 755 200 755]",
            "/Subtype/Popup/Rect[520 600 600 700]/Contents(Popup)",
        )
    )
    assert document.text == "The cellar was dry on the first of May."
    assert [(warning.code, warning.message) for warning in document.warnings] == [
        ("content_left_out", "2 comments were left out: a viewer shows comments beside the pages, not in them.")
    ]


# Layers.

HIDDEN_TEXT = b"/OC /L1 BDC " + text_at(70, 600, "Internal price 99 euros.") + b"EMC "


def layered(page: bytes, objects: dict[int, bytes] | None = None, resources: bytes = b"", state: str = "OFF") -> bytes:
    return raw_pdf(
        BODY + page,
        {10: b"<</Type/OCG/Name(Internal)>>", 11: b"<</Type/OCG/Name(Public)>>", **(objects or {})},
        resources=b"/Properties<</L1 10 0 R/L2 11 0 R>>" + resources,
        catalog_entries=f"/OCProperties<</OCGs[10 0 R 11 0 R]/D<</{state}[10 0 R]>>>>".encode(),
    )


def test_the_text_of_a_layer_that_is_off_is_left_out() -> None:
    page = HIDDEN_TEXT + b"/OC /L2 BDC " + text_at(70, 560, "Open to all.") + b"EMC "
    assert " ".join(texts(layered(page))) == "The cellar was dry on the first of May. Open to all."
    assert "Internal price 99 euros." in " ".join(texts(layered(page, state="ON")))


def test_a_form_object_in_a_layer_that_is_off_is_left_out() -> None:
    inside = stream(text_at(70, 600, "Internal price 99 euros."), b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]"
                    b"/OC 10 0 R/Resources<</Font<</F1 5 0 R>>>>")  # fmt: skip
    content = layered(b"/X1 Do ", {12: inside}, b"/XObject<</X1 12 0 R>>")
    assert texts(content) == ["The cellar was dry on the first of May."]
    assert "Internal" in " ".join(texts(layered(b"/X1 Do ", {12: inside}, b"/XObject<</X1 12 0 R>>", state="ON")))


def test_the_invisible_text_of_a_scan_in_a_layer_that_is_on_is_kept() -> None:
    page = b"/OC /L2 BDC 3 Tr " + text_at(70, 560, "Recognized words.") + b"0 Tr EMC "
    assert "Recognized words." in " ".join(texts(layered(page)))


def test_a_rotated_page_keeps_the_text_of_its_layers() -> None:
    page = b"/OC /L2 BDC " + text_at(70, 560, "Open to all.") + b"EMC "
    content = layered(page).replace(b"/MediaBox", b"/Rotate 90/MediaBox", 1)
    assert "Open to all." in " ".join(texts(content))


def test_names_are_found_in_object_streams() -> None:
    packed = zlib.compress(b"1 0 <</Type/Catalog/OCProperties 5 0 R>>")
    content = b"7 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>stream\r\n" + packed + b"\nendstream endobj"
    assert contains_name(content, b"/OCProperties")
    assert not contains_name(content, b"/Collection")
    assert contains_name(content.replace(packed, b"encrypted"), b"/Collection")


# Embedded files.

COVER = text_at(70, 700, "For the best experience, open this PDF portfolio in Acrobat X or later.")


def with_files(page: bytes, *files: bytes, catalog: bytes = b"") -> bytes:
    names, objects = [], {}
    for place, file in enumerate(files):
        objects[20 + 2 * place] = b"<</Type/Filespec/F(file%d.txt)/UF(file%d.txt)/EF<</F %d 0 R>>>>" % (
            place, place, 21 + 2 * place
        )  # fmt: skip
        objects[21 + 2 * place] = file
        names.append(b"(file%d.txt) %d 0 R" % (place, 20 + 2 * place))
    tree = b"/Names<</EmbeddedFiles<</Names[%s]>>>>" % b" ".join(names)
    return raw_pdf(page, objects, catalog_entries=tree + catalog)


def embedded(content: bytes) -> bytes:
    return stream(zlib.compress(content), b"/Type/EmbeddedFile/Filter/FlateDecode")


def test_embedded_files_are_parts_after_the_pages() -> None:
    document = read(with_files(BODY, embedded(b"The pump costs 58,000 euros."), embedded(b"Two are needed.")))
    assert document.text.startswith("The cellar was dry on the first of May.")
    assert [document.text[part.start : part.end] for part in document.parts] == [
        "file0.txt\n\nThe pump costs 58,000 euros.",
        "file1.txt\n\nTwo are needed.",
    ]


def test_the_cover_of_a_portfolio_is_left_out() -> None:
    document = read(with_files(COVER, embedded(b"The pump costs 58,000 euros."), catalog=b"/Collection<<>>"))
    assert document.text == "The pump costs 58,000 euros."


def test_a_file_that_is_attached_to_a_page_is_a_part() -> None:
    content = annotated(
        "/Subtype/FileAttachment/Rect[10 10 30 30]/FS 20 0 R",
        objects={20: b"<</Type/Filespec/F(costs.txt)/EF<</F 21 0 R>>>>", 21: embedded(b"The pump costs 58,000 euros.")},
    )
    assert [(part.name, part.code) for part in read(content).parts] == [("costs.txt", None)]


def test_a_file_that_is_in_the_document_and_on_a_page_is_one_part() -> None:
    content = with_files(BODY, embedded(b"Two are needed."))
    annotation = b"/Annots[<</Type/Annot/Subtype/FileAttachment/Rect[10 10 30 30]/FS 20 0 R>>]/MediaBox"
    document = read(content.replace(b"/MediaBox", annotation, 1))
    assert [part.name for part in document.parts] == ["file0.txt"]


def test_an_embedded_file_that_unpacks_too_far_is_a_part_that_was_not_read() -> None:
    content = with_files(BODY, embedded(b" " * 5_000_000))
    document = read(content, max_unpacked_bytes=1_000_000)
    assert [(part.name, part.code) for part in document.parts] == [("file0.txt", "too_large")]
    assert document.text == "The cellar was dry on the first of May."


def test_a_pdf_that_embeds_itself_many_times_ends() -> None:
    content = with_files(BODY, embedded(b"innermost"))
    for _ in range(4):
        content = with_files(BODY, *[embedded(content)] * 3)
    document = read(content, max_parts=20, max_unpacked_bytes=10_000_000)
    assert 0 < len(document.parts) <= 20
    assert {part.code for part in document.parts} == {None}
    assert [warning.code for warning in document.warnings] == ["parts_left_out"] * 2


def test_a_damaged_embedded_file_fails_alone() -> None:
    broken = stream(b"\x78\x9cbroken", b"/Type/EmbeddedFile/Filter/FlateDecode")
    document = read(with_files(BODY, broken, embedded(b"Two are needed.")))
    assert [part.code for part in document.parts][1] is None
    assert document.parts[0].code is not None


def test_a_pdf_without_text_and_without_readable_files_fails() -> None:
    with pytest.raises(PermanentError) as raised:
        read(with_files(b"", embedded(b"\x7fELF\x02\x01\x01" + b"\x00" * 60)))
    assert raised.value.code is Code.UNSUPPORTED
