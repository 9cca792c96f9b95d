"""Read the metadata of an image file: caption, title, author, date, rights.

News agencies and cameras write EXIF (CIPA DC-008), agencies also IPTC-IIM (version 4.2). PNG has its own text chunks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

from functions.parse.metadata import filled_in, iso_date
from functions.parse.ocr.image_file import DAMAGED, exif_of
from functions.parse.recognition.text_decoding import decode
from shared.documents.document import Metadata

# Minimum number of words of a caption. Cameras write their own name into this field, which has at most three words.
MIN_CAPTION_WORDS = 4

# Record and data set numbers of IPTC-IIM.
IPTC_TITLE, IPTC_DATE, IPTC_TIME = (2, 5), (2, 55), (2, 60)
IPTC_BYLINE, IPTC_HEADLINE, IPTC_SOURCE = (2, 80), (2, 105), (2, 115)
IPTC_COPYRIGHT, IPTC_CAPTION = (2, 116), (2, 120)

EXIF_DATE = "%Y:%m:%d %H:%M:%S"


@dataclass(frozen=True, slots=True)
class Description:
    """The metadata and the caption of an image file."""

    metadata: Metadata
    # Caption by the photographer or the agency.
    caption: str | None


def description_of(picture: Image.Image) -> Description:
    """Return the metadata and the caption of the file, without fields that can't be read."""
    exif, iptc, chunks = exif_of(picture), _iptc(picture), _text_chunks(picture)
    taken = exif.get_ifd(ExifTags.IFD.Exif) if ExifTags.IFD.Exif in exif else {}
    caption = iptc.get(IPTC_CAPTION) or _text(exif.get(ExifTags.Base.ImageDescription)) or chunks.get("Description")
    date = _exif_date(taken.get(ExifTags.Base.DateTimeOriginal)) or _exif_date(exif.get(ExifTags.Base.DateTime))
    metadata = Metadata(
        title=iptc.get(IPTC_HEADLINE) or iptc.get(IPTC_TITLE) or chunks.get("Title"),
        byline=iptc.get(IPTC_BYLINE) or _text(exif.get(ExifTags.Base.Artist)) or chunks.get("Author"),
        published_at=_iptc_date(iptc) or date,
        publisher=iptc.get(IPTC_SOURCE),
        rights=iptc.get(IPTC_COPYRIGHT) or _text(exif.get(ExifTags.Base.Copyright)) or chunks.get("Copyright"),
    )
    return Description(metadata, caption if caption and len(caption.split()) >= MIN_CAPTION_WORDS else None)


def _iptc(picture: Image.Image) -> dict[tuple[int, int], str]:
    if not isinstance(picture, ImageFile.ImageFile):
        return {}
    try:
        fields = IptcImagePlugin.getiptcinfo(picture) or {}
    except DAMAGED:
        return {}
    read = {}
    for key, value in fields.items():
        text = ", ".join(filter(None, map(_text, value if isinstance(value, list) else [value])))
        if text:
            read[key] = text
    return read


def _text_chunks(picture: Image.Image) -> Mapping[str, str]:
    """Return the text chunks of a PNG file that precede its pixels."""
    if picture.format != "PNG":
        return {}
    texts = {key: filled_in(value) for key, value in picture.info.items() if isinstance(key, str)}
    return {key: text for key, text in texts.items() if text}


def _text(value: object) -> str | None:
    """Return the text of a field, whose bytes are in UTF-8 or a Windows code page although EXIF declares ASCII."""
    if isinstance(value, str):
        try:
            value = value.encode("latin-1")
        except UnicodeEncodeError:
            return filled_in(value)
    if not isinstance(value, bytes):
        return None
    return filled_in((decode(value.rstrip(b"\0")) or "").replace("\0", " ")) if value else None


def _exif_date(value: object) -> str | None:
    """Return an EXIF date and time in ISO 8601, None for the zeros or blanks of a camera whose clock is not set."""
    try:
        return datetime.strptime(str(value).strip("\0 "), EXIF_DATE).isoformat()
    except ValueError:
        return None


def _iptc_date(fields: Mapping[tuple[int, int], str]) -> str | None:
    day, time = fields.get(IPTC_DATE, ""), fields.get(IPTC_TIME, "")
    return iso_date(f"{day}T{time}") or iso_date(day)
