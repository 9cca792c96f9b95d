"""What belongs to a page beside its own text: the state of its layers, and what annotations show."""

from dataclasses import dataclass

import pypdfium2.raw as pdfium

from functions.parse.contract import content_left_out
from functions.parse.formats.pdf.annotations import annotations
from functions.parse.formats.pdf.layers import without_hidden
from functions.parse.formats.pdf.page import Page
from functions.parse.formats.pdf.pdfium import Handle
from functions.parse.formats.pdf.shown_lines import add_shown
from shared.documents.document import PipelineWarning


@dataclass(slots=True)
class Beside:
    """Reads the layers and annotations of the pages of one document."""

    document: Handle
    # None if the document has no form.
    form: Handle | None
    # Whether the document may have layers.
    layered: bool
    # Whether files are attached to pages.
    attached: bool = False
    _comments: int = 0
    _differing: int = 0

    def prepare(self, page: Handle | None) -> None:
        """Take the objects of hidden layers out of a page before its text is read."""
        if self.layered and page is not None:
            without_hidden(page)

    def has_annotations(self, page: Handle) -> bool:
        """Return whether the page has annotations."""
        return bool(pdfium.FPDFPage_GetAnnotCount(page) > 0)

    def add(self, page: Page) -> None:
        """Add the texts that the annotations of a page show to its lines. PDFium must have closed the page."""
        found = annotations(self.document, self.form, page.number - 1)
        self._comments += found.comments
        self._differing += found.differing
        self.attached = self.attached or found.attached
        if found.shown:
            add_shown(page, found.shown)

    def warnings(self) -> list[PipelineWarning]:
        """Return the warnings about comments and about fields that show another text than their value."""
        warnings = []
        if self._comments:
            reason = "a viewer shows comments beside the pages, not in them"
            warnings.append(content_left_out(self._comments, "comments", reason))
        if self._differing:
            reason = "the value of the field is in the text instead"
            warnings.append(content_left_out(self._differing, "drawn field texts", reason))
        return warnings
