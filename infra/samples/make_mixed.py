"""Creates the samples with pictures, slides or other files: `python -m infra.samples.make_mixed`.

The output is the same each time, if the libraries allow it. Requires reportlab, python-docx, python-pptx and openpyxl,
which only the samples use.
"""

import io
import struct
import zipfile
import zlib
from datetime import datetime

import pypdfium2
from docx import Document
from openpyxl import Workbook
from pptx import Presentation
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

from infra.samples.make import EARLIEST_ZIP_DATE, SAMPLES, without_times

SCAN_DPI = 150
MADE = datetime(2026, 2, 17, 9, 0)

LETTER = (
    "Orchard Lane Allotment Society",
    "17 February 2026",
    "Dear members,",
    "The water company will dig up Orchard Lane from 9 March to 24 April. For these six weeks there will be no water "
    "from the taps on the plots. The company has agreed to place two tanks of 1,000 litres at the south gate and to "
    "fill them every Tuesday and Friday at its own cost.",
    "Please carry cans and do not use hoses on the tanks. Last summer a single hose emptied one of them in forty "
    "minutes.",
    "The committee has asked for the work to be moved to the autumn. Mr Callum Reid of Sarn Water wrote back that the "
    "pipe is from 1931 and has burst four times since Christmas. We do not think that he will change his mind.",
    "The rent for this year falls by twelve pounds a plot, which the company pays. Whoever wants to give up a plot "
    "without notice may do so until 1 March.",
    "Yours sincerely,",
    "Imogen Farrar, secretary",
)

SLIDES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "Longer opening hours at the Northgate library: what the pilot showed",
        ("Report to the culture committee, 17 February 2026", "Tomasz Adler, head of the city libraries"),
        "",
    ),
    (
        "From September to December the library was open until ten on weekdays",
        (
            "After seven in the evening nobody works at the desk; doors open with a library card.",
            "21,400 visits after seven, a fifth of all visits in those months.",
            "Every third evening visitor had not been in any city library during the year before.",
        ),
        "Say here that the counters were checked by hand on six evenings and were two percent too low.",
    ),
    (
        "It cost less than we had planned",
        (
            "118,000 euros against 140,000 in the budget, most of it for card readers and cameras.",
            "Two thefts of laptops, both solved with the help of the cameras; no damage to the rooms.",
            "The works council agreed after the security round at closing time was doubled.",
        ),
        "",
    ),
    (
        "We ask the committee for three decisions",
        (
            "Keep the longer hours at Northgate for good, at 96,000 euros a year.",
            "Add the Harbour branch from 1 September, where readers and cameras would cost 74,000 euros once.",
            "Look at Sundays again when the state has changed its law on opening days.",
        ),
        "",
    ),
)

AGENDA = (
    "The parish council of Lower Ansty meets on Thursday, 12 March 2026, at half past seven in the schoolroom.",
    "The council has to decide whether the old fire station becomes a health centre or is sold. Dr Priya Raman, whose "
    "practice has 3,100 patients in two rooms above the bakery, would rent the building for 22,000 pounds a year. A "
    "builder from Marlow has offered 310,000 pounds for it and wants to put up six flats.",
    "The clerk, Edwin Marsh, advises against the sale. “We can sell a fire station once, and we can let it for as long "
    "as people fall ill,” he writes in his note.",
)
BUDGET = (
    ("Item", "Let to the practice", "Sold"),
    ("Income in the first year, pounds", 22000, 310000),
    ("Repairs of the roof, pounds", -41000, 0),
    ("Income over twenty years, pounds", 399000, 310000),
)
LETTERS = """\
Three letters have reached the council about the fire station.

Mrs Joan Whitlock of Mill Lane is for the health centre: she takes two buses to the next practice.

The Ansty Cricket Club asks the council to keep at least the car park, whoever gets the building.

Mr Peter Dray of The Green thinks that 310,000 pounds would mend every pavement in the parish, and that there would be
money left over for the bells.
"""


def letter() -> bytes:
    """Return a PNG of a scanned letter: gray, a little dark, with text only as a picture."""
    style = ParagraphStyle("letter", fontName="Times-Roman", fontSize=11, leading=15, spaceAfter=7)
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A5, margins=48, invariant=1).build(
        [Paragraph(LETTER[0], ParagraphStyle("head", style, fontName="Times-Bold", fontSize=15, spaceAfter=14))]
        + [flowable for text in LETTER[1:] for flowable in (Paragraph(text, style), Spacer(1, 2))]
    )
    with pypdfium2.PdfDocument(file.getvalue()) as document:
        bitmap = document[0].render(scale=SCAN_DPI / 72, grayscale=True)
        width, height, stride, pixels = bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)
    paper = bytes(40 + value * 200 // 255 for value in range(256))
    rows = (pixels[row * stride : row * stride + width].translate(paper) for row in range(height))
    return png(width, height, b"".join(b"\x00" + row for row in rows))


def png(width: int, height: int, filtered_rows: bytes) -> bytes:
    """Return an 8-bit gray PNG. Each row begins with its filter type (W3C PNG specification, sections 5 and 9)."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(filtered_rows, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def slides() -> bytes:
    """Return a presentation with speaker notes."""
    deck = Presentation()
    deck.core_properties.title, deck.core_properties.author = SLIDES[0][0], "Tomasz Adler"
    deck.core_properties.created = deck.core_properties.modified = MADE
    for number, (title, lines, notes) in enumerate(SLIDES):
        slide = deck.slides.add_slide(deck.slide_layouts[1 if number else 0])
        slide.shapes.title.text = title
        slide.placeholders[1].text = "\n".join(lines)
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    file = io.BytesIO()
    deck.save(file)
    return without_times(file.getvalue())


def papers() -> bytes:
    """Return a ZIP archive with a Word document, a workbook and a text."""
    agenda = Document()
    agenda.core_properties.title, agenda.core_properties.author = "Agenda: the old fire station", "Edwin Marsh"
    agenda.core_properties.created = agenda.core_properties.modified = MADE
    agenda.core_properties.comments = ""
    agenda.add_heading("Agenda: the old fire station", level=1)
    for paragraph in AGENDA:
        agenda.add_paragraph(paragraph)
    workbook = Workbook()
    workbook.properties.creator, workbook.properties.created = "Edwin Marsh", MADE
    sheet = workbook.active
    sheet.title = "Comparison"
    for row in BUDGET:
        sheet.append(row)
    files: list[tuple[str, bytes]] = []
    for name, document in (("agenda.docx", agenda), ("budget.xlsx", workbook)):
        file = io.BytesIO()
        document.save(file)
        files.append((name, without_times(file.getvalue())))
    files.append(("letters.txt", LETTERS.encode()))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files:
            target.writestr(zipfile.ZipInfo(f"council/{name}", EARLIEST_ZIP_DATE), content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def main() -> None:
    """Write all files."""
    for name, content in {
        "allotment-letter.png": letter(),
        "library-hours.pptx": slides(),
        "fire-station.zip": papers(),
    }.items():
        (SAMPLES / name).write_bytes(content)


if __name__ == "__main__":
    main()
