"""The text of an answer: its sentences, and how many of them are kept."""

from functions.summarize.writing.writer import sentences_of, within


def test_written_sentences_are_kept_up_to_the_limit() -> None:
    sentences = ["One two three.", "Four five.", "Six seven eight."]
    assert within(sentences, 5, finished=True) == sentences[:2]
    assert within(sentences, 8, finished=True) == sentences
    assert within(sentences, 8, finished=False) == sentences[:2]
    assert within(sentences, 1, finished=True) == sentences[:1]
    assert within([], 5, finished=False) == []


def test_a_single_unfinished_sentence_ends_in_an_ellipsis() -> None:
    assert within(["One two three four"], 3, finished=False) == ["One two three…"]


def test_the_sentences_of_an_answer_have_no_line_breaks() -> None:
    assert sentences_of("The pier\nclosed.  It reopens in May.\n") == ["The pier closed.", "It reopens in May."]
    assert sentences_of(" \n ") == []
