"""The pages of the console in Chromium: what they show, how they fail, and that nobody is kept out."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from shared.documents.layout import boxes_of
from tests.console.conftest import Open
from tests.console.fake_api import FakeApi, Problem, StoredObject
from tests.console.objects import HOSTILE, from_content, many, written
from tests.console.reading import text_of

if TYPE_CHECKING:
    pass

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")

# The text of a highlight, by its name.
HIGHLIGHTED = "name => [...(CSS.highlights.get(name) ?? [])].map(range => range.toString())"


def id_of(library: list[StoredObject], key: str) -> str:
    return next(each.id for each in library if each.key == key)


def test_documents_are_listed_newest_first_by_day_and_open(open_page: Open, library: list[StoredObject]) -> None:
    page = open_page()
    page.wait_for_selector(".row.document")
    assert text_of(page, ".row.day h2") == "Today"
    titles = page.locator(".row.document h3").all_inner_texts()
    with_summary = sorted((each for each in library if each.summary), key=lambda each: each.updated_at, reverse=True)
    assert titles == [each.entry().title for each in with_summary]
    page.locator(".row.document a", has_text="tidal barrier").click()
    page.wait_for_selector(".document-page h1")
    assert page.title() == "Kesterport votes to build tidal barrier after third flood in two years · Nutgraf"


def test_what_somebody_said_is_found_and_shown_in_its_place_in_three_clicks(open_page: Open) -> None:
    page = open_page()
    page.wait_for_selector(".row.document")
    page.keyboard.press("/")
    page.keyboard.type("halvor")
    page.locator(".option", has_text="Ingrid Halvorsen").click()
    page.locator(".statements .quote", has_text="changed her mind").click()
    page.wait_for_selector(".cite[aria-pressed=true]")
    assert page.evaluate(HIGHLIGHTED, "active") == ["figures from the harbour authority had changed her mind"]
    assert "at=" in page.url


def test_each_statement_of_the_record_shows_its_words_in_the_text(open_page: Open, library: list[StoredObject]) -> None:
    found = next(each for each in library if each.key == "tidal-barrier.txt")
    page = open_page(f"#/documents/{found.id}")
    page.wait_for_selector(".record .cite")
    assert found.summary is not None
    for number, point in enumerate(found.summary.key_points):
        page.locator(".points .cite").nth(number).click()
        assert page.evaluate(HIGHLIGHTED, "active") == [point.span.text]
        top, height = page.evaluate("[[...CSS.highlights.get('active')][0].getBoundingClientRect().top, innerHeight]")
        page.wait_for_function(
            "() => { const { top, bottom } = [...CSS.highlights.get('active')][0].getBoundingClientRect();"
            " return bottom > 0 && top < innerHeight; }"
        )
        assert isinstance(top, float | int) and height == 900
    page.locator(".names .cite").first.click()
    places = text_of(page, ".chosen .of")
    page.keyboard.press("n")
    assert places.startswith("1 of") and text_of(page, ".chosen .of").startswith("2 of")


def test_the_address_of_a_place_opens_it(open_page: Open, library: list[StoredObject]) -> None:
    found = next(each for each in library if each.key == "tidal-barrier.txt")
    assert found.summary is not None and found.document is not None
    content = found.summary.attributions[-1].content[0]
    page = open_page(f"#/documents/{found.id}?at={content.start}-{content.end}")
    page.wait_for_selector(".cite[aria-pressed=true]")
    assert content.text in page.evaluate(HIGHLIGHTED, "active")
    page = open_page(f"#/documents/{found.id}?at=3-9")
    page.wait_for_selector(".chosen:not([hidden])")
    assert page.evaluate(HIGHLIGHTED, "active") == [found.document.text[3:9]]


@pytest.mark.parametrize("key", ["emoji.txt", "arabic.txt"])
def test_positions_are_right_after_characters_of_two_units_and_from_right_to_left(
    open_page: Open, library: list[StoredObject], key: str
) -> None:
    found = next(each for each in library if each.key == key)
    assert found.summary is not None
    page = open_page(f"#/documents/{found.id}")
    page.wait_for_selector(".record .cite")
    for number, point in enumerate(found.summary.key_points):
        page.locator(".points .cite").nth(number).click()
        assert page.evaluate(HIGHLIGHTED, "active") == [point.span.text]
    [entity] = found.summary.entities
    page.locator(".names .cite").first.click()
    assert page.evaluate(HIGHLIGHTED, "active") == [entity.name]
    assert page.evaluate(HIGHLIGHTED, "other") == [entity.name] * len(entity.mentions)


def test_a_click_in_the_text_chooses_the_statement_there(open_page: Open, library: list[StoredObject]) -> None:
    page = open_page(f"#/documents/{id_of(library, 'tidal-barrier.txt')}")
    page.wait_for_selector(".text p")
    page.locator(".text p", has_text="run out of mild options").click(position={"x": 60, "y": 12})
    page.wait_for_selector(".cite[aria-pressed=true]")
    assert "We have run out of mild options" in text_of(page, ".cite[aria-pressed=true]")


def test_turns_have_the_colour_of_their_speaker(open_page: Open, library: list[StoredObject]) -> None:
    page = open_page(f"#/documents/{id_of(library, 'debate.txt')}")
    page.wait_for_selector(".turn")
    colours = page.locator(".turn").evaluate_all("turns => turns.map(turn => turn.dataset.colour)")
    assert len(colours) == 4 and colours[0] == colours[2] != colours[1] == colours[3]
    assert text_of(page, ".turn .speaker").startswith("INES HOLT")


def test_the_pages_of_a_pdf_have_a_box_for_each_line_of_a_statement(
    open_page: Open, library: list[StoredObject]
) -> None:
    found = next(each for each in library if each.key == "groundwater-bulletin.pdf")
    assert found.summary is not None and found.document is not None
    page = open_page(f"#/documents/{found.id}?view=pages")
    page.wait_for_selector(".sheet.drawn")
    for number, span in enumerate(found.summary.summary.evidence):
        page.locator(".sentences .cite").nth(number).click()
        expected = boxes_of(found.document.layout, span.start, span.end)
        page.wait_for_function("count => document.querySelectorAll('.box.active').length === count", arg=len(expected))
        shown = page.locator(".box.active").evaluate_all(
            "boxes => boxes.map(box => [box.style.left, box.style.top, box.style.width, box.style.height]"
            ".map(value => Math.round(100 * parseFloat(value))))"
        )
        assert shown == [[box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0] for box in expected]
    ink = page.locator(".sheet canvas").first.evaluate(
        "canvas => { const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);"
        " let dark = 0; for (let at = 0; at < data.length; at += 4) dark += data[at] < 100; return dark; }"
    )
    assert ink > 2_000, "the page is drawn"


def test_an_upload_by_drop_shows_its_progress_and_becomes_a_document(open_page: Open, api: FakeApi) -> None:
    api.objects = []
    api.upload = lambda key, content: from_content(key, content)
    page = open_page(expected=("404",))
    page.wait_for_selector(".empty")
    assert "No documents yet" in text_of(page, ".empty")
    page.evaluate(
        """words => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([words], 'ferry ü.txt', { type: 'text/plain' }));
          for (const kind of ['dragenter', 'dragover', 'drop']) {
            dispatchEvent(new DragEvent(kind, { dataTransfer, cancelable: true }));
          }
        }""",
        "The ferry sails again from Monday after four months in the dock. The shipyard replaced both engines.",
    )
    page.wait_for_selector(".tray li.done a")
    assert api.objects[0].key == "ferry ü.txt"
    page.locator(".tray li.done a").click()
    page.wait_for_selector(".record .cite")
    assert "four months" in text_of(page, ".text")


def test_a_file_of_the_same_name_is_replaced_only_on_request(open_page: Open, api: FakeApi) -> None:
    api.upload = lambda key, content: from_content(key, content)
    page = open_page(expected=("409",))
    page.wait_for_selector(".row.document")
    file: Any = {
        "name": "tidal-barrier.txt",
        "mimeType": "text/plain",
        "buffer": b"The barrier is not built after all.",
    }
    page.locator("input[type=file]").set_input_files(files=[file])
    page.locator(".tray li button", has_text="Replace it").wait_for()
    assert all(each.content != file["buffer"] for each in api.objects)


def test_failures_have_their_advice_and_the_command_that_mends_them(open_page: Open) -> None:
    page = open_page("#/?status=FAILED", expected=("404",))
    page.wait_for_selector(".row.failed")
    rows = page.locator(".row.failed").all_inner_texts()
    assert len(rows) == 2
    assert "protected by a password" in rows[0] and "Remove the password" in rows[0]
    assert "aws s3 cp 'report 2019.pdf' 's3://uploads/scans/report 2019.pdf'" in rows[0]
    assert "nutgraf redrive --code retries_exhausted" in rows[1]
    page.locator(".row.failed a").first.click()
    page.wait_for_selector(".empty.failed")
    assert "Remove the password" in text_of(page, ".empty.failed")


def test_filters_are_in_the_address(open_page: Open, library: list[StoredObject]) -> None:
    page = open_page()
    page.wait_for_selector(".row.document")
    page.locator("select[name=media_type]").select_option("application/pdf")
    page.wait_for_function("() => document.querySelectorAll('.row.document').length === 1")
    assert "media_type=application%2Fpdf" in page.url
    page.locator("select[name=language]").select_option("ar")
    page.wait_for_selector(".empty")
    assert "No document matches" in text_of(page, ".empty")
    page.go_back()
    page.wait_for_selector(".row.document")


def test_a_name_has_its_statements_documents_spellings_and_company(open_page: Open) -> None:
    page = open_page("#/names/PERSON/Ingrid%20Halvorsen")
    page.wait_for_selector(".aside .chip")
    assert text_of(page, "h1") == "Ingrid Halvorsen"
    assert page.locator(".statements li").count() >= 2
    assert "Halvorson" in text_of(page, ".aside .card")
    page.locator("a.chip", has_text="Kesterport").first.wait_for()


def test_who_said_what_on_a_day_is_grouped_by_speaker(open_page: Open, library: list[StoredObject]) -> None:
    day = next(each for each in library if each.key == "tidal-barrier.txt").updated_at[:10]
    page = open_page(f"#/said?day={day}")
    page.locator(".speaker-card", has_text="Ingrid Halvorsen").wait_for()
    page.locator(".speaker-card .quote", has_text="changed her mind").click()
    page.wait_for_selector(".cite[aria-pressed=true]")


def test_hostile_titles_texts_names_and_keys_run_nothing(open_page: Open, api: FakeApi) -> None:
    api.objects = [
        written(f"{number}/{text}", [text, "A plain sentence."], title=text, speaker=text)
        for number, text in enumerate(HOSTILE)
    ]
    page = open_page()
    page.wait_for_selector(".row.document")
    assert set(page.locator(".row.document h3").all_inner_texts()) == set(HOSTILE)
    for each in api.objects:
        page.goto(page.url.split("#")[0] + f"#/documents/{each.id}")
        page.wait_for_selector(f'.document-page h1:text-is("{each.title}")') if each.title else None
        page.locator(".record .cite").first.wait_for()
        assert text_of(page, ".text p") in HOSTILE
        page.locator(".names .open").first.click()
        page.wait_for_selector(".statements")
        assert "hostile'" not in page.evaluate("document.querySelector('script:not([src])')?.textContent ?? ''")
        assert page.locator("main script, main img[src=x], main svg[onload]").count() == 0
        assert not page.title().startswith("hostile")
        assert page.locator("a[href^='javascript']").count() == 0


def test_an_inline_script_is_blocked_by_the_policy(open_page: Open) -> None:
    page = open_page(expected=("Content Security Policy",))
    page.wait_for_selector(".row.document")
    page.evaluate(
        "() => { const script = document.createElement('script'); script.textContent = 'window.ran = true';"
        " document.body.append(script); }"
    )
    assert page.evaluate("window.ran") is None
    refused = page.evaluate("fetch('https://example.com/').then(() => 'sent', error => error.name)")
    assert refused == "TypeError"


@pytest.mark.parametrize("path", ["", "#/documents/{id}", "#/names/PERSON/Ingrid%20Halvorsen", "#/said"])
@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (Problem(503, "unavailable", "DynamoDB is throttling. Try again in a second."), "DynamoDB is throttling"),
        (Problem(401, "unauthorized", "Send the token that was printed."), "needs a token"),
    ],
)
def test_every_page_reports_an_api_that_fails_and_can_try_again(
    open_page: Open, api: FakeApi, library: list[StoredObject], path: str, problem: Problem, words: str
) -> None:
    api.problem = lambda _: problem
    page = open_page(path.format(id=id_of(library, "tidal-barrier.txt")), expected=("the server responded with",))
    page.locator(".empty", has_text=words).wait_for()
    api.problem = lambda _: None
    if problem.status == 401:
        page.locator("#token").fill("secret")
        page.locator(".token button").click()
    else:
        page.locator("button", has_text="Try again").click()
    page.wait_for_selector(".row.document, .record .cite, .statements li")


def test_an_unknown_document_and_an_unknown_page_are_said_to_be_unknown(open_page: Open) -> None:
    page = open_page("#/documents/bm9uZQ", expected=("404",))
    page.locator(".empty", has_text="Not found").wait_for()
    page = open_page("#/nothing/here")
    page.locator(".empty", has_text="There is no such page").wait_for()


def test_ten_thousand_documents_keep_few_rows_in_the_page(open_page: Open, api: FakeApi) -> None:
    api.objects = many(10_000)
    page = open_page()
    page.wait_for_selector(".row.document")
    for _ in range(120):
        before = page.evaluate("document.documentElement.scrollHeight")
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        page.wait_for_function(
            "before => document.documentElement.scrollHeight > before"
            " || document.querySelector('.foot').textContent.includes('documents')",
            arg=before,
        )
        assert page.locator(".row").count() < 60
        if "10,000 documents" in text_of(page, ".foot"):
            break
    assert text_of(page, ".foot") == "10,000 documents"
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.row.document')].filter(row => row.getBoundingClientRect().top > 0"
        " && row.getBoundingClientRect().bottom < innerHeight).length > 4"
    )


def test_a_text_of_a_hundred_thousand_words_is_usable_at_once_and_complete_in_the_end(
    open_page: Open, api: FakeApi
) -> None:
    words = " ".join(f"Word{number % 977} of the report." for number in range(200))
    long = written("long.txt", [f"Paragraph {number}. {words}" for number in range(125)] + ["The last words."])
    api.objects = [long]
    assert long.document is not None and len(long.document.text.split()) > 100_000
    end = len(long.document.text)
    page = open_page(f"#/documents/{long.id}")
    page.wait_for_selector(".record .cite")
    page.evaluate(f"location.hash += '?at={end - 15}-{end}'")
    page.wait_for_selector(".chosen:not([hidden])")
    page.wait_for_function(
        "() => [...(CSS.highlights.get('active') ?? [])].some(range => String(range) === 'The last words.')"
    )
    page.wait_for_function("() => [...CSS.highlights.get('active')][0].getBoundingClientRect().top < innerHeight")
    assert page.locator(".text > p").count() == 126


def test_tables_lists_headings_and_quotations_keep_their_form_and_their_places(open_page: Open, api: FakeApi) -> None:
    table = "| Boat | Crew |\n|---|---|\n| Petrel | 4 |\n| | 3 |"
    content = f"# The boats\n\n- Petrel\n- Skua\n\n> It holds.\n\n{table}\n\nEnd.\n"
    api.objects = [from_content("boats.md", content.encode())]
    page = open_page(f"#/documents/{api.objects[0].id}")
    page.wait_for_selector(".text table")
    assert page.locator(".text ul li").count() == 2 and text_of(page, ".text blockquote") == "It holds."
    text = api.objects[0].document.text  # type: ignore[union-attr]  # it has one
    for words in ("Crew", "4", "3", "End."):
        start = text.rindex(words)
        page.evaluate(
            "at => location.hash = location.hash.split('?')[0] + '?at=' + at", f"{start}-{start + len(words)}"
        )
        page.wait_for_function(
            "words => [...(CSS.highlights.get('active') ?? [])].map(String).join() === words", arg=words
        )


PAGES: dict[str, str] = {
    "documents": "",
    "failures": "#/?status=FAILED",
    "document": "#/documents/{tidal-barrier.txt}",
    "turns": "#/documents/{debate.txt}",
    "pages": "#/documents/{groundwater-bulletin.pdf}?view=pages",
    "failed": "#/documents/{scans/report 2019.pdf}",
    "name": "#/names/PERSON/Ingrid%20Halvorsen",
    "said": "#/said",
}


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_fault_and_nothing_is_wider_than_the_screen(
    open_page: Open, library: list[StoredObject], name: str, width: int, scheme: str
) -> None:
    path = re.sub(r"\{(.*?)\}", lambda match: id_of(library, match[1]), PAGES[name])
    size = {"width": width, "height": 800}
    page = open_page(path, viewport=size, color_scheme=scheme, bypass_csp=True, expected=("404",))
    page.wait_for_selector("h1")
    page.wait_for_load_state("networkidle")
    if name in ("document", "pages"):
        page.locator(".sentences .cite").first.click()
    page.wait_for_timeout(300)
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    faults = [
        f"{fault['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
    assert faults == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_keyboard_reaches_everything(open_page: Open) -> None:
    page = open_page()
    page.wait_for_selector(".row.document")
    page.keyboard.press("j")
    page.keyboard.press("j")
    title = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_selector(".document-page h1")
    assert text_of(page, ".document-page h1") == title
    page.keyboard.press("j")
    page.wait_for_selector(".cite[aria-pressed=true]")
    page.keyboard.press("Escape")
    assert page.locator(".cite[aria-pressed=true]").count() == 0
    page.keyboard.press("?")
    assert page.locator("dialog.keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.wait_for_selector(".row.document")
