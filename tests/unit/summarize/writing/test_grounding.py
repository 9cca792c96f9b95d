"""Grounding: written sentences with names, numbers, dates or negations that are not in the text have faults."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nupunkt import sent_spans

from functions.summarize.writing.grounding import NEAR_ENOUGH, Grounding
from functions.summarize.writing.numbers import numbers_in, values_in
from functions.summarize.writing.polarity import contradicts

TEXT = (
    "The council of Ardale did not approve the sale of the fire station on Thursday. Dr Priya Raman, whose practice "
    "has 3,100 patients, would rent it for £22,000 a year. A builder from Marlow offered twenty-five million pounds. "
    "“We can sell it once,” said the clerk, Edwin Marsh, in a note of 12 March 2026. Rents rose by 4.1 percent."
)
SALE = "The council of Ardale did not approve the sale of the fire station on Thursday."
RENT = "Dr Priya Raman, whose practice has 3,100 patients, would rent it for £22,000 a year."


def fault(sentence: str, *, names: tuple[str, ...] = (), nearest: str = RENT, likeness: float = 0.9) -> str | None:
    others = [TEXT[start:end] for start, end in sent_spans(TEXT)]
    return Grounding(TEXT).fault(sentence, names, [nearest, *(other for other in others if other != nearest)], likeness)


@pytest.mark.parametrize(
    "sentence",
    [
        "Priya Raman would rent the fire station for 22,000 pounds.",
        "Raman has 3100 patients.",
        "A Marlow builder offered £25 million.",
        "The builder, from Marlow, offered 25,000,000 pounds.",
        "Rents rose by 4.1% on March 12, 2026.",
        "Dr. Pria Raman would rent it.",
        "The clerk, Edwin Marsh, wrote a note.",
        "Marsh's note says it can be sold once.",
        "Officials met on Thursday.",
    ],
)
def test_a_paraphrase_of_the_text_is_grounded(sentence: str) -> None:
    assert fault(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "what"),
    [
        ("Dr Hannah Raman would rent it.", "Hannah"),
        ("The builder from Oxford offered money.", "Oxford"),
        ("They met on Friday in Ardale.", "Friday"),
        ("The note by Edwin Marsh is from April.", "April"),
    ],
)
def test_a_name_that_is_not_in_the_text_is_found(sentence: str, what: str) -> None:
    found = fault(sentence)
    assert found is not None and what in found and "name" in found


def test_a_name_at_the_beginning_is_found_if_the_annotator_finds_it() -> None:
    assert fault("Oxford offered money.") is None
    assert fault("Oxford offered money.", names=("Oxford",)) == "the name 'Oxford' is not in the text"


@pytest.mark.parametrize(
    "sentence",
    [
        "The practice has 3,200 patients.",
        "The practice has 31 hundred thousand patients.",
        "He would pay 22 million pounds.",
        "The builder offered twenty-six million pounds.",
        "The note is from 12 March 2025.",
        "Rents rose by 41 percent.",
    ],
)
def test_a_number_that_is_not_in_the_text_is_found(sentence: str) -> None:
    found = fault(sentence)
    assert found is not None and "number" in found


def test_a_denial_that_the_text_does_not_make_is_found() -> None:
    assert fault("Priya Raman would not rent it.") is not None
    assert fault("Priya Raman never wanted to rent it for 22,000 pounds.") is not None


def test_a_denial_of_the_text_that_is_left_out_is_found() -> None:
    assert fault("The council approved the sale of the fire station.", nearest=SALE) is not None
    assert fault("The council did not approve the sale.", nearest=SALE) is None
    assert fault("The fire station of Ardale was on the council's agenda.", nearest=SALE) is None


@pytest.mark.parametrize(
    ("sentence", "nearest", "expected"),
    [
        ("The ferry was not repaired in March.", ["The ferry was repaired in March."], True),
        ("The ferry was repaired in March.", ["The ferry wasn't repaired in March."], True),
        ("The council refused to sell the pier.", ["The council did not agree to sell the pier."], False),
        ("The council will sell the pier.", ["The council refused to sell the pier."], True),
        ("The master has never seen the door.", ["The master had seen the door twice."], True),
        ("Not only the pier was sold.", ["The pier was sold."], False),
        ("The pier was not sold.", ["The pier was sold in May.", "The pier was not sold, he said."], False),
        ("The pier was sold.", ["The pier was not sold in May.", "The pier was sold in June."], False),
        ("Nobody swam.", ["The water was cold."], False),
        ("", [""], False),
    ],
)
def test_contradictions(sentence: str, nearest: list[str], expected: bool) -> None:
    assert contradicts(sentence, nearest) is expected


def test_a_day_or_month_of_another_event_is_found() -> None:
    sentences = ["The pier closes on Friday.", "It was painted blue."]
    grounding = Grounding(" ".join([*sentences, "The fair begins on Monday in June."]))
    assert grounding.fault("The pier closes on Friday.", (), sentences, 0.9) is None
    assert grounding.fault("The pier closes on Monday.", (), sentences, 0.9) is not None
    assert grounding.fault("It may close on friday.", (), sentences, 0.9) is None


def test_a_sentence_that_is_similar_to_nothing_is_found() -> None:
    assert fault("It rained.", likeness=NEAR_ENOUGH - 0.01) == "no sentence of the text is similar"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,200", "1200"),
        ("1200", "1200"),
        ("1.2 million", "1200000"),
        ("$3bn", "3000000000"),
        ("22k", "22000"),
        ("twenty-five", "25"),
        ("forty", "40"),
        ("four hundred thousand", "400000"),
        ("12 thousand", "12000"),
        ("one hundred and twenty", "120"),
        ("one hundred twenty-five", "125"),
        ("two thousand and five", "2005"),
        ("three million, two hundred thousand and six", "3200006"),
        ("two thousand million", "2000000000"),
        ("7 , 500", "7500"),
        ("0.10", "0.1"),
        ("10⁶", "1000000"),
        ("10⁻²", "0.01"),
        ("0⁻²", "0"),
        ("10¹²³", "10"),
        ("5 million²", "5000000"),
        ("twenty-five²", "25"),
        ("5 m²", "5"),
        ("2½ million", "2500000"),
        ("⑳", "20"),
        ("３٣", "33"),
    ],
)
def test_numbers_have_a_value_however_they_are_written(written: str, value: str) -> None:
    assert [found for _, found in numbers_in(f"There were {written} of them.")] == [Decimal(value)]


@given(st.integers(2, 10**15))
def test_a_number_is_the_same_with_and_without_separators(number: int) -> None:
    assert numbers_in(f"{number:,}")[0][1] == numbers_in(str(number))[0][1] == number


@pytest.mark.parametrize("written", ["x²", "km²", "²", "CO₂", "⁻", "a²5", "⅟", "৴"])
def test_what_is_no_number_has_no_value(written: str) -> None:
    assert numbers_in(f"There was {written} of it.") == []


def test_a_superscript_in_the_text_may_be_an_exponent_or_a_footnote() -> None:
    assert values_in("It has 10² of 1.5³ million.") == {Decimal(100), Decimal(10), Decimal("3.375e6"), Decimal("1.5e6")}


@pytest.mark.parametrize("first", ["1", "two"])
def test_a_long_run_of_scales_has_a_value(first: str) -> None:
    assert numbers_in(first + 100_000 * " trillion")


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_sentence_can_be_checked_against_any_text(text: str, sentence: str) -> None:
    found = Grounding(text).fault(sentence, (), [text], 0.9)
    assert found is None or found


# Letters, compounds, every kind of digit, and the characters between them.
KINDS = st.text(st.sampled_from("Aaé2٣५²⁻₂½⅓①ⅧVI漢 .,-'’°٫\n"), max_size=20) | st.text(max_size=300)


@given(KINDS)
@example("A-²")
@example("an x-Ra's ray")
@example("A-Bo-c")
@example("twenty\n\nfive")
def test_a_text_is_grounded_in_itself(text: str) -> None:
    assert Grounding(text).fault(text, (), [text], 1.0) is None


@given(st.lists(KINDS.map(str.strip), min_size=1, max_size=4), st.data())
def test_each_sentence_of_a_text_is_grounded(sentences: list[str], data: st.DataObject) -> None:
    sentence = data.draw(st.sampled_from(sentences))
    text = "\n\n".join(sentences)
    assert Grounding(text).fault(sentence, (), [sentence, *sentences], 1.0) is None


@pytest.mark.parametrize(
    ("text", "written", "invented"),
    [
        ("The hall has 40 m² of floor.", "The hall has 40 m² of floor.", "The hall has 42 m² of floor."),
        ("It held 10⁶ cells.", "It held 10⁶ cells.", "It held 10⁷ cells."),
        ("It held 10⁶ cells.", "It held 1,000,000 cells.", "It held 106 cells."),
        ("Dr Raman² came in 2019³.", "They say Raman came in 2019.", "They say Raman came in 20193."),
        ("Rents rose by 3½ percent.", "Rents rose by 3.5 percent.", "Rents rose by 3 percent."),
        ("Rents rose by 3 ½ percent.", "Rents rose by 3½ percent.", "Rents rose by ½ percent."),
        ("It took ½ an hour.", "It took 0.5 hours.", "It took 2 hours."),
        ("They hailed Henry VIII as king.", "They hailed Henry Ⅷ as king.", "They hailed Henry VII as king."),
        ("They hailed Louis XVIII.", "It was Louis XVIII's court.", "It was Louis XVII's court."),
        ("They hailed Henry Ⅷ as king.", "They hailed Henry VIII as king.", "They hailed Henry Ⅸ as king."),
        ("It is point ③ of the plan.", "It is point 3 of the plan.", "It is point ④ of the plan."),
        ("There were ٣٥ of them.", "There were 35 of them.", "There were ٣٦ of them."),
        ("It cost ١٬٢٠٠٫٥ pounds.", "It cost 1,200.5 pounds.", "It cost ١٬٢٠٠ pounds."),
        ("There were ५ of them.", "There were five of them.", "There were ६ of them."),
        ("It emits CO₂ by night.", "It emits CO₂ by day.", "It emits 2 by night."),
    ],
)
def test_digits_of_every_kind_have_their_own_meaning(text: str, written: str, invented: str) -> None:
    grounding = Grounding(text)
    assert grounding.fault(text, (), [text], 1.0) is None
    assert grounding.fault(written, (), [text], 0.9) is None
    assert grounding.fault(invented, (), [text], 0.9) is not None


def test_a_footnote_mark_hides_neither_a_negation_nor_a_date() -> None:
    assert contradicts("The pier was not¹ sold.", ["The pier was sold."])
    assert contradicts("The pier wasn't¹ sold.", ["The pier was sold."])
    grounding = Grounding("It opens on Monday. It closes on Friday².")
    assert grounding.fault("It closes on Friday.", (), ["It closes on Friday²."], 0.9) is None
    assert grounding.fault("It closes on Monday².", (), ["It closes on Friday²."], 0.9) is not None
