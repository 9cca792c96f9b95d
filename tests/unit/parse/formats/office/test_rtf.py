"""RTF: encodings, destinations without text, tables, notes, properties, damage and limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.contract import Limits
from functions.parse.formats.office.rtf.tokens import after_group
from shared.errors import Code
from tests.support.office import blocks, code_of, outcome, read, rows, sample
from tests.support.properties import examples


def rtf(text: str, header: str = "\\ansicpg1252") -> bytes:
    return f"{{\\rtf1\\ansi{header} {text}}}".encode("latin-1")


@pytest.mark.parametrize(
    ("header", "text", "expected"),
    [
        ("\\ansicpg1252", "Gr\\'fc\\'dfe \\endash  caf\\'e9", "Grüße – café"),
        ("\\ansicpg1251", "\\'cc\\'ee\\'f1\\'f2", "Мост"),
        ("\\ansicpg932", "\\'8b\\'b4\\'82\\'aa", "橋が"),
        ("\\ansicpg65001", "\\'c5\\'81\\'c3\\'b3d\\'c5\\'ba", "Łódź"),
        ("\\mac", "\\'8a", "ä"),
        ("\\ansicpg1252", "\\u8217\\'92s and \\u-10179?\\u-8704?", "’s and 😀"),
        ("\\ansicpg1252\\uc0", "\\u233 t\\u233 ", "été"),
        ("\\ansicpg1252", "{\\uc2 \\u8364 EU}R", "€R"),
        ("\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset238 B;}}", "{\\f1 \\'b3}\\'b3", "ł³"),
        ("\\ansicpg99999", "plain", "plain"),
        ("\\ansicpg1252", "a\\~b\\_c \\{x\\} \\\\ \\ldblquote q\\rdblquote", "a\xa0b-c {x} \\ “q”"),
    ],
)
def test_characters_are_decoded(header: str, text: str, expected: str) -> None:
    assert read(rtf(text, header)).text == expected


def test_text_that_is_not_part_of_the_document_is_skipped() -> None:
    text = (
        "{\\header Page head\\par}{\\footer Foot}{\\*\\generator Some program;}{\\pict\\pngblip 89504e47}"
        '{\\field{\\*\\fldinst HYPERLINK "http://a.example"}{\\fldrslt A link}} and {\\v hidden}{\\deleted gone}'
        "{\\*\\unknown {nested} stuff}shown{\\annotation A remark}\\bin5 }}}}} end"
    )
    assert read(rtf(text)).text == "A link and shown end"


def test_tables_end_before_the_text_that_follows() -> None:
    text = "\\pard\\intbl a\\cell b\\par more\\cell\\row\\pard\\intbl c\\cell\\row\\pard After\\par"
    document = read(rtf(text))
    assert rows(document) == [[["a", "b more"], ["c", ""]]]
    assert blocks(document)[-1] == ("paragraph", "After")


def test_headings_lists_and_notes_are_recognized() -> None:
    text = (
        "{\\stylesheet{\\s0 Normal;}{\\s3 heading 2;}}\\pard\\s3 Quay\\par\\pard\\outlinelevel2 Deeper\\par"
        "\\pard{\\listtext\\bullet\\tab}\\ls1 Piles\\par\\pard Text{\\footnote A note.} goes on\\par"
    )
    assert blocks(read(rtf(text))) == [
        ("heading2", "Quay"),
        ("heading3", "Deeper"),
        ("list_item", "Piles"),
        ("paragraph", "Text goes on"),
        ("paragraph", "A note."),
    ]


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("1.", "1. Rent"),
        ("(a)", "(a) Rent"),
        ("2.1", "2.1 Rent"),
        ("\\'a7 3", "§ 3 Rent"),
        ("\\'b7", "Rent"),
        ("o", "Rent"),
    ],
)
def test_numbers_of_list_items_are_read_and_bullets_are_not(label: str, text: str) -> None:
    content = rtf(f"\\pard{{\\listtext\\pard\\plain\\f0 {label}\\tab}}\\ls1 Rent\\par")
    assert blocks(read(content)) == [("list_item", text)]


def test_comments_are_counted() -> None:
    document = read(rtf("Text{\\*\\annotation A remark}\\par"))
    assert [warning.message for warning in document.warnings] == [
        "1 comment was left out: comments are not part of the text."
    ]


def test_title_author_and_date_are_metadata() -> None:
    info = (
        "{\\info{\\title Harbour \\'e9t\\'e9}{\\author Ann; Bo}{\\creatim\\yr2025\\mo3\\dy4\\hr9\\min5}{\\company X}}"
    )
    metadata = read(rtf(f"{info}Text")).metadata
    assert (metadata.title, metadata.byline, metadata.published_at) == ("Harbour été", "Ann, Bo", "2025-03-04T09:05:00")


def test_a_truncated_file_is_corrupt_and_one_without_text_is_empty() -> None:
    content = sample("harbour-news.rtf")
    assert code_of(content[: len(content) // 2]) is Code.CORRUPT
    assert code_of(rtf("{\\pict 00}")) is Code.EMPTY


def test_too_many_nested_groups_are_too_large() -> None:
    assert code_of(rtf("{" * 20_000 + "}" * 20_000)) is Code.TOO_LARGE


def test_text_over_the_character_limit_is_truncated() -> None:
    document = read(rtf("word " * 5_000), Limits(max_characters=100))
    assert len(document.text) <= 100
    assert [warning.code for warning in document.warnings] == ["cut"]


def test_the_end_of_a_group_is_found_past_braces_that_are_text_or_binary() -> None:
    source = "{a \\} {b} \\bin3 }}} c} rest"
    assert source[after_group(source, 1) :] == "} rest"
    assert after_group("{a", 1) == 2


@examples(200)
@given(
    st.lists(
        st.sampled_from(
            "{ } \\par \\cell \\row \\intbl \\pard \\u8364? \\'e9 \\'zz text \\bin2 \\bin-1 \\footnote \\shptxt \\info "
            "\\title \\* \\*\\shpinst \\fonttbl \\f1 \\fcharset128 \\stylesheet \\s1 \\v \\plain \\uc9 \\line \\\\ \\{ "
            "\\u-99999999 \\nestcell \\itap2 \\creatim \\yr99999 \\outlinelevel-3".split()
        ),
        max_size=40,
    )
)
def test_any_order_of_tokens_gives_a_document_or_a_permanent_error(pieces: list[str]) -> None:
    assert outcome(rtf(" ".join(pieces))) in (None, Code.EMPTY, Code.CORRUPT)
