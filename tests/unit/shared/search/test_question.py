"""Questions: their words, and the names that they may contain."""

import pytest

from shared.search.question import MOST_TERMS, QuestionError, Word, question_of


def word(text: str, term: str) -> Word:
    return next(each for each in question_of(text).words if each.term == term)


def test_a_question_has_each_word_once() -> None:
    assert [each.term for each in question_of("Mayor, mayors and MAYOR!").words] == ["mayor", "and"]


def test_a_word_can_be_the_family_name_of_a_person() -> None:
    assert ("PERSON", "assad") in word("Bashar al-Assad", "assad").names
    assert ("PERSON", "assad") not in word("Bashar al-Assad", "bashar").names


def test_several_words_can_be_the_name_of_an_organization() -> None:
    names = word("did the Ministry of Trade say", "trade").names
    assert ("ORGANIZATION", "ministry of trade") in names
    assert names & word("did the Ministry of Trade say", "ministri").names


def test_other_names_of_a_country_stand_for_its_usual_name() -> None:
    assert ("LOCATION", "united states") in word("US sanctions", "us").names


def test_function_words_are_optional_but_abbreviations_are_not() -> None:
    assert [each.optional for each in question_of("the US may").words] == [True, False, True]


def test_an_optional_word_stays_if_a_document_is_indexed_under_it() -> None:
    question = question_of("the Theresa May")
    kept = question.restricted(set(), {("PERSON", "may")})
    assert [each.term for each in kept.words] == ["theresa", "may"]
    assert [each.term for each in question.restricted({"the"}, set()).words] == ["the", "theresa"]


@pytest.mark.parametrize("text", ["", "  ", "?!", "x" * 201, " ".join(f"word{n}" for n in range(MOST_TERMS + 1))])
def test_a_question_that_cannot_be_answered_is_rejected_with_advice(text: str) -> None:
    with pytest.raises(QuestionError, match=r"Use at most|Ask for"):
        question_of(text)
