"""Parsing bytes into a ParsedDocument: formats, limits, and the code of each failure."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.contract import Extracted, Format, Hints, Limits
from functions.parse.formats.registry import FORMATS
from functions.parse.parser import parse
from functions.parse.recognition.media_types import media_type_of
from shared.documents.document import BlockKind, BlockText, ParsedDocument
from shared.errors import Code, PermanentError
from tests.support.good_files import good_files
from tests.support.properties import examples

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "infra" / "samples" / "documents"
BROKEN = ROOT / "tests" / "data"
ALL_SAMPLES = sorted(SAMPLES.iterdir())
LIMITS = Limits()
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read(content: bytes | str, name: str = "", declared_type: str | None = None) -> ParsedDocument:
    content = content.encode("utf-8") if isinstance(content, str) else content
    return parse(content, Hints(name, declared_type), LIMITS)


def sample(name: str) -> ParsedDocument:
    return read((SAMPLES / name).read_bytes(), name)


def blocks(document: ParsedDocument) -> list[tuple[str, str]]:
    return [(block.kind.value, document.text[block.start : block.end]) for block in document.blocks]


def texts(document: ParsedDocument, kind: BlockKind) -> list[str]:
    return [text for found, text in blocks(document) if found == kind]


def code_of(content: bytes, name: str = "") -> Code:
    with pytest.raises(PermanentError) as raised:
        read(content, name)
    assert raised.value.message.endswith(".")
    return raised.value.code


def outcome(content: bytes, hints: Hints, formats: Mapping[str, Format] = FORMATS) -> ParsedDocument | Code:
    try:
        return parse(content, hints, LIMITS, formats)
    except PermanentError as error:
        return error.code


def office(*members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for member in members:
            archive.writestr(member, "application/vnd.oasis.opendocument.text" if member == "mimetype" else "<x/>")
    return file.getvalue()


# -- format detection ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("tidal-barrier.txt", "text/plain"),
        ("odd name+ü.txt", "text/plain"),
        ("bus-lanes.md", "text/markdown"),
        ("seed-vault.html", "text/html"),
        ("groundwater-bulletin.pdf", "application/pdf"),
        ("archive-move.docx", DOCX),
        ("night-trains.eml", "message/rfc822"),
    ],
)
def test_the_format_is_detected_from_the_bytes(name: str, media_type: str) -> None:
    content = (SAMPLES / name).read_bytes()
    assert media_type_of(content, Hints(name)) == media_type
    if media_type != "text/markdown":
        assert media_type_of(content, Hints("wrong.md", "text/plain")) in (media_type, "text/markdown")
        assert media_type_of(content, Hints("")) == media_type


@pytest.mark.parametrize(
    "name", ["groundwater-bulletin.pdf", "archive-move.docx", "seed-vault.html", "night-trains.eml"]
)
def test_a_wrong_name_and_type_change_nothing(name: str) -> None:
    content = (SAMPLES / name).read_bytes()
    assert read(content, "picture.txt", "text/plain").text == read(content, name).text


@pytest.mark.parametrize(
    ("content", "hints", "media_type"),
    [
        (b"# A heading\n\nText.", Hints("notes.md"), "text/markdown"),
        (b"# A heading\n\nText.", Hints("notes", "text/markdown; charset=utf-8"), "text/markdown"),
        (b"# A heading\n\nText.", Hints("notes.txt", "text/markdown"), "text/plain"),
        (b"<p>A fragment.</p>", Hints("a.html"), "text/html"),
        (b"a < b and b > c", Hints("a.html"), "text/plain"),
        (b"  <!-- made by hand --><!DOCTYPE html><p>x", Hints(""), "text/html"),
        (b"<?xml version='1.0'?><html><body/></html>", Hints(""), "text/html"),
        (b"<?xml version='1.0'?><rss/>", Hints("a.html"), "application/rss+xml"),
        ("\ufeff<!DOCTYPE html><p>x".encode("utf-16"), Hints(""), "text/html"),
        (b'{"a": [1, 2]}', Hints("a"), "application/json"),
        (b"[Editor's note] The town hall is closed.", Hints("a"), "text/plain"),
        (b"From: Ann\nTo: Bob\n\nA memo in plain text.", Hints("memo.txt"), "text/plain"),
        (b"From: ann@a.example\nTo: bob@b.example\n\nHello.", Hints("memo.eml"), "message/rfc822"),
        (b"From a@b Thu Jan  1\nReceived: by x\nFrom: a@b\nDate: today\n\nHello.", Hints(""), "message/rfc822"),
        (b"\x0c\n%PDF-1.4 and so on", Hints("a.txt"), "application/pdf"),
        (office("mimetype", "content.xml"), Hints("a.docx"), "application/vnd.oasis.opendocument.text"),
        (office("notes.txt"), Hints("a.docx"), "application/zip"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 20, Hints("a.pdf"), "image/png"),
        (b"{\\rtf1\\ansi Hello}", Hints("a.txt"), "application/rtf"),
    ],
)
def test_hints_only_decide_between_texts(content: bytes, hints: Hints, media_type: str) -> None:
    assert media_type_of(content, hints) == media_type


# -- failures --------------------------------------------------------------------------------------------------------


def test_each_failure_has_its_code() -> None:
    assert code_of((BROKEN / "empty.txt").read_bytes()) is Code.EMPTY
    assert code_of((BROKEN / "unknown.bin").read_bytes(), "report.pdf") is Code.UNSUPPORTED
    assert code_of((BROKEN / "encrypted.pdf").read_bytes()) is Code.ENCRYPTED
    assert code_of((BROKEN / "truncated.docx").read_bytes()) is Code.CORRUPT


def test_text_without_a_letter_is_empty() -> None:
    assert code_of(b" \n\t\n\x0c \r\n") is Code.EMPTY
    assert code_of(b"<html><body><p> </p></body></html>") is Code.EMPTY


def test_a_truncated_pdf_is_corrupt() -> None:
    assert code_of((SAMPLES / "groundwater-bulletin.pdf").read_bytes()[:900]) is Code.CORRUPT


def test_an_archive_that_unpacks_to_too_much_is_too_large() -> None:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(SAMPLES / "archive-move.docx") as memo,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        bomb.writestr("[Content_Types].xml", memo.read("[Content_Types].xml"))
        bomb.writestr("word/document.xml", b" " * 105_000_000)
    assert code_of(file.getvalue()) is Code.TOO_LARGE


def test_an_encrypted_message_is_encrypted() -> None:
    content = b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/encrypted; boundary=x\n\n--x--\n"
    assert code_of(content, "a.eml") is Code.ENCRYPTED


def test_an_unsupported_format_is_named() -> None:
    with pytest.raises(PermanentError, match="application/x-7z-compressed"):
        read(b"7z\xbc\xaf\x27\x1c" + bytes(60))


# -- formats ---------------------------------------------------------------------------------------------------------


def test_plain_text_has_paragraphs_with_wrapped_lines_rejoined() -> None:
    document = sample("tidal-barrier.txt")
    paragraphs = texts(document, BlockKind.PARAGRAPH)
    assert len(paragraphs) == len(document.blocks) == 11
    assert paragraphs[1] == "By Marta Lindqvist, Kesterport Courier\n14 March 2025"
    assert paragraphs[4].startswith('"We have run out of mild options," said Ingrid Halvorsen')
    assert paragraphs[4].endswith('They will not buy us another one."')
    assert document.metadata.language == "en"


@pytest.mark.parametrize("width", [60, 72, 80, 120])
def test_wrapped_prose_is_joined_into_one_line(width: int) -> None:
    words = ("The council voted on Thursday to build the barrier, " * 12).split()
    lines = [""]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    assert read("\n".join(lines)).text == " ".join(words)


def test_lines_that_are_not_wrapped_stay() -> None:
    verse = "The tide came in\nwithout a sound\nand took the boats\nof half the town"
    assert read(verse).text == verse


def test_long_lines_without_blank_ones_are_paragraphs() -> None:
    long, longer = "A sentence about the river. " * 12, "Another about the sea, and longer. " * 15
    assert texts(read(f"{long}\n{longer}\nA short one."), BlockKind.PARAGRAPH) == [
        long.strip(),
        longer.strip(),
        "A short one.",
    ]


def test_lists_and_quoted_lines_of_plain_text_are_distinguished() -> None:
    document = read("We need\n- bread\n- milk\n\n1. First\n2. Second\n\n> You wrote this.\n> And this.")
    assert blocks(document) == [
        ("paragraph", "We need"),
        ("list_item", "bread"),
        ("list_item", "milk"),
        ("list_item", "1. First"),
        ("list_item", "2. Second"),
        ("quotation", "You wrote this.\nAnd this."),
    ]


def test_markdown_keeps_the_kinds_of_its_blocks() -> None:
    document = sample("bus-lanes.md")
    headings = [(block.level, document.text[block.start : block.end]) for block in document.blocks if block.level]
    assert headings[:2] == [(1, "One year of bus lanes on the Ostring"), (2, "How we measured")]
    assert len(texts(document, BlockKind.LIST_ITEM)) == 4
    assert "Amina Yıldız" in texts(document, BlockKind.QUOTATION)[0]
    table = next(block for block in document.blocks if block.kind is BlockKind.TABLE)
    assert table.rows is not None
    assert table.rows[0] == ["Measure", "Before", "Trial"]
    assert document.text[table.start : table.end].splitlines()[1] == "Median trip, minutes\t21.8\t17.7"
    assert document.metadata.byline == "Department of Mobility, City of Velden"
    assert document.metadata.published_at == "2024-11-05"


def test_markdown_marks_are_not_text() -> None:
    document = read(
        "A *strong* [link](http://a.example) and `code`\\\nhere ![a map](map.png).\n\n```python\nx = 1\n```\n\n"
        "<div>plain <b>words</b></div>\n\n- item\n\n  its second paragraph\n",
        "a.md",
    )
    assert blocks(document) == [
        ("paragraph", "A strong link and code\nhere a map."),
        ("code", "x = 1"),
        ("paragraph", "plain words"),
        ("list_item", "item"),
        ("list_item", "its second paragraph"),
    ]


def test_a_rule_at_the_top_of_markdown_is_no_front_matter() -> None:
    assert read("---\nJust text\n---\n\nMore.", "a.md").text == "Just text\n\nMore."


def test_only_the_article_of_a_page_is_read() -> None:
    document = sample("seed-vault.html")
    assert document.metadata.model_dump(exclude_none=True) == {
        "title": "Drought-proof barley found in forgotten seed vault",
        "byline": "Samuel Adeyemi",
        "published_at": "2025-02-03T06:30:00+00:00",
        "publisher": "The Fenmoor Observer",
        "language": "en",
    }
    for furniture in ("cookie", "Subscribe", "Most read", "Bypass", "Privacy", "All rights reserved"):
        assert furniture not in document.text
    assert texts(document, BlockKind.HEADING) == ["Long roots, short straw"]
    assert texts(document, BlockKind.QUOTATION) == [
        "Breeders have spent ninety years on yield and forgotten what the roots were for."
    ]
    assert document.text.startswith("A kind of barley")
    assert document.text.endswith("never dug.")


def test_an_article_split_by_advertisements_is_complete() -> None:
    def body(number: int) -> str:
        sentences = f"<p>{f'Part {number} of the story goes on for a while, as such parts do. ' * 6}</p>" * 3
        return f'<div class="grid article__body">{sentences}</div>'

    page = f"<html><body><article><h1>T</h1>{body(1)}<aside>Advertisement</aside>{body(2)}</article></body></html>"
    document = read(page)
    assert "Part 1" in document.text
    assert "Part 2" in document.text
    assert "Advertisement" not in document.text


def test_words_of_inline_elements_run_on_and_those_of_blocks_do_not() -> None:
    filler = "<p>" + "This paragraph makes the page an article that is worth reading. " * 8 + "</p>"
    page = (
        f"<html><body><article>{filler}<p>un<b>believ</b>able<i> story</i></p>"
        f"<ul><li><h4>Head</h4>Text</li></ul>{filler}</article></body></html>"
    )
    document = read(page)
    assert "unbelievable story" in document.text
    assert "HeadText" not in document.text


def test_a_page_without_an_article_is_kept_whole() -> None:
    document = read("<h3>Jahresbericht</h3>", "a.html")
    assert document.text == "Jahresbericht"
    assert [warning.code for warning in document.warnings] == ["whole_page"]


def test_the_declared_charset_of_a_page_is_used() -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body><article><p>Łódź, gęś.</p></article></body></html>'
    assert "Łódź, gęś." in read(page.encode("iso8859_2")).text


def test_a_pdf_has_pages_headings_and_whole_paragraphs() -> None:
    document = sample("groundwater-bulletin.pdf")
    assert document.metadata.pages == 2
    assert document.metadata.title == "Groundwater bulletin for the Lower Sarn, second quarter 2024"
    assert document.metadata.byline == "Regional Office for Water, Sarnbrück"
    assert {block.page for block in document.blocks} == {1, 2}
    assert texts(document, BlockKind.HEADING) == [
        "Groundwater bulletin for the Lower Sarn, second quarter 2024",
        "Summary",
        "Nitrate",
        "Pesticides",
        "Water table",
        "What comes next",
    ]
    assert "of pesticide" not in document.text
    assert (
        "Two wells near Holzbach, however, now exceed the limit for the pesticide bentazone, and the water supplier "
        "has "
        "taken one of them off the network."
    ) in document.text


def test_a_word_document_has_headings_and_tables() -> None:
    document = sample("archive-move.docx")
    assert document.metadata.title == "Moving the paper archive to the Westhafen depot"
    assert document.metadata.byline == "Beatrix Nowak"
    assert document.metadata.published_at is not None
    assert document.metadata.published_at.startswith("2024-05-06")
    assert "Why we are moving" in texts(document, BlockKind.HEADING)
    table = next(block for block in document.blocks if block.kind is BlockKind.TABLE)
    assert table.rows is not None
    assert table.rows[2] == ["Transport", "3 June to 14 June", "23,000"]


def test_a_message_gives_its_plain_body_and_its_attachments() -> None:
    document = sample("night-trains.eml")
    assert document.metadata.title == "Night trains to Port Merrow end on 30 September"
    assert document.metadata.byline == "Petra Sandoval"
    assert document.metadata.published_at == "2024-09-02T09:12:00+00:00"
    assert document.text.count("Dear all") == 1
    assert len(texts(document, BlockKind.LIST_ITEM)) == 3
    (guests,) = document.parts
    assert (guests.name, guests.media_type) == ("guests.csv", "text/csv")
    assert document.text[guests.start : guests.end].startswith("guests.csv\n\nname\ttrain")
    assert not document.warnings


def test_a_message_with_only_a_page_is_read_as_a_page() -> None:
    content = (
        b"From: =?utf-8?q?J=C3=BCrgen?= <j@a.example>\nSubject: =?iso-8859-1?q?Gr=FC=DFe?=\nDate: nonsense\n"
        b"MIME-Version: 1.0\nContent-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: "
        b"quoted-printable\n\n"
        b"<html><body><p>Gr=FC=DFe aus M=FCnchen, wo es seit Tagen schneit und kein Zug mehr "
        b"f=E4hrt.</p></body></html>\n"
    )
    document = read(content, "a.eml")
    assert document.text == "Grüße aus München, wo es seit Tagen schneit und kein Zug mehr fährt."
    assert document.metadata.title == "Grüße"
    assert document.metadata.byline == "Jürgen"
    assert document.metadata.published_at is None


# -- language --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Gemeinderat hat am Donnerstag beschlossen, die Brücke über den Fluss bis zum Herbst zu sperren.", "de"),
        ("Le conseil municipal a décidé jeudi de fermer le pont sur la rivière jusqu'à l'automne prochain.", "fr"),
        ("El ayuntamiento decidió el jueves cerrar el puente sobre el río hasta el próximo otoño.", "es"),
        ("Городской совет решил в четверг закрыть мост через реку до осени следующего года.", "ru"),
        ("市議会は木曜日、川にかかる橋を秋まで閉鎖することを決めた。市民からは反対の声が上がっている。", "ja"),
        (
            "قرر مجلس المدينة يوم الخميس إغلاق الجسر فوق النهر حتى الخريف المقبل بسبب الأضرار التي لحقت به. وقال "
            "رئيس "
            "البلدية إن الأعمال ستبدأ في شهر مارس، وإن السكان سيحصلون على حافلات مجانية طوال هذه المدة.",
            "ar",
        ),
        ("qwrt 4711 0815 zzz", None),
        ("Yes.", None),
    ],
)
def test_the_language_is_detected_unless_it_is_declared(text: str, language: str | None) -> None:
    assert read(text).metadata.language == language


# -- text and blocks -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ALL_SAMPLES, ids=lambda path: path.name)
def test_every_block_is_a_slice_and_the_text_is_nothing_else(path: Path) -> None:
    document = read(path.read_bytes(), path.name)
    assert "\n\n".join(text for _, text in blocks(document)) == document.text
    assert all(text == text.strip() for _, text in blocks(document))
    assert document.parser
    assert document.milliseconds.keys() == {"recognize", "extract", "compose"}
    assert ParsedDocument.model_validate_json(document.model_dump_json()) == document


@given(limit=st.integers(min_value=1, max_value=3000))
def test_text_over_the_limit_is_cut_with_a_warning(limit: int) -> None:
    content = (SAMPLES / "tidal-barrier.txt").read_bytes()
    whole = read(content)
    document = parse(content, Hints(), Limits(max_characters=limit))
    assert len(document.text) <= limit
    assert whole.text.startswith(document.text)
    cut = [warning for warning in document.warnings if warning.code == "cut"]
    if len(whole.text) <= limit:
        assert document.text == whole.text
        assert not cut
    else:
        assert f"{len(whole.text):,}" in cut[0].message
        assert f"{len(document.text):,}" in cut[0].message
        if len(document.blocks) > 1:
            assert blocks(document)[:-1] == blocks(whole)[: len(document.blocks) - 1]


@given(
    st.lists(
        st.tuples(st.sampled_from(list(BlockKind)), st.text(st.characters(exclude_categories=[]))),
        min_size=1,
        max_size=20,
    )
)
def test_blocks_are_always_slices_of_storable_text(pieces: list[tuple[BlockKind, str]]) -> None:
    def read_pieces(content: bytes, hints: Hints, limits: Limits) -> Extracted:
        return Extracted(blocks=[BlockText(kind=kind, text=text) for kind, text in pieces], parser="test")

    document = outcome(b"anything", Hints(), {"text/plain": read_pieces})
    if isinstance(document, Code):
        assert document is Code.EMPTY
        assert not any(text.replace("\x00", "").strip() for _, text in pieces)
        return
    assert document.text.encode("utf-8")
    assert "\n\n".join(text for _, text in blocks(document)) == document.text


STARTS = [
    b"",
    b"%PDF-1.4\n",
    b"PK\x03\x04",
    b"<html><body>",
    b"<!DOCTYPE html>",
    b"From: a@b\nMIME-Version: 1.0\nContent-Type: ",
    b"---\ntitle: x\n---\n",
    b"{\\rtf1",
    b"\xff\xfe",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
]


@examples(150)
@given(
    start=st.sampled_from(STARTS),
    rest=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))),
    name=st.sampled_from(["", "a.md", "a.txt", "a.html", "a.eml", "a.pdf", "a.docx", "\ud800"]),
    declared_type=st.one_of(st.none(), st.just("text/html; charset=utf-16"), st.text(max_size=20)),
)
def test_any_bytes_give_a_document_or_a_permanent_error(
    start: bytes, rest: bytes, name: str, declared_type: str | None
) -> None:
    document = outcome(start + rest, Hints(name, declared_type))
    if isinstance(document, Code):
        assert document in (Code.EMPTY, Code.UNSUPPORTED, Code.ENCRYPTED, Code.CORRUPT, Code.TOO_LARGE)
        return
    assert document.text.strip()
    assert document.model_dump_json().encode("utf-8")


@examples(100)
@given(
    path=st.sampled_from(ALL_SAMPLES),
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=20),
    keep=st.floats(0.05, 1),
)
def test_a_damaged_file_gives_a_document_or_a_permanent_error(
    path: Path, changes: list[tuple[float, int]], keep: float
) -> None:
    content = bytearray(path.read_bytes())
    for place, value in changes:
        content[int(place * len(content))] = value
    document = outcome(bytes(content[: int(keep * len(content))]), Hints(path.name))
    assert isinstance(document, Code) or document.text.strip()


def test_every_format_is_one_that_bytes_can_show() -> None:
    shown = {media_type_of(file.content, Hints(file.name)) for file in good_files()}
    assert set(FORMATS) <= shown


def test_a_page_that_begins_with_many_comments_is_recognized_at_once() -> None:
    page = b"<!-- a comment -->\n" * 4000 + b"<div>no page</div>"
    assert media_type_of(page, Hints("page")) in ("text/html", "text/plain")


def test_blocks_over_the_limit_are_cut_with_a_warning() -> None:
    document = parse(b"A word.\n\n" * 50, Hints("a.txt"), Limits(max_blocks=7))
    assert len(document.blocks) == 7
    assert document.text == "\n\n".join(["A word."] * 7)
    (warning,) = document.warnings
    assert warning.code == "cut"
    assert "448 characters" in warning.message and "61 characters, in 7 blocks, were kept" in warning.message
    assert not parse(b"A word.\n\n" * 7, Hints("a.txt"), Limits(max_blocks=7)).warnings


def test_a_block_across_the_limit_is_cut() -> None:
    document = parse(
        ("A title\n\n" + "words of a long paragraph " * 50 + "\n\nThe end.").encode(),
        Hints("a.txt"),
        Limits(max_characters=500),
    )
    assert 490 <= len(document.text) <= 500
    assert "The end" not in document.text
