"""Turns as attributions, and reported statements that stay within their turn."""

from functions.summarize.attributions.drafts import Draft
from functions.summarize.attributions.turns import Turns
from functions.summarize.sentences.turns import turns_of
from shared.documents.document import BlockKind, BlockText, compose
from tests.support.attributed import index_of

ANN = "ANN LEE: I told him that it leaks."
MORE = "It has leaked since May."
BEN = "BEN COLE, CHAIR: The roof is new. Ann Lee said no."
LABELS = {ANN: ("ANN LEE", 9), MORE: ("ANN LEE", 0), BEN: ("BEN COLE", 17)}
TEXT, BLOCKS = compose(
    [BlockText(kind=BlockKind.PARAGRAPH, text="The hall was full.")]
    + [
        BlockText(kind=BlockKind.TURN, text=line, speaker=name, spoken_from=spoken)
        for line, (name, spoken) in LABELS.items()
    ]
)


PEOPLE = index_of(TEXT, people=["ANN LEE", "Ann Lee", "BEN COLE"])


def turns() -> Turns:
    return Turns(TEXT, turns_of(TEXT, BLOCKS), PEOPLE)


def place(part: str) -> tuple[int, int]:
    at = TEXT.index(part)
    return at, at + len(part)


def draft(source: str, cue: str, content: str) -> Draft:
    return Draft((place(source),), place(cue), (place(content),), direct=False)


def test_a_turn_is_an_attribution_to_the_person_in_its_label() -> None:
    found = turns().attributions()
    assert [(each.entity, [span.text for span in each.content]) for each in found] == [
        ("Ann Lee", ["I told him that it leaks.", MORE]),
        ("BEN COLE", ["The roof is new. Ann Lee said no."]),
    ]
    assert [each.speaker.text if each.speaker else None for each in found] == ["ANN LEE", "BEN COLE"]
    assert all(each.turn and each.cue is None for each in found)


def test_content_ends_with_the_turn_of_its_cue() -> None:
    (kept,) = turns().clipped([draft("I", "told", f"it leaks.\n\n{MORE}\n\nBEN COLE, CHAIR: The roof")])
    (content,) = kept.content
    assert TEXT[slice(*content)] == f"it leaks.\n\n{MORE}"


def test_a_statement_that_only_repeats_a_label_is_dropped() -> None:
    assert turns().clipped([draft("BEN COLE", ":", "The roof is new.")]) == []
    assert turns().clipped([draft("BEN COLE", "said", "The roof is new.")]) == []


def test_content_before_the_turns_is_no_content_of_a_turn() -> None:
    assert turns().clipped([draft("Ann Lee", "said", "The hall was full.")]) == []


def test_the_speaker_of_a_turn_says_i_and_is_not_she() -> None:
    found = turns()
    ann, ben = sorted(PEOPLE.entities, key=lambda entity: entity.name)
    assert found.corrected(draft("I", "told", "it leaks"), None) is ann
    assert found.corrected(draft("him", "told", "it leaks"), ann) is None
    assert found.corrected(draft("him", "told", "it leaks"), ben) is ben
    assert found.corrected(draft("Ann Lee", "said", "no"), ann) is ann
    assert found.corrected(draft("The hall", "was", "full"), ben) is ben


def test_a_text_without_turns_keeps_its_statements() -> None:
    statement = draft("Ann Lee", "said", "no")
    assert Turns(TEXT, [], index_of(TEXT)).clipped([statement]) == [statement]


def test_labels_with_different_titles_are_different_people() -> None:
    text, blocks = compose(
        BlockText(kind=BlockKind.TURN, text=f"{name}: The roof is new.", speaker=name, spoken_from=len(name) + 2)
        for name in ("Ms. COLE", "Dr. B. COLE", "Ms. COLE", "Mr. LEE", "Mr. A. LEE")
    )
    index = index_of(text, people=["COLE", "B. COLE", "LEE", "A. LEE"])
    found = Turns(text, turns_of(text, blocks), index).attributions()
    assert [each.entity for each in found] == [None, "B. COLE", None, "A. LEE", "A. LEE"]
