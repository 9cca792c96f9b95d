"""The language of a text: English by its words, others by detection, none for too short texts."""

import pytest

from functions.parse.recognition import language
from functions.parse.recognition.language import MIN_LETTERS, language_of

ENGLISH = (
    "The harbour board said on Tuesday that it will close the eastern quay for repairs. Its engineers have found "
    "cracks in the piers, which were built by the navy. They would not say who will pay for the work."
)
GERMAN = (
    "Der Hafenvorstand teilte am Dienstag mit, dass der östliche Kai wegen Reparaturen geschlossen wird. Die "
    "Ingenieure haben Risse in den Pfeilern gefunden, die einst von der Marine gebaut worden sind."
)
RUSSIAN = "Совет порта сообщил во вторник, что восточный причал будет закрыт на ремонт до конца следующего месяца."


@pytest.mark.parametrize(("text", "code"), [(ENGLISH, "en"), (GERMAN, "de"), (RUSSIAN, "ru"), (GERMAN * 40, "de")])
def test_the_language_of_a_text_is_detected(text: str, code: str) -> None:
    assert language_of(text) == code


def test_plain_english_needs_no_detection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "kreuzberg", None)
    assert language_of(ENGLISH) == "en"
    assert language_of(ENGLISH * 100) == "en"


def test_an_english_sentence_in_a_foreign_text_does_not_make_it_english() -> None:
    assert language_of(GERMAN * 4 + ENGLISH + GERMAN * 4) == "de"
    assert language_of(ENGLISH + GERMAN * 12) == "de"


@pytest.mark.parametrize("text", ["", "1 2 3 " * 500, "The and of to that", "x" * (MIN_LETTERS - 1)])
def test_too_few_letters_have_no_language(text: str) -> None:
    assert language_of(text) is None
