"""Rows on a terminal: readable, and safe for every content."""

import io
import json
import unicodedata
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from infra.cli.render import (
    change_line,
    day_table,
    explanation,
    mention_list,
    quote_list,
    state_record,
    status_table,
    summary_record,
)
from infra.cli.terminal import json_line, plain, show
from shared.documents.document import Part
from shared.names.agreement import Agreement
from shared.revision import Status
from shared.state import State
from shared.table.index_entries import MentionEntry, QuoteEntry
from shared.table.reader import DayEntry, StatusEntry
from tests.support.summaries import a_summary, an_entity, said

HOSTILE = "[bold]a[/bold] \x1b[31mred\x1b[0m\x07 \u202eback\u202c :smile: \x9b2J"
STATE = State(
    uri="s3://bucket/odd name+ü.txt",
    status=Status.FAILED,
    sequencer="0018",
    generation=0,
    updated_at="2026-11-22T10:11:12.000Z",
    attempts=2,
    code="encrypted",
    message="The PDF is protected by a password.",
    advice="Remove the password and upload the file again.",
    last_error="SlowDown",
)


def rendered(thing: object, *, width: int = 80, terminal: bool = False) -> str:
    """Return what is printed."""
    file = io.StringIO()
    out = Console(file=file, width=width, force_terminal=terminal, markup=False, emoji=False, highlight=False)
    show(out, thing)  # type: ignore[arg-type]  # anything that rich can print
    return file.getvalue()


LONG_URI = f"s3://bucket/{'folder with spaces/' * 12}{'x' * 200}.pdf"


def test_without_a_terminal_a_record_of_a_table_is_one_line() -> None:
    entries = [
        StatusEntry(LONG_URI, "2026-11-22T10:11:12.000Z", "corrupt", "The file is damaged. " * 20),
        StatusEntry("s3://bucket/a.txt", "2026-11-22T10:11:13.000Z", "empty", "The file is empty."),
    ]
    days = [DayEntry(LONG_URI, "2026-11-22T10:11:12.000Z", "Ferries", "The bridge will close. " * 20)]
    header, *lines = rendered(status_table(entries)).splitlines()
    assert header.split() == ["since", "uri", "code", "message"]
    for entry, line in zip(entries, lines, strict=True):
        assert entry.uri in line
        assert line.endswith(str(entry.message).strip())
    assert len(rendered(day_table(days)).splitlines()) == 2
    assert LONG_URI in rendered(day_table(days))
    assert len(rendered(status_table(entries), terminal=True).splitlines()) > 3


def test_without_a_terminal_no_uri_is_broken() -> None:
    state = STATE.model_copy(update={"uri": LONG_URI})
    mention = MentionEntry(**NAMED, mentions=2, salience=0.5)._replace(uri=LONG_URI)
    for thing in (explanation(state), state_record(LONG_URI, state), mention_list([mention])):
        assert LONG_URI in rendered(thing)


@given(st.text())
def test_nothing_that_steers_a_terminal_is_left(text: str) -> None:
    shown = plain(text)
    assert "\n" not in shown
    assert not [
        c for c in shown if unicodedata.category(c) in ("Cc", "Cs") or c in "\u202a\u202b\u202d\u202e\u2066\u2067"
    ]


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=40))
def test_words_stay_as_they_are(text: str) -> None:
    assert plain(text).split() == text.split()


@given(st.dictionaries(st.text(max_size=5), st.text() | st.integers() | st.lists(st.text())))
def test_a_row_as_json_is_one_line_that_steers_nothing_and_is_read_as_it_was(row: dict[str, Any]) -> None:
    line = json_line(row)
    assert json.loads(line) == row
    assert len(line.splitlines()) == 1
    assert not [c for c in line if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert not {"\u202e", "\u2066", "\U000e0041"} & set(line)


def test_a_row_as_json_shows_words_and_emoji_as_they_are() -> None:
    assert json_line({"ü": "👩‍👩‍👧 нет"}) == '{"ü": "👩‍👩‍👧 нет"}'
    assert json_line("\x9b2J\u202e\U000e0041") == '"\\u009b2J\\u202e\\udb40\\udc41"'


def test_markup_and_escapes_are_shown_and_not_obeyed() -> None:
    shown = rendered(state_record(HOSTILE, STATE.model_copy(update={"message": HOSTILE})), terminal=True)
    assert shown.count("[bold]a[/bold]") == 2 and ":smile:" in shown
    assert "\x1b[31mred" not in shown and "\x07" not in shown and "\x9b" not in shown and "\u202e" not in shown


def test_keywords_are_shown_and_a_title_that_was_cut_from_the_text_is_marked() -> None:
    state = STATE.model_copy(update={"status": Status.SUMMARIZED})
    own = rendered(summary_record("a.txt", state, a_summary(keywords=["old bridge", "Kiel"])))
    assert "Keywords: old bridge, Kiel" in own
    assert "cut from the text" not in own
    cut = a_summary(title="bridge fell", title_span={"start": 2, "end": 13, "text": "bridge fell"})
    assert "bridge fell  cut from the text" in rendered(summary_record("a.txt", state, cut))


def test_a_failure_is_shown_with_its_reason_and_its_advice() -> None:
    shown = rendered(state_record("a.pdf", STATE))
    assert shown.startswith("✘ a.pdf  FAILED encrypted\n")
    assert "protected by a password." in shown and "What to do: Remove the password" in shown


def test_why_shows_all_fields_of_the_state() -> None:
    shown = rendered(explanation(STATE))
    for part in ("FAILED", "encrypted", "Remove the password", "attempts", "SlowDown", "0018, generation 0"):
        assert part in shown


@pytest.mark.parametrize("width", [20, 40, 200])
def test_nothing_is_cut_off_where_the_output_is_narrow(width: int) -> None:
    entry = StatusEntry(STATE.uri, STATE.updated_at, STATE.code, STATE.message)
    for thing in (state_record("a.pdf", STATE), explanation(STATE), status_table([entry])):
        shown = rendered(thing, width=width)
        assert "…" not in shown
        assert all(line == line.rstrip() for line in shown.splitlines())
        assert Counter("Thepasswordprotectedby") <= Counter(shown), "columns may break words, but lose nothing"


def test_a_change_is_one_line() -> None:
    line = change_line(STATE.model_copy(update={"message": "two\nlines"})).plain
    assert line == "10:11:12  ✘ FAILED      s3://bucket/odd name+ü.txt  encrypted: two lines"


NAMED: dict[str, Any] = {
    "uri": STATE.uri,
    "uploaded_at": "2026-11-22T10:11:12.000Z",
    "published_at": None,
    "title": "A bridge",
    "name": "Ada Holt",
    "type": "PERSON",
    "aliases": ["Holt"],
    "agreement": Agreement.SAME,
}
QUOTE = QuoteEntry(
    **NAMED,
    speaker="she",
    cue="said",
    quote='"It fell."',
    quotation="direct",
    outlet="RT",
    confidence=0.9,
    turn=None,
    start=0,
    end=10,
)


def test_quotes_are_shown_with_speaker_outlet_and_date() -> None:
    indirect = QUOTE._replace(quote="that it fell", quotation="indirect", speaker=None, cue=None, outlet=None)
    turn = QUOTE._replace(quote="It fell at noon.", speaker="HOLT", cue=None, outlet=None, turn=True)
    assert rendered(quote_list([QUOTE, indirect, turn])).splitlines() == [
        "Ada Holt  person",
        "  “It fell.”  (she said, via RT)",
        "  that it fell",
        "  “It fell at noon.”  (turn of HOLT)",
        "  2026-11-22 · A bridge",
        f"  {STATE.uri}",
        "",
    ]


def test_mentions_are_shown_with_all_spellings_and_uncertain_ones_are_marked() -> None:
    sure = MentionEntry(**NAMED, mentions=2, salience=0.5)
    doubtful = sure._replace(
        name="Holt", aliases=[], mentions=1, agreement=Agreement.UNKNOWN, published_at="2020-01-02"
    )
    assert rendered(mention_list([sure, doubtful])).splitlines() == [
        "Ada Holt  person",
        "  2026-11-22 · A bridge",
        f"  {STATE.uri}",
        "  mentioned 2 times · also as Holt",
        "",
        "Holt  person  possible match: the document gives no given name",
        "  2020-01-02 · A bridge",
        f"  {STATE.uri}",
        "  mentioned once",
        "",
    ]


def test_a_quote_cannot_steer_the_terminal() -> None:
    hostile = QUOTE._replace(name=HOSTILE, quote=HOSTILE, speaker=HOSTILE, cue=HOSTILE, outlet=HOSTILE, title=HOSTILE)
    shown = rendered(quote_list([hostile]), terminal=True)
    assert "[bold]a[/bold]" in shown
    assert "\x1b[31mred" not in shown and "\x07" not in shown and "\x9b" not in shown and "\u202e" not in shown


def test_a_record_shows_who_is_quoted_and_who_is_named() -> None:
    summary = a_summary(
        entities=[an_entity("Ada Osei"), an_entity("Raj Patel")],
        attributions=[said("Ada Osei", "“We waited eleven years for it.”")],
    )
    shown = rendered(summary_record("pier.txt", STATE.model_copy(update={"status": Status.SUMMARIZED}), summary))
    assert "Ada Osei: “We waited eleven years for it.”" in " ".join(shown.split())
    assert "Names: Ada Osei, Raj Patel" in shown


def test_a_record_shows_its_parts_and_why_some_could_not_be_read() -> None:
    parts = [
        Part(name="minutes.txt", media_type="text/plain", start=0, end=10),
        Part(name="plan.pdf", start=10, end=10, code="encrypted", message="The PDF is protected by a password."),
    ]
    summary = a_summary("s3://b/papers.zip", parts=parts, recipients="Leila Haddad", rights="(c) 2026 Northern Wire")
    shown = rendered(summary_record("papers.zip", STATE, summary))
    assert "Parts: minutes.txt, plan.pdf (encrypted)" in shown
    assert "to Leila Haddad" in shown
    assert "(c) 2026 Northern Wire" in shown
