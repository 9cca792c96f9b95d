"""Sentences are cut to what carries them, and what remains is exact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.sentences.cuts.cut_sentence import CutSentence, cut_sentence
from functions.summarize.sentences.cuts.words import SENSE

# Removes double quotation marks and parentheses.
WITHOUT_MARKS = str.maketrans("", "", '“”„«»"()')

# Sentences of at least this many words can be cut in every way below.
REST = "closed the harbour for nine days after the storm."
CLOSED = "The storm has closed the harbour of Kiel to the ferries"

# Words of SENSE that can also open a sentence or be between its commas, where they only link it to the previous one.
CONNECTIVES = frozenset({"but", "though"})

PARTS = [
    *(
        "However, ",
        "The mayor ",
        "Ann Lee",
        ", who was born in Kiel, ",
        ", 53, ",
        " (see Figure 3)",
        " [12]",
        ", which",
    ),
    *(" — a first for the city — ", "not ", "if ", " may ", "reportedly ", "“", "”", '"', "(", ")", ", ", ". ", " "),
    *("said ", "was closed ", "and ", "the harbour ", "for nine days ", " (AP)", ", of course, ", "such as ", "’", "¹"),
    *(", including two ferries and a tug", "In addition, ", "But the ", "\n", "it has ", "Ferries ", "1904 ", "ß"),
]
sentences = st.lists(st.sampled_from(PARTS), min_size=1, max_size=14).map("".join) | st.text(max_size=60)


def cut(text: str, **options: object) -> str:
    found = cut_sentence(text, english=True, **options)  # type: ignore[arg-type]
    assert_exact(text, found)
    return found.text


def assert_exact(text: str, found: CutSentence) -> None:
    """The pieces are in order, apart, inside the sentence, and the text consists of them."""
    places = [place for piece in found.pieces for place in piece]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in found.pieces)
    kept = "".join("".join(text[start:end].split()) for start, end in found.pieces)
    shown = "".join(found.text.split())
    assert kept[1:] == shown[1:]
    assert kept[:1] == shown[:1] or kept[:1].upper() == shown[:1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"However, the mayor {REST}", f"The mayor {REST}"),
        (f"In addition, the mayor {REST}", f"The mayor {REST}"),
        (f"Yes, the mayor {REST}", f"The mayor {REST}"),
        (f"So the mayor {REST}", f"The mayor {REST}"),
        (f"Therefore Kiel {REST}", f"Kiel {REST}"),
        (f"So Yeon Ryu {REST}", f"So Yeon Ryu {REST}"),
        (f"So far nobody {REST}", f"So far nobody {REST}"),
        (f"But the mayor {REST}", f"The mayor {REST}"),
        (f"The mayor (pictured) {REST}", f"The mayor {REST}"),
        (f"The mayor, who was born in Kiel, {REST}", f"The mayor {REST}"),
        (f"The harbour, which opened in 1904, was {REST}", f"The harbour was {REST}"),
        (f"The mayor, who lives in Kiel, {REST}", f"The mayor {REST}"),
        (f"The mayor, whose boat was lost, {REST}", f"The mayor {REST}"),
        (f"On Monday, the mayor, who was born in Kiel, {REST}", f"On Monday, the mayor {REST}"),
        (f"Ann Lee, 53, {REST}", f"Ann Lee {REST}"),
        (f"Ann Lee, 53, who was born in Kiel, {REST}", f"Ann Lee {REST}"),
        (f"The mayor — a sailor from Kiel — {REST}", f"The mayor {REST}"),
        (f"The mayor, however, {REST}", f"The mayor {REST}"),
        (f"The company, based in Kiel, {REST}", f"The company {REST}"),
        (f"Several towns, including Kiel, Husum and Varel, {REST}", f"Several towns {REST}"),
        (f"{CLOSED}, which opened in 1904.", f"{CLOSED}."),
        (f"{CLOSED}, including ferries.", f"{CLOSED}."),
        (f"{CLOSED}, however.", f"{CLOSED}."),
        (f"{CLOSED} (see Figure 3).", f"{CLOSED}."),
        (f"{CLOSED} [12],[13].", f"{CLOSED}."),
        (f"{CLOSED}.¹²", f"{CLOSED}."),
        ("Sen. Ann Lee (D-Mich.) opened the new harbour on Monday.", "Sen. Ann Lee opened the new harbour on Monday."),
    ],
)
def test_parts_that_a_reader_does_not_need_are_cut(text: str, expected: str) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        f"The mayor, who may resign, {REST}",
        f"The mayor, who has never resigned, {REST}",
        f"The mayor, who said that she would resign, {REST}",
        f"The mayor, who was accused of fraud, {REST}",
        f"Those sailors, who were born in Kiel, {REST}",
        f"The sailor who was born in Kiel {REST}",
        f"The mayor, the sailor, and the captain {REST}",
        "The mayor, who was arrested, charged and convicted in Kiel.",
        "She met the mayor, who lived in Kiel, Husum and Varel for years.",
        "If the harbour of the city is closed again, who is going to pay?",
        "It was the mayor of the city of Kiel, who closed the harbour.",
        "The harbour was closed for nine days in the storm (if it was a storm).",
        "The harbour was closed for nine days in the storm (Monday to Tuesday).",
        "Add the onions and the mushrooms to the soup in the pot (optional).",
        "The towns have a ferry (Kiel), a railway (Husum) or both of them (3).",
        "We search for the best number in the range of [1, 100] for each of them.",
        "For a review of the nine storms of that year in the harbour, see [16].",
        "“The mayor, who was born in Kiel, has closed the harbour for nine days.”",
        "The town said: 'The mayor, who was born in Kiel, has closed the harbour for nine days.",
        "The Air Division (Defense) was at the harbour for nine days in 1952.",
        "Ships were sent to the towns, including Kiel, in the wake of the storm.",
        "After a storm on the coast – the first of the year – the harbour was closed.",
        "However, the mayor is out.",
        f"The notion — that everyone is owed an income from common wealth — {REST}",
    ],
)
def test_parts_that_belong_to_the_sense_stay(text: str) -> None:
    assert cut(text) == text


def test_only_marks_are_cut_in_other_languages() -> None:
    text = "However, der Hafen (siehe Abbildung 3) war neun Tage lang geschlossen [12]."
    found = cut_sentence(text, english=False)
    assert_exact(text, found)
    assert found.text == "However, der Hafen (siehe Abbildung 3) war neun Tage lang geschlossen."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Lee (left) and Bob May ( right ) met.", "Ann Lee and Bob May met."),
        ("The crane ( pictured ) fell on Monday.", "The crane fell on Monday."),
        ("The crane (pictured above) fell.", "The crane fell."),
        ("The harbour opened in 1904.[3][14]", "The harbour opened in 1904."),
        ("Use the site ([3]) of the town.", "Use the site of the town."),
        ("The harbour (left to the town in 1904) is open.", "The harbour (left to the town in 1904) is open."),
        ("It was [sic] open.", "It was [sic] open."),
    ],
)
def test_references_to_pictures_and_sources_are_cut_from_short_sentences_too(text: str, expected: str) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We left.', "We left."),
        ("We left.”", "We left."),
        ("“ We left .", "We left ."),
        ('"', '"'),
        ('"We left," she said.', '"We left," she said.'),
        ('She said: "We left.', 'She said: "We left.'),
        ("It's  late.", "It's late."),
    ],
)
def test_an_unpaired_quotation_mark_at_an_edge_is_cut(text: str, expected: str) -> None:
    assert cut(text) == expected


def test_a_connective_stays_behind_the_sentence_that_it_refers_to() -> None:
    assert cut(f"However, the mayor {REST}", keep_lead_in=True) == f"However, the mayor {REST}"


def test_nothing_is_cut_in_a_quotation_that_other_sentences_open_and_close() -> None:
    text = f"The mayor, who was born in Kiel, {REST}"
    assert cut(text, quoted=[(0, len(text))]) == text


@pytest.mark.parametrize("name", ["BTU", "BTUs"])
def test_an_acronym_stays_if_the_document_uses_it_again(name: str) -> None:
    text = f"The units of the harbour ({name}) were counted for nine days after the storm."
    assert cut(text, repeated={"BTU"}) == text
    assert cut(text) == "The units of the harbour were counted for nine days after the storm."


@given(sentences)
def test_the_text_of_every_cut_sentence_consists_of_its_pieces(text: str) -> None:
    for english in (True, False):
        assert_exact(text, cut_sentence(text, english=english))


@given(sentences)
def test_negations_conditions_and_hedges_never_vanish(text: str) -> None:
    def of_sense(words: str) -> list[str]:
        return [word.casefold() for word in SENSE.findall(words) if word.casefold() not in CONNECTIVES]

    assert of_sense(cut(text)) == of_sense(text)


@given(sentences)
def test_a_cut_sentence_cannot_be_cut_further(text: str) -> None:
    once = cut(text)
    assert cut(once) == once


@given(sentences)
def test_quotations_stay_balanced(text: str) -> None:
    found = cut(text)
    for opening, closing in (("“", "”"), ("(", ")")):
        if text.count(opening) == text.count(closing):
            assert found.count(opening) == found.count(closing)


@given(sentences, sentences)
def test_quoted_words_never_vanish(before: str, inner: str) -> None:
    quotation = "".join(character for character in inner if character.isalnum() or character in ", ").strip()
    text = f"{before.translate(WITHOUT_MARKS)} “{quotation}” and more."
    assert f"“{quotation}”".split() == cut(text)[cut(text).index("“") : cut(text).index("”") + 1].split()
