"""Tables as text (CSV, RFC 4180, and its relatives): one table, whatever parts its fields. Formulas are only text."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common.tables import table
from functions.parse.formats.text.plain_text import paragraphs
from functions.parse.recognition.text_decoding import decoded
from shared.documents.document import PipelineWarning
from shared.version import PIPELINE_VERSION

PARSER = f"nutgraf {PIPELINE_VERSION} csv"

# The more common first, which decides where two part the lines equally well.
DELIMITERS = (",", ";", "\t", "|")

SAMPLE_CHARACTERS = 16_384
SAMPLE_ROWS = 100

# Of the sample's rows that must have the same number of fields. Exports have titles above and sums below.
MIN_ALIKE = 0.8

# On average. Longer ones are sentences: the commas of prose part them, too.
MAX_FIELD_WORDS = 40

# Excel's own way to name the delimiter, in a first line that is no row.
SEPARATOR_LINE = re.compile(r"\Asep=(.)\n")


@dataclass(frozen=True, slots=True)
class Rows:
    """What was read, and how many rows there was no room for."""

    kept: list[list[str]]
    left_out: int


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """The table of a CSV file, read as prose where nothing parts its lines into the same number of fields."""
    source = decoded(content, hints.declared_type, "table")
    text = source.text.lstrip("\ufeff")
    named = SEPARATOR_LINE.match(text)
    text = text[named.end() :] if named else text
    delimiter = named.group(1) if named else delimiter_of(text)
    if delimiter is None:
        return Extracted(paragraphs(text), PARSER, warnings=source.warnings)
    rows = _read(text, delimiter, limits)
    warnings = list(source.warnings)
    if rows.left_out:
        message = f"Rows of the table left out: {rows.left_out:,} of {rows.left_out + len(rows.kept):,}."
        warnings.append(PipelineWarning(code="rows_left_out", message=message))
    return Extracted([table(rows.kept)], PARSER, warnings=warnings)


def delimiter_of(text: str) -> str | None:
    """What parts the fields: the delimiter by which most lines have the same number of them, above one.

    None where none does, as in prose, and for a single column, which is text line by line.
    """
    sample = text[:SAMPLE_CHARACTERS]
    if len(text) > len(sample):
        sample = sample.rpartition("\n")[0] or sample
    best: tuple[float, int] | None = None
    chosen = None
    for delimiter in DELIMITERS:
        if delimiter not in sample:
            continue
        rows = [row for row, _ in zip(_rows(sample, delimiter), range(SAMPLE_ROWS), strict=False) if any(row)]
        if not rows:
            continue
        width, count = Counter(map(len, rows)).most_common(1)[0]
        words = sum(len(field.split()) for row in rows for field in row) / sum(map(len, rows))
        score = (round(count / len(rows), 2), width)
        if width > 1 and score[0] >= MIN_ALIKE and words <= MAX_FIELD_WORDS and (best is None or score > best):
            best, chosen = score, delimiter
    return chosen


def _read(text: str, delimiter: str, limits: Limits) -> Rows:
    kept: list[list[str]] = []
    room = limits.max_characters
    left_out = 0
    for row in _rows(text, delimiter):
        room -= sum(map(len, row)) + len(row)
        if room >= 0 or not kept:
            kept.append(row)
        else:
            left_out += 1
    return Rows(kept, left_out)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """The rows, empty ones left out. A quotation mark that is never closed is taken as it stands."""
    csv.field_size_limit(max(len(text), csv.field_size_limit()))
    # Not strict: a stray quotation mark stays in its field, as spreadsheet programs read it.
    yield from filter(any, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True))
