"""E-mail (RFC 5322 and MIME): subject, sender and date as metadata, the body's best part as text."""

import platform
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart
from email.utils import getaddresses, parsedate_to_datetime

from functions.parse.formats import html
from functions.parse.formats.format import Extracted, Hints, Limits
from functions.parse.formats.metadata import filled_in, iso_date, language_code
from functions.parse.formats.plain_text import paragraphs
from functions.parse.text_decoding import decode, normalize
from shared.document import BlockText, Metadata, PipelineWarning
from shared.errors import Code, PermanentError

PARSER = f"Python {platform.python_version()} email"
ENCRYPTED_TYPES = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """The message that was sent. A plain body is preferred; one that is HTML alone is read as the page that it is."""
    message = _message(content)
    if message.get_content_type() in ENCRYPTED_TYPES and message.get_param("smime-type") != "signed-data":
        raise PermanentError(Code.ENCRYPTED, "The message is encrypted (S/MIME or PGP).")
    blocks: list[BlockText] = []
    parser = PARSER
    plain = message.get_body(preferencelist=("plain",))
    page = message.get_body(preferencelist=("html",))
    if plain is not None:
        blocks = paragraphs(_text(plain))
    if not any(block.text.strip() for block in blocks) and page is not None:
        inner = html.read_text(_text(page))
        blocks, parser = inner.blocks, f"{PARSER}, {inner.parser}"
    if plain is None and page is None:
        for part in message.walk():
            if part.get_content_maintype() == "text" and not part.is_attachment():
                blocks.extend(paragraphs(_text(part)))
    return Extracted(blocks=blocks, parser=parser, metadata=_metadata(message), warnings=_skipped(message))


def _message(content: bytes) -> EmailMessage:
    """The message, whatever encoding the file as a whole is in, without the first line of an mbox file."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) or b"\x00" in content[:64]:
        content = (decode(content) or "").encode("utf-8", "replace")
    if content.startswith(b"From "):
        content = content.partition(b"\n")[2]
    # The default policy makes EmailMessage, which get_body and get_content need.
    message = message_from_bytes(content.lstrip(), policy=policy.default)
    if not isinstance(message, EmailMessage):
        raise PermanentError(Code.CORRUPT, "The message can't be read.")
    return message


def _text(part: MIMEPart) -> str:
    """A part's text by its own charset, by detection where that is wrong or unknown."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    declared = part.get_content_charset()
    text = decode(payload, f"text/plain; charset={declared}" if declared else None)
    return normalize(text if text is not None else payload.decode("utf-8", "replace"))


def _header(message: EmailMessage, name: str) -> str:
    """A header in words. What the library refuses to parse is taken as it stands."""
    try:
        value = str(message.get(name, ""))
    except (MessageError, ValueError, IndexError, AttributeError, TypeError):
        raw = next((raw for key, raw in message.raw_items() if key.lower() == name.lower()), "")
        try:
            value = str(make_header(decode_header(str(raw))))
        except (MessageError, ValueError, LookupError):
            value = str(raw)
    return " ".join(normalize(value).split())


def _metadata(message: EmailMessage) -> Metadata:
    senders = [name or address for name, address in getaddresses([_header(message, "From")]) if name or address]
    return Metadata(
        title=filled_in(_header(message, "Subject")),
        byline=", ".join(senders) or None,
        published_at=_date(_header(message, "Date")),
        language=language_code(_header(message, "Content-Language")),
    )


def _date(value: str) -> str | None:
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, OverflowError):
        return iso_date(value)


def _skipped(message: EmailMessage) -> list[PipelineWarning]:
    names = [part.get_filename() or part.get_content_type() for part in message.walk() if part.is_attachment()]
    if not names:
        return []
    listed = ", ".join(" ".join(normalize(name).split()) for name in names[:10]) + (" …" if len(names) > 10 else "")
    return [
        PipelineWarning(code="attachments_skipped", message=f"Attachments that were not read ({len(names)}): {listed}.")
    ]
