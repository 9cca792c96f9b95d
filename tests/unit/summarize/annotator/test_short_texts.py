"""Short texts whose language is not detected: English or not."""

import pytest

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.annotator.short_texts import reads_as_english


@pytest.mark.parametrize(
    ("text", "is_english"),
    [
        ("Madrid, 23 may (EFE).", False),
        ("Madrid, 23 May.", True),
        ("Lt. John Brody of the 1st Cavalry, 24 April 1952", True),
        ("Room 12 may be closed", True),
        ("Flooding closed two roads.", True),
        ("Dutch forces recover truck", True),
        ("Ann Lee, Kiel 2-1", True),
        ("Hvor kommer julemanden fra?", False),
        ("De schipper was ziek.", False),
        ("Нужны деньги", False),
        ("東京", False),
        ("Zürich", False),
        ("Bitka pri Lipanoch", False),
        ("Belgicko, Holandsko a Luxembursko", False),
        ("Bosbranden in La Palma en Californië", False),
        ("Inter de Milán y Real Madrid", False),
        ("Santiago de Chile, 23 may (EFE).", False),
        ("I think it's hormonal.", True),
    ],
)
def test_a_short_text_is_english_by_its_words(text: str, is_english: bool) -> None:
    assert reads_as_english(text, Annotator.load().has_word) is is_english
