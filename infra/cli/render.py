"""Rows of the table as text for a terminal. Text of documents and keys is printed as plain text."""

import mimetypes
from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from infra.cli.terminal import plain, styled
from shared.documents.document import Part
from shared.instants import now
from shared.revision import Status
from shared.state import State
from shared.summary import KeyPoint, Summary
from shared.table.index_entries import MentionEntry, QuoteEntry, is_doubtful
from shared.table.reader import DayEntry, StatusEntry
from shared.text import shortened

MARKS = {Status.SUMMARIZED: ("✔", "green"), Status.FAILED: ("✘", "red"), Status.DELETED: ("–", "dim")}
INDENT = (0, 0, 0, 2)
QUOTATION_MARKS = "\"“”„‟«»‹›‘’'"

# Direct quotations that a record shows.
MAX_QUOTES = 5

# Maximum length of such a quotation, in code points; `query --speaker` prints quotations in full.
MAX_QUOTE_LENGTH = 240

# Entities and parts that a record names.
MAX_NAMES = 10
_IN_PROGRESS = ("…", "yellow")


def summary_record(name: str, state: State, summary: Summary) -> RenderableType:
    """Return the record of a summarized object: the contents first, then how the pipeline made it."""
    body: list[RenderableType] = []
    if summary.title:
        title = styled(summary.title, "bold")
        body.append(title.append("  cut from the text", "not bold dim") if summary.title_span else title)
    if summary.standfirst:
        body.append(styled(summary.standfirst, "italic"))
    if facts := _facts(summary):
        body.append(styled(" · ".join(facts), "dim"))
    body += [Text(), styled(summary.summary.text)]
    if summary.key_points:
        body += [Text(), _key_points(summary.key_points)]
    if quotations := _quotations(summary):
        body += [Text(), quotations]
    if summary.keywords:
        body += [Text(), styled(f"Keywords: {', '.join(summary.keywords)}")]
    if summary.entities:
        names = ", ".join(entity.name for entity in summary.entities[:MAX_NAMES])
        body += [Text(), styled(f"Names: {names}")]
    if summary.parts:
        body += [Text(), styled(f"Parts: {_parts(summary.parts)}")]
    if summary.rights:
        body += [Text(), styled(summary.rights, "dim")]
    body += [Text(), styled(_times(summary), "dim")]
    body += [
        styled(f"Warning ({warning.code}): {warning.message}", "yellow") for warning in summary.provenance.warnings
    ]
    return Group(_heading(name, state), Padding(Group(*body), INDENT), Text())


def state_record(name: str, state: State) -> RenderableType:
    """Return the record of an object without a summary: failed, deleted or in progress."""
    body: list[RenderableType] = []
    if state.message:
        body.append(styled(state.message))
    if state.advice:
        body.append(styled(f"What to do: {state.advice}", "bold"))
    if state.last_error and state.status is not Status.SUMMARIZED:
        body.append(styled(f"Last error: {state.last_error}", "dim"))
    return Group(_heading(name, state), Padding(Group(*body), INDENT), Text())


def explanation(state: State) -> RenderableType:
    """Return every field of an object's state."""
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    rows = [
        ("status", state.status.value),
        ("code", state.code),
        ("what happened", state.message),
        ("what to do", state.advice),
        ("attempts", str(state.attempts) if state.attempts else None),
        ("last error", state.last_error),
        ("uploaded", state.uploaded_at),
        ("last change", f"{state.updated_at} (now {now()})"),
        ("version", state.version_id),
        ("replaces version", state.supersedes),
        ("sequencer", f"{state.sequencer}, generation {state.generation}"),
    ]
    for label, value in rows:
        if value:
            table.add_row(Text(label, style="dim"), styled(value))
    return Group(_heading(state.uri, state), Padding(table, INDENT))


def change_line(state: State, name: str | None = None) -> Text:
    """Return a change of a state as one line."""
    mark, style = MARKS.get(state.status, _IN_PROGRESS)
    line = Text.assemble((f"{state.updated_at[11:19]}  ", "dim"), (f"{mark} {state.status.value:<10}  ", style))
    line.append(plain(name or state.uri))
    if state.code:
        line.append(f"  {plain(state.code)}: {plain(state.message or '')}", "dim")
    return line


def day_table(entries: Iterable[DayEntry]) -> Table:
    """Return the summaries of a day as a table."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("uploaded", "uri", "title and summary"):
        table.add_column(column, header_style="dim", overflow="fold")
    for entry in entries:
        text = Text(plain(entry.title) + "  " if entry.title else "", style="bold")
        text.append(plain(entry.short_summary), "not bold")
        table.add_row(entry.uploaded_at[11:19], styled(entry.uri), text)
    return table


def status_table(entries: Iterable[StatusEntry]) -> Table:
    """Return the objects with one status as a table."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("since", "uri", "code", "message"):
        table.add_column(column, header_style="dim", overflow="fold")
    for entry in entries:
        table.add_row(entry.updated_at, styled(entry.uri), styled(entry.code or ""), styled(entry.message or ""))
    return table


def mention_list(entries: Sequence[MentionEntry]) -> RenderableType:
    """Return the documents that mention an entity, grouped by the name that they use for it."""
    parts: list[RenderableType] = []
    for name, of_name in groupby(entries, lambda entry: (entry.name, entry.type, is_doubtful(entry))):
        parts.append(_name_heading(*name))
        for entry in of_name:
            times = "once" if entry.mentions == 1 else f"{entry.mentions} times"
            facts = [f"mentioned {times}"]
            if entry.aliases:
                facts.append(f"also as {', '.join(entry.aliases)}")
            lines = [*_document(entry), styled(" · ".join(facts), "dim"), Text()]
            parts.append(Padding(Group(*lines), INDENT))
    return Group(*parts)


def quote_list(entries: Sequence[QuoteEntry]) -> RenderableType:
    """Return quotations, grouped by the name of the speaker and by document."""
    parts: list[RenderableType] = []
    for name, of_name in groupby(entries, lambda entry: (entry.name, entry.type, is_doubtful(entry))):
        parts.append(_name_heading(*name))
        for _, of_document in groupby(of_name, lambda entry: entry.uri):
            quotes = list(of_document)
            lines: list[RenderableType] = [*map(_quote, quotes), *_document(quotes[0]), Text()]
            parts.append(Padding(Group(*lines), INDENT))
    return Group(*parts)


def _heading(name: str, state: State) -> Text:
    mark, style = MARKS.get(state.status, _IN_PROGRESS)
    text = Text.assemble((f"{mark} ", style), (plain(name), "bold"), (f"  {state.status.value}", style))
    if state.code:
        text.append(f" {plain(state.code)}", style)
    return text


def _name_heading(name: str, kind: str, doubtful: bool) -> Text:
    text = Text.assemble((plain(name), "bold"), (f"  {kind.lower()}", "dim"))
    if doubtful:
        text.append("  possible match: the document gives no given name", "yellow")
    return text


def _document(entry: MentionEntry | QuoteEntry) -> list[RenderableType]:
    """Return the date and title of a document on one line, and its URI on a second one, easy to copy."""
    when = (entry.published_at or entry.uploaded_at)[:10]
    return [styled(" · ".join(part for part in (when, entry.title) if part), "dim"), styled(entry.uri, "dim")]


def _quote(entry: QuoteEntry) -> Text:
    """Return a quotation, in quotation marks if it is direct, with its speaker, cue and outlet."""
    quote = plain(entry.quote).strip(QUOTATION_MARKS)
    text = Text(f"“{quote}”" if entry.quotation == "direct" else quote)
    spoken = " ".join(part for part in ("turn of" if entry.turn else None, entry.speaker, entry.cue) if part)
    sources = [spoken, f"via {entry.outlet}" if entry.outlet else ""]
    if attribution := ", ".join(source for source in sources if source):
        text.append(f"  ({plain(attribution)})", "dim")
    return text


def _facts(summary: Summary) -> list[str]:
    source, statistics = summary.source, summary.statistics
    pages = f"{statistics.pages} page{'s' if statistics.pages != 1 else ''}" if statistics.pages else None
    extension = mimetypes.guess_extension(source.media_type)
    kind = extension.removeprefix(".") if extension else source.media_type
    date = summary.published_at[:10] if summary.published_at else None
    recipients = f"to {summary.recipients}" if summary.recipients else None
    facts = [summary.byline, recipients, summary.publisher, summary.dateline, date, summary.language, kind]
    return [fact for fact in [*facts, pages, f"{statistics.words:,} words", f"{source.size:,} bytes"] if fact]


def _key_points(points: list[KeyPoint]) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", style="dim")
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for number, point in enumerate(points, 1):
        table.add_row(str(number), f"{point.score:.2f}", styled(point.span.text))
    return table


def _quotations(summary: Summary) -> Table | None:
    """Return the first direct quotations, each with its speaker and outlet; None if there are none.

    Turns of a transcript come after quotations.
    """
    direct = [each for each in summary.attributions if each.quotation == "direct" and each.entity]
    quoted = sorted(direct, key=lambda each: each.turn is True)
    if not quoted:
        return None
    table = Table.grid(padding=(0, 1))
    table.add_column(overflow="fold", max_width=24)
    table.add_column(overflow="fold")
    for each in quoted[:MAX_QUOTES]:
        words = " … ".join(span.text.strip() for span in each.content)
        who = f"{each.entity} ({each.outlet})" if each.outlet else each.entity
        table.add_row(styled(f"{who}:", "bold"), styled(shortened(words, MAX_QUOTE_LENGTH) or ""))
    return table


def _parts(parts: Sequence[Part]) -> str:
    """Return the names of the first parts, with the code of each part that could not be read."""
    named = [f"{part.name} ({part.code})" if part.code else part.name for part in parts[:MAX_NAMES]]
    return ", ".join(named) + (f" and {len(parts) - len(named)} more" if len(parts) > len(named) else "")


def _times(summary: Summary) -> str:
    stages = " · ".join(
        f"{stage} {milliseconds:,.0f} ms" for stage, milliseconds in summary.provenance.milliseconds.items()
    )
    return f"{summary.summary.method} by {summary.summary.model} · {stages}"
