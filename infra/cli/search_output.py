"""The output of `query --search` and `query --names`."""

from itertools import islice
from typing import Any

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from infra.cli.open_table import OpenTable
from infra.cli.query_output import AbsentError
from infra.cli.render import INDENT
from infra.cli.terminal import console, harmless, json_line, plain, show, styled
from infra.operations.target import OperationError
from shared.instants import Period
from shared.names.names import ENTITY_TYPES
from shared.search.body import Field
from shared.search.matches import Highlight
from shared.search.question import QuestionError
from shared.search.results import SearchCursor, SearchEntry
from shared.table.name_rows import NameEntry, PrefixError

# Maximum number of results that are printed, and of pages that are read for them.
MOST_FOUND = 50
MOST_PAGES = 20


def answer_search(table: OpenTable, text: str, since: str | None, *, as_json: bool) -> None:
    """Print the documents that have all words of a question, uploaded at `since` or later; raise AbsentError if none.

    Stops after MOST_FOUND documents or MOST_PAGES pages, and then prints that there may be more.
    """
    entries, is_complete = _found(table, text, since)
    if as_json:
        for entry in entries:
            print(json_line(_plain(entry)))
    elif entries:
        show(console(), Group(*map(_result, entries)))
    if not is_complete:
        console(stderr=True).print("There may be more documents. Use more words, or --since.", style="dim")
    if not entries:
        raise AbsentError(
            f"No document has all words of {plain(text)} in its title, names and keywords. Use fewer words, or other "
            "forms of them. Run `nutgraf reprocess --before 0.4.0` to find documents of earlier versions of Nutgraf."
        )


def answer_names(table: OpenTable, letters: str, *, as_json: bool) -> None:
    """Print the names that begin with some letters, at most MOST_FOUND of each type; raise AbsentError if none."""
    try:
        entries = [name for kind in ENTITY_TYPES for name in islice(table.rows.names(letters, kind), MOST_FOUND)]
    except PrefixError as error:
        raise OperationError(str(error)) from error
    for entry in entries:
        if as_json:
            print(json_line(entry._asdict()))
        else:
            console().print(_name(entry), soft_wrap=True)
    if not entries:
        raise AbsentError(
            f"No document has a name that begins with {plain(letters)}. Give the beginning of a family name, or of the "
            "full name of an organization or place."
        )


def _found(table: OpenTable, text: str, since: str | None) -> tuple[list[SearchEntry], bool]:
    """Return the first results, and whether they are all."""
    entries: list[SearchEntry] = []
    cursor: SearchCursor | None = None
    for _ in range(MOST_PAGES):
        try:
            page = table.rows.search(text, period=Period(since), limit=MOST_FOUND - len(entries), cursor=cursor)
        except QuestionError as error:
            raise OperationError(str(error)) from error
        entries += page.entries
        cursor = page.cursor
        if cursor is None or len(entries) == MOST_FOUND:
            break
    return entries, cursor is None


def _plain(entry: SearchEntry) -> dict[str, Any]:
    """Return a result for JSON, with the fields of highlights by name."""
    highlights = [each._asdict() | {"field": each.field.name.lower()} for each in entry.highlights]
    return entry._asdict() | {"highlights": highlights}


def _result(entry: SearchEntry) -> Padding:
    """Return a document with its words in bold: the title, then the names and keywords, then the URI."""
    marked = [each for each in entry.highlights if each.field is not Field.TITLE]
    titles = [each for each in entry.highlights if each.field is Field.TITLE]
    when = (entry.published_at or entry.uploaded_at)[:10]
    title = _marked(titles[0]) if titles else styled(entry.title or "")
    lines = [Text.assemble((f"{plain(when)}  ", "dim"), title)]
    if marked:
        lines.append(Text(" · ", style="dim").join(map(_marked, marked)))
    return Padding(Group(*lines, styled(entry.uri, "dim"), Text()), INDENT)


def _marked(highlight: Highlight) -> Text:
    # `harmless` replaces characters one by one, so the positions stay the same.
    text = Text(harmless(highlight.text).replace("\n", " "))
    for start, end in highlight.ranges:
        text.stylize("bold", start, end)
    return text


def _name(entry: NameEntry) -> Text:
    return Text.assemble(plain(entry.name), (f"  {entry.type.lower()}, key {plain(entry.key)}", "dim"))
