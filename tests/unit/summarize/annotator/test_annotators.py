"""The choice of the annotator, and the annotations of a text in two languages."""

import pytest

from functions.summarize.annotator.annotations import Annotations, Mention, RoleSpan
from functions.summarize.annotator.annotator import Annotator
from functions.summarize.annotator.annotators import Annotators, load_languages, within
from functions.summarize.annotator.parts import LanguagePart

FIRST = "The mayor of Kiel, Ann Lee, said that the pier would open in May."
SECOND = "Ada Osei told the council that the deck was rotten."


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator.load()


def never() -> Annotator:
    raise AssertionError("the annotator of other languages must not be loaded")


def test_an_english_text_never_loads_the_other_annotator(annotator: Annotator) -> None:
    annotators = Annotators(annotator, never)
    found = annotators.annotate(FIRST, [(0, len(FIRST))], [LanguagePart(0, len(FIRST), "en")])
    assert found.mentions == annotator.annotate(FIRST).mentions
    assert annotators.used([LanguagePart(0, len(FIRST), "en")]) == [annotator]


def test_the_other_annotator_is_loaded_once_and_reads_every_other_language(annotator: Annotator) -> None:
    loaded: list[Annotator] = []

    def load() -> Annotator:
        loaded.append(annotator)
        return annotator

    annotators = Annotators(annotator, load)
    for language in ("de", "zh", None):
        assert annotators.of([LanguagePart(0, 5, language)]) is annotator
    assert len(loaded) == 1


def test_the_parts_of_a_text_in_two_languages_have_the_annotations_of_each_part_alone() -> None:
    english, other = Annotator.load(), Annotator.load()
    text = f"{FIRST}\n\n{SECOND}"
    start = len(FIRST) + 2
    parts = [LanguagePart(0, start, "en"), LanguagePart(start, len(text), "de")]
    places = [(0, len(FIRST)), (start, len(text))]
    found = Annotators(english, lambda: other).annotate(text, places, parts)
    whole = other.annotate(text, places)
    alone = english.annotate(text[:start])
    assert found.mentions == [*alone.mentions, *(each for each in whole.mentions if each.start >= start)]
    assert [text[span.start : span.end] for span in found.roles if span.role == "cue"] == ["said", "told the"]
    assert found.end == len(text)
    assert (found.vectors == whole.vectors).all()
    for links in (found.content_cues, found.cue_sources):
        for seeker, partners in links.items():
            near = [number for number, probability in partners.items() if number is not None and probability > 0.5]
            sides = {found.roles[number].start < start for number in (seeker, *near)}
            assert len(sides) == 1


def test_links_to_spans_outside_of_a_part_are_left_out() -> None:
    roles = [RoleSpan(0, 3, "source"), RoleSpan(4, 8, "cue"), RoleSpan(10, 13, "source"), RoleSpan(14, 18, "cue")]
    links = {1: {None: 0.1, 0: 0.8, 2: 0.1}, 3: {None: 0.1, 0: 0.1, 2: 0.8}}
    found = within(Annotations([Mention(0, 3, "PERSON"), Mention(10, 13, "PERSON")], roles, {}, links), 9, 20)
    assert found.mentions == [Mention(10, 13, "PERSON")]
    assert found.roles == roles[2:]
    assert found.cue_sources == {1: {None: 0.1, 0: 0.8}}


def test_the_last_word_of_a_name_in_another_language_belongs_to_it() -> None:
    text = "Die Sendung von Radio Elbe 92 beginnt."
    found = [text[name.start : name.end] for name in load_languages().annotate(text).mentions]
    assert found == ["Radio Elbe 92"]
