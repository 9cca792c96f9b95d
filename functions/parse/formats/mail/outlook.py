"""Outlook messages (MSG, [MS-OXMSG]): metadata, the best form of the body, attachments as parts."""

from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

import olefile

from functions.parse.contract import Extracted, Hints, Limits, UnreadPart
from functions.parse.formats.mail import message
from functions.parse.formats.mail.armor import is_encrypted_text
from functions.parse.formats.mail.body_text import Text, prefers_html
from functions.parse.formats.mail.contents import CRYPTOGRAPHIC_TYPES, ENCRYPTED, is_protected, is_rights_managed
from functions.parse.formats.mail.header import Header, joined_people
from functions.parse.formats.mail.html_body import references
from functions.parse.formats.mail.mime import Entity
from functions.parse.formats.mail.notices import with_notices
from functions.parse.formats.mail.outlook_properties import (
    ADDRESS,
    CONTENT_ID,
    DATA,
    DELIVERED,
    FILE_NAME,
    HIDDEN,
    HTML_BODY,
    LONG_FILE_NAME,
    MAX_MEDIA_TYPE,
    MESSAGE_CLASS,
    METHOD,
    MIME_TYPE,
    NAME,
    PLAIN_BODY,
    REPRESENTED_NAME,
    RTF_BODY,
    SENDER_ADDRESSES,
    SENDER_NAME,
    SENT,
    SHOWN_BCC,
    SHOWN_CC,
    SHOWN_TO,
    SMTP_ADDRESS,
    SUBJECT,
    TRANSPORT_HEADER,
)
from functions.parse.formats.mail.property_store import (
    EMBEDDED_HEADER,
    FILE_HEADER,
    OTHER_HEADER,
    OutlookFile,
    PropertyStore,
)
from functions.parse.formats.mail.quoting import with_answered_message_quoted
from functions.parse.formats.mail.rtf_body import rtf_blocks
from functions.parse.formats.mail.signed_data import is_encrypted, signed_content
from functions.parse.metadata import filled_in
from functions.parse.recognition.text_decoding import normalize
from shared.documents.document import Metadata, PipelineWarning
from shared.errors import Code, PermanentError
from shared.version import PIPELINE_VERSION

PARSER = f"nutgraf {PIPELINE_VERSION}, olefile {olefile.__version__}"
MEDIA_TYPE = "application/vnd.ms-outlook"

# Values of `METHOD` ([MS-OXCMSG] 2.2.2.9): references to a file elsewhere, and an object of another program.
BY_REFERENCE = frozenset({2, 3, 4, 7})
EMBEDDED_OBJECT = 6

PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".emf", ".wmf", ".tif", ".tiff"})


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read a message: its body as blocks, its attachments and the messages within it as parts.

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
    is_protected_body = any(is_encrypted_text(text.text) for text in texts[:1])
    if is_protected_body or any(is_rights_managed(*_described(attachment)) for attachment in attachments):
        raise PermanentError(Code.ENCRYPTED, ENCRYPTED)
    metadata = _metadata(store)
    blocks = [block for text in texts for block in text.blocks(limits.max_blocks)]
    if not texts and store.binary(RTF_BODY):
        blocks, warnings = rtf_blocks(store.binary(RTF_BODY))
    blocks = with_notices(with_answered_message_quoted(blocks, metadata.title or ""))
    referenced_ids = references(store.html(HTML_BODY))
    pictures = [attachment for attachment in attachments if _is_inline_picture(attachment, referenced_ids)]
    picture_paths = {picture.path for picture in pictures}
    attached = [attachment for attachment in attachments if attachment.path not in picture_paths]
    has_text = any(block.text.strip() for block in blocks)
    hidden = not has_text and any(is_protected(*_described(file), file.binary(DATA)) for file in attached)
    return Extracted(
        blocks=blocks,
        parser=PARSER,
        metadata=metadata,
        warnings=[*warnings, *message.inline_pictures_warning([_name(picture, 0) for picture in pictures])],
        parts=_parts(attached),
        without_text=None if hidden else message.subject_block(metadata),
    )


def _texts(store: PropertyStore) -> tuple[list[Text], list[PipelineWarning]]:
    """Return the form of the body with more text: plain or HTML."""
    plain = Text(normalize(store.text(PLAIN_BODY)), is_html=False)
    html = Text(normalize(store.html(HTML_BODY)), is_html=True)
    if not html.text.strip():
        return ([plain] if plain.text.strip() else []), []
    return [html if prefers_html([html], [plain]) else plain], []


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
        recipients=joined_people([person for person in dict.fromkeys(recipients) if person]) or shown or None,
        published_at=store.time(SENT) or header.date or store.time(DELIVERED),
    )


def _read_signed(store: PropertyStore, attachment: PropertyStore, limits: Limits) -> Extracted:
    """Read a signed message. Its only attachment contains the whole message as MIME, or as signed data (S/MIME)."""
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


def _is_inline_picture(attachment: PropertyStore, referenced_ids: set[str]) -> bool:
    """Whether an attachment is a picture that the body shows."""
    is_picture = attachment.text(MIME_TYPE).lower().startswith("image/") or (
        PurePosixPath(_name(attachment, 0)).suffix.lower() in PICTURE_SUFFIXES
    )
    return is_picture and (attachment.text(CONTENT_ID).strip() in referenced_ids or attachment.flag(HIDDEN))


def _described(attachment: PropertyStore) -> tuple[str, str]:
    """Return the name and the declared media type of an attachment."""
    return _name(attachment, 0), attachment.text(MIME_TYPE).strip().lower()


def _name(attachment: PropertyStore, place: int) -> str:
    return attachment.text(LONG_FILE_NAME, FILE_NAME, NAME).strip() or f"part {place}"


def _parts(attached: list[PropertyStore]) -> Iterator[UnreadPart]:
    for place, attachment in enumerate(attached, 1):
        yield _part(attachment, place)


def _part(attachment: PropertyStore, place: int) -> UnreadPart:
    name = _name(attachment, place)
    declared = " ".join(attachment.text(MIME_TYPE).split())[:MAX_MEDIA_TYPE] or None
    method = attachment.integer(METHOD)
    within = attachment.storage(DATA)
    if within is not None and method != EMBEDDED_OBJECT:
        inner = PropertyStore(attachment.file, within, EMBEDDED_HEADER, attachment.code_page)
        name = name if name.lower().endswith(".msg") else f"{name}.msg"
        return UnreadPart(name, b"", MEDIA_TYPE, read_as=partial(_read_within, inner))
    if within is not None or method in BY_REFERENCE or declared in CRYPTOGRAPHIC_TYPES:
        return UnreadPart(name, partial(_checked_content, attachment, within is not None, method), declared)
    return UnreadPart(name, partial(attachment.binary, DATA), declared)


def _read_within(store: PropertyStore, content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read a message within another. It has no bytes of its own, but a storage in the same file."""
    return _read_message(store, limits)


def _checked_content(attachment: PropertyStore, is_object: bool, method: int | None) -> bytes:
    """Return the content of signed data.

    Raises PermanentError: unsupported for an object or a reference, encrypted for encrypted data.
    """
    if is_object:
        raise PermanentError(Code.UNSUPPORTED, "The part is an object of another program, embedded in the message.")
    if method in BY_REFERENCE:
        raise PermanentError(Code.UNSUPPORTED, message.EXTERNAL_TYPES["message/external-body"])
    content = attachment.binary(DATA)
    if is_encrypted(content):
        raise PermanentError(Code.ENCRYPTED, ENCRYPTED)
    return signed_content(content) or content
