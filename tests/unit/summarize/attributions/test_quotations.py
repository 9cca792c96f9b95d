"""Quotations in every style of marks, and whether content is a direct quotation."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.attributions.quotations import find_quotations, is_direct, paragraphs_of, quotation_at
from shared.documents.document import BlockKind, BlockText, compose
from tests.support.properties import examples


def quoted(text: str) -> list[str]:
    return [text[quotation.start : quotation.end] for quotation in find_quotations(text)]


@pytest.mark.parametrize(
    "quotation",
    [
        "“The bridge is closed,”",
        '"The bridge is closed,"',
        "''The bridge is closed,''",
        "``The bridge is closed,''",
        "‘The bridge is closed,’",
        "'The bridge is closed,'",
        "«The bridge is closed»",
        "« The bridge is closed »",
        "»The bridge is closed«",
        "‹The bridge is closed›",
        "„The bridge is closed“",
        "„The bridge is closed”",
        "”The bridge is closed,”",
        "“The bridge is closed,“",
        '“The bridge is closed,"',
        "‘‘The bridge is closed,’’",
        '"[The bridge] is closed,"',
        '"The bridge is closed ... "',
    ],
)
def test_marks_of_every_style_are_parsed(quotation: str) -> None:
    text = f"On Monday {quotation} said the mayor's aide."
    assert quoted(text) == [quotation]


@pytest.mark.parametrize(
    "text",
    [
        "It's the players' union and the dogs’ home, isn’t it?",
        "In the '90s, ’tis said, they gave 'em rock 'n' roll.",
        'He is 6\'2" tall and the table is 12" wide.',
        "At 51°30'12\" north there is a bridge.",
        "The Joneses' car, and James' house.",
        'The shelf is 6½" deep and 5\'11½" long.',
        "\"\" and “” and '' hold nothing.",
        '"!" and “…” hold no word.',
    ],
)
def test_apostrophes_and_inches_are_not_quotations(text: str) -> None:
    assert quoted(text) == []


@pytest.mark.parametrize("marks", ["“”", '""', "‘’", "''"])
def test_a_footnote_mark_is_neither_inches_nor_the_start_of_a_word(marks: str) -> None:
    first = f"{marks[0]}The bridge is closed.²{marks[1]}"
    second = f"{marks[0]}The bridge is closed.{marks[1]}"
    assert quoted(f"He wrote: {first} She wrote: {second}³ It is so.") == [first, second]


def test_inches_inside_a_quotation_do_not_close_it() -> None:
    assert quoted('"I am 6\'2" tall," he said. "You want a 12" pizza," she said.') == [
        '"I am 6\'2" tall,"',
        '"You want a 12" pizza,"',
    ]


def test_a_quotation_may_end_in_a_number() -> None:
    assert quoted('"There were 20" she said, and then "forty".') == ['"There were 20"', '"forty"']


def test_a_possessive_plural_does_not_close_single_marks() -> None:
    assert quoted("'I don't mind the players' mood,' he said.") == ["'I don't mind the players' mood,'"]
    assert quoted("‘The nurses’ strike goes on,’ he said.") == ["‘The nurses’ strike goes on,’"]


@pytest.mark.parametrize(
    ("text", "outer", "inner"),
    [
        ("“She told me ‘go home’ twice,” he said.", "“She told me ‘go home’ twice,”", "‘go home’"),
        ("\"She told me 'go home' twice,\" he said.", "\"She told me 'go home' twice,\"", "'go home'"),
        ('"She told me "go home" twice," he said.', '"She told me "go home" twice,"', '"go home"'),
        ("“She told me “go home” twice,” he said.", "“She told me “go home” twice,”", "“go home”"),
        ("‘She told me “go home” twice,’ he said.", "‘She told me “go home” twice,’", "“go home”"),
        ("«She told me ‹go home› twice», he said.", "«She told me ‹go home› twice»", "‹go home›"),
    ],
)
def test_quotations_in_quotations_are_nested(text: str, outer: str, inner: str) -> None:
    (quotation,) = find_quotations(text)
    assert text[quotation.start : quotation.end] == outer
    assert [text[start:end] for start, end in quotation.nested] == [inner]


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"'), ("''", "''"), ("«", "»")])
def test_a_quotation_opened_again_in_each_paragraph_is_one(opening: str, closing: str) -> None:
    parts = [f"{opening}First of three.", f"{opening}Second of them.", f"{opening}The third.{closing}"]
    text = "She wrote:\n\n" + "\n\n".join(parts) + "\n\nThen she left."
    (quotation,) = find_quotations(text)
    assert [text[start:end] for start, end in quotation.paragraphs] == parts


def test_one_line_break_may_separate_paragraphs() -> None:
    text = "“First of two.\n“Second of two,” she wrote.\nHe did not."
    (quotation,) = find_quotations(text)
    assert [text[start:end] for start, end in quotation.paragraphs] == ["“First of two.", "“Second of two,”"]


def test_lines_wrapped_at_a_width_contain_one_quotation() -> None:
    text = "She said: “The bridge\nis closed to all\ntraffic,” and left."
    (quotation,) = find_quotations(text)
    assert len(quotation.paragraphs) == 1 and quotation.end == text.index(" and left")


def test_a_quotation_may_run_over_a_paragraph_without_marks() -> None:
    text = '"First of three.\n\nSecond of them.\n\nThe third," she said.'
    (quotation,) = find_quotations(text)
    assert len(quotation.paragraphs) == 3


def test_a_quotation_never_closed_ends_with_its_paragraph() -> None:
    text = "“The bridge is closed, she said.\n\nThe town was “shocked” by it."
    first, second = find_quotations(text)
    assert text[first.start : first.end] == "“The bridge is closed,"
    assert text[second.start : second.end] == "“shocked”"


def test_an_attribution_ends_a_quotation_never_closed_though_the_next_paragraph_is_one() -> None:
    assert quoted("“The bridge is closed, Mr. Hale said on Monday.\n\n“For how long?” he was asked.") == [
        "“The bridge is closed,",
        "“For how long?”",
    ]


def test_a_quotation_never_closed_ends_where_the_next_begins() -> None:
    assert quoted("“The bridge is closed, she said. “For how long?” he asked.") == [
        "“The bridge is closed, she said.",
        "“For how long?”",
    ]


def test_a_closing_mark_alone_is_not_a_quotation() -> None:
    assert quoted("The bridge is closed,” she said. He left.") == []


def test_block_quotations_are_quotations_without_marks() -> None:
    text, blocks = compose(
        [
            BlockText(BlockKind.PARAGRAPH, "The mayor said “no” and wrote:"),
            BlockText(BlockKind.QUOTATION, "The bridge is closed, and “closed” it stays."),
            BlockText(BlockKind.QUOTATION, "Until May."),
            BlockText(BlockKind.PARAGRAPH, "Nobody was “surprised”."),
        ]
    )
    found = find_quotations(text, blocks)
    assert [text[quotation.start : quotation.end] for quotation in found] == [
        "“no”",
        "The bridge is closed, and “closed” it stays.\n\nUntil May.",
        "“surprised”",
    ]
    assert len(found[1].paragraphs) == 2
    assert [text[start:end] for start, end in found[1].nested] == ["“closed”"]


def place(text: str, part: str) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


@pytest.mark.parametrize(
    ("text", "content", "direct"),
    [
        ("“The bridge is closed,” she said.", "“The bridge is closed,”", True),
        ("“The bridge is closed,” she said.", "The bridge is closed", True),
        ("She said “the bridge is closed” for repairs.", "“the bridge is closed” for repairs", True),
        ("She said the bridge is “closed”.", "the bridge is “closed”", False),
        ("She said the “old” bridge will never open again.", "the “old” bridge will never open again", False),
        ("She said “closed” was the only word for the old bridge.", "“closed” was the only word for the old br", False),
        ("“It is old,” she said. “It is closed.”", "“It is closed.”", True),
        ("She said it is closed. “Why?” he asked.", "it is closed", False),
        ("“One.\n\n“Two.”", "“One.\n\n“Two.”", True),
    ],
)
def test_content_is_direct_if_it_begins_as_a_quotation_and_most_of_it_is_one(
    text: str, content: str, direct: bool
) -> None:
    assert is_direct(text, *place(text, content), find_quotations(text)) is direct


def test_what_is_reported_inside_a_quotation_is_not_direct() -> None:
    text = "“The mayor said the bridge is closed, and her aide said ‘for good’ to us.”"
    quotations = find_quotations(text)
    cue = place(text, "said")
    assert not is_direct(text, *place(text, "the bridge is closed"), quotations, cue)
    assert is_direct(text, *place(text, "‘for good’"), quotations, cue)
    assert is_direct(text, *place(text, "the bridge is closed"), quotations)


PIECES = st.sampled_from(
    [*"“”„‟«»‹›‘’‚‛'\"", "``", "''", "\n", "\n\n", " ", "word", "s", "5", "'s", ".", ",", "(", "]", "—", "é", "🙂"]
)
HOSTILE = st.lists(PIECES, max_size=80).map("".join)


@examples(400)
@given(HOSTILE | st.text(max_size=60))
def test_quotations_are_in_order_without_overlap_and_consist_of_their_paragraphs(text: str) -> None:
    end = 0
    for quotation in find_quotations(text):
        assert end <= quotation.start < quotation.end <= len(text)
        end = quotation.end
        assert (quotation.paragraphs[0][0], quotation.paragraphs[-1][1]) == (quotation.start, quotation.end)
        assert all(start < last for start, last in quotation.paragraphs)
        assert all(before[1] <= after[0] for before, after in pairwise(quotation.paragraphs))
        inside = quotation.start
        for start, last in quotation.nested:
            assert inside <= start < last <= quotation.end
            inside = last


@given(HOSTILE, st.integers(0, 100), st.integers(0, 100))
def test_any_span_is_direct_or_not(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    assert is_direct(text, start, end, find_quotations(text)) in (True, False)


@given(HOSTILE)
def test_the_quotation_that_contains_a_place_is_found(text: str) -> None:
    quotations = find_quotations(text)
    for at in range(len(text)):
        number = quotation_at(quotations, at)
        around = [other for other in range(len(quotations)) if quotations[other].start <= at < quotations[other].end]
        assert around == ([] if number is None else [number])


@given(st.lists(st.sampled_from(["a", " ", "\n", "\t", "b c"]), max_size=40).map("".join))
def test_paragraphs_contain_everything_except_white_space(text: str) -> None:
    spans = paragraphs_of(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)


def test_a_quotation_in_single_marks_continues_if_the_next_paragraph_opens_it_again() -> None:
    first, second = "‘The door stood open.", "‘It had been tied with a rope.’"
    text = f"The report says:\n\n{first}\n\n{second}\n\nNobody knew."
    (quotation,) = find_quotations(text)
    assert [text[start:end] for start, end in quotation.paragraphs] == [first, second]


def test_an_apostrophe_at_the_start_of_a_paragraph_does_not_open_a_quotation() -> None:
    assert find_quotations("’Twas late.\n\nThey went home.") == []
    assert find_quotations("‘Twas late.\n\nThe boys’ boat was gone.") == []
