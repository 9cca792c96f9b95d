"""E-mail (RFC 5322 and MIME): who wrote what to whom and when, the body's best form, attachments as parts."""

import re
from collections.abc import Iterator

from functions.parse.contract import Extracted, Hints, Limits, Part
from functions.parse.formats.mail.armor import is_encrypted_text
from functions.parse.formats.mail.contents import (
    CRYPTOGRAPHIC_TYPES,
    ENCRYPTED,
    EXTRA_ENTITIES,
    MESSAGE_TYPES,
    Attachment,
    Reader,
    is_envelope,
    is_picture_within,
)
from functions.parse.formats.mail.header import ADDRESS_FIELDS, Header
from functions.parse.formats.mail.mailbox import messages_of, without_start
from functions.parse.formats.mail.mime import Entity
from functions.parse.formats.mail.quoting import with_answered_quoted
from functions.parse.metadata import filled_in, language_code
from functions.parse.recognition.text_decoding import decode
from shared.documents.document import BlockKind, BlockText, Metadata, PipelineWarning
from shared.errors import Code, PermanentError
from shared.version import PIPELINE_VERSION

PARSER = f"nutgraf {PIPELINE_VERSION} email"

# Names in a warning.
LISTED = 10

WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
LINE_ENDS_OF_OLD = re.compile(rb"\r(?!\n)")

# Parts that are header fields without a message: read as the text that they are.
TEXT_IN_MESSAGES = frozenset({"message/delivery-status", "message/disposition-notification", "text/rfc822-headers"})

ELSEWHERE = {
    "message/partial": "The part is only a piece of a message that was sent in several.",
    "message/external-body": "The part names a file that is kept elsewhere; the message doesn't hold it.",
}


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """The message that was sent: its body as blocks, what is attached as parts. Each message of a mailbox is a part.

    Raises PermanentError: encrypted.
    """
    content = in_bytes(content)
    messages = messages_of(content)
    if messages is not None:
        return Extracted(blocks=[], parser=PARSER, parts=messages)
    return read_entity(Entity(without_start(content)), limits)


def read_entity(message: Entity, limits: Limits) -> Extracted:
    """The same for the message as MIME has it."""
    reader = Reader(max_entities=limits.max_parts + EXTRA_ENTITIES)
    contents = reader.read(message)
    if any(is_encrypted_text(text.text) for text in contents.texts[:1]):
        raise PermanentError(Code.ENCRYPTED, ENCRYPTED)
    header = message.header
    metadata = _metadata(header)
    blocks = [block for text in contents.texts for block in text.blocks(limits.max_blocks)]
    blocks = with_answered_quoted(blocks, metadata.title or "")
    pictures = [found for found in contents.attachments if is_picture_within(found, reader.shown_within)]
    attached = [found for found in contents.attachments if not is_picture_within(found, reader.shown_within)]
    if metadata.title and not attached and not any(block.text.strip() for block in blocks):
        # A message that says all in its subject.
        blocks = [BlockText(kind=BlockKind.HEADING, text=metadata.title, level=1)]
    return Extracted(
        blocks=blocks,
        parser=PARSER,
        metadata=metadata,
        warnings=_warnings(reader, pictures),
        parts=_parts(attached),
    )


def in_bytes(content: bytes) -> bytes:
    """The file as a message is sent, whatever encoding it was saved in."""
    if content.startswith(WIDE_MARKS) or b"\x00" in content[:64]:
        content = (decode(content) or "").encode("utf-8", "replace")
    if b"\n" not in content[:10_000]:
        content = LINE_ENDS_OF_OLD.sub(b"\n", content)
    return content.lstrip()


def _metadata(header: Header) -> Metadata:
    return Metadata(
        title=filled_in(header.words("subject")),
        byline=header.people("from") or header.people("sender"),
        recipients=header.people(*ADDRESS_FIELDS),
        published_at=header.date,
        language=language_code(header.words("content-language").partition(",")[0]),
    )


def _parts(attached: list[Attachment]) -> Iterator[Part]:
    for place, attachment in enumerate(attached, 1):
        yield _part(attachment.entity, place)


def _part(entity: Entity, place: int) -> Part:
    header = entity.header
    kind = entity.content_type
    name = header.name or (f"message {place}" if kind in MESSAGE_TYPES else f"part {place}")
    if kind in MESSAGE_TYPES:
        # Its name decides how a message without much of a header is read.
        name = name if name.lower().endswith(".eml") else f"{name}.eml"
        return Part(name, lambda: _content(entity), "message/rfc822")
    if kind == "multipart/encrypted" or kind in CRYPTOGRAPHIC_TYPES or kind in ELSEWHERE:
        return Part(name, lambda: _refused(entity), kind)
    kind = "text/plain" if kind in TEXT_IN_MESSAGES else kind
    charset = header.charset
    return Part(name, lambda: _content(entity), f"{kind}; charset={charset}" if charset else kind)


def _content(entity: Entity) -> bytes:
    """The bytes of an attachment. Raises PermanentError: corrupt, where base64 holds next to nothing."""
    content, whole = entity.decoded()
    if not whole and not content:
        raise PermanentError(Code.CORRUPT, "The attachment's transfer encoding can't be undone.")
    return content


def _refused(entity: Entity) -> bytes:
    """Raises PermanentError: unsupported, encrypted or corrupt, as the case may be."""
    if entity.content_type in ELSEWHERE:
        raise PermanentError(Code.UNSUPPORTED, ELSEWHERE[entity.content_type])
    if is_envelope(entity):
        raise PermanentError(Code.ENCRYPTED, ENCRYPTED)
    raise PermanentError(Code.CORRUPT, "What has been signed (S/MIME) is damaged or cut short.")


def _warnings(reader: Reader, pictures: list[Attachment]) -> list[PipelineWarning]:
    warnings = [PipelineWarning(code="message_damaged", message=sentence) for sentence in reader.damage]
    warnings += pictures_left_out([picture.entity.header.name or picture.entity.content_type for picture in pictures])
    if reader.other_forms:
        forms = reader.other_forms
        message = f"Other forms of the message's text were not read ({len(forms)}): {_listed(forms)}."
        warnings.append(PipelineWarning(code="other_forms_left_out", message=message))
    for reason, count in reader.left_out.items():
        warnings.append(PipelineWarning(code="parts_left_out", message=f"{count:,} parts left out: {reason}."))
    return warnings


def pictures_left_out(names: list[str]) -> list[PipelineWarning]:
    """The warning that names pictures which the message shows and which were not read, if there are any."""
    if not names:
        return []
    message = f"Pictures that the message shows within its text were not read ({len(names)}): {_listed(names)}."
    return [PipelineWarning(code="pictures_left_out", message=message)]


def _listed(names: list[str]) -> str:
    return ", ".join(names[:LISTED]) + (" …" if len(names) > LISTED else "")
