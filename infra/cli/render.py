"""Rows as people read them on a terminal; what comes from documents and keys is plain text, whatever it holds."""

import json
import mimetypes
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from shared.documents.document import Part
from shared.instants import now
from shared.revision import Status
from shared.state import State
from shared.summary import KeyPoint, Summary
from shared.table.index_entries import MentionEntry, QuoteEntry, is_doubtful
from shared.table.reader import DayEntry, StatusEntry
from shared.text import shortened

MARKS = {Status.SUMMARIZED: ("✔", "green"), Status.FAILED: ("✘", "red"), Status.DELETED: ("–", "dim")}
_UNDER_WAY = ("…", "yellow")
_STEERING = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")

# Format characters that words of some languages and emoji are written with.
_JOINERS = "\u200c\u200d\u00ad"
_INDENT = (0, 0, 0, 2)
QUOTATION_MARKS = "\"“”„‟«»‹›‘’'"


MOST_QUOTES_SHOWN = 5

# Code points; `query --speaker` shows them in full.
LONGEST_QUOTE_SHOWN = 240
MOST_NAMES_SHOWN = 10


def plain(text: str) -> str:
    """`text` on one line, without what could steer a terminal: control and format characters, lone surrogates."""
    return harmless(" ".join(text.split()))


def harmless(text: str) -> str:
    """`text` with its spaces, each character that could steer a terminal or end a line replaced."""
    return "".join("\ufffd" if steers(character) else character for character in text)


def steers(character: str) -> bool:
    """Whether a character could do something else to a terminal than to be shown."""
    return unicodedata.category(character) in _STEERING and character not in _JOINERS


def json_line(value: Any) -> str:
    """`value` as JSON on one line; what could steer a terminal is escaped, which is the same value to a reader."""
    return "".join(escaped(c) if steers(c) else c for c in json.dumps(value, ensure_ascii=False))


def escaped(character: str) -> str:
    """A character as JSON's escapes, two of them where it takes two UTF-16 code units."""
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


def styled(text: str, style: str = "") -> Text:
    """Plain text with a style of ours; markup inside of it has no effect."""
    return Text(plain(text), style=style)


def summary_record(name: str, state: State, summary: Summary) -> RenderableType:
    """A summarized object: what a reader wants first, then how it came to be."""
    parts: list[RenderableType] = [_heading(name, state)]
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
    if said := _said(summary):
        body += [Text(), said]
    if summary.keywords:
        body += [Text(), styled(f"Keywords: {', '.join(summary.keywords)}")]
    if summary.entities:
        names = ", ".join(entity.name for entity in summary.entities[:MOST_NAMES_SHOWN])
        body += [Text(), styled(f"Names: {names}")]
    if summary.parts:
        body += [Text(), styled(f"Parts: {_parts(summary.parts)}")]
    if summary.rights:
        body += [Text(), styled(summary.rights, "dim")]
    body += [Text(), styled(_times(summary), "dim")]
    body += [styled(f"Note ({warning.code}): {warning.message}", "yellow") for warning in summary.provenance.warnings]
    return Group(*parts, Padding(Group(*body), _INDENT), Text())


def state_record(name: str, state: State) -> RenderableType:
    """An object without a summary to show: failed, deleted or under way."""
    body: list[RenderableType] = []
    if state.message:
        body.append(styled(state.message))
    if state.advice:
        body.append(styled(f"What to do: {state.advice}", "bold"))
    if state.last_error and state.status is not Status.SUMMARIZED:
        body.append(styled(f"Last error: {state.last_error}", "dim"))
    return Group(_heading(name, state), Padding(Group(*body), _INDENT), Text())


def explanation(state: State) -> RenderableType:
    """All that is known about where an object is in the pipeline."""
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
    return Group(_heading(state.uri, state), Padding(table, _INDENT))


def change_line(state: State, name: str | None = None) -> Text:
    """One line for one change of a state."""
    mark, style = MARKS.get(state.status, _UNDER_WAY)
    line = Text.assemble((f"{state.updated_at[11:19]}  ", "dim"), (f"{mark} {state.status.value:<10}  ", style))
    line.append(plain(name or state.uri))
    if state.code:
        line.append(f"  {plain(state.code)}: {plain(state.message or '')}", "dim")
    return line


def day_table(entries: Iterable[DayEntry]) -> Table:
    """Summaries of a day."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("uploaded", "uri", "title and summary"):
        table.add_column(column, header_style="dim", overflow="fold")
    for entry in entries:
        text = Text(plain(entry.title) + "  " if entry.title else "", style="bold")
        text.append(plain(entry.short_summary), "not bold")
        table.add_row(entry.uploaded_at[11:19], styled(entry.uri), text)
    return table


def status_table(entries: Iterable[StatusEntry]) -> Table:
    """Objects of one status."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("since", "uri", "code", "message"):
        table.add_column(column, header_style="dim", overflow="fold")
    for entry in entries:
        table.add_row(entry.updated_at, styled(entry.uri), styled(entry.code or ""), styled(entry.message or ""))
    return table


def mention_list(entries: Sequence[MentionEntry]) -> RenderableType:
    """Documents that mention somebody or something, under what they call them."""
    parts: list[RenderableType] = []
    for name, of_name in groupby(entries, lambda entry: (entry.name, entry.type, is_doubtful(entry))):
        parts.append(_name_heading(*name))
        for entry in of_name:
            times = "once" if entry.mentions == 1 else f"{entry.mentions} times"
            facts = [f"mentioned {times}"]
            if entry.aliases:
                facts.append(f"also as {', '.join(entry.aliases)}")
            lines = [*_document(entry), styled(" · ".join(facts), "dim"), Text()]
            parts.append(Padding(Group(*lines), _INDENT))
    return Group(*parts)


def quote_list(entries: Sequence[QuoteEntry]) -> RenderableType:
    """What was said, under who said it and the document that has it."""
    parts: list[RenderableType] = []
    for name, of_name in groupby(entries, lambda entry: (entry.name, entry.type, is_doubtful(entry))):
        parts.append(_name_heading(*name))
        for _, of_document in groupby(of_name, lambda entry: entry.uri):
            quotes = list(of_document)
            lines: list[RenderableType] = [*map(_quote, quotes), *_document(quotes[0]), Text()]
            parts.append(Padding(Group(*lines), _INDENT))
    return Group(*parts)


def console(*, stderr: bool = False) -> Console:
    """A console that knows neither markup nor emoji codes and cuts nothing off where there is no terminal."""
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False, soft_wrap=False)


def show(out: Console, renderable: RenderableType) -> None:
    """Print; where there is no terminal, without the spaces that fill lines up."""
    if out.is_terminal:
        out.print(renderable)
        return
    with out.capture() as captured:
        out.print(renderable)
    for line in captured.get().splitlines():
        out.print(line.rstrip(), soft_wrap=True)


def _heading(name: str, state: State) -> Text:
    mark, style = MARKS.get(state.status, _UNDER_WAY)
    text = Text.assemble((f"{mark} ", style), (plain(name), "bold"), (f"  {state.status.value}", style))
    if state.code:
        text.append(f" {plain(state.code)}", style)
    return text


def _name_heading(name: str, kind: str, doubtful: bool) -> Text:
    text = Text.assemble((plain(name), "bold"), (f"  {kind.lower()}", "dim"))
    if doubtful:
        text.append("  perhaps: the document has no given name", "yellow")
    return text


def _document(entry: MentionEntry | QuoteEntry) -> list[RenderableType]:
    """When and where: two lines, the second one for copying."""
    when = (entry.published_at or entry.uploaded_at)[:10]
    return [styled(" · ".join(part for part in (when, entry.title) if part), "dim"), styled(entry.uri, "dim")]


def _quote(entry: QuoteEntry) -> Text:
    """The quote, in quotation marks if it has them in the text, and what it was attributed with."""
    quote = plain(entry.quote).strip(QUOTATION_MARKS)
    text = Text(f"“{quote}”" if entry.quotation == "direct" else quote)
    spoken = " ".join(part for part in (entry.speaker, entry.cue) if part)
    sources = [spoken, f"by way of {entry.outlet}" if entry.outlet else ""]
    if told := ", ".join(source for source in sources if source):
        text.append(f"  ({plain(told)})", "dim")
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


def _said(summary: Summary) -> Table | None:
    """What people are quoted with, the first of them: who, in whose paper, and the words."""
    quoted = [each for each in summary.attributions if each.quotation == "direct" and each.entity]
    if not quoted:
        return None
    table = Table.grid(padding=(0, 1))
    table.add_column(overflow="fold", max_width=24)
    table.add_column(overflow="fold")
    for each in quoted[:MOST_QUOTES_SHOWN]:
        words = " … ".join(span.text.strip() for span in each.content)
        who = f"{each.entity} ({each.outlet})" if each.outlet else each.entity
        table.add_row(styled(f"{who}:", "bold"), styled(shortened(words, LONGEST_QUOTE_SHOWN) or ""))
    return table


def _parts(parts: Sequence[Part]) -> str:
    """The first parts by name, those that could not be read with the reason."""
    named = [f"{part.name} ({part.code})" if part.code else part.name for part in parts[:MOST_NAMES_SHOWN]]
    return ", ".join(named) + (f" and {len(parts) - len(named)} more" if len(parts) > len(named) else "")


def _times(summary: Summary) -> str:
    stages = " · ".join(
        f"{stage} {milliseconds:,.0f} ms" for stage, milliseconds in summary.provenance.milliseconds.items()
    )
    return f"{summary.summary.method} by {summary.summary.model} · {stages}"
