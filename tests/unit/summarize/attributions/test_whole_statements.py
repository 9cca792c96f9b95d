"""True statements that the rules about fragments, nobodies and datelines leave whole."""

import pytest

from tests.support.statements import kept


@pytest.mark.parametrize(
    "source", ["No fewer than forty residents", "No less than the mayor", "None other than Ann Lee", "Nobody’s Child"]
)
def test_somebody_speaks(source: str) -> None:
    found = kept(f"{source} said that the dam leaks.", source, "said", "the dam leaks")
    assert found == (source, "said", ["the dam leaks"])


@pytest.mark.parametrize("source", ["No-one", "No party", "Few"])
def test_nobody_speaks(source: str) -> None:
    assert kept(f"{source} said that the dam leaks.", source, "said", "the dam leaks") is None


@pytest.mark.parametrize("cue", ["pointed to", "pointed again to", "alluded to"])
def test_what_somebody_points_to_is_no_addressee(cue: str) -> None:
    found = kept(f"Ann Lee {cue} the risk that the dam may burst.", "Ann Lee", cue, "the dam may burst")
    assert found == ("Ann Lee", cue, ["the risk that the dam may burst"])


@pytest.mark.parametrize("after", [" but Bo Hale left.", "\n\nHarbour news, today."])
def test_a_clause_that_ends_in_an_auxiliary_takes_no_words_of_another(after: str) -> None:
    content = "the port was as safe as it was"
    found = kept(f"Ann Lee said {content}{after}", "Ann Lee", "said", content)
    assert found == ("Ann Lee", "said", [content])


@pytest.mark.parametrize("before", ["The plan, which", "Bo Hale sold a plan that"])
def test_a_quotation_in_a_predicate_without_its_subject_stays(before: str) -> None:
    content = "was “a disaster for the town”"
    found = kept(f"{before} Ann Lee said {content}, is dropped.", "Ann Lee", "said", content)
    assert found == ("Ann Lee", "said", ["“a disaster for the town”"])


def test_a_predicate_after_a_colon_needs_no_subject() -> None:
    found = kept("Ann Lee replied: can hold for years.", "Ann Lee", "replied", "can hold for years")
    assert found == ("Ann Lee", "replied", ["can hold for years"])


@pytest.mark.parametrize(
    ("head", "content"), [("The answer is", "to close the port for a year"), ("If he had", "the port would close")]
)
def test_a_clause_is_interrupted_after_its_auxiliary(head: str, content: str) -> None:
    found = kept(f"{head}, Ann Lee said, {content}.", "Ann Lee", "said", content)
    assert found == ("Ann Lee", "said", [head, content])


@pytest.mark.parametrize("content", ["“It leaks badly.”", "it leaks badly"])
def test_a_question_before_a_tag_is_no_interrupted_clause(content: str) -> None:
    found = kept(f"Asked how it was, Ann Lee said, {content}", "Ann Lee", "said", content)
    assert found == ("Ann Lee", "said", [content])


def test_capitals_in_a_sentence_are_no_dateline() -> None:
    content = "COVID – unlike flu – is a risk all year"
    assert kept(f"{content}, Ann Lee said.", "Ann Lee", "said", content) == ("Ann Lee", "said", [content])


@pytest.mark.parametrize(
    "content", ["had the port closed, the crew would have left", "should it close, all would leave"]
)
def test_that_before_a_condition_is_a_conjunction(content: str) -> None:
    found = kept(f"Ann Lee said that {content}.", "Ann Lee", "said", f"that {content}")
    assert found == ("Ann Lee", "said", [content])


@pytest.mark.parametrize("source", ["Everyone she worked with", "The company he works for"])
def test_a_source_may_end_in_a_preposition(source: str) -> None:
    assert kept(f"{source} said that it leaks.", source, "said", "it leaks") == (source, "said", ["it leaks"])
    source = source[0].lower() + source[1:]
    assert kept(f"“It leaks,” said {source}.", source, "said", "“It leaks,”") == (source, "said", ["“It leaks,”"])


@pytest.mark.parametrize("adverb", ["Then", "Perhaps", "Recently"])
def test_two_speakers_after_an_adverb_are_no_clause(adverb: str) -> None:
    source = f"{adverb} the mayor and the council"
    assert kept(f"{source} said that it leaks.", source, "said", "it leaks") == (source, "said", ["it leaks"])


@pytest.mark.parametrize("after", ["", " to me"])
def test_a_cue_at_the_end_of_a_quotation_reports_the_next_one(after: str) -> None:
    text = f"“And then he said{after},” Ann Lee recalled, “that the dam leaks.”"
    assert kept(text, "he", "said", "“that the dam leaks.”") == ("he", "said", ["“that the dam leaks.”"])


def test_what_a_speaker_does_after_a_whole_quotation_is_no_content() -> None:
    content = "“It leaks badly,” and let everyone wait"
    found = kept(f"Ann Lee said {content}.", "Ann Lee", "said", content)
    assert found == ("Ann Lee", "said", ["“It leaks badly,”"])


@pytest.mark.parametrize(
    "content",
    [
        "“it leaks badly,” and that nobody cares",
        "“a leak” and a danger",
        "“a leak,” and a danger to the town",
        "“unsafe,” but not beyond repair",
        "“it leaks,” and the town would pay for it",
        "“it leaks,” and added “nobody cares”",
    ],
)
def test_what_a_speaker_says_after_a_quotation_is_content(content: str) -> None:
    found = kept(f"Ann Lee wrote {content}.", "Ann Lee", "wrote", content)
    assert found == ("Ann Lee", "wrote", [content])
