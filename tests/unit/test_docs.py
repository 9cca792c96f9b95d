"""What can be checked of the documentation is true: links, anchors, error codes, paths of modules."""

import re
from pathlib import Path

import pytest

from infra.local.template import ROOT
from shared.errors import Code

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "examples" / "README.md"])
LINK = re.compile(r"\]\((?!https?://)([^)#\s]*)(?:#([^)]*))?\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
# Paths of files that a page names between backticks.
NAMED_PATH = re.compile(r"`((?:functions|shared|infra|tests|examples)/[\w./-]*\w)`")
PLACEHOLDER = re.compile(r"^[A-Z]{3,}(?:_[A-Z]+)*$", re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_and_to_a_heading_in_it(page: Path) -> None:
    missing = []
    for file, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        target = page.parent / file if file else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            missing.append(f"{file}#{anchor}")
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_module_that_a_page_names_exists(page: Path) -> None:
    named = NAMED_PATH.findall(page.read_text(encoding="utf-8"))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_readme_stays_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_placeholder_of_a_generated_table_is_left(page: Path) -> None:
    assert PLACEHOLDER.findall(page.read_text(encoding="utf-8")) == []


def test_every_code_that_a_row_may_have_is_in_the_page_of_the_table() -> None:
    page = (ROOT / "docs" / "table.md").read_text(encoding="utf-8")
    of_rows = set(Code) - {Code.MALFORMED_EVENT}  # such a message is parked: it belongs to no row
    assert [code.value for code in Code if code in of_rows and f"`{code.value}`" not in page] == []
