"""Names in Chinese end where words end."""

from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.annotator.annotations import Mention
from functions.summarize.entities.any_language.chinese_names import with_word_boundaries
from shared.names.names import EntityType

TEXT = "镇长梁伯安指出，科学家到达了北极地区。"


def corrected(name: str, kind: EntityType) -> str:
    start = TEXT.index(name)
    (found,) = with_word_boundaries(TEXT, [Mention(start, start + len(name), kind)])
    assert found.type == kind
    return TEXT[found.start : found.end]


def test_a_name_ends_at_the_end_of_its_last_word() -> None:
    assert corrected("北", "LOCATION") == "北极"
    assert corrected("北极", "LOCATION") == "北极"


def test_the_name_of_a_person_begins_after_the_word_of_a_title() -> None:
    assert corrected("长梁伯安", "PERSON") == "梁伯安"
    assert corrected("梁伯安", "PERSON") == "梁伯安"


def test_the_day_after_a_name_is_no_part_of_it() -> None:
    text = "临江市政府13日通报，临江9月有雨。K13公司"

    def name(written: str, kind: EntityType) -> str:
        start = text.index(written)
        (found,) = with_word_boundaries(text, [Mention(start, start + len(written), kind)])
        return text[found.start : found.end]

    assert name("临江市政府13", "ORGANIZATION") == "临江市政府"
    assert name("临江9", "LOCATION") == "临江"
    assert name("K13", "ORGANIZATION").startswith("K13")


@given(st.text(alphabet="镇长梁伯安北极地区 ,。ab\ud800", max_size=30), st.integers(0, 30), st.integers(1, 8))
def test_a_corrected_name_is_in_the_text_and_not_empty(text: str, start: int, length: int) -> None:
    start, end = min(start, len(text)), min(start + length, len(text))
    if start < end:
        (found,) = with_word_boundaries(text, [Mention(start, end, "PERSON")])
        assert start <= found.start < found.end <= len(text)
        assert end <= found.end
