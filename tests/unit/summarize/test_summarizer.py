"""The Summarizer with its real annotator: the findings in typical and in arbitrary Documents."""

import gc

import pytest

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.summarizer import Summarizer
from shared.documents.document import BlockKind, BlockText, Metadata, Part
from tests.support.documents import document, heading, paragraph
from tests.support.summarized_story import STORY, assert_grounded, codes, story


@pytest.fixture(scope="module")
def summarizer() -> Summarizer:
    return Summarizer(Annotator.load(), words=75)


def test_the_evidence_of_a_cut_sentence_is_whole_and_its_pieces_are_what_is_shown(summarizer: Summarizer) -> None:
    whole = "The council of Kiel, which was elected in April, closed the harbour for nine days after the storm."
    source = document(heading("Kiel closes its harbour"), paragraph(whole))
    found = summarizer.summarize(source)
    assert_grounded(found, source)
    (sentence,) = found.findings.summary.sentences
    assert sentence.text == "The council of Kiel closed the harbour for nine days after the storm."
    assert [piece.text for piece in sentence.pieces or []] == [
        "The council of Kiel",
        "closed the harbour for nine days after the storm.",
    ]
    assert [span.text for span in found.findings.summary.evidence] == [whole]


def test_the_summary_consists_of_sentences_of_the_story(summarizer: Summarizer) -> None:
    found = summarizer.summarize(story())
    assert_grounded(found, story())
    summary = found.findings.summary
    assert {span.text for span in summary.evidence} < set(STORY)
    assert STORY[0] in summary.text
    assert 60 <= len(summary.text.split()) <= 90
    assert "Scroll down" not in summary.text
    assert all("Scroll down" not in point.span.text for point in found.findings.key_points)
    assert found.findings.key_points[0].span.text == STORY[0]
    assert found.warnings == []


def test_the_photographer_in_a_credit_in_brackets_is_no_person_of_the_story(summarizer: Summarizer) -> None:
    credited = document(paragraph(" ".join(STORY)), paragraph("[Featured Image by Peter Brandt/Vell Pictures]"))
    assert [each.name for each in summarizer.summarize(credited).findings.entities if each.type == "PERSON"] == [
        "Ann Lee"
    ]


def test_the_models_are_named(summarizer: Summarizer) -> None:
    found = summarizer.summarize(story())
    revision = Annotator.load().revision
    summary = found.findings.summary
    assert (summary.method, summary.model, summary.revision) == ("extractive", "nutgraf annotator int8", revision)
    assert any(revision in model for model in found.models.values())
    assert found.milliseconds.keys() >= {"sentences", "annotate", "select", "attribute"}
    assert all(value >= 0 and round(value, 1) == value for value in found.milliseconds.values())


def test_a_summarized_document_is_freed_without_garbage_collection(summarizer: Summarizer) -> None:
    summarizer.summarize(story())
    gc.collect()
    gc.disable()
    try:
        summarizer.summarize(story())
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_the_same_document_has_the_same_summary(summarizer: Summarizer) -> None:
    again = Summarizer(Annotator.load(), words=75)
    assert again.summarize(story()).findings == summarizer.summarize(story()).findings


def test_a_repeated_sentence_is_shown_once(summarizer: Summarizer) -> None:
    twice = document(*(paragraph(text) for text in (*STORY, *STORY)))
    found = summarizer.summarize(twice).findings
    for spans in (found.summary.evidence, [point.span for point in found.key_points]):
        assert len({span.text for span in spans}) == len(spans)


@pytest.mark.parametrize("words", [20, 40, 120])
def test_the_summary_has_about_the_length_of_the_settings(words: int) -> None:
    found = Summarizer(Annotator.load(), words=words).summarize(story())
    assert 0.7 * words <= len(found.findings.summary.text.split()) <= 1.15 * words


def test_the_subject_of_the_title_is_in_the_summary_even_if_the_beginning_has_another_subject(
    summarizer: Summarizer,
) -> None:
    beginning = (
        "The two ministers of the neighbouring countries have had different views on fishing quotas for many years.",
        "At a summit in spring the ministers talked for an hour about quotas and parted without an agreement.",
        "One minister holds that the quotas harm the small boats and help nobody but the largest companies.",
        "The other minister holds that without quotas there would soon be no herring left in the whole sea.",
        "A commission is to study the quotas and to report to both of the ministers before the summer.",
        "The commission has eleven members, most of whom are biologists at universities on the coast.",
    )
    event = "The old lighthouse on the island of Sarn has collapsed in the storm and blocks the port."
    untitled = document(*(paragraph(text) for text in (*beginning, event)))
    titled = document(heading("Lighthouse of Sarn collapses in storm"), *(paragraph(t) for t in (*beginning, event)))
    assert event not in summarizer.summarize(untitled).findings.summary.text
    assert event in summarizer.summarize(titled).findings.summary.text


def test_white_space_inside_a_sentence_is_only_in_its_span(summarizer: Summarizer) -> None:
    wrapped = document(paragraph("The ferry between Kiel\nand  Faro has been taken\nout of service for good."))
    summary = summarizer.summarize(wrapped).findings.summary
    assert summary.text == "The ferry between Kiel and Faro has been taken out of service for good."
    assert summary.evidence[0].text == wrapped.text


BODY = paragraph(" ".join(STORY))


def test_a_document_without_a_title_gets_a_phrase_of_its_text(summarizer: Summarizer) -> None:
    source = document(BODY)
    findings = summarizer.summarize(source).findings
    assert findings.title_span is not None
    assert (
        findings.title == findings.title_span.text == source.text[findings.title_span.start : findings.title_span.end]
    )
    assert len(findings.title.split()) > 1


def test_a_title_of_its_own_is_not_marked_as_cut_from_the_text(summarizer: Summarizer) -> None:
    findings = summarizer.summarize(story()).findings
    assert (findings.title, findings.title_span) == ("Kiel loses its ferry", None)


def test_no_title_is_chosen_in_a_language_that_the_models_are_not_trained_for(summarizer: Summarizer) -> None:
    source = document(BODY, metadata=Metadata(language="fi"))
    assert summarizer.summarize(source).findings.title is None


def test_keywords_are_phrases_of_the_text_and_few_of_them_names(summarizer: Summarizer) -> None:
    findings = summarizer.summarize(story()).findings
    assert "ferry" in findings.keywords
    assert all(keyword in story().text for keyword in findings.keywords)
    assert len(findings.keywords) == len(set(findings.keywords)) <= 10


def test_a_dateline_is_not_shown(summarizer: Summarizer) -> None:
    source = document(heading("Kiel loses its ferry"), paragraph("KIEL, Germany (AP) — " + " ".join(STORY)))
    findings = summarizer.summarize(source).findings
    assert findings.summary.text.startswith(STORY[0])
    assert findings.key_points[0].span.text == STORY[0]
    assert_grounded(summarizer.summarize(source), source)


def test_the_dates_of_an_english_text_are_its_timeline(summarizer: Summarizer) -> None:
    source = document(
        heading("Kiel loses its ferry"),
        paragraph(" ".join(STORY)),
        metadata=Metadata(language="en", published_at="2026-02-11"),
    )
    found = summarizer.summarize(source)
    assert_grounded(found, source)
    assert [(entry.date, entry.span.text) for entry in found.findings.timeline] == [
        ("2025-12/2026-02", "this winter"),
        ("2026-02-09", "Monday"),
        ("2026-03", "March"),
    ]
    elsewhere = source.model_copy(update={"metadata": Metadata(language="de", published_at="2026-02-11")})
    assert summarizer.summarize(elsewhere).findings.timeline == []


def test_a_longer_section_has_one_of_its_sentences_as_its_summary(summarizer: Summarizer) -> None:
    harbour = (
        "The harbour master counted forty ships in the outer roads on the first day of the storm.",
        "Two of the ships had dragged their anchors and lay across the channel to the fish quay.",
        "No pilot was willing to go out to them before the wind had fallen below force eight.",
    )
    budget = (
        "The treasurer expects to spend eleven million euros on the new sea wall over the next four years.",
        "A third of the money for the wall comes from the province and must be spent by the year 2029.",
        "The rest of it is to be borrowed, which adds forty euros a year to the tax on each house.",
    )
    source = document(
        heading("The storm"), paragraph(" ".join(harbour)),
        heading("The sea wall"), paragraph(" ".join(budget)),
        heading("Notes", level=2), paragraph("The figures are those of the treasurer."),
    )  # fmt: skip
    found = summarizer.summarize(source)
    assert_grounded(found, source)
    storm, wall, notes = found.findings.sections
    assert storm.summary is not None and storm.summary.text in harbour
    assert wall.summary is not None and wall.summary.text in budget
    assert notes.summary is None


def test_a_key_point_names_the_entities_in_it(summarizer: Summarizer) -> None:
    points = summarizer.summarize(story()).findings.key_points
    named = {point.span.text: point.entities for point in points}
    assert "Kiel" in named[STORY[0]]
    assert named.get(STORY[4], ["Ann Lee"])[-1] == "Ann Lee"


def test_the_name_of_an_attachment_is_no_title(summarizer: Summarizer) -> None:
    archive = document(heading("Minutes of May"), BODY, heading("letters.txt"), BODY)
    half = archive.text.index("letters.txt")
    parts = [
        Part(name="Minutes of May", media_type="text/plain", start=0, end=half - 2),
        Part(name="letters.txt", media_type="text/plain", start=half, end=len(archive.text)),
    ]
    found = summarizer.summarize(archive.model_copy(update={"parts": parts})).findings
    assert found.title_span is not None and found.title_span.text == found.title
    after_own_heading = [part for part in parts if part.start]
    of_heading = summarizer.summarize(archive.model_copy(update={"parts": after_own_heading})).findings
    assert of_heading.title == "Minutes of May"


def test_a_section_ends_where_the_next_of_its_level_begins(summarizer: Summarizer) -> None:
    given_document = document(
        heading("One"), BODY, heading("One a", level=2), BODY, heading("One b", level=3), heading("Two"), BODY
    )
    sections = summarizer.summarize(given_document).findings.sections
    two = given_document.text.index("Two")
    end = len(given_document.text)
    assert [(s.heading.text, s.level, s.end) for s in sections] == [
        ("One", 1, two),
        ("One a", 2, two),
        ("One b", 3, two),
        ("Two", 1, end),
    ]
    assert [s.start for s in sections] == [s.heading.start for s in sections]


def test_sizes_are_counted(summarizer: Summarizer) -> None:
    table = BlockText(kind=BlockKind.TABLE, text="May 4\nJune 5")
    given_document = document(
        heading("A dry year"), paragraph("No rain fell. We wept."), table, metadata=Metadata(pages=3)
    )
    sizes = summarizer.summarize(given_document).findings.statistics
    assert (sizes.words, sizes.sentences, sizes.paragraphs, sizes.pages) == (12, 3, 1, 3)
    assert sizes.characters == len(given_document.text)


def test_a_text_in_a_language_in_which_the_models_are_not_measured_is_summarized_with_a_warning(
    summarizer: Summarizer,
) -> None:
    text = "Ferjan millum Kiel og Faro siglir ikki síðan mánadagin, tí ein kavari fann eina rivu."
    found = summarizer.summarize(document(paragraph(text), metadata=Metadata(language="fo")))
    assert codes(found) == ["language_unsupported"]
    assert "`fo`" in found.warnings[0].message
    assert found.findings.summary.text == text
    (unknown,) = summarizer.summarize(document(paragraph(text), metadata=Metadata())).warnings
    assert "a language that was not recognized" in unknown.message


def test_a_text_in_a_measured_language_has_no_warning(summarizer: Summarizer) -> None:
    text = "Die Fähre zwischen Kiel und Faro fährt seit Montag nicht mehr, weil ein Taucher einen Riss fand."
    assert codes(summarizer.summarize(document(paragraph(text), metadata=Metadata(language="de")))) == []


@pytest.mark.parametrize("language", ["de", None])
def test_a_text_whose_language_is_not_the_declared_one_has_its_language(
    summarizer: Summarizer, language: str | None
) -> None:
    text = "Die Fähre zwischen Kiel und Faro fährt seit Montag nicht mehr, weil ein Taucher einen Riss fand."
    source = document(paragraph(text), metadata=Metadata(language="en"))
    source = source.model_copy(update={"blocks": [source.blocks[0].model_copy(update={"language": language})]})
    ranges = [(each.start, each.end, each.language) for each in summarizer.summarize(source).findings.languages]
    assert ranges == ([(0, len(text), language)] if language else [])


def test_a_long_text_in_an_unknown_language_has_a_warning(summarizer: Summarizer) -> None:
    text = "Ada Osei sagdi thot piret skuldi opnast i mai, og bergarstjorin Raj Patel svaradi henni ekki. " * 15
    found = summarizer.summarize(document(paragraph(text), metadata=Metadata()))
    assert [warning.code for warning in found.warnings] == ["language_unsupported"]


def test_a_table_is_described_and_has_no_key_points(summarizer: Summarizer) -> None:
    rows = [["Route", "Boats"], ["North", "14"], ["South", "2"], ["West", "9"]]
    table = BlockText(kind=BlockKind.TABLE, text="\n".join(map("\t".join, rows)), rows=rows)
    given_document = document(table)
    found = summarizer.summarize(given_document).findings
    assert found.summary.method == "described"
    assert found.summary.text == "Table of 3 rows: Route, Boats. Largest Boats: 14 (North)."
    assert [[found.summary.evidence[place].text for place in each.evidence] for each in found.summary.sentences] == [
        ["Route", "Boats"],
        ["Boats", "14", "North"],
    ]
    assert found.key_points == []
    assert found.title is None
