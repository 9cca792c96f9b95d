"""A browser and a console for the tests of this folder. Without Playwright or Chromium, they are skipped."""

import os
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

from tests.console.fake_api import FakeApi, FakeConsole, StoredObject
from tests.console.objects import ARABIC, EMOJI, failed, from_content, sample, written

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

# Milliseconds that an element may take to appear. The tests share the machine with others.
PATIENCE = 30_000

Open = Callable[..., "Page"]


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Chromium, without a window."""
    if find_spec("playwright") is None:
        pytest.skip("playwright is not installed: run `make setup-console`")
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed: `apt-get install chromium`")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Chromium's own sandbox needs privileges that containers lack; the pages are our own.
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield started
        started.close()


@pytest.fixture(scope="session")
def library() -> list[StoredObject]:
    """Samples that the pipeline summarized, and unusual documents."""
    return [
        sample("tidal-barrier.txt"),
        sample("groundwater-bulletin.pdf"),
        from_content("debate.txt", DEBATE.encode(), hours=30),
        written("emoji.txt", [EMOJI, f"Once more: {EMOJI}"], title="Emoji 🚢", speaker="Ada Brandt"),
        written("arabic.txt", [ARABIC], title="الجسر", speaker="سامي النجار", language="ar"),
        failed("scans/report 2019.pdf", "encrypted", "The PDF is protected by a password."),
        failed("minutes.docx", "retries_exhausted", "It failed five times.", hours=26),
    ]


DEBATE = """The council of Ardale debates the bridge

INES HOLT: We can't ask people to cross a bridge that we don't trust. It closes in March.

TOMAS BRANDL: My grandmother sold cheese on that bridge. Who pays for the shops on the east bank?

INES HOLT: The province pays half of the eleven million euros, and the city the other half.

TOMAS BRANDL: Then put it in writing.
"""


@pytest.fixture
def api(library: list[StoredObject]) -> FakeApi:
    """An API with the library."""
    return FakeApi(list(library))


@pytest.fixture
def console(api: FakeApi) -> Iterator[FakeConsole]:
    """The console on that API."""
    served = FakeConsole(api)
    yield served
    served.close()


@pytest.fixture
def open_page(browser: "Browser", console: FakeConsole) -> Iterator[Open]:
    """Open a page of the console. At the end, no page has reported an error or asked another host."""
    faults: list[str] = []
    pages: list[Page] = []

    def visit(path: str = "", *, expected: tuple[str, ...] = (), **options: Any) -> "Page":
        page = browser.new_page(**{"viewport": {"width": 1280, "height": 900}} | options)
        page.set_default_timeout(PATIENCE)
        own = (console.url, console.api.files, "data:", "blob:")

        def logged(message: Any) -> None:
            if message.type == "error" and not any(words in message.text for words in expected):
                faults.append(message.text)

        def asked(request: Any) -> None:
            if not request.url.startswith(own):
                faults.append(request.url)

        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", logged)
        page.on("request", asked)
        page.goto(f"{console.url}/{path}")
        pages.append(page)
        return page

    yield visit
    for page in pages:
        page.close()
    assert faults == []
