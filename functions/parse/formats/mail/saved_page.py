"""Web pages saved as messages (MHTML, RFC 2557): the page, without the pictures and styles that are saved with it."""

from dataclasses import replace

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.mail import message
from functions.parse.formats.mail.contents import EXTRA_ENTITIES
from functions.parse.formats.mail.mime import Entity
from functions.parse.formats.web import html
from functions.parse.metadata import filled_in
from shared.documents.document import Metadata, PipelineWarning
from shared.errors import Code, PermanentError

PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the page, with the subject of the message as its title if it has none. Raises PermanentError: corrupt.

    The date of the message is ignored: the page was saved on that date, not published.
    """
    entity = Entity(message.message_bytes(content))
    pages, damage = _pages(entity)
    if not pages:
        raise PermanentError(Code.CORRUPT, "The saved page contains no HTML. The file is damaged or cut short.")
    root_id = entity.header.parameter("start").strip("<>")
    root = next((page for page in pages if root_id and page.header.content_id == root_id), pages[0])
    encoded, _ = root.decoded()
    charset = root.header.charset
    declared = f"text/html; charset={charset}" if charset and charset.isprintable() else None
    extracted = html.read(encoded, Hints(hints.name, declared), limits)
    return replace(
        extracted,
        metadata=_with_title(extracted.metadata, entity),
        warnings=[*extracted.warnings, *_warnings(len(pages) - 1, damage)],
    )


def _pages(entity: Entity) -> tuple[list[Entity], str | None]:
    """Return the pages in the file, and a sentence about damage of the file, if any."""
    if not entity.is_multipart:
        return ([entity] if entity.content_type in PAGE_TYPES else []), None
    division = entity.divided()
    pages: list[Entity] = []
    for place, child in enumerate(entity.children(division)):
        if child.is_multipart and place < EXTRA_ENTITIES:
            # Some browsers put the page and its frames into a nested multipart.
            pages.extend(inner for inner in child.children(child.divided()) if inner.content_type in PAGE_TYPES)
        elif child.content_type in PAGE_TYPES:
            pages.append(child)
    return pages, division.damage


def _with_title(metadata: Metadata, entity: Entity) -> Metadata:
    title = metadata.title or filled_in(entity.header.words("subject"))
    return metadata.model_copy(update={"title": title})


def _warnings(frames: int, damage: str | None) -> list[PipelineWarning]:
    warnings = []
    if damage:
        warnings.append(PipelineWarning(code="message_damaged", message=damage))
    if frames:
        message = f"Frames of the page that were not read: {frames}."
        warnings.append(PipelineWarning(code="frames_left_out", message=message))
    return warnings
