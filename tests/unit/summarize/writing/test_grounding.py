"""Grounding: written sentences with names, numbers, dates or negations that are not in the text have faults."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nupunkt import sent_spans

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.writing.grounding import NEAR_ENOUGH, Grounding, Reason, SourceSentence, Written
from functions.summarize.writing.numbers import numbers_of, values_in
from functions.summarize.writing.polarity import contradicts
from tests.benchmarks.grounding_pairs import PAIRS, TRUE, judged

TEXT = (
    "The council of Ardale did not approve the sale of the fire station on Thursday. Dr Priya Raman, whose practice "
    "has 3,100 patients, would rent it for £22,000 a year. A builder from Marlow offered twenty-five million pounds. "
    "“We can sell it once,” said the clerk, Edwin Marsh, in a note of 12 March 2026. Rents rose by 4.1 percent."
)
SALE = "The council of Ardale did not approve the sale of the fire station on Thursday."
RENT = "Dr Priya Raman, whose practice has 3,100 patients, would rent it for £22,000 a year."


def fault_of(
    grounding: Grounding, sentence: str, names: tuple[str, ...], nearest: list[str], likeness: float
) -> str | None:
    """Return the message of a fault, None without one."""
    sources = [SourceSentence(text) for text in nearest]
    found = grounding.fault(Written(sentence, names, likeness=likeness), sources)
    return found.message if found else None


def fault(sentence: str, *, names: tuple[str, ...] = (), nearest: str = RENT, likeness: float = 0.9) -> str | None:
    others = [TEXT[start:end] for start, end in sent_spans(TEXT)]
    return fault_of(
        Grounding(TEXT), sentence, names, [nearest, *(other for other in others if other != nearest)], likeness
    )


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
    assert fault_of(grounding, "The pier closes on Friday.", (), sentences, 0.9) is None
    assert fault_of(grounding, "The pier closes on Monday.", (), sentences, 0.9) is not None
    assert fault_of(grounding, "It may close on friday.", (), sentences, 0.9) is None


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
    assert [number.value for number in numbers_of(f"There were {written} of them.")] == [Decimal(value)]


@given(st.integers(2, 10**15))
def test_a_number_is_the_same_with_and_without_separators(number: int) -> None:
    assert numbers_of(f"{number:,}")[0].value == numbers_of(str(number))[0].value == number


@pytest.mark.parametrize("written", ["ſixth", "a mıllion", "TRİPLE", "a ſeventh", "ſix dozen", "fıve-fold"])
def test_unusual_letters_in_numbers_are_read(written: str) -> None:
    assert numbers_of(f"There was the {written} of it.")


@pytest.mark.parametrize("written", ["x²", "km²", "²", "CO₂", "⁻", "a²5", "⅟", "৴"])
def test_what_is_no_number_has_no_value(written: str) -> None:
    assert numbers_of(f"There was {written} of it.") == []


def test_a_superscript_in_the_text_may_be_an_exponent_or_a_footnote() -> None:
    assert values_in("It has 10² of 1.5³ million.") == {Decimal(100), Decimal(10), Decimal("3.375e6"), Decimal("1.5e6")}


@pytest.mark.parametrize("first", ["1", "two"])
def test_a_long_run_of_scales_has_a_value(first: str) -> None:
    assert numbers_of(first + 100_000 * " trillion")


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_sentence_can_be_checked_against_any_text(text: str, sentence: str) -> None:
    found = fault_of(Grounding(text), sentence, (), [text], 0.9)
    assert found is None or found


# Letters, compounds, every kind of digit, and the characters between them.
KINDS = st.text(st.sampled_from("Aaé2٣५²⁻₂½⅓①ⅧVI漢 .,-'’°٫\n"), max_size=20) | st.text(max_size=300)


@given(KINDS)
@example("A-²")
@example("an x-Ra's ray")
@example("A-Bo-c")
@example("twenty\n\nfive")
def test_a_text_is_grounded_in_itself(text: str) -> None:
    assert fault_of(Grounding(text), text, (), [text], 1.0) is None


@given(st.lists(KINDS.map(str.strip), min_size=1, max_size=4), st.data())
def test_each_sentence_of_a_text_is_grounded(sentences: list[str], data: st.DataObject) -> None:
    sentence = data.draw(st.sampled_from(sentences))
    text = "\n\n".join(sentences)
    assert fault_of(Grounding(text), sentence, (), [sentence, *sentences], 1.0) is None


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
    assert fault_of(grounding, text, (), [text], 1.0) is None
    assert fault_of(grounding, written, (), [text], 0.9) is None
    assert fault_of(grounding, invented, (), [text], 0.9) is not None


def test_a_footnote_mark_hides_neither_a_negation_nor_a_date() -> None:
    assert contradicts("The pier was not¹ sold.", ["The pier was sold."])
    assert contradicts("The pier wasn't¹ sold.", ["The pier was sold."])
    grounding = Grounding("It opens on Monday. It closes on Friday².")
    assert fault_of(grounding, "It closes on Friday.", (), ["It closes on Friday²."], 0.9) is None
    assert fault_of(grounding, "It closes on Monday².", (), ["It closes on Friday²."], 0.9) is not None


FACT = "Ada Moss paid Ben Hale 340 dollars for the boat in Larne on Monday."


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Ben Hale paid Ada Moss 340 dollars for the boat in Larne on Monday.", Reason.PARTIES),
        ("Ada Moss was paid by Ben Hale for the boat.", Reason.PARTIES),
        ("Ada Moss paid Ben Hale 340 euros for the boat.", Reason.UNIT),
        ("Ada Moss paid Ben Hale 430 dollars for the boat.", Reason.NUMBER),
        ("Ada Moss paid Ben Hale 340 dollars on Tuesday.", Reason.NAME),
        ("Ada Moss paid Cy Reed 340 dollars for the boat.", Reason.NAME),
        ("Ada Moss did not pay Ben Hale for the boat.", Reason.DENIAL),
    ],
)
def test_every_fault_has_the_reason_that_the_row_counts(sentence: str, reason: Reason) -> None:
    names = ("Ada Moss", "Ben Hale", "Larne")
    found = Grounding(FACT).fault(Written(sentence, names), [SourceSentence(FACT, names)])
    assert found is not None and found.reason is reason


@pytest.mark.parametrize(
    "sentence",
    [
        "Ben Hale was paid 340 dollars by Ada Moss for the boat.",
        "Moss paid $340 to Ben Hale in Larne.",
        "On Monday in Larne, Ada Moss paid Ben Hale for the boat.",
    ],
)
def test_a_paraphrase_that_keeps_who_did_what_is_grounded(sentence: str) -> None:
    names = ("Ada Moss", "Ben Hale", "Larne")
    assert Grounding(FACT).fault(Written(sentence, names), [SourceSentence(FACT, names)]) is None


PEOPLE = st.sampled_from(
    "Abara Brandt Castell Dorsey Eklund Farouk Grigor Halvard Ibsen Jansky Kowal Lindqvist".split()
)
DEEDS = st.sampled_from("accused hired replaced sued praised warned taught defeated followed rescued blamed".split())


@given(st.lists(PEOPLE, min_size=2, max_size=2, unique=True), DEEDS, st.integers(2, 900))
def test_swapping_two_names_of_a_true_sentence_is_caught(people: list[str], deed: str, number: int) -> None:
    one, other = people
    text = f"On Friday {one} {deed} {other} in front of {number} guests."
    swapped = f"On Friday {other} {deed} {one} in front of {number} guests."
    passive = f"On Friday {other} was {deed} by {one}."
    wrong = f"On Friday {one} was {deed} by {other}."
    grounding, near = Grounding(text), [SourceSentence(text, (one, other))]
    assert grounding.fault(Written(text, (one, other)), near) is None
    assert grounding.fault(Written(passive, (one, other)), near) is None
    for sentence in (swapped, wrong):
        found = grounding.fault(Written(sentence, (one, other)), near)
        assert found is not None and found.reason is Reason.PARTIES


@given(st.integers(2, 10**9), st.integers(2, 10**9), st.sampled_from(["{:,}", "{}"]), st.sampled_from(["", "%", " km"]))
def test_changing_a_number_is_caught(number: int, other: int, form: str, unit: str) -> None:
    text = f"The council counted {form.format(number)}{unit} of it at the fair."
    grounding, near = Grounding(text), [SourceSentence(text)]
    assert grounding.fault(Written(f"It was {number}{unit}, the council found."), near) is None
    found = grounding.fault(Written(f"It was {other}{unit}, the council found."), near)
    assert (found is None) is (number == other)


@given(st.permutations(["euros", "dollars", "kilometres", "miles", "tonnes", "hours", "percent"]), st.integers(2, 900))
def test_changing_a_unit_is_caught(units: list[str], number: int) -> None:
    text = f"The report gives {number} {units[0]} in all."
    for unit in units[1:]:
        found = Grounding(text).fault(Written(f"The report gives {number} {unit} in all."), [SourceSentence(text)])
        assert found is not None and found.reason is Reason.UNIT


@pytest.mark.parametrize(
    ("text", "same", "other"),
    [
        ("Two thirds of them left.", "2/3 of them left.", "Three quarters of them left."),
        ("Half of them left.", "50 percent of them left.", "A quarter of them left."),
        ("It is the 21st fair.", "It is the twenty-first fair.", "It is the twenty-second fair."),
        ("Sales tripled.", "Sales rose threefold.", "Sales doubled."),
        ("They sold two dozen eggs.", "They sold 24 eggs.", "They sold three dozen eggs."),
        ("It was in World War II.", "It was in World War 2.", "It was in World War 3."),
        ("It cost half a million.", "It cost 500,000.", "It cost a million."),
        ("It is 1,240 metres long.", "It is 1,240 m long.", "It is 1,420 m long."),
        ("Rents rose by 10 to 15 percent.", "Rents rose by 10-15%.", "Rents rose by 10-16%."),
    ],
)
def test_numbers_of_every_kind_are_compared_by_value(text: str, same: str, other: str) -> None:
    grounding, near = Grounding(text), [SourceSentence(text)]
    assert grounding.fault(Written(same), near) is None
    found = grounding.fault(Written(other), near)
    assert found is not None and found.reason is Reason.NUMBER


@pytest.mark.parametrize(
    ("text", "opposite"),
    [
        ("Rents in Ardale rose in May.", "Rents in Ardale fell in May."),
        ("The court called the search lawful.", "The court called the search unlawful."),
        ("The board approved the plan of Ardale.", "The board rejected the plan of Ardale."),
        ("The pier opens before the fair.", "The pier opens after the fair."),
        ("Most members of the choir are women.", "Most members of the choir are men."),
    ],
)
def test_an_opposite_of_what_the_text_says_is_found(text: str, opposite: str) -> None:
    assert Grounding(text).fault(Written(text), [SourceSentence(text)]) is None
    found = Grounding(text).fault(Written(opposite), [SourceSentence(text)])
    assert found is not None and found.reason is Reason.OPPOSITE


def test_opposites_agree_if_one_is_denied_or_its_parties_are_swapped() -> None:
    text, names = "Arden beat Corley at home.", ("Arden", "Corley")
    near = [SourceSentence(text, names)]
    assert Grounding(text).fault(Written("Corley lost to Arden at home.", names), near) is None
    assert Grounding(text).fault(Written("Arden lost to Corley at home.", names), near) is not None
    text = "Rents in Ardale did not rise in May."
    assert Grounding(text).fault(Written("Rents in Ardale did not fall in May."), [SourceSentence(text)]) is None


def test_a_speaker_whose_words_the_text_attributes_to_another_is_found() -> None:
    text = "The plan is a gift to builders, Ada Moss said. Ben Hale said that the road needs repair."
    near = [
        SourceSentence("The plan is a gift to builders, Ada Moss said.", ("Ada Moss",), ("Ada Moss",)),
        SourceSentence("Ben Hale said that the road needs repair.", ("Ben Hale",), ("Ben Hale",)),
    ]
    right = Written("Ada Moss said that the plan is a gift to builders.", ("Ada Moss",), ("Ada Moss",))
    wrong = Written("Ben Hale said that the plan is a gift to builders.", ("Ben Hale",), ("Ben Hale",))
    assert Grounding(text).fault(right, near) is None
    found = Grounding(text).fault(wrong, near)
    assert found is not None and found.reason in {Reason.SPEAKER, Reason.PARTIES}


def test_the_check_keeps_its_measured_accuracy() -> None:
    """The benchmark prints the sentences that are judged wrongly. docs/benchmarks.md has the figures."""
    annotator = Annotator.load()
    for path, kept, caught in ((PAIRS, 0.98, 0.95), (PAIRS.with_stem(f"{PAIRS.stem}_held_out"), 0.9, 0.9)):
        found = judged(annotator, path)
        true = [each.is_right for each in found if each.pair.kind == TRUE]
        false = [each.is_right for each in found if each.pair.kind != TRUE]
        assert sum(true) >= kept * len(true) and sum(false) >= caught * len(false)
