"""TNEF (`winmail.dat`): the message that Outlook wraps, with its text, its times and its attachments."""

from collections.abc import Iterator
from functools import partial

from functions.parse.contract import Extracted, Hints, Limits, UnreadPart
from functions.parse.formats.mail.body_text import Text, decoded_text, prefers_html
from functions.parse.formats.mail.notices import with_notices
from functions.parse.formats.mail.outlook_properties import (
    DATA,
    FILE_NAME,
    HTML_BODY,
    LONG_FILE_NAME,
    MAX_MEDIA_TYPE,
    MIME_TYPE,
    NAME,
    PLAIN_BODY,
    REPRESENTED_NAME,
    RTF_BODY,
    SENDER_NAME,
    SENT,
    SHOWN_TO,
    SUBJECT,
)
from functions.parse.formats.mail.quoting import with_answered_message_quoted
from functions.parse.formats.mail.rtf_body import rtf_blocks
from functions.parse.formats.mail.tnef_stream import OBJECT, START, Properties, stream_of
from functions.parse.metadata import filled_in
from functions.parse.recognition.text_decoding import normalize
from shared.documents.document import BlockKind, BlockText, Metadata, PipelineWarning
from shared.errors import Code, PermanentError
from shared.version import PIPELINE_VERSION

PARSER = f"nutgraf {PIPELINE_VERSION} tnef"
MEDIA_TYPE = "application/ms-tnef"

# Numbers of named properties of an invitation ([MS-OXPROPS]: PidLidAppointmentStartWhole, …EndWhole, PidLidLocation).
STARTS, ENDS, LOCATION = 0x820D, 0x820E, 0x8208

# Bytes of the identifier of an interface in front of an embedded message.
INTERFACE_BYTES = 16


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the message: its body and the times of an invitation as blocks, its attachments as parts.

    Raises PermanentError: corrupt.
    """
    return read_beside("", content, hints, limits)


def read_beside(text: str, content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Like `read`, without a body that is also the text of the message around it. `text` is that text.

    Raises PermanentError: corrupt.
    """
    stream = stream_of(content)
    message = stream.message
    subject = filled_in(message.text(SUBJECT))
    body, warnings = _body(message, limits)
    if _words("".join(block.text for block in body)) == _words(text):
        body = []
    body = with_notices(with_answered_message_quoted(body, subject or ""))
    blocks = [*_times(message), *body]
    if subject and not blocks and not stream.attachments and not text:
        blocks = [BlockText(kind=BlockKind.HEADING, text=subject, level=1)]
    if stream.cut and not blocks and not stream.attachments:
        raise PermanentError(Code.CORRUPT, "The Outlook attachment (TNEF) is damaged: it has no readable content.")
    if stream.cut:
        sentence = "The Outlook attachment (TNEF) is cut short. Some of its content is missing."
        warnings.append(PipelineWarning(code="message_damaged", message=sentence))
    sent = message.time(SENT)
    metadata = Metadata(
        title=subject,
        byline=filled_in(message.text(SENDER_NAME, REPRESENTED_NAME)),
        recipients=filled_in(message.text(SHOWN_TO)),
        published_at=sent.replace(microsecond=0).isoformat() if sent else None,
    )
    return Extracted(blocks, PARSER, metadata, warnings, _parts(stream.attachments))


def _body(message: Properties, limits: Limits) -> tuple[list[BlockText], list[PipelineWarning]]:
    """Return the form of the body with the most text: plain or HTML, and RTF only without these."""
    plain = Text(normalize(message.text(PLAIN_BODY)), is_html=False)
    written = message.binary(HTML_BODY)
    html = Text(decoded_text(written, message.charset) if written else "", is_html=True)
    if html.text.strip() and prefers_html([html], [plain]):
        return html.blocks(limits.max_blocks), []
    if plain.text.strip():
        return plain.blocks(limits.max_blocks), []
    return rtf_blocks(message.binary(RTF_BODY)) if message.binary(RTF_BODY) else ([], [])


def _times(message: Properties) -> Iterator[BlockText]:
    """Yield the times and the place of an invitation."""
    for label, identifier in (("Start", STARTS), ("End", ENDS)):
        moment = message.time(identifier)
        if moment is not None:
            yield BlockText(kind=BlockKind.PARAGRAPH, text=f"{label}: {moment:%Y-%m-%d %H:%M} (UTC)")
    place = " ".join(message.text(LOCATION).split())
    if place:
        yield BlockText(kind=BlockKind.PARAGRAPH, text=f"Place: {place}")


def _parts(attachments: list[Properties]) -> Iterator[UnreadPart]:
    for place, attachment in enumerate(attachments, 1):
        name = attachment.text(LONG_FILE_NAME, FILE_NAME, NAME).strip() or f"part {place}"
        declared = " ".join(attachment.text(MIME_TYPE).split())[:MAX_MEDIA_TYPE] or None
        kind, held = attachment.values.get(DATA, (0, b""))
        within = held[INTERFACE_BYTES:] if kind == OBJECT else held
        if kind == OBJECT:
            yield UnreadPart(name, partial(_embedded, within), MEDIA_TYPE)
        else:
            yield UnreadPart(name, attachment.data or within, declared)


def _embedded(content: bytes) -> bytes:
    """Return an embedded message. Raises PermanentError: unsupported for an object of another program."""
    if not content.startswith(START):
        raise PermanentError(Code.UNSUPPORTED, "The part is an object of another program, embedded in the message.")
    return content


def _words(text: str) -> str:
    return "".join(text.split())
