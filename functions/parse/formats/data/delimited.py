"""Delimited tables (CSV, RFC 4180, and similar): detect the delimiter and read one table. Formulas stay text."""

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

# Candidates for the delimiter. The first one wins a tie.
DELIMITERS = (",", ";", "\t", "|")

# Size of the sample in which the delimiter is detected, in characters and in rows.
SAMPLE_CHARACTERS = 16_384
SAMPLE_ROWS = 100

# Minimum share of the sample's rows that must have the same number of fields (0 to 1). Exports have titles above the
# table and totals below it.
MIN_EQUAL_SHARE = 0.8

# Maximum mean length of a field, in words. Longer fields are sentences that are separated by the commas of prose.
MAX_FIELD_WORDS = 40

# The first line with which Excel declares the delimiter. It is not a row.
SEPARATOR_LINE = re.compile(r"\Asep=(.)\n")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that fit into the Document, and the number of those that do not."""

    kept: list[list[str]]
    left_out: int


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the table of a CSV file. If no delimiter gives rows of equal length, read the file as prose."""
    source = decoded(content, hints.declared_type, "table")
    text = source.text.lstrip("\ufeff")
    declared = SEPARATOR_LINE.match(text)
    text = text[declared.end() :] if declared else text
    delimiter = declared.group(1) if declared else _delimiter_of(text)
    if delimiter is None:
        return Extracted(paragraphs(text), PARSER, warnings=source.warnings)
    rows = _read(text, delimiter, limits)
    warnings = list(source.warnings)
    if rows.left_out:
        message = f"Rows of the table left out: {rows.left_out:,} of {rows.left_out + len(rows.kept):,}."
        warnings.append(PipelineWarning(code="rows_left_out", message=message))
    return Extracted([table(rows.kept)], PARSER, warnings=warnings)


def _delimiter_of(text: str) -> str | None:
    """Return the delimiter that gives most rows the same number of fields, more than one.

    Return None if there is no such delimiter, as in prose and in a table with a single column.
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
        if width > 1 and score[0] >= MIN_EQUAL_SHARE and words <= MAX_FIELD_WORDS and (best is None or score > best):
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
    """Yield the rows that are not empty. An unclosed quotation mark raises no error."""
    csv.field_size_limit(max(len(text), csv.field_size_limit()))
    # Without `strict`, a stray quotation mark remains in its field, as in spreadsheet programs.
    yield from filter(any, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True))
