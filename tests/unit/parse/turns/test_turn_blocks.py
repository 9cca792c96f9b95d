"""Blocks of kind `turn`: which texts are transcripts, who speaks, and where the words begin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.turns.turn_blocks import with_turns
from shared.documents.document import BlockKind, BlockText
from tests.support.documents import heading, paragraph
from tests.support.properties import examples

DEBATE = (
    "INGRID DAHL, MAYOR: We open the debate on the sea wall.",
    "TOM OKORO (GREENS): The wall is cracked. I ask for a second report.",
    "RUTH ASAD: The report would cost 40,000 crowns.",
    "OKORO: A flood costs more than that.",
    "DAHL: We vote tomorrow.",
)
TRANSCRIPTS = {
    "debate": DEBATE,
    "questions": ("Q: Who built the mill?", "A: My father did, in 1931.", "Q: Does it turn?", "A: It turns in spring."),
    "court": (
        "THE COURT: Call your witness.",
        "MR. HOLT: The defence calls Sara Penn.",
        "THE WITNESS: Good morning.",
        "Q. Where were you that night?",
        "A. I was at the mill.",
        "MR. HOLT: I have nothing further.",
        "THE COURT: The witness may step down.",
    ),
    "record": (
        "The PRESIDING OFFICER. The Senator from the coast is recognized.",
        "Mr. HALE. I rise to speak about the bridge.",
        "Ms. ORTIZ. Will the Senator yield for a question?",
        "Mr. HALE. I yield.",
    ),
    "podcast": (
        "Zed: Were you on the island?",
        "Kip: I took the night boat.",
        "Zed: Did you sleep?",
        "Kip: I did not.",
    ),
    "initials": (
        "MW: What did you see on the slope?",
        "NS: I saw cracks of two metres.",
        "MW: Did you tell the mayor?",
        "NS: I told him on the same day.",
    ),
    "chat": ("[12:03] ann: are you at the quay?", "[12:04] ben_c: yes, the ferry is late", "[12:05] ann: as ever then"),
    "irc": ("[12:03] <ann> did you see the build", "[12:04] <ben_c> it fails on mine", "[12:05] <ann> mine fails too"),
    "meeting": (
        "Hanne Moe  0:03\nWe begin with the roof.",
        "Olu Ade  0:12\nIt leaks again.",
        "Hanne Moe  0:31\nGo ahead.",
    ),
    "captions": (">> ANN: The storm is near.", ">> BEN: How near is it?", ">> ANN: An hour, at the most."),
}
OTHERS = {
    "form": (
        "Name: Ann Lee\nDate: 4 May 2026\nNote: please call in the afternoon.",
        "Name: Ben Cole\nDate: 5 May 2026\nNote: please do not ring.",
        "Name: Tom Pell\nDate: 6 May 2026\nNote: the dog bites.",
    ),
    "recipes": (
        "Ingredients: 200 g flour, three eggs.",
        "Method: Beat the eggs. Do you have a whisk? Use it.",
        "Ingredients: 300 g flour, plums.",
        "Method: Stone the plums. Bake them for an hour.",
    ),
    "glossary": ("Anchor: a thing that holds a boat.", "Bilge: the lowest part.", "Keel: the beam along the bottom."),
    "log": (
        "[12:03:01] ERROR: The disk is full.",
        "[12:03:02] INFO: You can ignore this.",
        "[12:03:05] ERROR: The disk is still full.",
        "[12:03:07] INFO: Retrying the write now.",
    ),
    "headers": ("From: Ann Lee\nTo: Ben Cole\nSubject: The mill", "From: Ben Cole\nTo: Ann Lee\nSubject: Re: The mill"),
    "warnings": ("WARNING: Never open the case.", "NOTE: The parts are hot.", "WARNING: Keep it dry."),
    "reports": (
        "Expected Result: You see the list of boats.",
        "Actual Result: I see an empty page.",
        "Expected Result: You can save the form.",
        "Actual Result: I get an error.",
    ),
    "minutes": (
        "Key Points: We repaired the roof.",
        "Next Steps: You call the painter.",
        "Key Points: The painter came.",
        "Next Steps: I pay the painter.",
    ),
    "reviews": (
        "Pros: It is light and you can fold it.",
        "Cons: It is loud.",
        "Pros: I like it.",
        "Cons: You need two.",
    ),
    "list": ("A. The roof leaks.", "B. The door sticks.", "A. The roof is new.", "B. The door is new."),
    "scores": ("Ann Lee: 12", "Ben Cole: 9", "Ann Lee: 14", "Ben Cole: 11"),
    "programme": (
        "09:00 Panel Discussion: The future of the ports.",
        "11:00 Poster Session: All papers of the day.",
        "13:00 Panel Discussion: The cost of dredging.",
        "15:00 Poster Session: The papers of the students.",
    ),
    "one label": ("Tip: Salt the water.", "Tip: Stir it.", "Tip: Do you like garlic? Add some."),
}


def kinds(blocks: list[BlockText]) -> list[tuple[str, str | None]]:
    """Return the kind and the speaker of each block."""
    return [(block.kind.value, block.speaker) for block in blocks]


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_each_turn_of_a_transcript_is_a_block(name: str) -> None:
    lines = TRANSCRIPTS[name]
    turns = with_turns([paragraph(line) for line in lines])
    assert [turn.text for turn in turns] == list(lines)
    assert {turn.kind for turn in turns} == {BlockKind.TURN}
    in_one_paragraph = with_turns([paragraph("\n".join(lines))])
    assert in_one_paragraph == turns


@pytest.mark.parametrize("name", OTHERS)
def test_labels_that_name_no_speakers_are_left_alone(name: str) -> None:
    blocks = [paragraph(line) for line in OTHERS[name]]
    assert with_turns(blocks) == blocks
    joined = [paragraph("\n".join(OTHERS[name]))]
    assert with_turns(joined) == joined


def test_a_turn_has_the_name_without_role_party_and_time() -> None:
    turns = with_turns([paragraph(line) for line in DEBATE])
    assert [turn.speaker for turn in turns] == ["INGRID DAHL", "TOM OKORO", "RUTH ASAD", "OKORO", "DAHL"]
    assert turns[1].text[turns[1].spoken_from :] == "The wall is cracked. I ask for a second report."


@pytest.mark.parametrize("name", ["questions"])
def test_questions_and_answers_have_no_speaker(name: str) -> None:
    assert {turn.speaker for turn in with_turns([paragraph(line) for line in TRANSCRIPTS[name]])} == {None}


def test_paragraphs_between_two_turns_continue_the_first() -> None:
    more = paragraph("It was built in 1931.")
    blocks = [*map(paragraph, DEBATE[:2]), more, paragraph("(Applause.)"), *map(paragraph, DEBATE[2:])]
    turns = with_turns(blocks)
    assert kinds(turns)[2:5] == [("turn", "TOM OKORO"), ("paragraph", None), ("turn", "RUTH ASAD")]
    assert turns[2].spoken_from == 0


def test_text_around_a_transcript_and_between_its_parts_is_nobodys() -> None:
    around = [heading("The sea wall"), paragraph("The council met on Monday."), paragraph("The hall was full.")]
    report = paragraph("Tom Okoro then left the hall.")
    blocks = [
        *around[:2],
        *map(paragraph, DEBATE[:2]),
        report,
        heading("Votes"),
        *map(paragraph, DEBATE[2:]),
        around[2],
    ]
    turns = with_turns(blocks)
    assert [block for block in turns if block.kind is not BlockKind.TURN] == [*around[:2], report, blocks[5], around[2]]


def test_questions_without_a_label_are_not_those_of_the_guest() -> None:
    lines = ("ANN LEE: It rose by a metre.", "Who saw it?", "BEN COLE: I did.", "And then?", "ANN LEE: We ran.", "Why?")
    turns = with_turns([paragraph(line) for line in lines])
    assert [kind for kind, _ in kinds(turns)] == ["turn", "paragraph"] * 3


def test_a_label_alone_in_its_paragraph_is_followed_by_its_words() -> None:
    lines = ("MS. ARDEN:", "I object.", "MR. HOLT:", "On what ground?", "MS. ARDEN:", "He has asked that already.")
    turns = with_turns([paragraph(line) for line in lines])
    assert kinds(turns) == [("turn", name) for name in ("MS. ARDEN", "MR. HOLT", "MS. ARDEN") for _ in range(2)]


def test_a_chat_keeps_lines_without_a_time_in_their_message() -> None:
    chat = "[12:03] Ann: two things\nBen: bring the rope\n[12:04] Ben: which rope is it\n[12:05] Ann: the long one"
    turns = with_turns([paragraph(chat)])
    assert [turn.speaker for turn in turns] == ["Ann", "Ben", "Ann"]
    assert turns[0].text.endswith("Ben: bring the rope")


def test_a_headline_with_a_name_is_no_turn_of_a_debate_in_capitals() -> None:
    headline = paragraph("Mayor Dahl: The council votes tomorrow.")
    assert with_turns([headline, *map(paragraph, DEBATE)])[0] == headline


LABELS = st.sampled_from(["ANN LEE: ", "Ben: ", "Q: ", "A: ", "[12:03] Ann: ", "Note: ", "THE COURT: ", "", "(", "- "])
WORDS = st.sampled_from(["I saw it.", "Did you?", "It rains", "", "12", "“No.”", "Ann Lee: yes.", "\u2028", "  "])
LINES = st.lists(st.tuples(LABELS, WORDS).map("".join), max_size=6).map("\n".join)
BLOCKS = st.builds(BlockText, kind=st.sampled_from(BlockKind), text=LINES)


@examples(100)
@given(st.lists(BLOCKS, max_size=12))
def test_turns_partition_the_text(blocks: list[BlockText]) -> None:
    turns = with_turns(blocks)
    assert "".join("".join(block.text.split()) for block in turns) == "".join("".join(b.text.split()) for b in blocks)
    for turn in turns:
        if turn.kind is BlockKind.TURN and turn.spoken_from is not None:
            assert 0 <= turn.spoken_from <= len(turn.text)
            assert not turn.speaker or not turn.spoken_from or turn.speaker in turn.text[: turn.spoken_from]
