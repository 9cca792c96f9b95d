"""Detection of encodings: all legacy encodings in use, for texts of 10 to 10,000 bytes."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.recognition.encoding_repair import repaired
from functions.parse.recognition.text_decoding import decode, decode_start, decoded
from shared.errors import Code, PermanentError
from tests.support.texts import ENCODINGS, TEXTS, UNICODE_ENCODINGS, encoded

# Encodings of the Mac and of DOS. They are detected if no likelier encoding produces words, as in most texts of a line.
FORMER = frozenset({"mac_roman", "cp437", "cp850", "cp852", "cp866"})

SEVEN_BIT = frozenset({"iso2022_jp", "iso2022_kr"})
LIKELY = [(encoding, language) for encoding in ENCODINGS for language in ENCODINGS[encoding] if encoding not in FORMER]


def share_decoded(cases: list[tuple[str, str]], length: int) -> float:
    right = count = 0
    for encoding, language in cases:
        written = encoded(TEXTS[language], encoding, length)
        if written.isascii() and encoding not in SEVEN_BIT:
            continue
        count += 1
        right += decode(written) == written.decode(encoding)
    return right / count


@pytest.mark.parametrize(("length", "share"), [(10, 0.9), (24, 0.95), (50, 0.97), (100, 0.97), (1000, 1), (10_000, 1)])
def test_likely_encodings_are_detected(length: int, share: float) -> None:
    assert share_decoded(LIKELY, length) >= share


@pytest.mark.parametrize(("length", "share"), [(100, 0.75), (1000, 0.85)])
def test_most_texts_of_the_mac_and_of_dos_are_detected(length: int, share: float) -> None:
    cases = [(encoding, language) for encoding in FORMER for language in ENCODINGS[encoding]]
    assert share_decoded(cases, length) >= share


@pytest.mark.parametrize("encoding", UNICODE_ENCODINGS)
@pytest.mark.parametrize("length", [24, 100, 1000])
@pytest.mark.parametrize("language", TEXTS)
def test_unicode_without_a_mark_is_detected_in_every_script(encoding: str, length: int, language: str) -> None:
    written = encoded(TEXTS[language], encoding, length)
    assert decode(written) == written.decode(encoding)


@pytest.mark.parametrize(
    "text",
    [
        "## können\n\nkönnen\n\näöü\n",
        "Grüße aus Köln",
        "Müller",
        "a naïve café",
        "He said “no” – twice.",
        "It’s over",
        "Price: £5",
        "© 2024 The Harbour Times",
        "Año nuevo",
        "L’été",
    ],
)
def test_a_few_letters_of_western_europe_are_enough(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


@given(st.sampled_from(LIKELY), st.integers(300, 3000))
def test_longer_texts_are_decoded_correctly(case: tuple[str, str], length: int) -> None:
    encoding, language = case
    written = encoded(TEXTS[language], encoding, length)
    assert decode(written, f"text/plain; charset={encoding}") == written.decode(encoding)


@given(st.text(st.characters(codec="cp1251", exclude_categories=["C"]), min_size=1))
def test_a_declared_charset_decides_if_it_produces_words(text: str) -> None:
    sentence = f"{TEXTS['ru']} {text}"
    assert decode(sentence.encode("cp1251"), "text/plain; charset=windows-1251") == sentence


@pytest.mark.parametrize(("language", "encoding"), [("ru", "koi8_r"), ("ru", "cp1251"), ("ja", "shift_jis")])
def test_a_wrong_declaration_does_not_garble_a_text(language: str, encoding: str) -> None:
    written = encoded(TEXTS[language], encoding, 300)
    assert decode(written, "text/plain; charset=iso-8859-1") == written.decode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("language", ["de", "fr", "es", "en"])
def test_text_that_was_encoded_twice_is_repaired_with_a_warning(language: str, encoding: str) -> None:
    twice = TEXTS[language].encode("utf-8").decode("latin-1").encode("utf-8")
    read = decoded(twice, None)
    assert read.text == TEXTS[language]
    assert [warning.code for warning in read.warnings] == ["encoding_repaired"]


def test_russian_that_was_encoded_twice_is_repaired() -> None:
    text = "Рыбаки острова ждут парома"
    assert repaired(text.encode("utf-8").decode("cp1251")) == text


@pytest.mark.parametrize("language", TEXTS)
def test_sound_text_is_unchanged(language: str) -> None:
    assert repaired(TEXTS[language]) is None
    assert decoded(TEXTS[language].encode("utf-8"), None).warnings == []


@pytest.mark.parametrize("text", ["CAFÉ’S", "The letter “Ä” and a dash –", "Â and Ã are letters", "NÃO É"])
def test_letters_that_look_like_a_mistake_are_unchanged(text: str) -> None:
    assert repaired(text) is None


@given(st.text())
def test_repairing_ends_and_never_fails(text: str) -> None:
    before = repaired(text)
    assert before is None or len(before) < len(text)


def test_characters_that_could_not_be_read_are_counted() -> None:
    read = decoded((TEXTS["de"] * 3).encode("utf-8") + b" \xff\xfe ", None)
    assert [(warning.code, "2" in warning.message) for warning in read.warnings] == [("characters_replaced", True)]


def test_binary_data_is_unsupported() -> None:
    with pytest.raises(PermanentError) as raised:
        decoded(bytes(range(32)) * 40, None)
    assert raised.value.code is Code.UNSUPPORTED


@given(st.text(st.characters(exclude_categories=["C"]), min_size=1), st.integers(1, 50))
def test_the_start_of_a_text_has_no_half_character(text: str, length: int) -> None:
    content = codecs.BOM_UTF8 + (text * 20).encode("utf-8")
    start = decode_start(content, length + len(codecs.BOM_UTF8))
    assert start is not None
    assert (text * 20).startswith(start)
