"""Attributions that are one statement: whole parts in one passage of the document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.attributions.drafts import Draft, TextRange
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.quotations import find_quotations
from functions.summarize.attributions.structure import well_formed
from functions.summarize.sentences.sentences import sentences_of
from shared.documents.document import Block, BlockKind
from tests.support.properties import examples

Parts = tuple[str | None, str, list[str]]


def blocks_of(text: str, heading: str = "") -> list[Block]:
    """Return the paragraphs between blank lines, where a paragraph that is `heading` is one."""
    blocks, start = [], 0
    for paragraph in text.split("\n\n"):
        kind = BlockKind.HEADING if paragraph == heading else BlockKind.PARAGRAPH
        blocks.append(Block(kind=kind, start=start, end=start + len(paragraph)))
        start += len(paragraph) + 2
    return [block for block in blocks if block.start < block.end]


def kept(text: str, source: str | None, cue: str, *content: str, heading: str = "") -> Parts | None:
    """Return the parts of the attribution after `well_formed`, None if it is left out."""

    def place(part: str, after: int = 0) -> TextRange:
        return text.index(part, after), text.index(part, after) + len(part)

    blocks = blocks_of(text, heading)
    layout = Layout(text, blocks, [(each.start, each.end) for each in sentences_of(text, blocks)])
    quotations = find_quotations(text, blocks)
    pieces = tuple(place(piece) for piece in content)
    direct = any(text[start] in '“"' for start, _ in pieces)
    drafts = [Draft((place(source),) if source else (), place(cue), pieces, direct)]
    found = well_formed(text, drafts, layout, quotations)
    if not found:
        return None
    (draft,) = found
    assert draft.cue is not None
    spoken = text[slice(*draft.source[0])] if draft.source else None
    return spoken, text[slice(*draft.cue)], [text[slice(*piece)] for piece in draft.content]


def test_content_stays_in_the_block_of_its_cue() -> None:
    text = "The quay is old and the crane\n\nAnn Lee said that the quay is safe.\n\nThe crane is new."
    assert kept(text, "Ann Lee", "said", "the crane", "the quay is safe.\n\nThe crane") == (
        "Ann Lee",
        "said",
        ["the quay is safe."],
    )


def test_content_stays_in_the_sentence_of_its_cue() -> None:
    text = "Ann Lee said the quay is safe. The following is the statement of the port."
    assert kept(text, "Ann Lee", "said", "the quay is safe", "The following is the statement") == (
        "Ann Lee",
        "said",
        ["the quay is safe"],
    )


def test_content_stays_in_its_item_of_a_list() -> None:
    text = "1.1 The hirer agrees that the boat is sound.\n1.2 The owner keeps the key."
    assert kept(text, "The hirer", "agrees", "the boat is sound.\n1.2 The owner keeps the key") == (
        "The hirer",
        "agrees",
        ["the boat is sound."],
    )


def test_a_quotation_may_continue_in_the_next_block() -> None:
    text = "“The quay is safe,” Ann Lee said. “We looked at it twice.\n\n“Then we looked again.”\n\nThe crane is new."
    found = kept(text, "Ann Lee", "said", "“The quay is safe,”", "“We looked at it twice.\n\n“Then we looked again.”")
    assert found == ("Ann Lee", "said", ["“The quay is safe,”", "“We looked at it twice.\n\n“Then we looked again.”"])


def test_a_colon_introduces_a_quotation_in_the_next_block() -> None:
    text = "Ann Lee wrote:\n\n“The quay is safe.”\n\nThe crane is new."
    assert kept(text, "Ann Lee", "wrote", "“The quay is safe.”") == ("Ann Lee", "wrote", ["“The quay is safe.”"])


def test_a_quotation_inside_another_block_belongs_to_that_block() -> None:
    text = "Ann Lee said the quay is safe.\n\nAt noon, “it is not safe at all,” Bo Hale shouted."
    found = kept(text, "Ann Lee", "said", "the quay is safe", "“it is not safe at all,”")
    assert found == ("Ann Lee", "said", ["the quay is safe"])


@pytest.mark.parametrize(
    ("source", "cue", "content"),
    [
        ("Harbour news", "reports", "on the crane"),  # in a heading
        ("Ann Lee", "said", "the quay"),  # in different blocks
        ("2", "said", "the quay is safe"),
        ("¹", "said", "the quay is safe"),
        ("Ann Lee", "1", "the quay is safe"),
        ("Ann Lee", ":", "the quay is safe"),
        ("Ann Lee", "Results", "the quay is safe"),
        (None, "said", "the quay is safe"),
        ("Ann Lee", "said that", "it"),
    ],
)
def test_what_is_no_statement_is_left_out(source: str | None, cue: str, content: str) -> None:
    text = (
        "Harbour news reports on the crane\n\nThe quay, in Ann Lee's words.\n\n"
        "Results: 2 ¹ said that it 1 : the quay is safe."
    )
    assert kept(text, source, cue, content, heading="Harbour news reports on the crane") is None


@pytest.mark.parametrize(
    ("text", "source", "cue", "whole"),
    [
        ("The mayor decides that the old quay stays.", "The", "decides", "The mayor"),
        ("The council of the port has decided that the old quay stays.", "The", "decided", "The council of the port"),
        ("Then the mayor said that the old quay stays.", "mayor", "said", "the mayor"),
        ("Ann Lee Berg said that the old quay stays.", "Ann Lee", "said", "Ann Lee Berg"),
        ("A. Lee² said that the old quay stays.", "A. Lee²", "said", "A. Lee"),
        ("A. Lee [3] said that the old quay stays.", "A. Lee [3]", "said", "A. Lee"),
        (
            "Ann Lee, who runs the port and wanted it closed, said that the old quay stays.",
            "Ann Lee, who runs the port and wanted",
            "said",
            "Ann Lee, who runs the port and wanted it closed",
        ),
        ("Ann Lee, the mayor, said that the old quay stays.", "Ann Lee, the mayor,", "said", "Ann Lee, the mayor"),
    ],
)
def test_a_source_is_a_whole_noun_phrase(text: str, source: str, cue: str, whole: str) -> None:
    found = kept(text, source, cue, "the old quay stays")
    assert found is not None
    assert found[0] == whole


def test_it_is_nobody_before_a_passive() -> None:
    assert kept("It was agreed that the quay is safe.", "It", "was agreed", "the quay is safe") is None
    assert kept("It denied that the quay is safe.", "It", "denied", "the quay is safe") is not None


def test_an_inverted_cue_takes_the_speaker_directly_after_it() -> None:
    text = "“The quay is safe,” said Ann Lee. Bo Hale walked home."
    assert kept(text, "Bo Hale", "said", "“The quay is safe,”") == ("Ann Lee", "said", ["“The quay is safe,”"])


@pytest.mark.parametrize(
    ("sentence", "cue", "content", "whole"),
    [
        (
            "Lee rejected the claim that the quay is safe.",
            "rejected",
            "the quay is safe",
            "the claim that the quay is safe.",
        ),
        (
            "Lee voiced the suspicion that bills are false.",
            "voiced",
            "bills are false",
            "the suspicion that bills are false.",
        ),
        ("Lee found no evidence that the quay sank.", "found", "the quay sank", "no evidence that the quay sank."),
        (
            "Lee said there was no evidence that the quay sank.",
            "said",
            "the quay sank",
            "there was no evidence that the quay sank.",
        ),
        ("Lee told the council that the quay is safe.", "told", "the quay is safe", "the quay is safe."),
        ("Lee said the same day that the quay is safe.", "said", "the quay is safe", "the quay is safe."),
        ("Lee denied that the quay is safe.", "denied", "the quay is safe", "the quay is safe."),
    ],
)
def test_a_noun_that_carries_the_clause_stays_with_it(sentence: str, cue: str, content: str, whole: str) -> None:
    found = kept(sentence, "Lee", cue, content + ".")
    assert found == ("Lee", cue, [whole])


@pytest.mark.parametrize(
    ("cue", "whole"),
    [
        ("did not say", "did not say"),
        ("would not say", "would not say"),
        ("has yet to say", "has yet to say"),
        ("refused to say", "refused to say"),
        ("never said", "never said"),
        ("didn’t say", "didn’t say"),
        ("said", "said"),
    ],
)
def test_the_negation_of_a_cue_belongs_to_it(cue: str, whole: str) -> None:
    text = f"Lee {cue} whether the quay is safe."
    assert kept(text, "Lee", cue.split()[-1], "whether the quay is safe") == (
        "Lee",
        whole,
        ["whether the quay is safe"],
    )


def test_a_source_ends_where_the_content_begins() -> None:
    text = "According to the Harbour Index Professor Hale is the best known engineer."
    assert kept(text, "the Harbour Index", "According to", "Professor Hale is the best known engineer") == (
        "the Harbour Index",
        "According to",
        ["Professor Hale is the best known engineer"],
    )


def test_a_source_ends_with_its_passage() -> None:
    text = "The quay is safe, said Ann\nHarbour news follows."
    blocks = [
        Block(kind=BlockKind.PARAGRAPH, start=0, end=26),
        Block(kind=BlockKind.PARAGRAPH, start=27, end=len(text)),
    ]
    layout = Layout(text, blocks, [(each.start, each.end) for each in sentences_of(text, blocks)])
    (found,) = well_formed(text, [Draft(((23, 26),), (18, 22), ((0, 16),), direct=False)], layout, [])
    assert text[slice(*found.source[0])] == "Ann"


@pytest.mark.parametrize("adverbial", ["in the second report", "at the party", "on a local radio show"])
def test_an_adverbial_does_not_carry_a_clause(adverbial: str) -> None:
    found = kept(f"Lee said {adverbial} that the quay is safe.", "Lee", "said", "the quay is safe")
    assert found == ("Lee", "said", ["the quay is safe"])


def test_a_noun_in_another_block_does_not_carry_a_clause() -> None:
    text = "The court heard the strong suspicion\n\nthat that the quay was sold, Lee said."
    assert kept(text, "Lee", "said", "that the quay was sold") == ("Lee", "said", ["the quay was sold"])


def test_punctuation_is_no_start_of_an_interrupted_clause() -> None:
    text = ", she said, had promised to keep the quay."
    assert kept(text, "she", "said", "had promised to keep the quay") == (
        "she",
        "said",
        ["had promised to keep the quay"],
    )


def test_an_interrupted_clause_keeps_its_subject() -> None:
    text = "Hale, she said, had promised to keep the quay."
    assert kept(text, "she", "said", "had promised to keep the quay") == (
        "she",
        "said",
        ["Hale", "had promised to keep the quay"],
    )


@pytest.mark.parametrize(
    ("text", "content", "trimmed"),
    [
        ("Lee said that the quay is safe, and left.", "that the quay is safe,", "the quay is safe"),
        ("Lee said , the quay is safe ; he left.", ", the quay is safe ;", "the quay is safe"),
        (
            "Lee said it is common in the whole region, they hope.",
            "it is common in the",
            "it is common in the whole region",
        ),
        ("Lee said the closing would ruin her, they hope.", "the closing would ruin her", "the closing would ruin her"),
        ("Lee vowed to keep it open and said so on Monday, they hope.", "to keep it open and", "to keep it open"),
        ("Lee called that quay a ruin.", "that quay a ruin", "that quay a ruin"),
        (
            "Lee said “the quay is a very safe one” and left.",
            "“the quay is a very safe",
            "“the quay is a very safe one”",
        ),
        (
            "Lee said “the quay is a very safe one” and left.",
            "quay is a very safe one",
            "“the quay is a very safe one”",
        ),
        ("Lee said the quay is “safe and sound.”", "“safe and sound", "“safe and sound.”"),
    ],
)
def test_content_is_trimmed(text: str, content: str, trimmed: str) -> None:
    found = kept(text, "Lee", text.split()[1], content)
    assert found is not None
    assert found[2] == [trimmed]


WORDS = st.sampled_from('Lee Hale he the that no claim said not “ ” " , . : \n \n\n 1. quay'.split(" "))


@examples(100)
@given(
    st.lists(WORDS, max_size=40).map(" ".join),
    st.lists(st.tuples(*[st.integers(0, 200)] * 6), max_size=6),
)
def test_any_drafts_give_parts_inside_the_text(text: str, places: list[tuple[int, ...]]) -> None:
    def span(first: int, second: int) -> TextRange:
        start, end = sorted((first % (len(text) + 1), second % (len(text) + 1)))
        return start, max(end, start + 1)

    blocks = blocks_of(text)
    layout = Layout(text, blocks, [(each.start, each.end) for each in sentences_of(text, blocks)])
    drafts = [
        Draft((span(a, b),) if a % 3 else (), span(c, d), (span(e, f),), f % 2 == 0) for a, b, c, d, e, f in places
    ]
    for found in well_formed(text + " ", drafts, layout, find_quotations(text, blocks)):
        assert found.cue is not None
        for start, end in (*found.source, found.cue, *found.content):
            assert 0 <= start < end <= len(text) + 1
            assert text[start:end].strip()


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


@pytest.mark.parametrize(("name", "source"), [("Halliday", "Halliday"), ("Tuesday", "It")])
def test_a_day_after_a_cue_is_no_speaker_but_a_name_in_day_is(name: str, source: str) -> None:
    text = f"The gate, it was agreed, is open. It, said {name}, is late."
    assert kept(text, "It", "said", "is late") == (source, "said", ["is late"])
