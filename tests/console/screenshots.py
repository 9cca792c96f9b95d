"""Writes the screenshots of docs/console.md: `python -m tests.console.screenshots`."""

import io
from pathlib import Path
from typing import Literal, NamedTuple

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from infra.samples.make import SAMPLES
from tests.console.conftest import CHROMIUM, DEBATE
from tests.console.fake_api import FakeApi, FakeConsole
from tests.console.objects import failed, from_content

FOLDER = Path(__file__).parents[2] / "docs" / "images"

WIDE, NARROW = (1280, 860), (360, 720)

# Colours of a screenshot: pages have few, and the files stay small.
COLOURS = 128


class Shot(NamedTuple):
    """A page, and what is done on it before the picture is taken."""

    name: str
    path: str
    size: tuple[int, int] = WIDE
    scheme: Literal["light", "dark"] = "light"
    click: str = ""
    type: str = ""


def _shots(ids: dict[str, str]) -> list[Shot]:
    barrier, bulletin = f"#/documents/{ids['tidal-barrier.txt']}", f"#/documents/{ids['groundwater-bulletin.pdf']}"
    second = ".sentences .cite:nth-of-type(2)"
    name, said = "#/names/PERSON/Ingrid%20Halvorsen", "#/said"
    shots = []
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        shots += [
            Shot("documents", "", WIDE, scheme),
            Shot("document", barrier, WIDE, scheme, ".said .cite >> nth=1"),
            Shot("pages", f"{bulletin}?view=pages", WIDE, scheme, second),
            Shot("name", name, WIDE, scheme),
            Shot("said", said, WIDE, scheme),
            Shot("documents-narrow", "", NARROW, scheme),
            Shot("document-narrow", barrier, NARROW, scheme),
            Shot("place-narrow", barrier, NARROW, scheme, ".said .cite >> nth=3"),
            Shot("name-narrow", name, NARROW, scheme),
            Shot("said-narrow", said, NARROW, scheme),
        ]
    return [
        *shots,
        Shot("search", "", WIDE, "light", type="hal"),
        Shot("failures", "#/?status=FAILED", WIDE, "light"),
        Shot("failed", f"#/documents/{ids['report 2019.pdf']}", WIDE, "dark"),
        Shot("empty", "#/?language=ja", WIDE, "light"),
        Shot("turns", f"#/documents/{ids['debate.txt']}", WIDE, "dark", ".said .cite >> nth=0"),
    ]


def _take(page: Page, url: str, shot: Shot) -> None:
    page.goto(f"{url}/{shot.path}")
    page.wait_for_selector("h1")
    page.wait_for_load_state("networkidle")
    if shot.path.endswith("view=pages"):
        page.wait_for_selector(".sheet.drawn")
    if shot.click:
        page.locator(shot.click).first.click()
    if shot.type:
        page.locator("#q").click()
        page.keyboard.type(shot.type)
        page.wait_for_selector(".option")
    page.wait_for_timeout(900)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    small = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(FOLDER / f"console-{shot.name}-{shot.scheme}.png", optimize=True)


def main() -> None:
    """Summarize the samples and take all pictures."""
    keys = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in (".txt", ".pdf", ".html", ".eml", ".docx"))
    objects = [from_content(key, (SAMPLES / key).read_bytes(), hours=number / 4) for number, key in enumerate(keys)]
    objects.append(from_content("debate.txt", DEBATE.encode(), hours=26))
    objects.append(failed("report 2019.pdf", "encrypted", "The PDF is protected by a password.", hours=3))
    objects.append(failed("minutes.docx", "corrupt", "The file is damaged or incomplete.", hours=28))
    served = FakeConsole(FakeApi(objects))
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for shot in _shots({each.key: each.id for each in objects}):
            width, height = shot.size
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=shot.scheme)
            _take(page, served.url, shot)
            page.close()
        browser.close()
    served.close()


if __name__ == "__main__":
    main()
