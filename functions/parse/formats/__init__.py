"""The formats that are read: one registry, keyed by the media type that the bytes show."""

from functions.parse.formats import docx, email_message, html, markdown, pdf, plain_text
from functions.parse.formats.format import Format

FORMATS: dict[str, Format] = {
    "text/plain": plain_text.read,
    "text/markdown": markdown.read,
    "text/html": html.read,
    "message/rfc822": email_message.read,
    "application/pdf": pdf.read,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": docx.read,
}
