"""The console on the real read API, with uploads that the real pipeline reads: nothing but AWS is simulated."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from infra.samples.make import SAMPLES
from tests.console.conftest import PATIENCE
from tests.console.serving import ServedConsole, served_console

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BARRIER, BULLETIN = "tidal-barrier.txt", "groundwater-bulletin.pdf"

# Pumps of the pipeline until an upload must be summarized.
MOST_PUMPS = 60


@pytest.fixture(scope="module")
def console(browser: "Browser") -> Iterator[ServedConsole]:
    """The console with one sample. Without a browser, nothing is started."""
    with served_console([(BARRIER, (SAMPLES / BARRIER).read_bytes())]) as served:
        yield served


@pytest.fixture
def page(browser: "Browser", console: ServedConsole) -> "Iterator[Page]":
    """The first page."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(3 * PATIENCE)
    opened.goto(console.url)
    yield opened
    opened.close()


def test_what_the_mayor_said_about_the_barrier_is_three_clicks_away(page: "Page") -> None:
    page.locator(".row.document a", has_text="tidal barrier").click()
    page.locator(".said .cite", has_text="changed her mind").click()
    page.wait_for_selector(".cite[aria-pressed=true]")
    marked = page.evaluate("() => [...CSS.highlights.get('active')].map(String)")
    assert marked == ["figures from the harbour authority had changed her mind"]


def test_a_pdf_is_dropped_and_the_sentences_of_its_summary_are_boxed_on_its_pages(
    page: "Page", console: ServedConsole
) -> None:
    content = (SAMPLES / BULLETIN).read_bytes()
    page.wait_for_selector(".row.document")
    page.evaluate(
        """([name, bytes]) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([new Uint8Array(bytes)], name, { type: 'application/pdf' }));
          for (const kind of ['dragenter', 'dragover', 'drop']) {
            dispatchEvent(new DragEvent(kind, { dataTransfer, cancelable: true }));
          }
        }""",
        [BULLETIN, list(content)],
    )
    for _ in range(MOST_PUMPS):
        page.wait_for_timeout(500)
        console.pump()
        if page.locator(".tray li.done a").count():
            break
    page.locator(".tray li.done a").click()
    page.locator(".views button", has_text="Pages").click()
    page.wait_for_selector(".sheet.drawn")
    sentences = page.locator(".sentences .cite")
    assert sentences.count() >= 2
    for number in range(sentences.count()):
        sentences.nth(number).click()
        page.wait_for_selector(".box.active", state="attached")
        place = page.evaluate("() => document.querySelector('.box.active').getBoundingClientRect().toJSON()")
        assert place["width"] > 100 and 5 < place["height"] < 40
