"""Outlook's messages (MSG, [MS-OXMSG]): who wrote what to whom and when, the body's best form, attachments as parts."""

from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

import compressed_rtf
import olefile

from functions.parse.contract import Extracted, Hints, Limits, Part
from functions.parse.formats.common import kreuzberg_document
from functions.parse.formats.mail import message
from functions.parse.formats.mail.armor import is_encrypted_text
from functions.parse.formats.mail.contents import (
    CRYPTOGRAPHIC_TYPES,
    ENCRYPTED,
    Text,
    says_more,
)
from functions.parse.formats.mail.header import Header, people_listed
from functions.parse.formats.mail.mime import Entity
from functions.parse.formats.mail.page_body import references
from functions.parse.formats.mail.property_store import (
    EMBEDDED_HEADER,
    FILE_HEADER,
    OTHER_HEADER,
    OutlookFile,
    PropertyStore,
)
from functions.parse.formats.mail.quoting import with_answered_quoted
from functions.parse.formats.mail.signed_data import is_encrypted, signed_content
from functions.parse.metadata import filled_in
from functions.parse.recognition.text_decoding import normalize
from shared.documents.document import BlockKind, BlockText, Metadata, PipelineWarning
from shared.errors import Code, PermanentError
from shared.version import PIPELINE_VERSION

PARSER = f"nutgraf {PIPELINE_VERSION}, olefile {olefile.__version__}"
MEDIA_TYPE = "application/vnd.ms-outlook"

MESSAGE_CLASS, SUBJECT, TRANSPORT_HEADER = 0x001A, 0x0037, 0x007D
SENDER_NAME, REPRESENTED_NAME, SENDER_ADDRESSES = 0x0C1A, 0x0042, (0x5D01, 0x5D02, 0x0C1F, 0x0065)
SENT, DELIVERED = 0x0039, 0x0E06
SHOWN_TO, SHOWN_CC, SHOWN_BCC = 0x0E04, 0x0E03, 0x0E02
PLAIN_BODY, RTF_BODY, PAGE_BODY = 0x1000, 0x1009, 0x1013
NAME, SMTP_ADDRESS, ADDRESS = 0x3001, 0x39FE, 0x3003
DATA, METHOD, LONG_FILE_NAME, FILE_NAME = 0x3701, 0x3705, 0x3707, 0x3704

# Properties by what they are in [MS-OXPROPS].
MIME_TYPE, CONTENT_ID, HIDDEN = 0x370E, 0x3712, 0x7FFE

BY_REFERENCE = frozenset({2, 3, 4, 7})

# How an attachment is kept ([MS-OXCMSG] 2.2.2.9).
EMBEDDED_MESSAGE, EMBEDDED_OBJECT = 5, 6

# Bytes. Nearly every message has its text in another form too, and the library takes a second for a megabyte.
MAX_COMPRESSED_RTF = 2_000_000

PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".emf", ".wmf", ".tif", ".tiff"})


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """The message: its body as blocks, what is attached as parts, messages within it among them.

    Raises PermanentError: encrypted, corrupt.
    """
    return _read_message(PropertyStore(OutlookFile(content), (), FILE_HEADER), limits)


def _read_message(store: PropertyStore, limits: Limits) -> Extracted:
    attachments = [
        PropertyStore(store.file, path, OTHER_HEADER, store.code_page)
        for path in store.file.storages(store.path, "__attach_version1.0_")
    ]
    if ".SMIME" in store.text(MESSAGE_CLASS).upper() and len(attachments) == 1:
        return _read_signed(store, attachments[0], limits)
    texts, warnings = _texts(store)
    if any(is_encrypted_text(text.text) for text in texts[:1]):
        raise PermanentError(Code.ENCRYPTED, ENCRYPTED)
    metadata = _metadata(store)
    blocks = [block for text in texts for block in text.blocks(limits.max_blocks)]
    if not texts and store.binary(RTF_BODY):
        blocks, warnings = _rtf_blocks(store.binary(RTF_BODY))
    blocks = with_answered_quoted(blocks, metadata.title or "")
    shown_within = references(store.page(PAGE_BODY))
    pictures = [attachment for attachment in attachments if _is_picture_within(attachment, shown_within)]
    shown_paths = {picture.path for picture in pictures}
    attached = [attachment for attachment in attachments if attachment.path not in shown_paths]
    if metadata.title and not attached and not any(block.text.strip() for block in blocks):
        # A message that says all in its subject.
        blocks = [BlockText(kind=BlockKind.HEADING, text=metadata.title, level=1)]
    return Extracted(
        blocks=blocks,
        parser=PARSER,
        metadata=metadata,
        warnings=[*warnings, *message.pictures_left_out([_name(picture, 0) for picture in pictures])],
        parts=_parts(attached),
    )


def _texts(store: PropertyStore) -> tuple[list[Text], list[PipelineWarning]]:
    """The body in the form that says more: plain, or HTML."""
    plain = Text(normalize(store.text(PLAIN_BODY)), is_page=False)
    page = Text(normalize(store.page(PAGE_BODY)), is_page=True)
    if not page.text.strip():
        return ([plain] if plain.text.strip() else []), []
    return [page if says_more([page], [plain]) else plain], []


def _rtf_blocks(compressed: bytes) -> tuple[list[BlockText], list[PipelineWarning]]:
    """The body of a message that has it in compressed RTF ([MS-OXRTFCP]) alone."""
    if len(compressed) > MAX_COMPRESSED_RTF:
        return [], [_body_unread(f"it has {len(compressed):,} bytes, and {MAX_COMPRESSED_RTF:,} are read")]
    try:
        rtf = compressed_rtf.decompress(compressed)
    except Exception as error:  # noqa: BLE001 (the library raises Exception itself, and what struct raises)
        return [], [_body_unread(f"it is damaged: {error}")]
    result = kreuzberg_document.extract(
        rtf, "application/rtf", kreuzberg_document.configuration(), "body of the message in RTF"
    )
    return list(kreuzberg_document.blocks(result)), []


def _body_unread(why: str) -> PipelineWarning:
    return PipelineWarning(code="body_unreadable", message=f"The body, in compressed RTF, was not read: {why}.")


def _metadata(store: PropertyStore) -> Metadata:
    header = Header(store.text(TRANSPORT_HEADER).encode("utf-8", "replace").replace(b"\r\n", b"\n"))
    recipients = [
        PropertyStore(store.file, path, OTHER_HEADER, store.code_page).text(NAME, SMTP_ADDRESS, ADDRESS).strip()
        for path in store.file.storages(store.path, "__recip_version1.0_")
    ]
    shown = "; ".join(filter(None, (store.text(field).strip() for field in (SHOWN_TO, SHOWN_CC, SHOWN_BCC))))
    return Metadata(
        title=filled_in(store.text(SUBJECT)),
        byline=filled_in(store.text(SENDER_NAME, REPRESENTED_NAME, *SENDER_ADDRESSES)),
        recipients=people_listed([person for person in dict.fromkeys(recipients) if person]) or shown or None,
        published_at=store.time(SENT) or header.date or store.time(DELIVERED),
    )


def _read_signed(store: PropertyStore, attachment: PropertyStore, limits: Limits) -> Extracted:
    """A message whose one attachment holds all of it, as MIME or in signed data (S/MIME)."""
    content = attachment.binary(DATA)
    if is_encrypted(content):
        raise PermanentError(Code.ENCRYPTED, ENCRYPTED)
    inner = signed_content(content) or content
    extracted = message.read_entity(Entity(inner.lstrip()), limits)
    return Extracted(
        blocks=extracted.blocks,
        parser=f"{PARSER}, {extracted.parser}",
        metadata=_metadata(store),
        warnings=extracted.warnings,
        parts=extracted.parts,
    )


def _is_picture_within(attachment: PropertyStore, shown_within: set[str]) -> bool:
    """Whether an attachment is a picture that the body shows."""
    is_picture = attachment.text(MIME_TYPE).lower().startswith("image/") or (
        PurePosixPath(_name(attachment, 0)).suffix.lower() in PICTURE_SUFFIXES
    )
    return is_picture and (attachment.text(CONTENT_ID).strip() in shown_within or attachment.flag(HIDDEN))


def _name(attachment: PropertyStore, place: int) -> str:
    return attachment.text(LONG_FILE_NAME, FILE_NAME, NAME).strip() or f"part {place}"


def _parts(attached: list[PropertyStore]) -> Iterator[Part]:
    for place, attachment in enumerate(attached, 1):
        yield _part(attachment, place)


def _part(attachment: PropertyStore, place: int) -> Part:
    name = _name(attachment, place)
    declared = " ".join(attachment.text(MIME_TYPE).split())[:100] or None
    method = attachment.integer(METHOD)
    within = attachment.storage(DATA)
    if within is not None and method != EMBEDDED_OBJECT:
        inner = PropertyStore(attachment.file, within, EMBEDDED_HEADER, attachment.code_page)
        name = name if name.lower().endswith(".msg") else f"{name}.msg"
        return Part(name, b"", MEDIA_TYPE, read_as=partial(_read_within, inner))
    if within is not None or method in BY_REFERENCE or declared in CRYPTOGRAPHIC_TYPES:
        return Part(name, partial(_refused, attachment, within is not None, method), declared)
    return Part(name, partial(attachment.binary, DATA), declared)


def _read_within(store: PropertyStore, content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """A message within another: it has no bytes of its own, but a storage in the same file."""
    return _read_message(store, limits)


def _refused(attachment: PropertyStore, is_object: bool, method: int | None) -> bytes:
    if is_object:
        raise PermanentError(Code.UNSUPPORTED, "The part is an object that another program has put into the message.")
    if method in BY_REFERENCE:
        raise PermanentError(Code.UNSUPPORTED, message.ELSEWHERE["message/external-body"])
    content = attachment.binary(DATA)
    if is_encrypted(content):
        raise PermanentError(Code.ENCRYPTED, ENCRYPTED)
    return signed_content(content) or content
