"""Decoding of text: every encoding round-trips, and binary data is not decoded as text."""

import codecs
import os
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.recognition.text_decoding import decode, normalize

GERMAN = (
    "Der Bürgermeister sagte am Dienstag, die Brücke werde nächste Woche geöffnet. „Wir können fünf Übergänge "
    "sichern“, fügte er hinzu, während draußen gehämmert wurde."
)
FRENCH = "Le ministre a déclaré mardi que l’été à venir serait « très difficile » pour les agriculteurs, déjà éprouvés."
ENGLISH = "The minister said on Tuesday: “We don’t know yet” – and left. Costs rose to £5m, twice last year’s figure."
POLISH = "Minister powiedział we wtorek, że budżet zostanie zmniejszony o jedną trzecią. Żółć, gęś i łódź są drogie."
RUSSIAN = "Министр заявил во вторник, что бюджет будет сокращён на треть, и добавил, что решение окончательное."
GREEK = "Ο υπουργός είπε την Τρίτη ότι ο προϋπολογισμός θα μειωθεί κατά ένα τρίτο και ότι η απόφαση είναι τελική."
JAPANESE = "大臣は火曜日、予算を三分の一削減すると述べた。これは最終決定である。市民は反対している。"
CHINESE = "部长星期二表示，预算将削减三分之一，这一决定是最终的。市民对此表示反对。"
KOREAN = "장관은 화요일 예산이 3분의 1로 삭감될 것이라고 말했다. 이것은 최종 결정이다."

LEGACY = [
    (GERMAN, "cp1252"),
    (FRENCH, "cp1252"),
    (ENGLISH, "cp1252"),
    (POLISH, "cp1250"),
    (POLISH, "iso8859_2"),
    (RUSSIAN, "cp1251"),
    (RUSSIAN, "koi8_r"),
    (GREEK, "cp1253"),
    (JAPANESE, "shift_jis"),
    (JAPANESE, "euc_jp"),
    (CHINESE, "gb18030"),
    (CHINESE, "big5"),
    (KOREAN, "euc_kr"),
]
UNICODE = ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


@pytest.mark.parametrize(("text", "encoding"), LEGACY)
def test_legacy_encodings_are_detected(text: str, encoding: str) -> None:
    written = text.encode(encoding, "ignore")
    assert decode(written) == written.decode(encoding)


@pytest.mark.parametrize("encoding", UNICODE)
@given(text=st.text(st.characters(exclude_categories=["C"]), min_size=1))
def test_a_byte_order_mark_decides(encoding: str, text: str) -> None:
    assert decode(MARKS[encoding] + text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", UNICODE)
@pytest.mark.parametrize("text", [GERMAN, ENGLISH, FRENCH])
def test_unicode_without_a_mark_is_detected_by_its_zeros(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


@given(st.text(st.characters(exclude_categories=["C"])))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode("utf-8")) == text


def test_utf_8_with_a_few_wrong_bytes_stays_utf_8() -> None:
    written = (GERMAN * 5).encode("utf-8") + b" \xff " + RUSSIAN.encode("utf-8")
    assert decode(written) == GERMAN * 5 + " \ufffd " + RUSSIAN


def test_a_declared_charset_decides_where_the_bytes_are_ambiguous() -> None:
    written = "Łódź".encode("iso8859_2")
    assert decode(written, "text/plain; charset=ISO-8859-2") == "Łódź"


def test_a_wrong_declaration_does_not_spoil_utf_8() -> None:
    assert decode(GERMAN.encode("utf-8"), "text/plain; charset=windows-1252") == GERMAN
    assert decode(GERMAN.encode("utf-8"), "text/plain; charset=no-such-charset") == GERMAN


def test_binary_data_is_no_text() -> None:
    assert decode(random.Random(1).randbytes(4096)) is None
    assert decode(bytes(range(32)) * 40) is None


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_none(content: bytes) -> None:
    text = decode(content)
    assert text is None or isinstance(text, str)


@given(st.text())
def test_normalized_text_can_be_stored(text: str) -> None:
    normalized = normalize(text)
    assert normalized.encode("utf-8").decode("utf-8") == normalized
    assert "\x00" not in normalized
    assert "\r" not in normalized
    assert normalize(normalized) == normalized


def test_normalizing_changes_nothing_else() -> None:
    text = "Tab\tno-break\u00a0space e\u0301 ﬁ\n"
    assert normalize(text) == text
    assert normalize("a\r\nb\rc\x00d\ud800e") == "a\nb\ncd\ufffde"


@pytest.mark.parametrize(
    ("text", "normalized"),
    [
        ("The li\u00adbrary of Lind\u00adholm", "The library of Lindholm"),
        ("Dast\u200bgir and Pe\u2060tra", "Dastgir and Petra"),
        ("One.\ufeffTwo.", "One.Two."),
        ("\u202eexe.txt\u202c and \u200fabc\u200e, \u2067x\u2069", "exe.txt and abc, x"),
        ("a\u200db\u200c c", "ab c"),
        ("line\u2028line\u2029paragraph", "line\nline\n\nparagraph"),
        ("hidden\U000e0049\U000e0067 words", "hidden words"),
    ],
)
def test_invisible_characters_are_dropped(text: str, normalized: str) -> None:
    assert normalize(text) == normalized


@pytest.mark.parametrize(
    "text",
    [
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0915\u094d\u200d\u0937",
        "👩\u200d🚀",
        "👩🏽\u200d⚕\ufe0f",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    ],
)
def test_joiners_of_persian_indic_and_emoji_stay(text: str) -> None:
    assert normalize(text) == text


def test_line_ends_of_all_systems_are_normalized() -> None:
    assert normalize(f"one{os.linesep}two\r\nthree\rfour") == "one\ntwo\nthree\nfour"


@pytest.mark.parametrize("charset", ["hex", "undefined", "rot13", "no-such-charset"])
def test_a_label_that_is_no_text_encoding_is_ignored(charset: str) -> None:
    content = "Die Brücke über den Fluß ist gesperrt, sagte der Bürgermeister am Dienstag.".encode("latin-1")
    assert decode(content, f"text/plain; charset={charset}") == content.decode("cp1252")
