"""Facts in the documentation match the source: links, anchors, paths of modules, codes, quoted messages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore.exceptions import NoCredentialsError

from infra.local.template import ROOT
from shared.errors import Code

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "examples" / "README.md"])
LINK = re.compile(r"\]\((?!https?://)([^)#\s]*)(?:#([^)]*))?\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
# Paths of files that a page names between backticks.
NAMED_PATH = re.compile(r"`((?:functions|shared|infra|tests|examples)/[\w./-]*\w)`")
PLACEHOLDER = re.compile(r"^[A-Z]{3,}(?:_[A-Z]+)*$", re.MULTILINE)
QUOTED = re.compile(r"\"([^\"]+)\"")
# The parts of a message that differ from case to case: URLs and numbers.
CHANGING = re.compile(r"https?://\S+|\d[\d.]*")


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


def written_codes() -> Iterator[tuple[str, str]]:
    """Yield each warning code that the source writes, with the place in the source.

    A code that is an attribute (`warning.code`, `error.code.value`) copies a code from elsewhere. The codes of errors
    are checked above.
    """
    for path in sorted([*(ROOT / "functions").rglob("*.py"), *(ROOT / "shared").rglob("*.py")]):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call) or _name(call.func) != "PipelineWarning":
                continue
            place = f"{path.relative_to(ROOT)}:{call.lineno}"
            (code,) = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
            if isinstance(code, ast.Constant):
                yield str(code.value), place
            elif isinstance(code, ast.JoinedStr):
                yield from ((composed, place) for composed in _composed(code, tree, place))
            else:
                assert ast.unparse(code) in ("warning.code", "error.code.value"), f"{place}: what codes can this be?"


def _composed(code: ast.JoinedStr, tree: ast.Module, place: str) -> list[str]:
    """Return the values of a code such as f"{what}_cut".

    `what` is either the last argument of the calls to the function `_fitting`, or the first item of the tuples that
    are assigned to `counts` and looped over.
    """
    what, suffix = code.values
    assert (
        isinstance(what, ast.FormattedValue) and isinstance(suffix, ast.Constant) and isinstance(suffix.value, str)
    ), place
    subjects = [
        node.args[-1] for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node.func) == "_fitting"
    ] + [
        each.elts[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _name(node.targets[0]) == "counts" and isinstance(node.value, ast.Tuple)
        for each in node.value.elts
        if isinstance(each, ast.Tuple)
    ]
    assert subjects, f"{place}: from what is this code composed?"
    return [f"{ast.literal_eval(subject)}{suffix.value}" for subject in subjects]


def _name(node: ast.expr) -> str | None:
    return node.id if isinstance(node, ast.Name) else None


def test_every_warning_code_is_described() -> None:
    codes = dict(written_codes())
    assert {"cut", "entities_cut", "parts_cut", "attributions_not_indexed", "warnings_cut"} <= codes.keys()
    pages = "".join((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("table.md", "formats.md"))
    assert {code: place for code, place in codes.items() if f"`{code}`" not in pages} == {}


def test_the_table_of_warning_codes_has_no_other_code() -> None:
    page = (ROOT / "docs" / "table.md").read_text(encoding="utf-8")
    section = page.partition("### Warnings")[2].partition("## The state")[0]
    cells = re.findall(r"^\| (`.*?`) \|", section, re.MULTILINE)
    listed = [code for cell in cells for code in re.findall(r"`(\w+)`", cell)]
    assert sorted(listed) == sorted({code for code, _ in written_codes()} | {Code.OCR_UNAVAILABLE.value})


def test_every_message_in_a_heading_of_the_troubleshooting_page_exists() -> None:
    """A message occurs in the source or in the expectations of a test, apart from its URLs and numbers."""
    page = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
    messages = [message for heading in HEADING.findall(page) for message in QUOTED.findall(heading)]
    assert messages
    files = [ROOT / "infra" / "build" / "find-python"]
    files += [path for folder in ("functions", "shared", "infra", "tests") for path in (ROOT / folder).rglob("*.py")]
    texts = [path.read_text(encoding="utf-8") for path in files if path != Path(__file__)]
    texts.append(NoCredentialsError.fmt)  # the AWS CLI prints it
    missing = []
    for message in messages:
        pattern = re.compile(".{0,80}?".join(re.escape(piece.strip()) for piece in CHANGING.split(message)))
        if not any(map(pattern.search, texts)):
            missing.append(message)
    assert missing == []
