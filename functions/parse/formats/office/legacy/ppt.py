"""PPT (PowerPoint 97-2003, [MS-PPT]): slides in order, each with its title as a heading, its other text, its notes.

Hidden slides are skipped and counted in a warning. Masters, dates, footers and slide numbers are skipped without one.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from functions.parse.containers.compound_file import open_compound_file, stream
from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.office.bullets import with_bullet_read
from functions.parse.formats.office.errors import damaged, encrypted
from functions.parse.formats.office.legacy.ppt_records import (
    DOCUMENT,
    LIST_OF_NOTES,
    LIST_OF_SLIDES,
    NOTES,
    NOTES_ATOM,
    SHOW_INFO,
    SLIDE,
    SLIDE_LIST,
    SLIDE_PERSIST,
    Record,
    descendants,
    persist_offsets,
    record_at,
    records,
)
from functions.parse.formats.office.legacy.summary_information import summary_information
from functions.parse.formats.office.visible_pages import visible_pages
from shared.documents.document import BlockKind, BlockText

PARSER = "[MS-PPT] reader"
NAME = "presentation"

# `headerToken` in the stream of the current user, in files with a password ([MS-PPT] 2.3.2).
ENCRYPTED_TOKEN = 0xF3D1_C4DF

# Types of records ([MS-PPT] 2.13.24): shape, placeholder, reference to a text in the list of slides.
SHAPE, PLACEHOLDER, OUTLINE_TEXT = 0xF004, 3011, 3998

# Types of records: the type of a text, its characters in UTF-16, its characters as bytes.
TEXT_HEADER, CHARACTERS, BYTES = 3999, 4000, 4008

# Types of texts ([MS-PPT] 2.13.33). Bodies have bullets unless the author removed them.
TITLE_TEXT = 0
TITLE_TEXTS = frozenset({TITLE_TEXT, 6})
BODY_TEXTS = frozenset({1, 7, 8})

# Types of placeholders ([MS-PPT] 2.13.21). Furniture: date, slide number, footer, header, image of the slide on notes.
FURNITURE = frozenset({0x07, 0x08, 0x09, 0x0A, 0x0B})
TITLES = frozenset({0x0D, 0x0F, 0x11})

# The flag `fHidden` and its byte offset in the record of a slide's show settings ([MS-PPT] 2.6.6).
HIDDEN_BIT, SHOW_FLAGS_OFFSET = 0x04, 10


@dataclass(slots=True)
class _Text:
    """A text and its type: title, body, notes or another one."""

    kind: int
    text: str = ""


@dataclass(slots=True)
class _Listed:
    """A slide in the document's list of slides."""

    reference: int
    slide_id: int
    # Texts of its placeholders, which the shapes on the slide reference by index.
    texts: list[_Text] = field(default_factory=list)


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Return the blocks and properties of a presentation. Raises PermanentError: corrupt, encrypted."""
    with open_compound_file(content) as file:
        user = stream(file, "Current User", NAME)
        document = stream(file, "PowerPoint Document", NAME)
        metadata = summary_information(file)
    try:
        token, current_edit = struct.unpack_from("<II", user, 12)
        if token == ENCRYPTED_TOKEN:
            raise encrypted(NAME)
        presentation = _Presentation(document, current_edit)
        slides = presentation.slides
        shown, warnings = visible_pages(
            list(enumerate(slides[: limits.max_pages], 1)),
            lambda slide: presentation.is_hidden(slide[1]),
            total=len(slides),
            limits=limits,
            noun="slides",
        )
        blocks = [block for page, slide in shown for block in presentation.blocks(slide, page)]
    except (struct.error, ValueError, IndexError) as error:
        raise damaged(NAME) from error
    pages = metadata.model_copy(update={"pages": len(slides)})
    return Extracted(blocks=blocks, parser=PARSER, metadata=pages, warnings=warnings)


class _Presentation:
    """The slides and notes of a presentation."""

    def __init__(self, document: bytes, current_edit: int) -> None:
        self._stream = document
        number, self._offsets = persist_offsets(document, current_edit)
        root = self._object(number, DOCUMENT)
        if root is None:
            raise ValueError("no document container")
        lists = {record.instance: record for record in records(document, root) if record.kind == SLIDE_LIST}
        # Keep each slide once: a small file that lists it many times would produce a long text.
        self.slides = list({slide.reference: slide for slide in self._listed(lists.get(LIST_OF_SLIDES))}.values())
        self._notes = {}
        for listed in self._listed(lists.get(LIST_OF_NOTES)):
            notes = self._object(listed.reference, NOTES)
            if notes is not None:
                self._notes[self._slide_of(notes)] = notes

    def _object(self, reference: int, kind: int) -> Record | None:
        offset = self._offsets.get(reference)
        if offset is None or offset + 8 > len(self._stream):
            return None
        record = record_at(self._stream, offset)
        return record if record.kind == kind else None

    def _listed(self, parent: Record | None) -> Iterator[_Listed]:
        """Yield the slides of a list, each with the texts of its placeholders."""
        current: _Listed | None = None
        for record in records(self._stream, parent) if parent is not None else ():
            if record.kind == SLIDE_PERSIST:
                if current is not None:
                    yield current
                reference, _, _, slide_id = struct.unpack_from("<IIII", self._stream, record.start)
                current = _Listed(reference, slide_id)
            elif current is not None:
                self._read_text(record, current.texts)
        if current is not None:
            yield current

    def _slide_of(self, notes: Record) -> int:
        """Return the id of the slide that notes belong to; 0 if they don't state it."""
        for record in records(self._stream, notes):
            if record.kind == NOTES_ATOM:
                return int(struct.unpack_from("<I", self._stream, record.start)[0])
        return 0

    def is_hidden(self, slide: _Listed) -> bool:
        """Return whether a slide is hidden in the slide show."""
        container = self._object(slide.reference, SLIDE)
        for record in records(self._stream, container) if container is not None else ():
            if record.kind == SHOW_INFO and record.end - record.start > SHOW_FLAGS_OFFSET:
                return bool(self._stream[record.start + SHOW_FLAGS_OFFSET] & HIDDEN_BIT)
        return False

    def blocks(self, slide: _Listed, page: int) -> list[BlockText]:
        """Return the blocks of the title, of the other text, then of the notes."""
        container = self._object(slide.reference, SLIDE)
        texts = self._shape_texts(container, slide.texts) if container is not None else slide.texts
        titles = [
            BlockText(kind=BlockKind.HEADING, text=" ".join(text.text.split()), level=1, page=page)
            for text in texts
            if text.kind in TITLE_TEXTS
        ]
        others = [block for text in texts if text.kind not in TITLE_TEXTS for block in _paragraphs(text, page)]
        notes = self._notes.get(slide.slide_id)
        note_texts = self._shape_texts(notes, []) if notes is not None else []
        return [*titles, *others, *(block for text in note_texts for block in _paragraphs(text, page))]

    def _shape_texts(self, container: Record, listed: list[_Text]) -> list[_Text]:
        """Return the texts of the shapes on a slide or a page of notes."""
        texts: list[_Text] = []
        taken: set[int] = set()
        for shape in descendants(self._stream, container):
            if shape.kind != SHAPE:
                continue
            found: list[_Text] = []
            role = 0
            for record in descendants(self._stream, shape):
                if record.kind == PLACEHOLDER and record.end - record.start > 4:
                    role = self._stream[record.start + 4]
                elif record.kind == OUTLINE_TEXT and record.end - record.start >= 4:
                    (place,) = struct.unpack_from("<I", self._stream, record.start)
                    found.extend(listed[place : place + 1] if place not in taken else ())
                    taken.add(place)
                else:
                    self._read_text(record, found)
            if role not in FURNITURE:
                texts.extend(replace(text, kind=TITLE_TEXT) if role in TITLES else text for text in found)
        return texts

    def _read_text(self, record: Record, texts: list[_Text]) -> None:
        """Add a text for a record with its type, or set the characters of the last text from the record after it."""
        stored = self._stream[record.start : record.end]
        if record.kind == TEXT_HEADER:
            texts.append(_Text(int.from_bytes(stored[:4], "little")))
        elif texts and not texts[-1].text and record.kind == CHARACTERS:
            texts[-1].text = stored.decode("utf-16-le", "replace")
        elif texts and not texts[-1].text and record.kind == BYTES:
            # The low bytes of UTF-16 code units whose high bytes are 0: Latin-1 ([MS-PPT] 2.9.43).
            texts[-1].text = stored.decode("latin-1")


def _paragraphs(text: _Text, page: int) -> Iterator[BlockText]:
    """Yield the paragraphs of a text. If a body has several, they are list items, as in the default master."""
    paragraphs = [paragraph for paragraph in text.text.split("\r") if paragraph.strip()]
    listed = text.kind in BODY_TEXTS and len(paragraphs) > 1
    for paragraph in paragraphs:
        kind = BlockKind.LIST_ITEM if listed else BlockKind.PARAGRAPH
        yield with_bullet_read(BlockText(kind=kind, text=paragraph.replace("\x0b", "\n").strip(), page=page))
