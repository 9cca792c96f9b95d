"""Which words of a sentence are what somebody says, and who says them."""

import pytest

from tests.support.statements import kept


def test_words_of_the_source_are_no_content() -> None:
    text = '"Nobody has priced it," said Ruth Okonjo, who wanted the marsh to be restored instead.'
    source = "Ruth Okonjo, who wanted the marsh to be restored instead"
    found = kept(text, source, "said", '"Nobody has priced it,"', "the marsh to be restored instead")
    assert found == (source, "said", ['"Nobody has priced it,"'])


def test_a_cue_ends_before_the_place_of_the_words() -> None:
    text = "“We can sell it once,” he writes in his report to the council."
    assert kept(text, "he", "writes in his", "“We can sell it once,”") == ("he", "writes", ["“We can sell it once,”"])


def test_a_relative_pronoun_that_is_the_object_of_the_cue_is_no_speaker() -> None:
    text = "It was a decision which the owner, Norrsund Ports, said it would challenge in court."
    assert kept(text, "which", "said", "it would challenge in court") is None
    text = "It was the owner, who has also said it would challenge the decision in court."
    assert kept(text, "who", "said", "it would challenge the decision in court") is not None


@pytest.mark.parametrize("bracket", [" [17", " ("])
def test_content_ends_before_a_bracket_that_opens(bracket: str) -> None:
    text = "Lindqvist reported that zinc slows the growth of the cells [17, 22] (in April)."
    text = text.replace(" [17", bracket)
    content = f"zinc slows the growth of the cells{bracket}"
    assert kept(text, "Lindqvist", "reported", content) == (
        "Lindqvist",
        "reported",
        ["zinc slows the growth of the cells"],
    )


@pytest.mark.parametrize(
    "text",
    [
        "Nor did Ann Lee ever claim that the quay is safe.",
        "It rained. Did Ann Lee claim that the quay is safe?",
        "The port asked why, but never once had Ann Lee claimed that the quay is safe.",
        "Had Ann Lee claimed that the quay is safe, the ferry would have sailed.",
        "If Ann Lee claims that the quay is safe, the ferry will sail.",
        "Nobody knows whether Ann Lee claimed that the quay is safe.",
    ],
)
def test_what_a_text_asks_supposes_or_denies_is_not_said(text: str) -> None:
    cue = next(word for word in ("claimed", "claims", "claim") if f" {word} " in text)
    assert kept(text, "Ann Lee", cue, "the quay is safe") is None


@pytest.mark.parametrize(
    "text",
    [
        "The port has closed, and Ann Lee claimed that the quay is safe.",
        "The ferry will sail if it can. Ann Lee claimed that the quay is safe.",
        "As it had to, Ann Lee claimed that the quay is safe.",
        "Ann Lee, who was told to wait, claimed that the quay is safe.",
    ],
)
def test_a_condition_elsewhere_leaves_a_statement(text: str) -> None:
    assert kept(text, "Ann Lee", "claimed", "the quay is safe") is not None


def test_a_negation_before_an_aside_belongs_to_the_cue() -> None:
    text = "Ann Lee did not, in any letter, claim that the quay is safe."
    found = kept(text, "Ann Lee", "claim", "the quay is safe")
    assert found is not None
    assert found[1] == "did not, in any letter, claim"


def test_narration_after_a_quotation_is_not_content() -> None:
    text = '"The quay is safe," says Ann Lee, not looking up from the map.'
    assert kept(text, "Ann Lee", "says", '"The quay is safe,"', "not looking up from the map") == (
        "Ann Lee",
        "says",
        ['"The quay is safe,"'],
    )


def test_words_missed_inside_a_clause_belong_to_it() -> None:
    text = "According to Ann Lee, the quay was built by a man who had seen in a dream that the sea would rise."
    pieces = ("the quay was built by", "a dream that the sea would rise")
    assert kept(text, "Ann Lee", "According to", *pieces) == (
        "Ann Lee",
        "According to",
        ["the quay was built by a man who had seen in a dream that the sea would rise"],
    )


def test_a_condition_at_the_start_of_its_sentence_belongs_to_content() -> None:
    text = "If the port says that it will sue, the quay may close, wrote Ann Lee."
    found = kept(text, "Ann Lee", "wrote", "it will sue, the quay may close")
    assert found is not None
    assert found[2] == ["If the port says that it will sue, the quay may close"]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Ann Lee is said to have written that the quay is safe.", "is said"),
        ("Ann Lee was told that the quay is safe.", "told"),
    ],
)
def test_who_is_told_or_said_to_do_something_is_not_the_speaker(text: str, cue: str) -> None:
    assert kept(text, "Ann Lee", cue, "the quay is safe") is None


def test_who_is_quoted_as_saying_something_is_the_speaker() -> None:
    text = "Ann Lee was quoted as saying that the quay is safe."
    assert kept(text, "Ann Lee", "was quoted as saying", "the quay is safe") is not None


def test_narration_before_an_introduced_quotation_is_not_content() -> None:
    text = 'Ann Lee (yes, his sister; no, they do not talk), said: "The quay is safe."'
    found = kept(text, "Ann Lee", "said", "no, they do not talk", '"The quay is safe."')
    assert found is not None
    assert found[2] == ['"The quay is safe."']


def test_a_speaker_inside_a_quotation_says_no_more_than_the_sentence() -> None:
    text = "“Bo told me the lock broke. The clerk told Bo the lock broke on Monday,” Ann Lee wrote."
    assert kept(text, "The clerk", "told Bo", "the lock broke. The", "the lock broke on Monday") == (
        "The clerk",
        "told Bo",
        ["the lock broke on Monday"],
    )


def test_a_nested_quotation_ends_before_the_words_of_the_outer_speaker() -> None:
    text = "“My aunt said to him, 'They will blame the tide.' And so they did,” Ann Lee recalled."
    assert kept(text, "My aunt", "said to him", "'They will blame the tide.' And so they did") == (
        "My aunt",
        "said to him",
        ["'They will blame the tide.'"],
    )


def test_a_quotation_after_a_sentence_of_somebody_else_is_left_out() -> None:
    text = 'Her brother had said, "Take the early boat home." Ann took the late one. "I never believed a word of his."'
    quoted = '"Take the early boat home."'
    assert kept(text, "Her brother", "had said", quoted, '"I never believed a word of his."') == (
        "Her brother",
        "had said",
        [quoted],
    )


def test_a_quotation_before_another_sentence_is_left_out() -> None:
    text = 'To the man, in May: "I never talk to them." Of the harbour Lee would say only that it was gone for good.'
    assert kept(text, "Lee", "would say only", '"I never talk to them."', "it was gone for good") == (
        "Lee",
        "would say only",
        ["it was gone for good"],
    )


@pytest.mark.parametrize(
    ("sentence", "source", "whole"),
    [
        ("A clerk opened the door and said that the quay is safe.", "A clerk opened the door", "A clerk"),
        ("Her cousin Ann went abroad but wrote that the quay is safe.", "Her cousin Ann went abroad", "Her cousin Ann"),
        ("Ann Lee was late and said that the quay is safe.", "Ann Lee was late", "Ann Lee"),
        ("A clerk (nobody knows him said that the quay is safe.", "A clerk (nobody knows him", "A clerk"),
        ("The plan (a draft) says that the quay is safe.", "The plan (a draft", "The plan (a draft)"),
        ("A clerk she’s met said that the quay is safe.", "A clerk she’", "A clerk"),
        ("A clerk who was late said that the quay is safe.", "A clerk who was late", "A clerk who was late"),
        ("The would-be owner said that the quay is safe.", "The would-be owner", "The would-be owner"),
        ("Her allies have in the past said that the quay is safe.", "Her allies have in the past", "Her allies"),
        ("Ann Lee and Bo Hale said that the quay is safe.", "Ann Lee and Bo Hale", "Ann Lee and Bo Hale"),
    ],
)
def test_a_source_is_a_noun_phrase(sentence: str, source: str, whole: str) -> None:
    cue = next(word for word in ("said", "says", "wrote") if word in sentence)
    found = kept(sentence, source, cue, "the quay is safe")
    assert found is not None
    assert found[0] == whole


def test_a_clause_without_a_clear_subject_is_no_source() -> None:
    text = "Run by the port and told us that the quay is safe."
    assert kept(text, "Run by the port", "told us", "the quay is safe") is None


def test_a_speaker_after_an_inverted_cue_is_not_the_subject_before_it() -> None:
    text = 'The ferry was built last week, "though I hear", says Lee, "that it may leak".'
    assert kept(text, "The ferry was built last week", "says", '"though I hear"', '"that it may leak"') == (
        "Lee",
        "says",
        ['"though I hear"', '"that it may leak"'],
    )
    text = "The new version, said Tom, was that the ferry had turned around."
    assert kept(text, "The new version", "said", "was that the ferry had turned around") == (
        "Tom",
        "said",
        ["The new version", "was that the ferry had turned around"],
    )


def test_a_speaker_inside_the_content_does_not_report_it() -> None:
    text = "Objectors say that they were told by the architect that the quay would be kept."
    assert kept(text, "the architect", "say", "they were told by", "the quay would be kept") is None


@pytest.mark.parametrize(
    ("sentence", "marked", "content"),
    [
        ("Ann Lee said it rained, because she saw it.", "it rained, because", "it rained"),
        (
            "Ann Lee said it rained all day, though there is no record.",
            "it rained all day, though",
            "it rained all day",
        ),
        ("Ann Lee said it rained all day, though.", "it rained all day, though", "it rained all day, though"),
        ("Ann Lee told the crew that it rained all day.", "the crew that it rained all day", "it rained all day"),
        ("Ann Lee told Bo Hale that it rained all day.", "Bo Hale that it rained all day", "it rained all day"),
        (
            'Ann Lee said it was "a wet day", a remark nobody heard.',
            'it was "a wet day", a remark nobody heard',
            'it was "a wet day"',
        ),
        (
            'Ann Lee said it was "a wet day", and that nobody came.',
            'it was "a wet day", and that nobody came',
            'it was "a wet day", and that nobody came',
        ),
    ],
)
def test_content_is_what_the_speaker_says(sentence: str, marked: str, content: str) -> None:
    cue = "told" if "told" in sentence else "said"
    found = kept(sentence.replace('"', "”"), "Ann Lee", cue, marked.replace('"', "”"))
    assert found is not None
    assert found[2] == [content.replace('"', "”")]


@pytest.mark.parametrize("content", ["he was", "she has not", "even the pilot doesn't", "it might not"])
def test_a_clause_without_its_predicate_says_nothing(content: str) -> None:
    assert kept(f"Bo says he left. Ann Lee says {content}.", "Ann Lee", "says", content) is None
    whole = f"{content} left the quay"
    assert kept(f"Ann Lee said {whole}.", "Ann Lee", "said", whole) == ("Ann Lee", "said", [whole])


def test_words_beside_an_introduced_quotation_are_the_narrators() -> None:
    text = 'His son read from the letter, which nobody else had seen: "The quay is safe."'
    assert kept(text, "His son", "read", "nobody else had seen", '"The quay is safe."') == (
        "His son",
        "read",
        ['"The quay is safe."'],
    )
    text = "When the storm came he told me that it was safe."
    assert kept(text, "he", "told me", "When the storm came", "it was safe") == ("he", "told me", ["it was safe"])
    text = "They look for “a safe quay,” a pilot told me, and for calm water."
    assert kept(text, "a pilot", "told me", "They look for “a safe quay,”", "and for calm water") == (
        "a pilot",
        "told me",
        ["They look for “a safe quay,”", "and for calm water"],
    )


def test_the_start_of_a_clause_before_its_cue_is_no_addressee() -> None:
    text = "People that smoke pay more, she told us."
    assert kept(text, "she", "told", "People that smoke pay more") == ("she", "told", ["People that smoke pay more"])


def test_a_day_after_a_cue_is_no_speaker_but_a_name_in_day_is() -> None:
    text = "The gate, it was agreed, is open. It, said {}, is late."
    assert kept(text.format("Halliday"), "It", "said", "is late") == ("Halliday", "said", ["It", "is late"])
    assert kept(text.format("Tuesday"), "It", "said", "is late") is None


@pytest.mark.parametrize("source", ["Nobody", "No official", "None of the clerks", "Neither Ann Lee nor Bo Hale"])
def test_what_nobody_says_is_no_statement(source: str) -> None:
    text = f"{source} said that the crane was safe."
    assert kept(text, source, "said", "the crane was safe") is None


@pytest.mark.parametrize("source", ["No Labels", "No 10", "Norfolk"])
def test_a_name_that_begins_as_a_negation_speaks(source: str) -> None:
    text = f"{source} said that the crane was safe."
    assert kept(text, source, "said", "the crane was safe") == (source, "said", ["the crane was safe"])


@pytest.mark.parametrize("rest", ["whether the crane was safe, paused", "about the crane at the port, paused"])
def test_who_is_asked_after_a_comma_is_not_the_speaker(rest: str) -> None:
    text = f"A clerk, asked {rest}."
    assert kept(text, "A clerk", "asked", rest.split(" ", 1)[1]) is None


def test_who_asks_after_an_aside_is_the_speaker() -> None:
    text = "The chair, Judge Ann Lee, asked whether the crane was safe."
    found = kept(text, "Judge Ann Lee", "asked", "whether the crane was safe")
    assert found == ("Judge Ann Lee", "asked", ["whether the crane was safe"])


def test_what_somebody_asks_himself_is_no_statement() -> None:
    text = "Bo Hale asked himself why the crane had moved."
    assert kept(text, "Bo Hale", "asked", "why the crane had moved") is None
    text = "Bo Hale called himself a friend of the port."
    assert kept(text, "Bo Hale", "called", "himself a friend of the port") is not None


def test_a_pronoun_has_no_article() -> None:
    text = "In the last of these he wrote that the crane was safe."
    assert kept(text, "he", "wrote", "the crane was safe") == ("he", "wrote", ["the crane was safe"])


@pytest.mark.parametrize(
    ("sentence", "source", "whole"),
    [
        ("One of the ministers said that the port is safe.", "ministers", "One of the ministers"),
        ("By her own account said the port is safe.", "her own", "her"),
    ],
)
def test_a_source_has_its_quantity_and_no_word_without_its_noun(sentence: str, source: str, whole: str) -> None:
    assert kept(sentence, source, "said", "the port is safe") == (whole, "said", ["the port is safe"])


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("a study led by the University of Avon", "a study led by the University of Avon"),
        ("a study led by two of its members", "a study"),
    ],
)
def test_a_source_does_not_end_in_a_preposition(written: str, whole: str) -> None:
    text = f"The port is safe, according to {written} and printed today."
    found = kept(text, "a study led by", "according to", "The port is safe")
    assert found == (whole, "according to", ["The port is safe"])


def test_a_cue_has_the_verb_after_used_to() -> None:
    text = "Bo Hale used to tell visitors that the crane was safe."
    assert kept(text, "Bo Hale", "used to", "the crane was safe") == ("Bo Hale", "used to tell", ["the crane was safe"])


def test_a_preposition_is_no_cue() -> None:
    text = "He said, through the interpreter: “The crane was safe all day.”"
    assert kept(text, "the interpreter", "through", "“The crane was safe all day.”") is None
