"""The title of a Document: its own, or a phrase of its text."""

import time

import numpy as np
import pytest

from functions.summarize.selection.keywords import keyphrases, topics_of
from functions.summarize.selection.title import MOST_WORDS, best_title, lead_title, title_candidates, title_of
from functions.summarize.selection.title_blocks import plain, without_note
from functions.summarize.sentences.sentences import sentences_of
from shared.documents.document import Document, Metadata, Span
from shared.summary import Entity
from tests.support.documents import document, heading, paragraph
from tests.support.titled import BODY, DIVERS, LINE, LONG_TITLE, STORY


@pytest.mark.parametrize(
    ("given_document", "title"),
    [
        (document(heading("A heading"), BODY, metadata=Metadata(title=" From the\n format ")), "From the format"),
        (document(heading(LINE), heading("Another"), BODY), LINE),
        (document(paragraph(LINE), BODY), LINE),
        (document(BODY, heading("What next", level=2), BODY), "What next"),
        (document(heading("Slide 1"), heading(LINE, level=2), BODY), LINE),
        (document(heading("Sheet1"), BODY, metadata=Metadata(title="Budget_final (2).xlsx")), None),
        (document(paragraph("Page 1 of 1"), paragraph(LINE), BODY), LINE),
        (document(heading(LINE), BODY, metadata=Metadata(title="1")), LINE),
        (document(BODY), None),
        (document(paragraph("It rained all night."), BODY), None),
        (document(paragraph("[Image by A. Person]"), BODY), None),
        (document(paragraph("word " * 40), BODY), None),
        (document(heading("long " * 100), BODY), ("long " * 100)[:299].rstrip() + "…"),
    ],
)
def test_the_title_is_that_of_the_format_or_the_first_heading_or_the_first_line(
    given_document: Document, title: str | None
) -> None:
    assert title_of(given_document) == title


@pytest.mark.parametrize(
    ("block", "title"),
    [
        ("Kiel loses its ferry\nA crack in the hull after nine years", LINE),
        ("Kiel loses its ferry\n(by our reporter)", LINE),
        ("Kiel loses\nits ferry", LINE),
        ("Kiel loses its ferry\nAnn Lee", LINE),
        ("Kiel loses its ferry\nRelease date: 3 May 2022", LINE),
        ("Kiel loses its ferry to\nFaro: 12 lessons", "Kiel loses its ferry to Faro: 12 lessons"),
        ("Kiel and Faro lose the\nOld Ferry", "Kiel and Faro lose the Old Ferry"),
        ("*** Kiel loses its ferry ***\nthe paper of the harbour", LINE),
        ("K I E L   L O S E S   I T S   F E R R Y", "KIEL LOSES ITS FERRY"),
        (
            "KIEL HARBOUR COUNCIL\nMINUTES OF MAY -- Tuesday, 3 May 2022, at 6 p.m.",
            "KIEL HARBOUR COUNCIL: MINUTES OF MAY",
        ),
        ("Office of Harbours\nLog (draft for the press, not checked)", "Office of Harbours: Log"),
        (f"{LINE} -- " + "a paper for the harbour and its ships " * 5, LINE),
        (f"{LINE}\n" + "A long line about the harbour of Kiel and its many ships. " * 3, LINE),
    ],
)
def test_a_title_is_a_line_of_its_block_with_the_name_of_its_issuer(block: str, title: str) -> None:
    assert title_of(document(paragraph(block), BODY)) == title


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("** The ferry ** * -", "The ferry"),
        ("The ferry** **", "The ferry**"),
        ("The ferry -", "The ferry -"),
        ("The ferry  * *", "The ferry"),
        ("*** ***", ""),
    ],
)
def test_ornaments_at_the_edges_of_a_line_are_left_out(line: str, text: str) -> None:
    assert plain(line) == text


def test_a_note_behind_a_title_is_left_out_with_the_spaces_before_it() -> None:
    assert without_note("The ferry   -- a paper\n(for the harbour)") == "The ferry"
    assert without_note("The ferry-boat") == "The ferry-boat"


@pytest.mark.parametrize(
    "block",
    [
        "a" + " -" * 50_000 + " b",
        "a" + " " * 100_000 + "b",
        "the harbour of Kiel\n" * 50_000,
        "The harbour of Kiel\n" * 50_000,
        "3 May 2022\n" * 50_000,
    ],
)
def test_a_block_of_any_form_is_read_fast(block: str) -> None:
    source = document(paragraph(block), BODY)
    begun = time.perf_counter()
    title_of(source)
    assert time.perf_counter() - begun < 2


def test_blocks_after_the_first_statement_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def titles(rows: list[str], _: int) -> list[str]:
        read.extend(rows)
        return rows

    monkeypatch.setattr("functions.summarize.selection.title_heads.titles_of", titles)
    assert title_of(document(paragraph(LINE), BODY, *(paragraph(f"The harbour {n}") for n in range(9)))) == LINE
    assert read == [LINE]


def test_a_block_of_many_short_rows_is_no_title() -> None:
    assert title_of(document(paragraph("\n".join(["sail"] * 60)), BODY)) is None


@pytest.mark.parametrize(
    ("block", "title"),
    [
        (f"{DIVERS}\nThe owners look for a new one", DIVERS),
        ("Does a crack stop the ferry?\nDivers give their view", "Does a crack stop the ferry?"),
        (f"{LONG_TITLE}\n{'Owners of ' * 6}ships", LONG_TITLE),
        ("CRACK IN THE HULL KEEPS THE FERRY\nThe Owners of the Faro Ferry Wait", "CRACK IN THE HULL KEEPS THE FERRY"),
        ("Crack in the hull keeps the\nFaro Ferry in its dock", "Crack in the hull keeps the Faro Ferry in its dock"),
        ("CRACK IN THE HULL KEEPS\nTHE FERRY IN ITS DOCK", "CRACK IN THE HULL KEEPS THE FERRY IN ITS DOCK"),
    ],
)
def test_a_title_of_two_lines_is_whole_and_has_no_subtitle(block: str, title: str) -> None:
    assert title_of(document(paragraph(block), BODY)) == title


def candidates(source: Document, entities: list[Entity] | None = None) -> list[Span]:
    sentences = sentences_of(source.text, source.blocks)
    spans = [source.span(sentence.start, sentence.end) for sentence in sentences]
    topics = topics_of(keyphrases(source, sentences, "en"), entities or [])
    return title_candidates(source, spans, topics, entities or [])


def place(source: Document, name: str) -> Entity:
    start = source.text.index(name)
    mention = Span(start=start, end=start + len(name), text=name)
    return Entity(name=name, type="LOCATION", aliases=[], mentions=[mention], salience=1)


def test_candidates_are_spans_of_the_text() -> None:
    source = document(BODY)
    found = candidates(source, [place(source, "Kiel"), place(source, "Faro")])
    assert found
    for span in found:
        assert source.text[span.start : span.end] == span.text
        assert 2 <= len(span.text.split()) <= MOST_WORDS


def test_phrases_and_names_are_joined_by_prepositions() -> None:
    source = document(BODY)
    found = [span.text for span in candidates(source, [place(source, "Kiel"), place(source, "Faro")])]
    assert "ferry between Kiel and Faro" in found
    assert "crack in the hull" in found


def test_a_candidate_is_not_a_part_of_a_longer_phrase() -> None:
    source = document(
        paragraph("The old iron ferry of Kiel sank. The ferry of the town was old, and a ferry of iron rusts.")
    )
    assert "ferry of Kiel" not in [span.text for span in candidates(source, [place(source, "Kiel")])]


def test_a_minor_name_alone_is_no_candidate() -> None:
    source = document(paragraph("The divers of Port Ellory went to Kiel."))
    port, kiel = place(source, "Port Ellory"), place(source, "Kiel")
    assert "Port Ellory" in [span.text for span in candidates(source, [port, kiel])]
    assert "Port Ellory" not in [span.text for span in candidates(source, [kiel, port])]


def test_a_text_without_phrases_has_no_candidates() -> None:
    assert candidates(document(paragraph("It rained."))) == []


def test_the_candidate_most_similar_to_the_document_is_its_title_and_the_first_of_equals() -> None:
    spans = [Span(start=n, end=n + 1, text=letter) for n, letter in enumerate("abc")]
    sentence_vectors = np.array([[1, 0, 0], [0, 1, 0]], dtype=np.float32)
    vectors = np.array([[0, 0, 1], [0, 1, 0], [1, 0, 0]], dtype=np.float32)
    assert best_title(spans, vectors, sentence_vectors).text == "c"
    assert best_title(spans, np.tile(vectors[0], (3, 1)), sentence_vectors).text == "a"


@pytest.mark.parametrize(
    "line",
    [
        "FOR IMMEDIATE RELEASE",
        "PRESS SUMMARY",
        "Press office",
        "University of Kiel -- Press Office",
        "Press release",
        "Embargoed until 6 a.m. on Monday",
        "Friday, January 3, 2014",
        "17. Februar 2026",
        "Comunicado à imprensa",
        "Faro, 17 de julho de 2026",
        "Kiel, den 17. Februar 2026",
        "Dear members,",
        "Dear Mrs Lee",
        "Hi Slava,",
        "Sehr geehrte Damen und Herren,",
        "Abstract",
        "4. Discussion.",
        "Inhaltsverzeichnis",
        "By Cory Doctorow",
        "To: all heads of department",
        "Home > News > Harbour",
        "Skip to content",
        "454 O. Sanni, A.P.I. Popoola / Data in Brief 22 (2019) 451-457",
        "Pt. 2",
        "Case No: 7 KB 00932",
        "Our reference: 2031/4",
        "Neutral Citation Number: [2031] FCA Civ 14, unreported",
        "r/harbours",
        "Faro/Santa Cruz de Kiel, 17 February 2026",
    ],
)
def test_lines_above_a_title_are_passed_over(line: str) -> None:
    assert title_of(document(paragraph(line), paragraph(LINE), BODY)) == LINE


@pytest.mark.parametrize(
    "line",
    [
        "May the ferry sail again",
        "Summary of the harbour report",
        "Release of the boats",
        "Dear money: why loans cost more",
        "By the river",
        "Home rule for Kiel",
        "News from the quay",
        "Kiel, May 1945 to May 1950",
        "Number of ships: a list",
        "Photo ID: new rules from 1 May",
        "Kiel says no: 10 tips for harbours",
    ],
)
def test_titles_that_begin_like_other_lines_are_titles(line: str) -> None:
    body = paragraph(f"{STORY[0]} Nobody in the town has read more about {line.lower()} than the owners of the ferry.")
    assert title_of(document(paragraph(line), body)) == line


def test_a_letterhead_is_no_title_and_the_subject_of_a_letter_is() -> None:
    head = (heading("Orchard Lane Society"), paragraph("17 February 2026\nDear members,"))
    assert title_of(document(*head, BODY)) is None
    assert (
        title_of(document(heading("Orchard Lane Society"), paragraph("Subject: No water"), *head[1:], BODY))
        == "No water"
    )
    assert title_of(document(heading("No water"), paragraph("Dear members,"), BODY)) == "No water"


def test_a_letter_may_have_its_date_salutation_and_text_in_one_block() -> None:
    letter = paragraph("17 February 2026\nDear members,\nThe ferry sails again.")
    assert title_of(document(heading("Orchard Lane Society"), letter, BODY)) is None


def test_the_subject_below_a_letterhead_is_the_title_of_the_letter() -> None:
    head = paragraph("Association des pêcheurs\n12, place du Port\n31950 Kiel")
    subject = paragraph("À l'attention de Madame la Maire\nObjet : l'éclairage du quai\nLettre recommandée")
    assert title_of(document(head, paragraph("Kiel, le 9 mai"), subject, BODY)) == "l'éclairage du quai"


def test_the_subject_in_the_header_of_a_message_is_its_title() -> None:
    header = "From: Ann Lee\nTo: Bo Okland\nDate: Mon 12 Jan 08:06\nSubject: Re: FW: The ferry - a report\nCC: all"
    assert title_of(document(paragraph(header), BODY)) == "The ferry - a report"


def test_a_short_first_sentence_above_a_longer_text_is_the_title() -> None:
    assert title_of(document(paragraph("Clinton and Warren team up on Trump."), BODY)) == (
        "Clinton and Warren team up on Trump"
    )
    assert title_of(document(paragraph("We team up on the quay today."), BODY)) is None


def test_keys_of_data_are_no_titles() -> None:
    source = document(paragraph("element id: a06d"), heading("metadata"), BODY)
    assert title_of(source.model_copy(update={"media_type": "application/json"})) is None


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("The town bought a ferry, which had lain in Faro for years.", "The town bought a ferry"),
        (
            "The town bought a ferry, but only if the crown pays for it and for all of the men who are to sail on it.",
            None,
        ),
        ("He bought a ferry for the town.", None),
        ("The old town of Kiel – a harbour since 1240 – bought a ferry.", None),
        ("The old town of Kiel bought a ferry – its first since 1240.", "The old town of Kiel bought a ferry"),
        ("The old town, however, bought a ferry.", None),
        ("In the spring it bought a ferry.", None),
        ("In the spring Kiel bought a ferry that it needs.", "In the spring Kiel bought a ferry that it needs"),
        ("The ferry was bought by the town.", "The ferry was bought by the town"),
        ("“The ferry is ours,” said the mayor of the town.", None),
    ],
)
def test_a_main_clause_is_the_title_if_it_is_short_and_needs_no_other_sentence(
    sentence: str, title: str | None
) -> None:
    source = document(paragraph(sentence))
    found = lead_title(source, [source.span(0, len(source.text))])
    assert (found.text if found else None) == title
