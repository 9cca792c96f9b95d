"""Training sentences in other languages: mended spellings, with each name at its new place."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.model.languages import READ_AS_LATIN, naturally_spaced, rewritten, varied


def row(text: str, *names: str) -> dict[str, object]:
    entities = [["PERSON", text.index(name), text.index(name) + len(name)] for name in names]
    return {"id": "1", "text": text, "entities": entities}


def names(varied_row: dict[str, object]) -> list[str]:
    return [varied_row["text"][start:end] for _, start, end in varied_row["entities"]]  # type: ignore[index,attr-defined]


@pytest.mark.parametrize(
    ("language", "spaced", "natural"),
    [
        ("pt", 'Disse " Não " , afirmou Ana Reis .', 'Disse "Não", afirmou Ana Reis.'),
        ("de", "Anna Weiß ( SPD ) : „ Nein ! “", "Anna Weiß (SPD): „Nein!“"),
        ("es", "¿ Quién ? , preguntó Luz .", "¿Quién?, preguntó Luz."),
        ("zh", "张 伟 说 ， 北京 IBM 公司", "张伟说，北京IBM公司"),
    ],
)
def test_spaces_around_punctuation_and_between_chinese_words_are_removed(
    language: str, spaced: str, natural: str
) -> None:
    assert naturally_spaced(row(spaced), language)["text"] == natural


def test_names_move_with_the_text() -> None:
    assert names(naturally_spaced(row("( Ana Reis ) , Rui Sá .", "Ana Reis", "Rui Sá"), "pt")) == ["Ana Reis", "Rui Sá"]
    assert names(naturally_spaced(row("他 是 吴 汤兴 。", "吴 汤兴"), "zh")) == ["吴汤兴"]


def test_serbian_is_also_written_in_cyrillic_and_misread_letters_are_mended() -> None:
    found = {
        str(each["text"]): names(each)
        for seed in range(40)
        for each in [varied(row("Ljubica Đurić iz FranÃ§uske", "Ljubica Đurić"), "sr", random.Random(seed))]
    }
    assert found["Љубица Ђурић из Франçуске"] == ["Љубица Ђурић"]
    assert found["Ljubica Đurić iz Françuske"] == ["Ljubica Đurić"]
    assert not any("Ã" in text for text in found)


@given(st.text("aÃ©â€ç ", max_size=40), st.text("xyz", min_size=1, max_size=5), st.text("aÃ©¡ ", max_size=40))
def test_a_name_keeps_its_letters_if_anything_around_it_is_replaced(before: str, name: str, after: str) -> None:
    text = before + name + after
    place = [["PERSON", len(before), len(before) + len(name)]]
    for pattern, new in ((READ_AS_LATIN, "é"), (re.compile(" +"), ""), (re.compile("a"), "long")):
        changed = rewritten({"text": text, "entities": place}, pattern, lambda _, new=new: new)  # type: ignore[misc]
        [[_, start, end]] = changed["entities"]
        assert changed["text"][start:end] == name
