"""What annotations show on a page: the values of form fields, notes in the page, stamps (ISO 32000-1, 12.5 and 12.7).

Comments that a viewer shows only beside the page are counted.
"""

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto

import pypdfium2.raw as pdfium

from functions.parse.formats.pdf.glyphs import HYPHEN, cleaned
from functions.parse.formats.pdf.pdfium import Handle, loaded_page, loaded_text

# Maximum number of annotations of a page that are examined, and of options of a list.
MOST_ANNOTATIONS = 5_000
MOST_OPTIONS = 500

# Maximum length of one text in UTF-16 units.
MAX_UNITS = 100_000

# Annotation flags (ISO 32000-1, 12.5.3) with which no viewer shows an annotation.
UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW

# The flag of a text field with a password (ISO 32000-1, 12.7.4.3).
PASSWORD = 1 << 13

# Comments, whose text a viewer shows beside the page or in a window: notes, marked text, drawings.
COMMENTS = frozenset(
    {pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_UNDERLINE, pdfium.FPDF_ANNOT_SQUIGGLY}
    | {pdfium.FPDF_ANNOT_STRIKEOUT, pdfium.FPDF_ANNOT_CARET, pdfium.FPDF_ANNOT_INK, pdfium.FPDF_ANNOT_LINE}
    | {pdfium.FPDF_ANNOT_SQUARE, pdfium.FPDF_ANNOT_CIRCLE, pdfium.FPDF_ANNOT_POLYGON, pdfium.FPDF_ANNOT_POLYLINE}
)

# Signs of a checked and of an unchecked box.
CHECKED, UNCHECKED = "☒", "☐"

BREAKS = re.compile(r"[\r\n\x0b\x0c\u2028\u2029]+")
LETTERS = re.compile(r"[\W_]+")


class Role(Enum):
    """How a text belongs to the text around it."""

    # The value of a field, after its label.
    VALUE = auto()
    # A box or a radio button, before its label.
    BOX = auto()
    # A text of its own.
    NOTE = auto()


@dataclass(slots=True)
class Shown:
    """A text that an annotation shows, with its rectangle in the coordinates of the page."""

    text: str
    role: Role
    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True)
class Annotations:
    """The texts of one page, and how many others a viewer shows beside the page or in another form."""

    shown: list[Shown] = field(default_factory=list)
    comments: int = 0
    # Fields that show another text than their value.
    differing: int = 0
    # Whether files are attached to the page.
    attached: bool = False


@contextmanager
def opened_form(document: Handle) -> Iterator[Handle | None]:
    """Open the form of a document; None if it has none."""
    if pdfium.FPDF_GetFormType(document) == pdfium.FORMTYPE_NONE:
        yield None
        return
    callbacks = pdfium.FPDF_FORMFILLINFO(version=2)
    form = pdfium.FPDFDOC_InitFormFillEnvironment(document, callbacks)
    try:
        yield form or None
    finally:
        if form:
            pdfium.FPDFDOC_ExitFormFillEnvironment(form)


def annotations(document: Handle, form: Handle | None, index: int) -> Annotations:
    """Return what the annotations of a page show. The page must be closed: this draws its annotations into it."""
    with loaded_page(document, index) as page:
        on_page = Annotations()
        drawn: list[tuple[Shown, bool]] = []
        if page is None:
            return on_page
        for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST_ANNOTATIONS)):
            annotation = pdfium.FPDFPage_GetAnnot(page, number)
            if annotation:
                _add(on_page, drawn, form, annotation)
                pdfium.FPDFPage_CloseAnnot(annotation)
    if drawn:
        texts = _appearances(document, index, [shown for shown, _ in drawn])
        for (shown, is_field), text in zip(drawn, texts, strict=True):
            _choose(on_page, shown, text, is_field=is_field)
    on_page.shown = [shown for shown in on_page.shown if shown.text]
    return on_page


def _add(on_page: Annotations, drawn: list[tuple[Shown, bool]], form: Handle | None, annotation: Handle) -> None:
    """Add one annotation. `drawn` collects those whose appearance must be read, and whether each is a field."""
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    if kind == pdfium.FPDF_ANNOT_LINK or pdfium.FPDFAnnot_GetFlags(annotation) & UNSEEN:
        return
    if kind in COMMENTS:
        on_page.comments += bool(_string(annotation, b"Contents"))
    elif kind in (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP):
        # The contents of a stamp are a comment on it.
        contents = _string(annotation, b"Contents") if kind == pdfium.FPDF_ANNOT_FREETEXT else ""
        shown = _placed(annotation, contents, Role.NOTE)
        on_page.shown.append(shown)
        if not contents:
            drawn.append((shown, False))
    elif kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
        on_page.attached = True
    elif kind == pdfium.FPDF_ANNOT_WIDGET and form is not None:
        _add_field(on_page, drawn, form, annotation)


def _add_field(on_page: Annotations, drawn: list[tuple[Shown, bool]], form: Handle, annotation: Handle) -> None:
    kind = pdfium.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON):
        sign = CHECKED if _is_checked(form, annotation) else UNCHECKED
        on_page.shown.append(_placed(annotation, sign, Role.BOX))
        return
    if kind == pdfium.FPDF_FORMFIELD_TEXTFIELD:
        if pdfium.FPDFAnnot_GetFormFieldFlags(form, annotation) & PASSWORD:
            return
        value = _field_string(pdfium.FPDFAnnot_GetFormFieldValue, form, annotation)
    elif kind in (pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX):
        value = _chosen(form, annotation)
    elif kind == pdfium.FPDF_FORMFIELD_SIGNATURE:
        value = ""
    else:
        return
    shown = _placed(annotation, value, Role.VALUE)
    on_page.shown.append(shown)
    drawn.append((shown, True))


def _is_checked(form: Handle, annotation: Handle) -> bool:
    """Return whether a box shows its mark: by its state, or by the value of its field."""
    state = _string(annotation, b"AS")
    value = _field_string(pdfium.FPDFAnnot_GetFormFieldValue, form, annotation)
    on = _field_string(pdfium.FPDFAnnot_GetFormFieldExportValue, form, annotation)
    return state not in ("", "Off") or (bool(on) and on != "Off" and value == on)


def _chosen(form: Handle, annotation: Handle) -> str:
    """Return the labels of the chosen options of a list; its value if none is marked."""
    count = min(pdfium.FPDFAnnot_GetOptionCount(form, annotation), MOST_OPTIONS)
    labels = [
        _field_string(lambda form, annotation, *out, at=at: pdfium.FPDFAnnot_GetOptionLabel(form, annotation, at, *out),
                      form, annotation)
        for at in range(count)
        if pdfium.FPDFAnnot_IsOptionSelected(form, annotation, at)
    ]  # fmt: skip
    return ", ".join(filter(None, labels)) or _field_string(pdfium.FPDFAnnot_GetFormFieldValue, form, annotation)


def _choose(on_page: Annotations, shown: Shown, drawn: str, *, is_field: bool) -> None:
    """Set the text of an annotation: its value, or what its appearance shows if that is only another form of it."""
    value = shown.text
    if not value:
        shown.text = drawn
        return
    letters, drawn_letters = LETTERS.sub("", value), LETTERS.sub("", drawn)
    if not drawn_letters or letters == drawn_letters or not is_field:
        return
    if _is_formatted(letters, drawn_letters):
        shown.text = drawn
    elif drawn_letters not in letters:
        # A long value that is cut by its box is no other text.
        on_page.differing += 1


def _is_formatted(value: str, drawn: str) -> bool:
    """Return whether the letters of a value occur in order in what is drawn, as `1200` does in `1,200.00 EUR`."""
    remaining = iter(drawn)
    return all(letter in remaining for letter in value)


def _appearances(document: Handle, index: int, places: list[Shown]) -> list[str]:
    """Return the text that is drawn in each of these places by annotations alone."""
    nothing = [""] * len(places)
    with loaded_page(document, index) as page:
        before = pdfium.FPDFPage_CountObjects(page) if page is not None else 0
        if page is None or pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) != pdfium.FLATTEN_SUCCESS:
            return nothing
    with loaded_page(document, index) as page:
        if page is None:
            return nothing
        for number in range(before):
            pdfium.FPDFPageObj_SetIsActive(pdfium.FPDFPage_GetObject(page, number), False)
        with loaded_text(page) as text:
            return nothing if text is None else [_bounded(text, place) for place in places]


def _bounded(text: Handle, place: Shown) -> str:
    """Return the text in a rectangle."""
    edges = (place.left, place.top, place.right, place.bottom)
    units = min(pdfium.FPDFText_GetBoundedText(text, *edges, None, 0), MAX_UNITS)
    if units <= 0:
        return ""
    buffer = (ctypes.c_ushort * (units + 1))()
    written = pdfium.FPDFText_GetBoundedText(text, *edges, buffer, units)
    return _one_line(bytes(buffer)[: 2 * min(written, units)].decode("utf-16-le", "replace").rstrip("\0"))


def _placed(annotation: Handle, text: str, role: Role) -> Shown:
    rectangle = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, rectangle)
    left, right = sorted((rectangle.left, rectangle.right))
    bottom, top = sorted((rectangle.bottom, rectangle.top))
    return Shown(text, role, left, bottom, right, top)


def _string(annotation: Handle, key: bytes) -> str:
    return _text(lambda *out: pdfium.FPDFAnnot_GetStringValue(annotation, key, *out))


def _field_string(get: Handle, form: Handle, annotation: Handle) -> str:
    return _text(lambda *out: get(form, annotation, *out))


def _text(get: Handle) -> str:
    """Return a string on one line. `get` writes it in UTF-16 into a buffer and returns its length in bytes."""
    size = get(None, 0)
    if not 2 < size <= 2 * MAX_UNITS:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    get(buffer, size)
    return _one_line(bytes(buffer)[: size - 2].decode("utf-16-le", "replace"))


def _one_line(text: str) -> str:
    return cleaned(" ".join(BREAKS.sub(" ", text).split())).rstrip(HYPHEN)
