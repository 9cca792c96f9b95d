"""Transcripts through the parser process and the Summarizer: who says each turn, in every format."""

import io
from collections.abc import Callable, Iterator
from html import escape

import docx
import pytest
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from functions.parse.worker.parse_worker import ParseWorker
from functions.summarize.summarizer import Summarizer
from shared.documents.document import BlockKind, Document
from shared.summary import Attribution, Findings
from tests.benchmarks.documents import parse_worker, summarizer
from tests.support.documents import document_from

Summarize = Callable[[bytes, str], tuple[Document, Findings]]

TURNS = (
    ("Ingrid Dahl", "We open the debate on the sea wall of the harbour."),
    ("Tom Okoro", "The wall is cracked. The harbour master said on Monday that two stones had fallen into the sea."),
    ("Ruth Asad", "A new report would cost 40,000 crowns, and I will not vote for it."),
    ("Tom Okoro", "Who pays if the water comes over the quay?"),
    ("Ingrid Dahl", "Order. We vote tomorrow at nine."),
)
LINES = [f"{name}: {words}" for name, words in TURNS]
HEADER = "Sitting of the council"


def as_html() -> bytes:
    turns = "".join(f"<p><b>{name}:</b> {escape(words)}</p>" for name, words in TURNS)
    return f"<html><head><title>{HEADER}</title></head><body><article>{turns}</article></body></html>".encode()


def as_docx() -> bytes:
    document = docx.Document()
    for name, words in TURNS:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(words)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def as_pdf() -> bytes:
    content = io.BytesIO()
    style = getSampleStyleSheet()["Normal"]
    SimpleDocTemplate(content).build([Paragraph(f"<b>{name}:</b> {words}", style) for name, words in TURNS])
    return content.getvalue()


def as_subtitles(mark: str) -> bytes:
    cues = [
        f"{number}\n00:00:{number:02}.000 --> 00:00:{number + 1:02}.000\n{mark.format(name)}{words}\n"
        for number, (name, words) in enumerate(TURNS, 1)
    ]
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


FILES = {
    "paragraphs.txt": "\n\n".join([HEADER, *LINES]).encode(),
    "lines.txt": "\n".join(LINES).encode(),
    "times.txt": "\n".join(f"[00:0{number}:12] {line}" for number, line in enumerate(LINES)).encode(),
    "chat.txt": "\n".join(f"04/05/2026, 12:0{number} - {line}" for number, line in enumerate(LINES)).encode(),
    "talk.md": "\n".join([f"# {HEADER}", "", *(f"**{name}:** {words}" for name, words in TURNS)]).encode(),
    "page.html": as_html(),
    "minutes.docx": as_docx(),
    "record.pdf": as_pdf(),
    "names.vtt": as_subtitles("{}: "),
    "voices.vtt": as_subtitles("<v {}>"),
}


@pytest.fixture(scope="module")
def summarize() -> Iterator[Summarize]:
    """Return a function that parses and summarizes a file."""
    model: Summarizer = summarizer()
    worker: ParseWorker
    with parse_worker() as worker:

        def read(content: bytes, name: str) -> tuple[Document, Findings]:
            document = document_from(worker.parse(content, name, "application/octet-stream"))
            return document, model.summarize(document).findings

        yield read


def turns_of(findings: Findings) -> list[tuple[str | None, str | None, str]]:
    """Return the written name, the entity and the words of each turn."""
    return [
        (turn.speaker.text if turn.speaker else None, turn.entity, " ".join(span.text for span in turn.content))
        for turn in findings.attributions
        if turn.turn
    ]


def reported(findings: Findings) -> list[Attribution]:
    return [attribution for attribution in findings.attributions if not attribution.turn]


@pytest.mark.parametrize("name", FILES)
def test_each_turn_is_attributed_to_its_speaker(summarize: Summarize, name: str) -> None:
    document, findings = summarize(FILES[name], name)
    assert turns_of(findings) == [(speaker, speaker, words) for speaker, words in TURNS]
    assert [block.speaker for block in document.blocks if block.kind is BlockKind.TURN] == [who for who, _ in TURNS]
    assert all(turn.cue is None and turn.quotation == "direct" for turn in findings.attributions if turn.turn)
    assert not any(speaker in findings.summary.text for speaker in ("Dahl:", "Okoro:", "Asad:"))


def test_what_a_turn_reports_stays_within_the_turn(summarize: Summarize) -> None:
    document, findings = summarize(FILES["paragraphs.txt"], "paragraphs.txt")
    (stones,) = [each for each in reported(findings) if "stones had fallen" in each.content[0].text]
    assert stones.speaker is not None
    assert "harbour master" in stones.speaker.text
    turns = [block for block in document.blocks if block.kind is BlockKind.TURN]
    for each in reported(findings):
        spans = [span for span in (each.speaker, each.cue, *each.content) if span]
        assert any(
            turn.spoken_from is not None
            and all(turn.spoken_from <= span.start and span.end <= turn.end for span in spans)
            for turn in turns
        )


def test_short_and_capital_labels_are_the_people_of_longer_ones(summarize: Summarize) -> None:
    text = (
        "INGRID DAHL, MAYOR: We open the debate.\n\nTOM OKORO (GREENS): The wall is cracked.\n\n"
        "DAHL: How do you know that?\n\nOKORO: I measured it on Sunday.\n\nDAHL: Then we vote.\n"
    )
    _, findings = summarize(text.encode(), "debate.txt")
    assert [entity for _, entity, _ in turns_of(findings)] == [
        *("INGRID DAHL", "TOM OKORO", "INGRID DAHL", "TOM OKORO", "INGRID DAHL")
    ]
    assert {entity.name: entity.type for entity in findings.entities} == {
        "INGRID DAHL": "PERSON",
        "TOM OKORO": "PERSON",
    }


def test_questions_and_answers_are_nobodys(summarize: Summarize) -> None:
    text = (
        "The miller Nora Stahl keeps the last windmill of the coast.\n\nQ: Who built the mill?\n\n"
        "A: My father did. He told me that it would outlive us all.\n\nQ: Does it turn?\n\nA: It turns in spring.\n"
    )
    _, findings = summarize(text.encode(), "interview.txt")
    assert turns_of(findings) == []
    assert not any(each.speaker and each.speaker.text in ("Q", "A") for each in findings.attributions)


def test_initials_are_those_of_the_person_in_the_text(summarize: Summarize) -> None:
    text = (
        "The geologist Nora Stahl met our reporter on the slope above the village.\n\n"
        "MW: What did you see there?\n\nNS: I saw cracks of two metres.\n\n"
        "MW: Did you tell the mayor?\n\nNS: I told him on the same day.\n"
    )
    _, findings = summarize(text.encode(), "interview.txt")
    assert [(name, entity) for name, entity, _ in turns_of(findings)] == [("MW", None), ("NS", "Nora Stahl")] * 2


def test_a_court_record_has_offices_and_people(summarize: Summarize) -> None:
    text = (
        "THE COURT: Call your witness.\n\nMR. HOLT: The defence calls the miller.\n\nTHE WITNESS: Good morning.\n\n"
        "Q. Where were you on the night of the fire?\n\nA. I was at the mill.\n\nMS. ARDEN: Objection, your honour.\n\n"
        "THE COURT: Sustained. Go on, Mr. Holt.\n\nMR. HOLT: I have nothing further.\n"
    )
    _, findings = summarize(text.encode(), "record.txt")
    speakers = [(name, (entity or "").upper()) for name, entity, _ in turns_of(findings)]
    assert speakers == [
        *(("THE COURT", ""), ("MR. HOLT", "HOLT"), ("THE WITNESS", ""), ("MS. ARDEN", "ARDEN")),
        *(("THE COURT", ""), ("MR. HOLT", "HOLT")),
    ]
