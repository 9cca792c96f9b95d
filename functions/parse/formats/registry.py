"""The registry of supported formats, by media type.

Formats whose libraries take long to import are imported when the first such file is read, in the sandbox, which allows
reading the folders of the code. The other formats are imported at the start of the process.
"""

from importlib import import_module

from functions.parse.contract import Extracted, Format, Hints, Limits
from functions.parse.formats import archive, epub, image
from functions.parse.formats.calendar import icalendar, vcard
from functions.parse.formats.data import delimited, fiction_book, json_data, xml_data
from functions.parse.formats.mail import message, signed_file, tnef
from functions.parse.formats.news import feed, newsml_g2, nitf
from functions.parse.formats.office.legacy import doc, ppt
from functions.parse.formats.office.ooxml import docx, pptx, xlsx
from functions.parse.formats.office.open_document import reader as open_document
from functions.parse.formats.office.rtf import reader as rtf
from functions.parse.formats.pdf import reader as pdf
from functions.parse.formats.text import latex, org, plain_text, subtitles


def _at_first_use(module: str) -> Format:
    """Return the `read` of a module of this package, which is imported when it is first called."""

    def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
        read_file: Format = import_module(f"functions.parse.formats.{module}").read
        return read_file(content, hints, limits)

    return read


FORMATS: dict[str, Format] = {
    "text/plain": plain_text.read,
    "text/markdown": _at_first_use("text.markdown"),
    "text/html": _at_first_use("web.html"),
    "message/rfc822": message.read,
    "multipart/related": _at_first_use("mail.saved_page"),
    "application/vnd.ms-outlook": _at_first_use("mail.outlook"),
    "application/ms-tnef": tnef.read,
    "application/pkcs7-mime": signed_file.read,
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
    "application/vnd.ms-excel": _at_first_use("office.legacy.xls"),
    "application/rtf": rtf.read,
    "application/epub+zip": epub.read,
    fiction_book.MEDIA_TYPE: fiction_book.read,
    "text/csv": delimited.read,
    "text/tab-separated-values": delimited.read,
    "text/x-rst": _at_first_use("text.restructuredtext"),
    "text/x-org": org.read,
    "text/x-tex": latex.read,
    "text/calendar": icalendar.read,
    "text/vcard": vcard.read,
    "text/vtt": subtitles.read,
    "application/x-subrip": subtitles.read,
    "application/ttml+xml": subtitles.read_ttml,
    "application/json": json_data.read,
    "application/x-ipynb+json": _at_first_use("data.notebook"),
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
