"""E-mail (RFC 5322 and MIME): metadata from the header, the best form of the body, attachments as parts."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from functions.parse.contract import Extracted, Hints, Limits, UnreadPart
from functions.parse.formats.calendar.icalendar import read_without_description
from functions.parse.formats.mail import tnef, tnef_stream
from functions.parse.formats.mail.armor import is_encrypted_text
from functions.parse.formats.mail.contents import (
    CALENDAR_TYPES,
    CRYPTOGRAPHIC_TYPES,
    ENCRYPTED,
    EXTRA_ENTITIES,
    MESSAGE_TYPES,
    Attachment,
    Reader,
    is_encrypted_entity,
    is_inline_picture,
    is_protected,
    is_rights_managed,
)
from functions.parse.formats.mail.header import ADDRESS_FIELDS, Header
from functions.parse.formats.mail.mailbox import messages_of, without_separator
from functions.parse.formats.mail.mime import Entity
from functions.parse.formats.mail.notices import with_notices
from functions.parse.formats.mail.quoting import with_answered_message_quoted
from functions.parse.metadata import filled_in, language_code
from functions.parse.recognition.text_decoding import decode
from shared.documents.document import BlockKind, BlockText, Metadata, PipelineWarning
from shared.errors import Code, PermanentError
from shared.version import PIPELINE_VERSION

PARSER = f"nutgraf {PIPELINE_VERSION} email"

# Types that mail programs give to `winmail.dat`.
TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})

# Maximum number of names in a warning.
MAX_LISTED = 10

BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")

# Number of bytes at the start of a message that are searched for a NUL (UTF-16), and for a line feed.
NUL_SEARCH_BYTES = 64
LINE_END_SEARCH_BYTES = 10_000

# The line end of classic Mac OS.
LONE_CARRIAGE_RETURN = re.compile(rb"\r(?!\n)")

# Parts that consist of header fields without a message. They are read as plain text.
HEADER_FIELD_TYPES = frozenset({"message/delivery-status", "message/disposition-notification", "text/rfc822-headers"})

# Types whose content is not in the message, with the error message for each (RFC 2046, 5.2.2 and 5.2.3).
EXTERNAL_TYPES = {
    "message/partial": "The part is one fragment of a message that was sent in several fragments.",
    "message/external-body": "The part is a reference to a file that the message does not contain.",
}


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read a message: its body as blocks, its attachments as parts. Each message of a mailbox is a part.

    Raises PermanentError: encrypted.
    """
    content = message_bytes(content)
    messages = messages_of(content)
    if messages is not None:
        return Extracted(blocks=[], parser=PARSER, parts=messages)
    return read_entity(Entity(without_separator(content)), limits)


def read_entity(message: Entity, limits: Limits) -> Extracted:
    """Read a message from its MIME entity. Raises PermanentError: encrypted."""
    reader = Reader(max_entities=limits.max_parts + EXTRA_ENTITIES)
    contents = reader.read(message)
    if any(is_encrypted_text(text.text) for text in contents.texts[:1]):
        raise PermanentError(Code.ENCRYPTED, ENCRYPTED)
    header = message.header
    metadata = _metadata(header)
    blocks = [block for text in contents.texts for block in text.blocks(limits.max_blocks)]
    blocks = with_notices(with_answered_message_quoted(blocks, metadata.title or ""))
    pictures = [found for found in contents.attachments if is_inline_picture(found, reader.referenced_ids)]
    attached = [found for found in contents.attachments if not is_inline_picture(found, reader.referenced_ids)]
    attached = without_repeated_calendars(attached)
    if any(is_rights_managed(found.entity.header.name or "", found.entity.content_type) for found in attached):
        # The body is only a notice that asks the reader to open the message elsewhere.
        raise PermanentError(Code.ENCRYPTED, ENCRYPTED)
    has_text = any(block.text.strip() for block in blocks)
    hidden = not has_text and any(_is_protected(found.entity) for found in attached)
    return Extracted(
        blocks=blocks,
        parser=PARSER,
        metadata=metadata,
        warnings=_warnings(reader, pictures),
        parts=_parts(attached, "".join(block.text for block in blocks)),
        without_text=None if hidden else subject_block(metadata),
    )


def subject_block(metadata: Metadata) -> BlockText | None:
    """Return the subject as a heading, for a message in which nothing else can be read; None if it has no subject."""
    return BlockText(kind=BlockKind.HEADING, text=metadata.title, level=1) if metadata.title else None


def without_repeated_calendars(attached: list[Attachment]) -> list[Attachment]:
    """Return the attachments without calendars that repeat one before: an invitation is often also a file."""
    seen: set[bytes] = set()
    kept: list[Attachment] = []
    for found in attached:
        if found.entity.content_type in CALENDAR_TYPES or found.entity.header.name.lower().endswith(".ics"):
            content = b"".join(found.entity.decoded()[0].split())
            if content in seen:
                continue
            seen.add(content)
        kept.append(found)
    return kept


def message_bytes(content: bytes) -> bytes:
    """Return a message that was saved in another encoding, such as UTF-16, as it was sent: in bytes with line feeds."""
    if content.startswith(BYTE_ORDER_MARKS) or b"\x00" in content[:NUL_SEARCH_BYTES]:
        content = (decode(content) or "").encode("utf-8", "replace")
    if b"\n" not in content[:LINE_END_SEARCH_BYTES]:
        content = LONE_CARRIAGE_RETURN.sub(b"\n", content)
    return content.lstrip()


def _metadata(header: Header) -> Metadata:
    return Metadata(
        title=filled_in(header.words("subject")),
        byline=header.people("from") or header.people("sender"),
        recipients=header.people(*ADDRESS_FIELDS),
        published_at=header.date,
        language=language_code(header.words("content-language").partition(",")[0]),
    )


def _parts(attached: list[Attachment], text: str) -> Iterator[UnreadPart]:
    """Yield the attachments of a message with this text. What repeats the text is left out of them."""
    for place, attachment in enumerate(attached, 1):
        part = _part(attachment.entity, place)
        if text.strip() and attachment.entity.content_type in CALENDAR_TYPES:
            # The description of an invitation repeats the text of its message.
            part = replace(part, read_as=read_without_description)
        elif _is_tnef(attachment.entity):
            part = replace(part, read_as=partial(_read_tnef, text), declared_type=tnef.MEDIA_TYPE)
        yield part


def _is_tnef(entity: Entity) -> bool:
    may_be = entity.content_type in TNEF_TYPES or entity.header.name.lower().endswith(".dat")
    return may_be and entity.decoded()[0].startswith(tnef_stream.START)


def _read_tnef(text: str, content: bytes, hints: Hints, limits: Limits) -> Extracted:
    return tnef.read_beside(text, content, hints, limits)


def _part(entity: Entity, place: int) -> UnreadPart:
    header = entity.header
    kind = entity.content_type
    name = header.name or (f"message {place}" if kind in MESSAGE_TYPES else f"part {place}")
    if kind in MESSAGE_TYPES:
        # A message with few header fields is recognized by the suffix of its name.
        name = name if name.lower().endswith(".eml") else f"{name}.eml"
        return UnreadPart(name, lambda: _content(entity), "message/rfc822")
    if kind == "multipart/encrypted" or kind in CRYPTOGRAPHIC_TYPES or kind in EXTERNAL_TYPES:
        return UnreadPart(name, lambda: _rejected(entity), kind)
    kind = "text/plain" if kind in HEADER_FIELD_TYPES else kind
    charset = header.charset
    return UnreadPart(name, lambda: _content(entity), f"{kind}; charset={charset}" if charset else kind)


def _content(entity: Entity) -> bytes:
    """Return the bytes of an attachment. Raises PermanentError: corrupt, if a damaged encoding leaves no bytes."""
    content, intact = entity.decoded()
    if not intact and not content:
        raise PermanentError(Code.CORRUPT, "The transfer encoding of the attachment cannot be decoded.")
    return content


def _is_protected(entity: Entity) -> bool:
    """Whether an attachment may be the message itself, encrypted or signed."""
    if entity.content_type == "multipart/encrypted" or entity.content_type in CRYPTOGRAPHIC_TYPES:
        return True
    return is_protected(entity.header.name or "", entity.content_type, entity.decoded()[0])


def _rejected(entity: Entity) -> bytes:
    """Raise PermanentError for a part that cannot be read: unsupported, encrypted or corrupt."""
    if entity.content_type in EXTERNAL_TYPES:
        raise PermanentError(Code.UNSUPPORTED, EXTERNAL_TYPES[entity.content_type])
    if is_encrypted_entity(entity):
        raise PermanentError(Code.ENCRYPTED, ENCRYPTED)
    raise PermanentError(Code.CORRUPT, "The signed data (S/MIME) is damaged or cut short.")


def _warnings(reader: Reader, pictures: list[Attachment]) -> list[PipelineWarning]:
    warnings = [PipelineWarning(code="message_damaged", message=sentence) for sentence in reader.damage]
    warnings += inline_pictures_warning(
        [picture.entity.header.name or picture.entity.content_type for picture in pictures]
    )
    if reader.other_forms:
        forms = reader.other_forms
        message = f"Alternative forms of the message's text were not read ({len(forms)}): {_listed(forms)}."
        warnings.append(PipelineWarning(code="other_forms_left_out", message=message))
    for reason, count in reader.left_out.items():
        warnings.append(PipelineWarning(code="parts_left_out", message=f"{count:,} parts left out: {reason}."))
    return warnings


def inline_pictures_warning(names: list[str]) -> list[PipelineWarning]:
    """Return the warning about inline pictures, which are not read. Empty if there are none."""
    if not names:
        return []
    message = f"Inline pictures of the message were not read ({len(names)}): {_listed(names)}."
    return [PipelineWarning(code="pictures_left_out", message=message)]


def _listed(names: list[str]) -> str:
    return ", ".join(names[:MAX_LISTED]) + (" …" if len(names) > MAX_LISTED else "")
