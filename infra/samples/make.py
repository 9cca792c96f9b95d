"""Creates the binary samples, and broken files for tests: `python -m infra.samples.make`.

The output is the same each time, so that a change is visible in the repository. Requires reportlab and
python-docx, which only the samples use.
"""

import io
import os
import zipfile
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

SAMPLES = Path(__file__).parent / "documents"
BROKEN = Path(__file__).parents[2] / "tests" / "data"
BULLETIN_MADE = datetime(2024, 7, 18, 10, 0, tzinfo=UTC)
EARLIEST_ZIP_DATE = (1980, 1, 1, 0, 0, 0)

BULLETIN_TITLE = "Groundwater bulletin for the Lower Sarn, second quarter 2024"
BULLETIN = (
    (
        "Summary",
        "Nitrate in the groundwater of the Lower Sarn has fallen below the limit of 50 milligrams a litre at 27 of "
        "34 wells, "
        "the best result since measurements began in 1992. Two wells near Holzbach, however, now exceed the limit "
        "for the "
        "pesticide bentazone, and the water supplier has taken one of them off the network.",
        "The water table stood 40 centimetres above its average for the season at the end of June, after the wettest "
        "spring in "
        "eleven years.",
    ),
    (
        "Nitrate",
        "The mean of all wells was 38 milligrams a litre, against 44 a year ago and 61 in 2012. The regional office "
        "for water "
        "puts the fall down to the contracts that it signed with 118 farms from 2016 on. The farms are paid 210 "
        "euros a hectare "
        "to keep the soil covered in winter and to spread no manure after September.",
        "“The water that we pump today fell as rain eight to ten years ago,” said Dr Elena Kovács, who heads the "
        "office’s "
        "laboratory. “What we see is the beginning of the contracts, not yet their full effect.” She expects a mean "
        "of 30 "
        "milligrams by 2030 if the contracts are renewed.",
        "Seven wells are still over the limit. All of them lie on the eastern terrace, where gravel under thin soil "
        "lets water "
        "through within months, and where only a quarter of the land is under contract.",
    ),
    (
        "Pesticides",
        "Of 52 substances that were looked for, nine were found and one was over its limit. Bentazone, which is used "
        "on peas and "
        "beans, reached 0.14 and 0.19 micrograms a litre at wells 11 and 12 near Holzbach. The limit is 0.10. The "
        "supplier, "
        "Wasserverband Sarn, shut down well 12 on 9 May. Well 11 serves for watching only.",
        "“There was no danger to anybody’s health, and we still don’t want it in the water,” said Paul Renner, who "
        "directs the "
        "Wasserverband. He said that the supplier had asked the chamber of agriculture to talk to the growers before "
        "the next "
        "sowing. The chamber confirmed that it would do so but said that the source had not been proved.",
        "Traces of the industrial chemical TFA were found at every well, between 0.4 and 1.1 micrograms a litre. "
        "There is no "
        "limit for TFA yet. The office will measure it each quarter from now on.",
    ),
    (
        "Water table",
        "Rain from January to June came to 486 millimetres, 29 per cent over the average of thirty years. The water "
        "table rose at "
        "all 16 gauges. At Oberau it reached 112.6 metres above sea level, the highest reading since 2013, and two "
        "cellars had "
        "to be pumped dry.",
        "The wet spring ends a series of five dry years in which the region had lost a fifth of its usable reserve. "
        "According to "
        "the office’s model, another two winters like the last would be needed to make up for them.",
    ),
    (
        "What comes next",
        "The office will publish the next bulletin on 15 October 2024. It will sample the two wells at Holzbach "
        "every month until "
        "three results in a row are under the limit. Contracts with farms on the eastern terrace are open for "
        "signing until 31 "
        "August; the payment there rises to 290 euros a hectare.",
        "Owners of private wells can have their water tested for 35 euros at the laboratory in Sarnbrück. Nobody "
        "should give "
        "water from a private well on the eastern terrace to infants without such a test.",
    ),
)

MEMO_TITLE = "Moving the paper archive to the Westhafen depot"
MEMO = (
    ("p", "To: all heads of department"),
    ("p", "From: Beatrix Nowak, records management"),
    ("h", "Decision"),
    (
        "p",
        "The paper archive moves from the basement of the town hall to the Westhafen depot between 3 and 21 June. "
        "From 27 May no file can "
        "be ordered; from 24 June every file is back within one working day. Please tell your teams this week.",
    ),
    ("h", "Why we are moving"),
    (
        "p",
        "The basement has been damp since the cloudburst of July 2022. The conservators found mould in 340 of the "
        "4,200 boxes, most of them land "
        "registers from before 1950. Drying and cleaning them cost 61,000 euros. A second round would cost more than "
        "a year’s rent at the depot, "
        "which is 54,000 euros.",
    ),
    (
        "p",
        "“Paper forgives a lot, but not a second summer in that cellar,” the conservator Dr Hugo Lindgren writes in "
        "his report. He advises "
        "against any return to the basement, even after repairs.",
    ),
    ("h", "What you have to do"),
    ("l", "Return every borrowed file by 24 May. At the moment 612 files are out, 198 of them for more than a year."),
    ("l", "Name one person per department who can sign for deliveries, to records@stadt.example, by 17 May."),
    ("l", "Mark what may be destroyed. Whatever has passed its period and is not marked moves along and costs money."),
    ("h", "Cost and schedule"),
    (
        "table",
        (
            ("Step", "Date", "Cost in euros"),
            ("Packing and lists", "27 May to 31 May", "18,500"),
            ("Transport", "3 June to 14 June", "23,000"),
            ("Shelving and check", "17 June to 21 June", "9,700"),
        ),
    ),
    (
        "p",
        "The treasurer, Mehmet Aydin, has released the money from the reserve for buildings. He asks that "
        "departments which keep files past the "
        "date pay for a separate delivery, at 180 euros each.",
    ),
    (
        "p",
        "Questions about files of the building department go to Ms Nowak’s deputy, Carla Reis, who will be at the "
        "depot during the whole move.",
    ),
)

MESSAGE = """\
Dear all,

the night trains between Lauten and Port Merrow will stop running on 30 September, three months earlier than planned.
The operator told us this morning that it can't find drivers for the last quarter.

What that means for us: of 86 guests who have booked the October tour with us, 51 travel by night train. Nadia has
gone through the list and says that 40 of them can take the day train on the 4th if we pay for one more night
at the hotel. That costs about 4,900 euros. The other eleven come from beyond Lauten and need a flight or a refund.

Oskar Brandt of Meridian Rail told me on the phone: "We will refund every ticket in full, and we will not refund
anybody's hotel." He also said that the company hopes to bring the train back in April, with two coaches fewer.

I suggest that we

- write to all 51 guests by Wednesday, before they read it in the paper,
- offer the day train with the extra night to all of them at no cost,
- take the train off the spring brochure until Meridian has sold the first tickets.

Leila, could you ask the hotel for a price for 40 rooms on 3 October? Jonas, please hold the brochure
back from the printer until we have talked. Printing twice would cost more than the whole affair.

I would like to decide this tomorrow at ten.

Yours
Petra Sandoval
Alpine & Coast Tours
"""


def bulletin() -> bytes:
    """Return a PDF of two pages."""
    styles = getSampleStyleSheet()
    styles["Title"].fontSize, styles["Title"].leading, styles["Title"].spaceAfter = 24, 30, 24
    styles["BodyText"].fontSize, styles["BodyText"].leading = 12, 17
    story: list[Paragraph | Spacer] = [Paragraph(BULLETIN_TITLE, styles["Title"])]
    for heading, *paragraphs in BULLETIN:
        story.append(Paragraph(heading, styles["Heading1"]))
        for paragraph in paragraphs:
            story += [Paragraph(paragraph, styles["BodyText"]), Spacer(1, 6)]
    file = io.BytesIO()
    SimpleDocTemplate(
        file, pagesize=A4, title=BULLETIN_TITLE, author="Regional Office for Water, Sarnbrück", invariant=1, lang="en"
    ).build(story)
    return file.getvalue()


def memo() -> bytes:
    """Return a Word document with headings, a list and a table."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = MEMO_TITLE, "Beatrix Nowak", ""
    properties.language = "en-GB"
    properties.created = properties.modified = datetime(2024, 5, 6, 8, 30, tzinfo=UTC)
    document.add_heading(MEMO_TITLE, level=0)
    for kind, content in MEMO:
        if isinstance(content, tuple):
            table = document.add_table(rows=0, cols=len(content[0]))
            for row in content:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        elif kind == "h":
            document.add_heading(content, level=1)
        else:
            document.add_paragraph(content, style="List Bullet" if kind == "l" else None)
    file = io.BytesIO()
    document.save(file)
    return without_times(file.getvalue())


def without_times(archive: bytes) -> bytes:
    """Return the ZIP archive with one constant time stamp for all members."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            target.writestr(
                zipfile.ZipInfo(member.filename, EARLIEST_ZIP_DATE), source.read(member), zipfile.ZIP_DEFLATED
            )
    return file.getvalue()


def message() -> bytes:
    """Return an email with a plain text body, an HTML body and an attachment."""
    mail = EmailMessage()
    mail["Subject"] = "Night trains to Port Merrow end on 30 September"
    mail["From"] = Address("Petra Sandoval", "petra", "tours.example")
    mail["To"] = [Address("Leila Haddad", "leila", "tours.example"), Address("Jonas Weir", "jonas", "tours.example")]
    mail["Date"] = datetime(2024, 9, 2, 9, 12, tzinfo=UTC)
    mail["Message-ID"] = "<20240902-0912@tours.example>"
    mail["Content-Language"] = "en"
    mail.set_content(MESSAGE)
    page = "".join(f"<p>{paragraph}</p>" for paragraph in MESSAGE.split("\n\n"))
    mail.add_alternative(f"<html><body>{page}</body></html>", subtype="html")
    mail.add_attachment("name,train\nA. Guest,night\n", subtype="csv", filename="guests.csv")
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"part-{number}")
    return mail.as_bytes()


def encrypted() -> bytes:
    """Return a PDF that requires a password."""
    file = io.BytesIO()
    lock = StandardEncryption("a password", ownerPassword="another password", strength=128)
    SimpleDocTemplate(file, invariant=1, encrypt=lock).build(
        [Paragraph("Nobody can read this.", getSampleStyleSheet()["Normal"])]
    )
    return file.getvalue()


def main() -> None:
    """Write all files."""
    # reportlab writes this time to its documents; its default is the year 2000.
    os.environ["SOURCE_DATE_EPOCH"] = str(int(BULLETIN_MADE.timestamp()))
    whole_memo = memo()
    BROKEN.mkdir(exist_ok=True)
    for path, content in {
        SAMPLES / "groundwater-bulletin.pdf": bulletin(),
        SAMPLES / "archive-move.docx": whole_memo,
        SAMPLES / "night-trains.eml": message(),
        BROKEN / "encrypted.pdf": encrypted(),
        BROKEN / "truncated.docx": whole_memo[: len(whole_memo) // 2],
        BROKEN / "empty.txt": b"",
        BROKEN / "unknown.bin": bytes((index * index + 7) % 251 for index in range(2048)),
    }.items():
        path.write_bytes(content)


if __name__ == "__main__":
    main()
