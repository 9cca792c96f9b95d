"""The files of the console: vendored ones are unchanged, own ones keep the rules, and the server sends them safely."""

import hashlib
import re
from pathlib import Path

import pytest

from infra.local.http_api.event import Request
from infra.local.http_api.pages import Pages
from infra.local.read_api import CONSOLE

OWN = sorted(path for path in CONSOLE.rglob("*") if path.is_file() and "vendor" not in path.parts)
VENDOR = CONSOLE / "vendor"


def test_vendored_files_have_the_listed_checksums_and_no_other_file_is_there() -> None:
    lines = (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {name: checksum for checksum, name in (line.split("  ", 1) for line in lines)}
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name not in ("SHA256SUMS", "README.md")
    }
    assert found == listed


@pytest.mark.parametrize("path", [path for path in OWN if path.suffix == ".js"], ids=lambda path: path.name)
def test_own_modules_are_short_say_what_they_are_for_and_parse_no_markup(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("// ") and len(lines) <= 300
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function|ContextualFragment"
        r"|setAttribute\(.on|javascript:"
    )
    assert [line for line in lines if forbidden.search(line)] == []


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_own_files_name_no_other_host(path: Path) -> None:
    hosts = set(re.findall(r"https?://([\w.-]+)", path.read_text(encoding="utf-8")))
    assert hosts <= {"www.w3.org"}, "the namespace of SVG is a name, not an address"


def answer(path: str, method: str = "GET") -> tuple[int, dict[str, str]] | None:
    found = Pages(CONSOLE, ("https://bucket.example",)).answer(Request(method, path))
    return None if found is None else (found.status, found.headers)


def test_every_file_has_a_policy_that_permits_only_this_host_and_the_buckets() -> None:
    for path in ("/", "/index.html", "/js/main.js", "/vendor/pdfjs/pdf.worker.min.mjs"):
        found = answer(path)
        assert found is not None and found[0] == 200
        policy = dict(part.split(" ", 1) for part in found[1]["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == "'self' 'wasm-unsafe-eval'"
        assert policy["connect-src"] == "'self' https://bucket.example"
        assert not any("unsafe-inline" in value or "'unsafe-eval'" in value for value in policy.values())
        assert found[1]["X-Content-Type-Options"] == "nosniff"
    types = {
        path: (answer(path) or (0, {}))[1]["Content-Type"] for path in ("/js/main.js", "/style/base.css", "/icon.svg")
    }
    assert types == {"/js/main.js": "text/javascript", "/style/base.css": "text/css", "/icon.svg": "image/svg+xml"}
    assert (answer("/vendor/pdfjs/pdf.min.mjs") or (0, {}))[1]["Content-Type"] == "text/javascript"


@pytest.mark.parametrize(
    "path", ["/../cli/app.py", "/%2e%2e/cli/app.py", "/js/../../cli/app.py", "//etc/passwd", "/js/none.js", "/\x00"]
)
def test_files_outside_the_folder_are_not_served(path: str) -> None:
    assert answer(path) is None


def test_files_are_only_read() -> None:
    assert answer("/", "POST") is None and answer("/", "HEAD") is not None
