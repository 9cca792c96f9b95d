"""Texts in more than one encoding: each part is decoded in its own, and a warning counts the others."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.recognition.text_decoding import decoded

UTF_8 = "Der Bürgermeister öffnet die Brücke für Fußgänger. Die Gäste müssen später gehen."
WESTERN = "Señor Muñoz said “no” — as always. It’s the naïve façade."
RUSSIAN = "Министр заявил во вторник, что решение окончательное."
CHINESE = "部长星期二表示，预算将削减三分之一，这一决定是最终的。市民对此表示反对。"


def codes(content: bytes) -> list[str]:
    return [warning.code for warning in decoded(content, None).warnings]


@pytest.mark.parametrize("encoding", ["cp1252", "cp1251"])
@pytest.mark.parametrize("times", [1, 3])
def test_a_line_in_another_encoding_is_decoded_in_it(encoding: str, times: int) -> None:
    foreign = WESTERN if encoding == "cp1252" else RUSSIAN
    content = (f"{UTF_8}\n" * times).encode() + foreign.encode(encoding)
    assert decoded(content, None).text == f"{UTF_8}\n" * times + foreign
    assert codes(content) == ["encodings_mixed"]


def test_both_encodings_may_share_a_line() -> None:
    content = b"In the caf\xc3\xa9 \xe2\x80\x94 a fa\xc3\xa7ade \xe2\x80\x93 Se\xf1or Mu\xf1oz paid \x97 as always."
    assert decoded(content, None).text == "In the café — a façade – Señor Muñoz paid — as always."
    (warning,) = decoded(content, None).warnings
    assert (warning.code, "3 characters" in warning.message) == ("encodings_mixed", True)


def test_a_single_utf_8_letter_in_windows_1252_is_decoded() -> None:
    assert decoded(b"It\x92s late \x96 and cold in the caf\xc3\xa9.", None).text == "It’s late – and cold in the café."


def test_the_remainder_of_a_damaged_character_becomes_u_fffd() -> None:
    content = UTF_8.encode().replace("ß".encode(), b"\xc3")
    assert decoded(content, None).text == UTF_8.replace("ß", "\ufffd")
    assert codes(content) == ["characters_replaced"]


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "shift_jis", "euc_kr", "cp1251", "koi8_r", "cp1253"])
def test_a_text_in_one_other_encoding_is_not_mixed(encoding: str) -> None:
    letters = {"cp1251": RUSSIAN, "koi8_r": RUSSIAN, "cp1253": "Ο υπουργός είπε την Τρίτη ότι θα μειωθεί."}
    letters |= {
        "shift_jis": "大臣は火曜日、予算を三分の一削減すると述べた。",
        "euc_kr": "장관은 화요일 예산이 삭감될 것이라고",
    }
    text = letters.get(encoding, CHINESE)
    chosen = random.Random(1)
    lines = ["".join(chosen.choices(text.replace(" ", ""), k=chosen.randint(1, 12))) for _ in range(200)]
    content = "\n".join([text, *lines]).encode(encoding, "ignore")
    assert "encodings_mixed" not in codes(content)


@given(st.text(st.characters(min_codepoint=32, exclude_categories=["C"])))
def test_valid_utf_8_is_never_mixed(text: str) -> None:
    assert "encodings_mixed" not in codes(text.encode())


@given(st.lists(st.sampled_from("äöüéñçàêîôß"), min_size=1, max_size=5))
def test_letters_in_windows_1252_are_decoded_and_counted(letters: list[str]) -> None:
    words = " ".join(f"a{letter}a" for letter in letters)
    found = decoded(f"{UTF_8}\n".encode() * 3 + words.encode("cp1252"), None)
    assert found.text == f"{UTF_8}\n" * 3 + words
    (warning,) = found.warnings
    assert warning.code == "encodings_mixed" and warning.message.startswith(f"{len(letters)} characters")
