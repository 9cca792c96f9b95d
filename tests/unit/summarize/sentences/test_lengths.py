"""The number of words of a text, also without spaces between words."""

from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.sentences.lengths import word_count

# The first article of the Universal Declaration of Human Rights. It has 30 words in English.
ARTICLE = {
    "en": "All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience "
    "and should act towards one another in a spirit of brotherhood.",
    "zh": "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。",
    "ja": "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。"
    "人間は、理性と良心とを授けられており、互いに同胞の精神をもって行動しなければならない。",
    "th": "มนุษย์ทั้งปวงเกิดมามีอิสระและเสมอภาคกันในศักดิ์ศรีและสิทธิ ต่างในตนมีเหตุผลและมโนธรรม และควรปฏิบัติต่อกันด้วยจิตวิญญาณแห่งภราดรภาพ",
}


def test_one_text_has_about_as_many_words_in_every_script() -> None:
    counts = {language: word_count(text) for language, text in ARTICLE.items()}
    assert counts["en"] == 30
    assert all(24 <= count <= 36 for count in counts.values()), counts


def test_words_between_spaces_are_counted_beside_those_of_other_scripts() -> None:
    assert word_count("") == 0
    assert word_count("Das ist gut – ja") == 5
    assert word_count("OpenAI 发布了 GPT-4 模型。") == 2 + 3  # five Han characters are 3.3 words


@given(st.text(alphabet="ab 漢かกក1。\n", max_size=100), st.text(alphabet="ab 漢かกក1。\n", max_size=100))
def test_a_longer_text_has_no_fewer_words(first: str, second: str) -> None:
    assert word_count(f"{first} {second}") >= max(word_count(first), word_count(second)) - 1
