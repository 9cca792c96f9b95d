"""The cue of content and the source of a cue, from the probabilities of the annotator's links."""

from dataclasses import replace

import pytest

from functions.summarize.annotator.annotations import Annotations, RoleSpan
from functions.summarize.attributions.any_language.links import with_nearest_cues, with_own_sources
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.quotations import find_quotations


def annotated(text: str, *roles: tuple[str, str], content_cues: dict, cue_sources: dict) -> Annotations:  # type: ignore[type-arg]
    """Return annotations with spans that are given by their role and words, in the order of the text."""
    spans, place = [], 0
    for role, words in roles:
        place = text.index(words, place)
        spans.append(RoleSpan(place, place + len(words), role, 0.9))  # type: ignore[arg-type]
        place += len(words)
    return Annotations([], spans, content_cues, cue_sources, len(text))


def nearest(text: str, found: Annotations) -> Annotations:
    return with_nearest_cues(text, found, find_quotations(text), Layout(text, [], [(0, len(text))]), None)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        (
            "Hun indrømmer, at regningen er høj, men benægter, at nogen har snydt.",
            ["Hun", "indrømmer", "regningen er høj", "benægter", "nogen har snydt"],
        ),
        (
            "Ella admite que la factura es alta, pero niega que alguien haya robado.",
            ["Ella", "admite", "la factura es alta", "niega", "alguien haya robado"],
        ),
        (
            "Вона визнає, що рахунок великий, але заперечує, що хтось украв гроші.",
            ["Вона", "визнає", "рахунок великий", "заперечує", "хтось украв гроші"],
        ),
    ],
)
def test_what_is_denied_is_not_what_is_admitted(text: str, roles: list[str]) -> None:
    names = ["source", "cue", "content", "cue", "content"]
    found = annotated(
        text,
        *zip(names, roles, strict=True),
        content_cues={2: {None: 0.0, 1: 1.0, 3: 0.0}, 4: {None: 0.0, 1: 0.8, 3: 0.2}},
        cue_sources={1: {0: 1.0}, 3: {0: 1.0}},
    )
    links = nearest(text, found).content_cues
    assert links[2] == {None: 0.0, 1: 1.0, 3: 0.0}
    assert links[4] == {None: 0.0, 1: 0.0, 3: 1.0}


def test_two_cues_around_their_source_are_one() -> None:
    text = "Za słowami wójta idąc, most stoi krzywo."
    found = annotated(
        text,
        ("cue", "Za słowami"),
        ("source", "wójta"),
        ("cue", "idąc"),
        ("content", "most stoi krzywo"),
        content_cues={3: {None: 0.0, 0: 0.7, 2: 0.3}},
        cue_sources={0: {1: 1.0}, 2: {1: 1.0}},
    )
    assert nearest(text, found).content_cues == found.content_cues


def test_a_verb_at_the_end_of_content_is_a_part_of_it() -> None:
    text = "Die Wirtin sagt, der Koch habe das Fest zugesagt, die Karte fehle noch."
    found = annotated(
        text,
        ("source", "Die Wirtin"),
        ("cue", "sagt"),
        ("content", "der Koch habe das Fest"),
        ("cue", "zugesagt"),
        ("content", "die Karte fehle noch"),
        content_cues={2: {1: 1.0, 3: 0.0}, 4: {1: 0.8, 3: 0.2}},
        cue_sources={1: {0: 1.0}, 3: {0: 1.0}},
    )
    assert nearest(text, found).content_cues == found.content_cues


def test_a_cue_in_a_quotation_is_not_that_of_its_speaker() -> None:
    text = "Il sindaco racconta: «Mia madre diceva spesso che il fiume torna»."
    found = annotated(
        text,
        ("cue", "racconta"),
        ("cue", "diceva"),
        ("content", "il fiume torna"),
        content_cues={2: {0: 0.6, 1: 0.4}},
        cue_sources={0: {None: 1.0}, 1: {None: 1.0}},
    )
    assert nearest(text, found).content_cues == found.content_cues


@pytest.mark.parametrize(
    ("text", "language", "pronoun", "cue", "accused"),
    [
        ("Hun anklager ministeren for at have løjet.", "da", "Hun", "anklager", "ministeren"),
        ("Sie beschuldigt den Minister, gelogen zu haben.", "de", "Sie", "beschuldigt", "den Minister"),
        ("Она обвиняет министра во лжи.", "ru", "Она", "обвиняет", "министра"),
    ],
)
def test_the_pronoun_before_the_verb_accuses(text: str, language: str, pronoun: str, cue: str, accused: str) -> None:
    roles = [("source", pronoun), ("cue", cue), ("source", accused)]
    found = annotated(text, *roles, content_cues={}, cue_sources={1: {None: 0.0, 0: 0.25, 2: 0.75}})
    assert with_own_sources(text, found, language).cue_sources == {1: {None: 0.0, 0: 1.0, 2: 0.0}}


def test_an_unlikely_pronoun_before_the_verb_is_an_object() -> None:
    text = "« Je reste ici », lui a répondu son frère."
    found = annotated(
        text,
        ("source", "lui"),
        ("cue", "a répondu"),
        ("source", "son frère"),
        content_cues={},
        cue_sources={1: {None: 0.0, 0: 0.25, 2: 0.75}},
    )
    found.roles[0] = replace(found.roles[0], score=0.2)
    assert with_own_sources(text, found, "fr").cue_sources == found.cue_sources


def test_who_reads_a_letter_aloud_has_not_written_it() -> None:
    text = "„Přijedu zítra,“ napsala v dopise, který ředitel přečetl nahlas."
    found = annotated(
        text,
        ("cue", "napsala"),
        ("source", "který ředitel"),
        ("cue", "přečetl"),
        content_cues={},
        cue_sources={0: {None: 0.25, 1: 0.75}, 2: {1: 1.0}},
    )
    assert with_own_sources(text, found, "cs").cue_sources == {0: {None: 1.0, 1: 0.0}, 2: {1: 1.0}}
