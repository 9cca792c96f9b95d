"""The registry of supported formats, by media type."""

from functions.parse.contract import Format
from functions.parse.formats import archive, epub, image
from functions.parse.formats.data import delimited, json_data, xml_data
from functions.parse.formats.mail import message, outlook, saved_page
from functions.parse.formats.news import feed, newsml_g2, nitf
from functions.parse.formats.office.legacy import doc, ppt, xls
from functions.parse.formats.office.ooxml import docx, pptx, xlsx
from functions.parse.formats.office.open_document import reader as open_document
from functions.parse.formats.office.rtf import reader as rtf
from functions.parse.formats.pdf import reader as pdf
from functions.parse.formats.text import markdown, org, plain_text, restructuredtext, subtitles
from functions.parse.formats.web import html

FORMATS: dict[str, Format] = {
    "text/plain": plain_text.read,
    "text/markdown": markdown.read,
    "text/html": html.read,
    "message/rfc822": message.read,
    "multipart/related": saved_page.read,
    "application/vnd.ms-outlook": outlook.read,
    "application/pdf": pdf.read,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": docx.read,
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": pptx.read,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": xlsx.read,
    "application/vnd.oasis.opendocument.text": open_document.read_text,
    "application/vnd.oasis.opendocument.presentation": open_document.read_presentation,
    "application/vnd.oasis.opendocument.spreadsheet": open_document.read_spreadsheet,
    "application/vnd.oasis.opendocument.graphics": open_document.read_drawing,
    "application/msword": doc.read,
    "application/vnd.ms-powerpoint": ppt.read,
    "application/vnd.ms-excel": xls.read,
    "application/rtf": rtf.read,
    "application/epub+zip": epub.read,
    "text/csv": delimited.read,
    "text/tab-separated-values": delimited.read,
    "text/x-rst": restructuredtext.read,
    "text/x-org": org.read,
    "text/vtt": subtitles.read,
    "application/x-subrip": subtitles.read,
    "application/json": json_data.read,
    "application/xml": xml_data.read,
    "image/svg+xml": xml_data.read,
    **dict.fromkeys(image.MEDIA_TYPES, image.read),
    "application/rss+xml": feed.read,
    "application/atom+xml": feed.read,
    "text/vnd.iptc.nitf": nitf.read,
    "application/vnd.iptc.g2.newsmessage+xml": newsml_g2.read,
    "application/vnd.iptc.g2.newsitem+xml": newsml_g2.read,
    "application/vnd.iptc.g2.packageitem+xml": newsml_g2.read,
    "application/vnd.iptc.g2.conceptitem+xml": newsml_g2.read,
    "application/vnd.iptc.g2.knowledgeitem+xml": newsml_g2.read,
    "application/zip": archive.read_zip,
    "application/x-tar": archive.read_tar,
    "application/gzip": archive.read_gzip,
    "application/x-bzip2": archive.read_bzip2,
    "application/x-xz": archive.read_xz,
}
