"""Valid files of every format: the samples, the committed test files, and small generated ones.

`python -m tests.support.good_files FOLDER` writes the generated ones.
"""

import bz2
import gzip
import lzma
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from tests.support import made_files as files
from tests.support import made_texts as texts
from tests.support.cms import signed
from tests.support.rich_files import clauses_docx, form_pdf, xfa_pdf
from tests.support.tnef_files import winmail

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "infra" / "samples" / "documents", ROOT / "tests" / "data" / "formats")

# Maximum bytes of a sample. Mutations of larger ones find no more and take longer.
MAX_BYTES = 400_000


@dataclass(frozen=True, slots=True)
class GoodFile:
    """A valid file."""

    name: str
    content: bytes

    @property
    def suffix(self) -> str:
        """The suffix of the name, for example `.pdf`."""
        return Path(self.name).suffix.lower()


@cache
def good_files() -> tuple[GoodFile, ...]:
    """Return all valid files, always in the same order."""
    found = [file for folder in FOLDERS for file in files_in(folder)]
    return (*found, *(GoodFile(name, make()) for name, make in MADE.items()))


def files_in(folder: Path) -> list[GoodFile]:
    """Return the files beneath a folder that are within the size limit."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and 0 < path.stat().st_size <= MAX_BYTES)
    return [GoodFile(path.name, path.read_bytes()) for path in paths]


def good_file(name: str) -> GoodFile:
    """Return the valid file with this name."""
    return next(file for file in good_files() if file.name == name)


# Generated files in text and archive formats. Files that only Office programs write are committed.
MADE: dict[str, Callable[[], bytes]] = {
    "made.txt": texts.text,
    "made-utf16.txt": lambda: texts.text().decode().encode("utf-16"),
    "made.html": texts.html,
    "made.md": texts.markdown,
    "made.rst": texts.rst,
    "made.org": texts.org,
    "made.json": texts.json_object,
    "made.jsonl": texts.json_lines,
    "made.ics": texts.calendar,
    "made.fb2": texts.fiction_book,
    "made.ttml": texts.captions,
    "made.vcf": texts.contact,
    "made.tex": texts.latex,
    "made.ipynb": texts.notebook,
    "winmail.dat": lambda: winmail("Ferry moves", texts.WORDS[0], attachments={"minutes.txt": texts.text()}),
    "made.csv": lambda: "\n".join(",".join(row) for row in texts.CELLS).encode(),
    "made.tsv": lambda: "\n".join("\t".join(row) for row in texts.CELLS).encode(),
    "made.xml": texts.xml,
    "made.rss": texts.rss,
    "made.atom": texts.atom,
    "made-nitf.xml": texts.nitf,
    "made-news.xml": lambda: texts.news_item(
        "newsItem",
        f"<contentSet><inlineXML><html xmlns='{texts.XHTML}'><body>{texts.paragraphs('p')}</body></html></inlineXML>"
        "</contentSet>",
    ),
    "made-package.xml": lambda: texts.news_item(
        "packageItem",
        "<groupSet root='g'><group id='g' role='g:main'><itemRef href='a'>"
        f"<description>{escape(texts.WORDS[0])}</description></itemRef></group></groupSet>",
    ),
    "made-concept.xml": lambda: texts.news_item("conceptItem", texts.concept()),
    "made-knowledge.xml": lambda: texts.news_item("knowledgeItem", f"<conceptSet>{texts.concept()}</conceptSet>"),
    "made.svg": texts.svg,
    "made.rtf": texts.rtf,
    "made.eml": files.message,
    "made.mhtml": files.saved_page,
    "made.pdf": files.pages,
    "form.pdf": form_pdf,
    "xfa.pdf": xfa_pdf,
    "made.docx": files.word_document,
    "clauses.docx": lambda: files.zipped(clauses_docx()),
    "made.zip": files.zip_archive,
    "made.tar": files.tar_archive,
    "made.p7m": lambda: signed(texts.text()),
    "made.txt.gz": lambda: gzip.compress(texts.text(), mtime=0),
    "made.txt.bz2": lambda: bz2.compress(texts.text()),
    "made.txt.xz": lambda: lzma.compress(texts.text()),
    "made.tar.gz": lambda: gzip.compress(files.tar_archive(), mtime=0),
    "made.epub": files.epub,
    "made.png": lambda: files.picture("PNG"),
    "made.jpg": lambda: files.picture("JPEG"),
    "made.tiff": lambda: files.picture("TIFF"),
    "made.gif": lambda: files.picture("GIF"),
    "made.bmp": lambda: files.picture("BMP"),
    "made.webp": lambda: files.picture("WEBP"),
    "made.jp2": lambda: files.picture("JPEG2000"),
    "made.odg": files.drawing,
    "made.msg": files.outlook_file,
    "harbour-talk.ppt": files.ppt,
}


def write_made(folder: Path) -> None:
    """Write the generated files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in MADE.items():
        (folder / name).write_bytes(make())


if __name__ == "__main__":
    write_made(Path(sys.argv[1]))
