"""Expectations of articles: words are found at the intended place, and ambiguous expectations are rejected."""

import pytest

from tests.support.articles import ExpectationError, ExpectedAttribution, Words, only_place, overlap, place

TEXT = (
    "The pilot said the fog came early.\n\n"
    "“The fog came early,” he said. “We waited for him.” Later he said\nthat he would wait again."
)


def expected(content: str, speaker: str | None, cue: str | None) -> ExpectedAttribution:
    return ExpectedAttribution(
        Words(speaker) if speaker else None, "the pilot", Words(cue) if cue else None, (Words(content),), "direct", ()
    )


def words_at(found: tuple[int, int] | None) -> str:
    assert found is not None
    return f"{found[0]}:{TEXT[slice(*found)]}"


def test_words_are_found_with_any_white_space_between_them() -> None:
    start, end = only_place(TEXT, Words("said that he"))
    assert TEXT[start:end] == "said\nthat he"


def test_only_whole_words_are_found() -> None:
    assert only_place("other the then", Words("the")) == (6, 9)
    assert only_place("“Yes,” she said, yes", Words("Yes,")) == (1, 5)


def test_words_that_are_not_there_are_refused_by_name() -> None:
    with pytest.raises(ExpectationError, match="'the captain' does not occur"):
        only_place(TEXT, Words("the captain"))


def test_words_at_two_places_are_rejected_without_an_occurrence() -> None:
    with pytest.raises(ExpectationError, match="'fog came early' occurs 2 times"):
        only_place(TEXT, Words("fog came early"))
    assert only_place(TEXT, Words.read({"text": "fog came early", "occurrence": 2}))[0] > 36
    with pytest.raises(ExpectationError, match="occurs 2 times, not 3"):
        only_place(TEXT, Words("fog came early", 3))


def test_the_speaker_is_the_nearest_to_the_content_and_the_cue_the_nearest_to_the_speaker() -> None:
    found = place(TEXT, expected("We waited for him.", "he", "said"))
    assert (words_at(found.speaker), words_at(found.cue)) == (
        f"{TEXT.index('he said')}:he",
        f"{TEXT.index('said. “')}:said",
    )
    found = place(TEXT, expected("that he would wait again", "he", "said"))
    assert words_at(found.speaker) == f"{TEXT.rindex('he said')}:he"
    assert words_at(found.cue) == f"{TEXT.rindex('said')}:said"


def test_a_speaker_as_near_on_either_side_is_refused() -> None:
    with pytest.raises(ExpectationError, match="'she' occurs twice at the same distance"):
        place("she “Yes,” she", expected("Yes,", "she", None))
    with pytest.raises(ExpectationError, match="occurs only inside the content"):
        place("“Yes, she said”", expected("Yes, she said", "she", None))


def test_overlap_counts_letters_and_digits_only() -> None:
    text = "“ab, cd” ef"
    assert overlap([(0, 8)], [(1, 3), (5, 7)], text) == 1.0
    assert overlap([(0, 8)], [(5, 11)], text) == pytest.approx(2 / 6)
    assert overlap([(0, 1)], [(0, 1)], text) == 0.0
