"""The documentation tells the truth of what can be checked: links, codes, tables that were filled in."""

import re
from pathlib import Path

import pytest

from infra.local.template import ROOT
from shared.errors import Code

PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"\]\((?!https?://)([^)#\s]+)(?:#[^)]*)?\)")
PLACEHOLDER = re.compile(r"^[A-Z]{3,}(?:_[A-Z]+)*$", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    missing = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_line_waits_for_what_should_stand_there(page: Path) -> None:
    assert PLACEHOLDER.findall(page.read_text(encoding="utf-8")) == []


def test_every_code_that_a_row_may_have_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    of_rows = set(Code) - {Code.MALFORMED_EVENT}  # such a message is parked: it belongs to no row
    assert [code.value for code in Code if code in of_rows and f"`{code.value}`" not in readme] == []
