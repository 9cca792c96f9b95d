"""The extractive engine with hand-made vectors: which sentences are chosen, and in which order."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray

from functions.summarize.selection.ranking import Choice, Ranking, bounded_word_count, scores
from functions.summarize.sentences.presentable import boilerplate, candidates, depends_on_previous
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import BlockKind
from tests.support.properties import examples

PLACES = ["Aden", "Bonn", "Cork", "Dili", "Elat", "Faro", "Giza", "Hilo", "Iasi", "Jena", "Kiel", "Lima"]


def sentences(*texts: str, kind: BlockKind = BlockKind.PARAGRAPH) -> list[Sentence]:
    found, start = [], 0
    for number, text in enumerate(texts):
        found.append(Sentence(start, start + len(text), text, kind, number))
        start += len(text) + 2
    return found


def statements(count: int) -> list[Sentence]:
    """Return sentences of ten words each that differ in one word."""
    return sentences(*(f"The old harbour of {PLACES[n]} was closed for {n} winters." for n in range(count)))


def unit(rows: ArrayLike) -> NDArray[np.float32]:
    vectors = np.array(rows, dtype=np.float32)
    lengths: NDArray[np.float32] = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(vectors, lengths, dtype=np.float32)


def apart(count: int) -> NDArray[np.float32]:
    """Return orthogonal vectors: no two sentences are similar, and all are equally near to the centroid."""
    return np.eye(count, dtype=np.float32)


def numbers(choices: list[Choice]) -> list[int]:
    return [choice.number for choice in choices]


def test_the_first_sentences_of_news_are_chosen() -> None:
    assert numbers(Ranking(statements(12), apart(12)).summary(30)) == [0, 1, 2]


def test_words_that_are_cut_from_sentences_leave_room_for_others() -> None:
    shown = [sentence.text.split(" was ")[0] for sentence in statements(12)]
    assert numbers(Ranking(statements(12), apart(12), shown=shown).summary(30)) == [0, 1, 2, 3, 4, 5]


def test_a_sentence_with_the_same_meaning_as_a_chosen_one_is_never_chosen() -> None:
    vectors = apart(6)
    vectors[1] = vectors[0]
    ranking = Ranking(statements(6), vectors)
    assert 1 not in numbers(ranking.summary(30))
    assert numbers(ranking.key_points(10)) == [0, 2, 3, 4, 5]


def test_similarity_to_a_chosen_sentence_lowers_the_gain() -> None:
    pairs = unit([[1.0, 0, 0, 0], [0.8, 0.6, 0, 0], [0.0, 0, 1, 0], [0, 0, 0.8, 0.6]])
    assert numbers(Ranking(statements(4), pairs).key_points(2)) == [0, 2]
    assert numbers(Ranking(statements(4), apart(4)).key_points(2)) == [0, 1]


def test_the_sentence_nearest_to_the_centroid_gains() -> None:
    # The seventh is similar to all others, which are not similar to each other.
    vectors = unit(np.vstack([np.eye(8)[:6], np.ones(8) + np.eye(8)[6], np.eye(8)[7]]))
    assert 6 in numbers(Ranking(statements(8), vectors).key_points(2))
    assert 6 not in numbers(Ranking(statements(8), apart(8)).key_points(2))


def test_a_sentence_that_is_near_to_the_title_gains() -> None:
    assert numbers(Ranking(statements(9), apart(9), apart(9)[8]).key_points(1)) == [8]


def test_words_that_no_chosen_sentence_has_raise_the_gain() -> None:
    texts = [f"The harbour of Kiel was closed again for {n} whole days." for n in range(4)]
    texts += ["Seagulls, ferries and fishermen left together for Faro by night."]
    texts += [f"SEAGULLS, FERRIES AND FISHERMEN LEFT TOGETHER FOR FARO IN WEEK {n}." for n in range(3)]
    assert numbers(Ranking(sentences(*texts), apart(8)).key_points(2)) == [0, 4]


def test_a_sentence_that_begins_inside_a_quotation_loses() -> None:
    texts = [sentence.text for sentence in statements(4)]
    for mark in ('"', "“", "``", "‘"):
        quoted = [texts[0], mark + texts[1], *texts[2:]]
        assert numbers(Ranking(sentences(*quoted), apart(4)).key_points(2)) == [0, 2]


def test_in_a_document_with_sections_its_beginning_matters_less() -> None:
    title = unit([[0] * 11 + [1] + [0] * 3])[0] * 0.45
    body = statements(12)
    sectioned = [*body, *sentences("Aims", "Means", "Ends", kind=BlockKind.HEADING)]
    assert numbers(Ranking([*body, *sentences("One", "Two", "Three")], apart(15), title).key_points(1)) == [0]
    assert numbers(Ranking(sectioned, apart(15), title).key_points(1)) == [11]


def test_key_points_come_by_importance_and_their_scores_never_rise() -> None:
    choices = Ranking(statements(12), apart(12)).key_points(7)
    found = scores(choices)
    assert len(found) == 7
    assert found[0] == 1.0
    assert found == sorted(found, reverse=True)
    assert found[-1] < found[0]


def test_scores_stay_in_their_range_when_gains_are_negative_or_rise() -> None:
    assert scores([Choice(0, 0.5), Choice(1, 0.6), Choice(2, -3.0)]) == [0.833, 0.833, 0.0]
    assert scores([Choice(0, -1.0)]) == [0.0]
    assert scores([]) == []


def test_equal_sentences_are_ranked_by_their_place() -> None:
    like_each_other = sentences(*(f"Nobody in {place} knew where the boats had gone." for place in PLACES[:5]))
    assert numbers(Ranking(like_each_other, apart(5)).key_points(5)) == [0, 1, 2, 3, 4]


def test_no_key_point_refers_to_another_sentence_if_one_does_not() -> None:
    texts = [sentence.text for sentence in statements(6)]
    texts[1] = "He said that the harbour would be open in June."
    assert numbers(Ranking(sentences(*texts), apart(6)).key_points(6)) == [0, 2, 3, 4, 5]
    dependent = sentences("Kiel", *(f"He said that the harbour of {place} would be open." for place in PLACES[:3]))
    assert numbers(Ranking(dependent, apart(4)).key_points(3)) == [1, 2, 3]


def test_the_first_sentence_of_a_text_refers_to_no_other() -> None:
    texts = ["Their savings lost, 150 workers returned home on Monday.", *(each.text for each in statements(3))]
    assert 0 in numbers(Ranking(sentences(*texts), apart(4)).key_points(4))
    headed = [*sentences("Workers return", kind=BlockKind.HEADING), *sentences(*texts)]
    assert 1 in numbers(Ranking(headed, apart(5)).key_points(4))


def test_a_sentence_may_refer_to_its_predecessor_only_if_that_is_chosen() -> None:
    texts = [sentence.text for sentence in statements(6)]
    texts[1] = "He said that the harbour would be open in June."
    assert numbers(Ranking(sentences(*texts), apart(6)).summary(20)) == [0, 1]
    texts[0] = "Harbour news."
    assert 1 not in numbers(Ranking(sentences(*texts), apart(6)).summary(20))


def test_an_independent_sentence_is_a_key_point_with_any_beginning() -> None:
    of = sentences("So we sell the old crane of the harbour.", "So we ask for a new crane by Monday.")
    of = [replace(of[0], text="The old crane of the harbour broke in two."), of[1]]
    assert numbers(Ranking(of, apart(2)).key_points(5)) == [0]
    assert numbers(Ranking(of, apart(2), independent=[1]).key_points(5)) == [0, 1]


def test_a_sentence_that_is_unclear_alone_is_no_key_point_but_can_be_in_a_summary() -> None:
    of = [replace(each, text=f"In May he sold {each.text}") for each in statements(4)]
    assert numbers(Ranking(of, apart(4), unclear=[0, 2]).key_points(4)) == [0, 1, 3]
    assert 2 in numbers(Ranking(of, apart(4), unclear=[0, 2]).summary(100))


@examples(150)
@given(st.lists(st.booleans(), min_size=12, max_size=12), st.integers(0, 2**32 - 1), st.integers(20, 60))
def test_no_sentence_refers_to_one_that_is_not_shown_if_others_refer_to_none(
    dependent: list[bool], seed: int, words: int
) -> None:
    texts = [
        f"He {sentence.text.lower()}" if depends else sentence.text
        for sentence, depends in zip(statements(12), dependent, strict=True)
    ]
    vectors = unit(np.random.default_rng(seed).normal(size=(12, 12)))
    ranking = Ranking(sentences(*texts), vectors)
    chosen = numbers(ranking.summary(words))
    independent = [number for number in range(12) if not dependent[number]]
    if len(independent) * 10 >= 2 * words:
        assert all(number == 0 or not dependent[number] or number - 1 in chosen for number in chosen)
    assert chosen


def test_the_next_of_the_sampled_sentences_is_not_a_neighbour_if_it_is_far_away() -> None:
    found = statements(6)
    far = [replace(sentence, start=sentence.start + 500, end=sentence.end + 500) for sentence in found[1:]]
    far[0] = replace(far[0], text="He said that the harbour would be open in June.")
    assert 1 not in numbers(Ranking([found[0], *far], apart(6)).summary(30))


@pytest.mark.parametrize("words", [10, 30, 75, 110])
def test_a_summary_has_about_as_many_words_as_asked_for(words: int) -> None:
    found = statements(12)
    used = sum(bounded_word_count(found[number].text) for number in numbers(Ranking(found, apart(12)).summary(words)))
    assert words * 0.85 <= used <= words * 1.15


def test_if_every_sentence_is_too_long_the_summary_is_one_sentence() -> None:
    long = " and ".join(PLACES)
    assert numbers(Ranking(sentences(f"Ships left {long}.", f"Ships reached {long}."), apart(2)).summary(10)) == [0]


def test_without_sentences_nothing_is_chosen() -> None:
    ranking = Ranking([], np.zeros((0, 4), dtype=np.float32))
    assert ranking.summary(75) == ranking.key_points(7) == []


BOILERPLATE = [
    "[Featured Image by A. Person/Some Agency]",
    "[The harbour of Kiel in the winter, as seen from the air.]",
    "Scroll down for video .",
    "SCROLL DOWN FOR VIDEOS",
    "Photo: A. Person for the Daily Example, taken on Monday.",
    "Image credit: A. Person, some agency, all in the year 2019.",
    "Images courtesy of the harbour museum and of its many friends.",
    "We and our partners use cookies on this site to improve your experience.",
    "This website uses cookies.",
    "By continuing you accept all cookies from this site and its partners.",
    "Retrieved 5 May 2018 from the archive of the harbour office in Kiel.",
    "Archived from the original on 5 May 2018 by the harbour office.",
    "Click here to read the whole story about the harbour.",
    "Read more: the ten best harbours of the northern coast, ranked.",
    "Sign up for our newsletter and get the news every day.",
    "Follow us on the social network of your choice, today.",
    "Copyright 2019 The Daily Example, a company of Example Holdings.",
    "© 2019 The Daily Example and its licensors, in all countries.",
    "The Daily Example 2019. All rights reserved.",
    "Additional reporting by A. Person in Kiel and B. Person in Cork.",
    "Last updated at 3:13 on 5 December 2011 by the editor.",
    "For more information, visit the page of the harbour office.",
    "This e-mail and its attachments are confidential and may be read by nobody else.",
]
NEWS = [
    "Copyright law was changed by the parliament of the island on Monday.",
    "Pictures from the scene showed smoke over the harbour and the ships.",
    "Video from a drone shows how far the water had come by noon.",
    "Subscribers to the magazine pay for twelve harbours every year.",
    "Advertisements for cigarettes will vanish from the harbour by June.",
    "Log into any harbour system in the world, the hackers say they can.",
    "Read aloud in the harbour church, the letter took nine minutes.",
    "Published in 2011, the report had warned of exactly this flood.",
    "Share prices of the harbour company fell by a third on Friday.",
    "He baked cookies for the crew of every ship in the harbour.",
    "The harbour's rules are at https://harbour.example/rules, and every captain has to know them by heart.",
    "The sailor died the following day and was buried at sea.",
]


@pytest.mark.parametrize("text", BOILERPLATE)
def test_boilerplate_is_never_chosen(text: str) -> None:
    assert boilerplate(text)
    found = [*sentences(text), *statements(8)]
    # It would have the highest gain: it is the first sentence and equals the title.
    ranking = Ranking(found, apart(9), apart(9)[0])
    assert 0 not in numbers(ranking.summary(75)) + numbers(ranking.key_points(9))


@pytest.mark.parametrize("text", NEWS)
def test_news_that_resembles_boilerplate_is_kept(text: str) -> None:
    assert not boilerplate(text)
    assert candidates(sentences(text)) == [0]
    assert 0 in candidates([*sentences(text), *statements(8)])


@pytest.mark.parametrize(
    "text",
    [
        "By A. Person, our correspondent in Kiel and in Cork",
        "Why did the harbour of Kiel close in the winter?",
        "What a day it was!",
        "Archived (https://archive.example/2018/the-harbour-of-kiel-in-winter) from the original on 5 May 2018.",
        "The following is an excerpt of the report by the harbour office.",
    ],
)
def test_bylines_questions_exclamations_references_and_pointers_are_not_chosen(text: str) -> None:
    assert candidates([*sentences(text), *statements(4)]) == [1, 2, 3, 4]


def test_headings_are_chosen_only_if_there_is_nothing_else() -> None:
    title = sentences("The harbour of Kiel has been closed for good.", kind=BlockKind.HEADING)
    assert candidates([*title, *sentences("Kiel, 4 May")]) == [1]
    assert candidates(title) == [0]


def test_items_without_full_stops_are_candidates_even_if_one_sentence_follows() -> None:
    items = [f"Boats that left the harbour of {place} in spring and came back" for place in PLACES]
    found = [*sentences(*items, kind=BlockKind.LIST_ITEM), *sentences("No boat was lost in any of these years.")]
    assert candidates(found) == list(range(13))


@pytest.mark.parametrize(
    "text", ["He left.", "“But nobody came,” she said.", "On the other hand, it rained.", "IT IS."]
)
def test_dangling_sentences(text: str) -> None:
    assert depends_on_previous(text)


@pytest.mark.parametrize("text", ["Hector left.", "Butter is dear.", "Italy won.", "Sofia is a capital."])
def test_sentences_that_are_not_dangling(text: str) -> None:
    assert not depends_on_previous(text)


words_of_a_text = st.lists(
    st.sampled_from(["He", "harbour", "Kiel", "closed", "a", "漢字", "x" * 40, "?"]), max_size=30
)
texts = st.lists(words_of_a_text.map(" ".join).map(str.strip).filter(bool).map(lambda text: text + "."), max_size=12)


@examples(60)
@given(texts, st.integers(0, 2**32 - 1), st.integers(10, 120), st.integers(1, 9))
def test_choices_are_distinct_bounded_and_always_the_same(
    given_texts: list[str], seed: int, words: int, most: int
) -> None:
    found = sentences(*given_texts)
    vectors = unit(np.random.default_rng(seed).normal(size=(len(found), 8))) if found else apart(0)
    ranking = Ranking(found, vectors)
    summary, points = ranking.summary(words), ranking.key_points(most)
    for choices in (summary, points):
        assert len(set(numbers(choices))) == len(choices)
        # Machines differ in the last bits of a float. Gains that are equal on one must be equal on all.
        assert all(choice.gain == round(choice.gain, 6) for choice in choices)
    assert len(points) <= most
    used = sum(bounded_word_count(found[number].text) for number in numbers(summary))
    assert len(summary) == 1 or used <= words * 1.15
    assert bool(summary) == bool(points) == bool(found)
    again = Ranking(found, vectors)
    assert (again.summary(words), again.key_points(most)) == (summary, points)
