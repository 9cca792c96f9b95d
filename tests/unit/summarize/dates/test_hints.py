"""The quick checks before the patterns of dates: they never hide a date that a pattern would find."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.dates import calendar_dates, relative_dates, years
from functions.summarize.dates.calendar_dates import has_month, month_dates, numeric_dates
from functions.summarize.dates.hinted import BothCases, HintedPattern
from functions.summarize.dates.scan import dates_written

HINTED = {
    f"{module.__name__.rpartition('.')[2]}{name}": found
    for module in (calendar_dates, relative_dates, years)
    for name, found in vars(module).items()
    if isinstance(found, HintedPattern)
}

# What the patterns are made of, so that most generated sentences are nearly dates.
PIECES = st.sampled_from(
    "May march Sept. dec decided 5 13th 2019 1990 31.12.2019 2019-05-05 3/14/2020 ’90s 1990s spring last this year "
    "of Q3 400 BC AD 70 c. 250 ( ) , – - to second half quarter the ſept K İ ² ٣".split(" ")
)
SENTENCES = st.lists(PIECES, max_size=8).flatmap(lambda pieces: st.sampled_from([" ".join(pieces), "".join(pieces)]))


def places(matches: object) -> list[tuple[int, int]]:
    assert hasattr(matches, "__iter__")
    return [match.span() for match in matches]


def test_every_pattern_with_hints_is_checked() -> None:
    assert len(HINTED) == 12


@pytest.mark.parametrize("name", sorted(HINTED))
@given(st.data())
def test_every_match_of_a_pattern_has_one_of_its_hints(name: str, data: st.DataObject) -> None:
    hinted = HINTED[name]
    alphabet = st.characters(max_codepoint=0x2100, exclude_characters="ſıİ\u212a")
    sentence = data.draw(st.from_regex(hinted.pattern, alphabet=alphabet))
    expected = places(hinted.pattern.finditer(sentence))
    assert expected
    assert places(hinted.matches(BothCases.of(sentence))) == expected


@given(SENTENCES)
def test_a_sentence_without_the_name_of_a_month_has_no_date_with_one(sentence: str) -> None:
    if not has_month(BothCases.of(sentence)):
        assert not list(month_dates(sentence, has_digit=True))


@pytest.mark.parametrize("name", ["_ISO", "_NUMERIC"])
@given(st.data())
def test_every_date_in_digits_has_digits_with_a_mark_between_them(name: str, data: st.DataObject) -> None:
    sentence = data.draw(st.from_regex(getattr(calendar_dates, name)))
    match = getattr(calendar_dates, name).search(sentence)
    found = [written for written in numeric_dates(sentence, day_first=True) if written.start == match.start()]
    assert found or name == "_NUMERIC"
    assert calendar_dates._MARKED_DIGITS.search(match.group())


@given(SENTENCES)
def test_the_dates_of_a_sentence_do_not_depend_on_letters_that_case_makes_equal(sentence: str) -> None:
    plain = sentence.replace("ſ", "s").replace("\u212a", "K")
    assert dates_written(sentence, day_first=None) == dates_written(plain, day_first=None)
