"""Keywords: phrases and names of the text, as written. None is part of another."""

import re
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.selection.keywords import (
    MOST_COMPARED,
    MOST_NAMES,
    close_phrases,
    compared,
    keyphrases,
    keywords_of,
    own_keywords,
    recurring,
    repeated,
    stated,
    unabbreviated,
)
from functions.summarize.selection.phrases import Phrase
from functions.summarize.sentences.sentences import sentences_of
from shared.documents.document import Document, Metadata, Span
from shared.summary import Entity
from tests.support.documents import document, heading, paragraph

WORKS = (
    "The water works of Kiel will replace a lead pipe in every third house of the old harbour district.",
    "A lead pipe can poison the water that stands in it overnight, the doctors of the district had warned.",
    "The council pays for the pipes, and the owners of the houses pay for the new garden walls.",
    "Ann Lee and Bob May of the council asked Cora Day and Dan Fox to find the oldest lead pipe in Kiel.",
    "Ann Lee, Bob May, Cora Day, Dan Fox and Eve Gil met on Monday; Ann Lee said that Kiel would pay.",
)
NAMES = ("Ann Lee", "Bob May", "Cora Day", "Dan Fox", "Eve Gil")


WORDS_STATED = ("ferry", "Legacy", "References", "harbour")


def keywords(source: Document, entities: list[Entity] | None = None, most: int = 10) -> list[str]:
    sentences = sentences_of(source.text, source.blocks)
    phrases = keyphrases(source, sentences, source.metadata.language)
    return keywords_of(recurring(phrases), phrases, entities or [], most)


def person(source: Document, name: str) -> Entity:
    places = [place for place in range(len(source.text)) if source.text.startswith(name, place)]
    mentions = [Span(start=place, end=place + len(name), text=name) for place in places]
    return Entity(name=name, type="PERSON", aliases=[], mentions=mentions, salience=0.5)


def works() -> Document:
    return document(paragraph(" ".join(WORKS)))


def test_the_subject_of_a_text_comes_first() -> None:
    assert keywords(works())[0] == "lead pipe"
    assert {"council", "Kiel"} <= set(keywords(works()))


def test_the_header_of_a_message_has_no_keywords() -> None:
    header = "From: Ann Lee\nTo: Bob May\nSent: 12 January\nSubject: Re: Zinc pipes, zinc pipes"
    assert keywords(document(paragraph(header), paragraph(" ".join(WORKS)))) == keywords(works())


def test_the_number_of_names_is_limited() -> None:
    source = works()
    found = keywords(source, [person(source, name) for name in NAMES])
    assert sum(keyword in NAMES for keyword in found) <= MOST_NAMES
    assert "lead pipe" in found


def test_a_name_is_complete_and_separate_from_other_words() -> None:
    source = document(
        paragraph("The town thanked Ann Lee twice. The mayor thanked Ann Lee again, and so did Lee Harbour.")
    )
    found = keywords(source, [person(source, "Ann Lee")])
    assert "Ann Lee" in found
    assert all("Lee" not in keyword for keyword in found if keyword != "Ann Lee")


def test_no_keyword_is_part_of_another_or_its_plural() -> None:
    found = [set(keyword.casefold().replace("pipes", "pipe").split()) for keyword in keywords(works())]
    assert not [(one, other) for one in found for other in found if one is not other and one <= other]


def test_verbs_and_days_are_not_keywords() -> None:
    source = document(paragraph("The ferry stopped on Monday. The ferry stopped again, and the crew stopped too. " * 3))
    assert "ferry" in keywords(source)
    assert not {"stopped", "Monday", "again"} & set(keywords(source))


def test_the_words_of_notices_do_not_count() -> None:
    notice = "Subscribe to our newsletter for zebra news."
    source = document(*(paragraph(notice) for _ in range(9)), paragraph(" ".join(WORKS)))
    assert not [keyword for keyword in keywords(source) if "zebra" in keyword or "newsletter" in keyword]


def test_other_languages_with_stop_words_have_keywords() -> None:
    text = (
        "Die Fähre nach Kiel fährt nicht mehr. Der Hafen hat für die Fähre keinen Platz, und der Rumpf hat einen Riss."
    )
    assert "Fähre" in keywords(document(paragraph(text), metadata=Metadata(language="de")))
    for language in ("zh", "xx", None):
        assert keywords(document(paragraph(text), metadata=Metadata(language=language))) == []


def test_a_text_in_another_language_than_its_metadata_has_no_keywords() -> None:
    assert keywords(document(paragraph(" ".join(WORKS)), metadata=Metadata(language="hu"))) == []


def test_a_table_of_numbers_has_no_keywords() -> None:
    rows = [f"Rovers {n} United {n + 2} Ref Dray Att 4{n}00" for n in range(20)]
    assert keywords(document(*map(paragraph, rows))) == []


def test_there_are_no_more_than_asked_for() -> None:
    assert len(keywords(works(), most=3)) == 3


def test_a_word_is_written_as_in_the_middle_of_a_sentence() -> None:
    source = document(
        heading("Barley"), paragraph("Barley is dear. The price of barley rose, and so did that of the barley.")
    )
    assert keywords(source)[0] == "barley"


@given(st.text(alphabet=st.sampled_from("a'’.-@/ \n1é한\u2028\ud800XTthe"), max_size=400))
def test_the_keywords_of_any_text_occur_in_it(text: str) -> None:
    source = document(paragraph(f"The {text} of the {text}."))
    for keyword in keywords(source):
        assert keyword in " ".join(source.text.split())
        assert len(keyword) <= 130


OTHERS = {
    "ar": ("أعلنت الحكومة بناء الميناء في المدينة. وقال الوزير إن الميناء سيفتح قريبا.", "الميناء"),
    "es": ("La presa se construirá en el valle. Los vecinos temen la presa, y la alcaldesa la presa.", "presa"),
    "fr": ("L’eau du barrage monte. Les habitants craignent le barrage et le maire.", "barrage"),
    "hi": ("बाँध का काम शुरू हुआ। लोग बाँध के पास रहते हैं और बाँध से डरते हैं।", "बाँध"),
    "ja": ("市は防潮堤を建設する。防潮堤の費用は高い。", "防潮堤"),
    "ko": ("시는 방조제를 건설한다. 방조제는 비싸다.", "방조제"),
    "ru": ("Город строит плотину. Жители боятся плотины, а мэр защищает плотину.", "плотину"),
    "sr": ("Град гради брану на реци. Становници се плаше због бране, а мер брани брану на реци.", "реци"),
    "tr": ("Kent baraj kuracak. Halk barajdan korkuyor ve baraj pahalı.", "baraj"),
    "zh": ("市政府将修建水库。水库的费用很高，法院要求公开费用。", "水库"),
}  # fmt: skip


@pytest.mark.parametrize("language", sorted(OTHERS))
def test_a_recurring_noun_is_a_keyword_in_every_kind_of_script(language: str) -> None:
    text, keyword = OTHERS[language]
    source = document(paragraph(text), metadata=Metadata(language=language))
    sentences = sentences_of(source.text, source.blocks, language)
    phrases = keyphrases(source, sentences, language)
    assert keyword in keywords_of(recurring(phrases), phrases, [], 10)


def test_the_words_of_two_lines_or_columns_are_no_phrase() -> None:
    text = "The town has PIPES\nHOUSE rules. Nobody read PIPES\nHOUSE rules, and the lead\npipe stays."
    found = keywords(document(paragraph(text + " The town has a lead pipe.")))
    assert "lead pipe" in found
    assert not any("PIPES HOUSE" in keyword for keyword in found)
    columns = "The price of the pipe     house is in the list of the pipe     house that the town has."
    assert not any("pipe house" in keyword for keyword in keywords(document(paragraph(columns))))


def test_an_ordinal_number_alone_is_no_keyword() -> None:
    text = (
        "The meeting of the 12th was in the hall. On the 12th the town had its 50th anniversary. Its 50th anniversary."
    )
    found = keywords(document(paragraph(text)))
    assert "50th anniversary" in found
    assert "12th" not in found


def test_a_common_word_must_be_closer_to_the_text_than_a_rare_one() -> None:
    phrases = [Phrase("hand", 1.0, [(0, 4), (10, 14)], "hand"), Phrase("isotope", 1.0, [(5, 9), (20, 24)], "isotope")]
    sentences = np.array([[1, 0]], dtype=np.float32)
    vectors = np.array([[0.35, 0.94], [0.35, 0.94]], dtype=np.float32)
    close = close_phrases(phrases, vectors, sentences, {"hand": 0.1, "isotope": 0.9}.__getitem__)
    assert [phrase.form for phrase in close] == ["isotope"]


def test_a_word_of_the_title_and_a_phrase_need_not_be_rare_to_be_close() -> None:
    titled = Phrase("hand", 1.0, [(0, 4), (10, 14)], "hand", in_title=True)
    phrase = Phrase("left hand", 1.0, [(0, 4), (10, 14)], "left hand")
    vectors = np.array([[0.35, 0.94], [0.35, 0.94]], dtype=np.float32)
    sentences = np.array([[1, 0]], dtype=np.float32)
    assert len(close_phrases([titled, phrase], vectors, sentences, lambda _: 0.0)) == 2


def test_an_abbreviation_inside_a_sentence_is_no_topic() -> None:
    source = document(paragraph("Capt. Lee sails. The owner of the ferry is Capt. Lee of Kiel, and the ferry."))
    phrases = [
        Phrase(word.casefold(), 1.0, [match.span() for match in re.finditer(word, source.text)], word)
        for word in ("Capt", "ferry")
    ]
    sentences = sentences_of(source.text, source.blocks)
    assert [phrase.form for phrase in unabbreviated(phrases, source.text, sentences)] == ["ferry"]


def test_a_person_with_a_verb_is_no_topic() -> None:
    source = document(paragraph("Ann Lee hopes, and the town waits for the new lead pipes of the harbour."))
    phrase = Phrase("ann lee hope", 5.0, [(0, 13)], "Ann Lee hopes")
    assert keywords_of([phrase], [], [person(source, "Ann Lee")], 5) == []
    assert keywords_of([phrase], [], [], 5) == ["Ann Lee hopes"]


@pytest.mark.parametrize(
    ("line", "own"),
    [
        ("Keywords: lead pipes; drinking water ; Kiel.", ["lead pipes", "drinking water", "Kiel"]),
        ("Key words and phrases — lead, pipes, lead", ["lead", "pipes"]),
        ("Abstract of the paper\nKeywords: lead · water", ["lead", "water"]),
        ("Keywords: lead, pipes, water . .\u00a0", ["lead", "pipes", "water"]),
        ("Keywords: none", []),
        ("Keywords: .", []),
        ("Keywords: lead, pipes" + ", water" * 300, []),
        ("The keywords of the talk were lead, pipes and water.", []),
    ],
)
def test_the_keywords_of_the_authors_are_found_in_their_line(line: str, own: list[str]) -> None:
    assert own_keywords(document(paragraph(line), paragraph(" ".join(WORKS)))) == own


def test_a_long_line_of_marks_behind_the_label_of_keywords_is_read_fast() -> None:
    source = document(paragraph("Keywords: a" + " ." * 100_000 + "b"))
    begun = time.perf_counter()
    assert own_keywords(source) == []
    assert time.perf_counter() - begun < 2


def test_words_that_are_beside_each_other_once_are_no_topic_in_other_languages() -> None:
    def phrase(form: str, times: int) -> Phrase:
        return Phrase(form.casefold(), 1.0, [(0, 1)] * times, form, in_title=True, words=len(form.split()))

    phrases = [phrase("tempête", 1), phrase("tempête emporte", 1), phrase("chemin creux", 2), phrase("Val Rouge", 1)]
    assert [each.form for each in repeated(phrases)] == ["tempête", "chemin creux", "Val Rouge"]


def test_phrases_far_from_the_text_are_left_out() -> None:
    near = Phrase("lead pipe", 1.0, [(0, 9), (20, 29)])
    far = Phrase("rest", 1.0, [(10, 14), (30, 34)])
    once = Phrase("new wall", 1.0, [(40, 48)])
    vectors = np.array([[0.8, 0.6], [0.2, 0.98], [0.45, 0.89]], dtype=np.float32)
    sentences = np.array([[1.0, 0.0]], dtype=np.float32)
    assert [phrase.key for phrase in close_phrases([near, far, once], vectors, sentences)] == ["lead pipe"]


def test_words_of_labels_alone_are_no_phrases_of_a_text_of_statements() -> None:
    said = paragraph("The ferry of the harbour was sold to the town, and the town has a new ferry in its harbour.")
    labelled = document(heading("Legacy"), said, paragraph("Legacy\nReferences"), said, paragraph("References"))
    sentences = sentences_of(labelled.text, labelled.blocks)
    phrases = [Phrase(word, 1.0, [match.span() for match in re.finditer(word, labelled.text)]) for word in WORDS_STATED]
    assert [phrase.key for phrase in stated(phrases, sentences)] == ["ferry", "harbour"]
    fields = document(*(paragraph(word) for word in WORDS_STATED))
    assert stated(phrases, sentences_of(fields.text, fields.blocks)) == phrases


def test_only_so_many_phrases_are_compared_as_one_pass_can_read() -> None:
    phrases = [Phrase(f"red wall{n}", 1.0, [(n, n + 1)] * (1 + n % 2), "") for n in range(100)]
    chosen = compared(phrases)
    assert len(chosen) == MOST_COMPARED
    assert all(len(phrase.places) == 2 for phrase in chosen)
