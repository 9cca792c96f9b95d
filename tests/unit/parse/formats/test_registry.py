"""The registry of formats: what is imported at the start of the process, and what at first use."""

import subprocess
import sys

import pytest

from functions.parse.contract import Hints, Limits
from functions.parse.formats.registry import FORMATS

# Libraries that take long to import, each for one format.
LATE = ("trafilatura", "docutils", "markdown_it", "xlrd")


def test_libraries_of_single_formats_are_not_imported_at_the_start() -> None:
    code = f"import sys, functions.parse.parser; print([name for name in {LATE!r} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout == "[]\n"


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("text/markdown", b"# Title\n\nThe minister resigned.\n"),
        ("text/html", b"<html><body><article><p>The minister resigned.</p></article></body></html>"),
        ("text/x-rst", b"Title\n=====\n\nThe minister resigned.\n"),
    ],
)
def test_a_format_that_is_imported_late_reads(media_type: str, content: bytes) -> None:
    extracted = FORMATS[media_type](content, Hints("file", media_type), Limits())
    assert "The minister resigned." in [block.text for block in extracted.blocks]
