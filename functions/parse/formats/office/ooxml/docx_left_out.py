"""What Word shows of a document and the text lacks: comments, margins, large pictures, objects, unreadable chunks."""

import re
from dataclasses import dataclass

from lxml import etree

from functions.parse.containers.package import Package
from functions.parse.contract import content_left_out
from functions.parse.formats.office.large_pictures import is_large
from functions.parse.formats.office.ooxml.docx_boxes import WP
from functions.parse.formats.office.ooxml.namespaces import A, W
from functions.parse.formats.office.ooxml.relations import Relations
from shared.documents.document import PipelineWarning

# Text of runs, in the XML of comments, headers and footers.
RUN_TEXT = re.compile(rb"<w:t(?: [^>]*)?>([^<]*)</w:t>")
COMMENT = re.compile(rb"<w:comment[ >]")

# Number of letters in headers and footers above which they are more than a title and a page number.
MIN_MARGIN_LETTERS = 200

# Maximum number of headers and footers that are searched. Most sections repeat those of the first.
MOST_MEMBERS = 6

EMBEDDED, BLIP = f"{W}object", f"{A}blip"


@dataclass(slots=True)
class Beside:
    """Counts what a document shows beside its text."""

    relations: Relations
    # Files that the document takes in and that could not be read.
    chunks: int = 0
    _pictures: int = 0
    _objects: int = 0

    def count(self, body: etree._Element) -> None:
        """Count the large pictures and the embedded objects of a body."""
        kinds = {kind for kind, _ in self.relations.values()}
        if not kinds & {"image", "oleObject", "package"}:
            return
        for element in body.iter(BLIP, EMBEDDED):
            if element.tag == EMBEDDED:
                self._objects += 1
            else:
                drawing = next(element.iterancestors(*DRAWINGS), None)
                self._pictures += drawing is not None and is_large(drawing.find(f"{WP}extent"))

    def warnings(self, package: Package) -> list[PipelineWarning]:
        """Return the warnings about what was left out."""
        comments = sum(len(COMMENT.findall(content)) for content in self._contents(package, "comments"))
        letters = sum(
            len("".join(text.decode("utf-8", "replace").split()))
            for content in self._contents(package, "header", "footer")
            for text in RUN_TEXT.findall(content)
        )
        reasons = (
            (self.chunks, "inserted files", "files of their formats can't be read here"),
            (comments, "comments", "comments are not part of the text"),
            (letters if letters >= MIN_MARGIN_LETTERS else 0, "letters", "they are in page headers and footers"),
            (self._pictures, "large pictures", "pictures are read only if the document has no text"),
            (self._objects, "embedded objects", "objects of other programs are not read"),
        )
        return [content_left_out(count, noun, reason) for count, noun, reason in reasons if count]

    def _contents(self, package: Package, *kinds: str) -> list[bytes]:
        targets = [target for kind, target in self.relations.values() if kind in kinds and target in package]
        return [package.read(target) for target in targets[:MOST_MEMBERS]]


# Drawings that contain a picture.
DRAWINGS = (f"{WP}inline", f"{WP}anchor")
