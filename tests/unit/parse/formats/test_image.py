"""Image files: formats, pages, metadata, and images with wrong headers, damaged or too large."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageChops, ImageOps, ImageStat, PngImagePlugin

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats import image
from functions.parse.formats.image_metadata import description_of
from functions.parse.formats.registry import FORMATS
from functions.parse.ocr import recognizer as ocr
from functions.parse.ocr import tesseract
from functions.parse.ocr.image_file import gray, opened, turn_to
from functions.parse.ocr.language_data import language_data
from functions.parse.recognition.media_types import media_type_of
from functions.parse.worker.parse_worker import ParseWorker, WorkerLimits
from shared.documents.document import BlockKind
from shared.errors import Code, PermanentError
from shared.settings import ReadingLimits
from tests.support.properties import examples
from tests.support.rendered import PARAGRAPHS, encoded, rendered

SENTENCE = PARAGRAPHS[0]
CAPTION = "The ferry Westmere leaves the inner basin on Tuesday morning."


@pytest.fixture(scope="module")
def page() -> Image.Image:
    """Return a picture that contains only SENTENCE."""
    whole = rendered([SENTENCE], title=None)
    written = ImageOps.invert(whole).getbbox()
    assert written is not None
    return ImageOps.expand(whole.crop(written), border=20, fill=255)


def read(content: bytes, **limits: float) -> Extracted:
    return image.read(content, Hints(), Limits.model_validate(limits))


def text_of(extracted: Extracted) -> str:
    return " ".join(block.text for block in extracted.blocks)


def failure_of(content: bytes, **limits: float) -> PermanentError:
    with pytest.raises(PermanentError) as failure:
        read(content, **limits)
    assert failure.value.message.endswith(".")
    return failure.value


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("JPEG", {"quality": 60}),
        ("MPO", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("TIFF", {"compression": "jpeg"}),
        ("BMP", {}),
        ("GIF", {}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"quality": 60}),
        ("JPEG2000", {}),
    ],
)
def test_every_format_is_recognized_by_its_bytes_and_read(
    page: Image.Image, kind: str, options: dict[str, object]
) -> None:
    content = encoded(page.convert("RGB"), kind, **options)
    media_type = media_type_of(content, Hints(name="letter.txt", declared_type="text/plain"))
    assert FORMATS[media_type] is image.read
    extracted = read(content)
    assert text_of(extracted) == SENTENCE
    assert [block.kind for block in extracted.blocks] == [BlockKind.PARAGRAPH]
    assert extracted.blocks[0].page is None and extracted.metadata.pages is None
    assert [warning.code for warning in extracted.warnings] == ["ocr_used"]
    assert extracted.parser.startswith("kreuzberg ") and "Pillow" in extracted.parser


def test_a_fax_is_read(page: Image.Image) -> None:
    assert text_of(read(encoded(page.convert("1"), "TIFF", compression="group4"))) == SENTENCE


@pytest.mark.parametrize("mode", ["1", "P", "LA", "RGBA", "CMYK", "I;16", "I", "F"])
def test_every_kind_of_pixel_becomes_gray(page: Image.Image, mode: str) -> None:
    if mode == "I;16":
        picture = Image.frombytes(
            "I;16", page.size, b"".join(struct.pack("<H", 257 * level) for level in page.tobytes())
        )
    else:
        picture = page.convert(mode)
    with opened(encoded(picture, "TIFF" if mode in ("CMYK", "I", "F") else "PNG"), 10**9) as reopened:
        shown = gray(reopened, 10**9)
    assert (shown.mode, shown.size) == ("L", page.size)
    assert shown.getextrema() == (0, 255)
    assert abs(sum(shown.histogram()[:128]) - sum(page.histogram()[:128])) < 0.1 * sum(page.histogram()[:128])


def test_transparent_areas_are_white(page: Image.Image) -> None:
    black = Image.new("RGBA", page.size, (0, 0, 0, 0))
    black.putalpha(page.point(lambda level: 255 - level))
    assert text_of(read(encoded(black))) == SENTENCE


@pytest.mark.parametrize("orientation", [3, 6, 8])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_picture_is_rotated_by_its_orientation(page: Image.Image, orientation: int, kind: str) -> None:
    turned = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    with opened(encoded(page.transpose(turned[orientation]), kind, exif=exif), 10**9) as picture:
        shown = gray(picture, 10**9)
    assert shown.size == page.size
    assert ImageStat.Stat(ImageChops.difference(shown, page)).mean[0] < 5


def _tiff(*pictures: Image.Image) -> bytes:
    return encoded(pictures[0], "TIFF", save_all=True, append_images=pictures[1:], compression="tiff_deflate")


def test_each_picture_of_a_tiff_file_is_a_page(page: Image.Image) -> None:
    blank = Image.new("L", (200, 200), 255)
    extracted = read(_tiff(page, blank, page))
    assert [(block.page, block.text) for block in extracted.blocks] == [(1, SENTENCE), (3, SENTENCE)]
    assert extracted.metadata.pages == 3


def test_pages_over_the_limit_are_left_out_and_counted(page: Image.Image) -> None:
    extracted = read(_tiff(page, page, page), max_ocr_pages=1)
    assert [block.page for block in extracted.blocks] == [1]
    assert [warning.code for warning in extracted.warnings] == ["ocr_used", "ocr_pages_left_out"]
    assert extracted.warnings[1].message.startswith("2 of 3 pages were left out")
    assert extracted.metadata.pages == 3


def test_a_page_that_is_too_large_or_damaged_fails_alone(page: Image.Image) -> None:
    large = Image.new("1", (3000, 3000))
    extracted = read(_tiff(page, large, page), max_pixels=2_000_000)
    assert [block.page for block in extracted.blocks] == [1, 3]
    assert extracted.warnings[1].code == "ocr_pages_left_out"
    assert extracted.warnings[1].message.startswith("Page 2 was left out: The image has 3,000 by 3,000 pixels")


def test_pages_that_no_time_is_left_for_are_left_out(page: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    deadline = monotonic() + 60
    seen: list[int | None] = []

    def recognize_picture(picture: Image.Image, limits: Limits, page: int | None) -> ocr.Recognized:
        seen.append(page)
        monkeypatch.setattr(Limits, "seconds_left", lambda limits: 0.0)
        return ocr.Recognized(words=0)

    monkeypatch.setattr(ocr, "recognize_picture", recognize_picture)
    assert failure_of(_tiff(page, page), deadline=deadline).code is Code.EMPTY
    assert seen == [1]


def test_only_the_first_picture_of_an_animation_is_read(page: Image.Image) -> None:
    content = encoded(page, "GIF", save_all=True, append_images=[Image.new("L", page.size, 255)])
    extracted = read(content, max_ocr_pages=1)
    assert text_of(extracted) == SENTENCE
    assert [warning.code for warning in extracted.warnings] == ["ocr_used"]


# --- Metadata.


def _with_exif(picture: Image.Image) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = CAPTION
    exif[ExifTags.Base.Artist] = "Ida Falkenrath"
    exif[ExifTags.Base.Copyright] = "Westmere Press Agency"
    exif[ExifTags.Base.DateTime] = "2026:05:04 10:11:12"
    return encoded(picture.convert("RGB"), "JPEG", exif=exif)


def test_a_photo_with_a_caption_is_not_empty() -> None:
    extracted = read(_with_exif(Image.new("L", (300, 200), 120)))
    assert [(block.kind, block.text) for block in extracted.blocks] == [(BlockKind.CAPTION, CAPTION)]
    assert extracted.metadata.byline == "Ida Falkenrath"
    assert extracted.metadata.rights == "Westmere Press Agency"
    assert extracted.metadata.published_at == "2026-05-04T10:11:12"
    assert extracted.warnings == []


def _with_iptc(picture: Image.Image, fields: dict[int, str]) -> bytes:
    """Return a JPEG file with IPTC-IIM in a Photoshop segment."""
    data = b"".join(
        b"\x1c\x02" + struct.pack(">BH", key, len(value.encode())) + value.encode() for key, value in fields.items()
    )
    resource = (
        b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(data)) + data + b"\x00" * (len(data) % 2)
    )
    jpeg = encoded(picture.convert("RGB"), "JPEG")
    return jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(resource) + 2) + resource + jpeg[2:]


def test_the_caption_of_an_agency_comes_before_the_text_in_its_picture(page: Image.Image) -> None:
    fields = {105: "Ferry stays", 80: "Inès Okonkwo", 55: "20260504", 60: "101112+0200", 115: "WPA", 120: CAPTION}
    extracted = read(_with_iptc(page, fields))
    assert [block.text for block in extracted.blocks] == [CAPTION, SENTENCE]
    assert extracted.metadata.title == "Ferry stays"
    assert extracted.metadata.byline == "Inès Okonkwo"
    assert extracted.metadata.publisher == "WPA"
    assert extracted.metadata.published_at == "2026-05-04T10:11:12+02:00"


def test_texts_in_a_png_file_are_metadata(page: Image.Image) -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Title", "Ferry notice")
    texts.add_itxt("Author", "Harbour office")
    extracted = read(encoded(page, pnginfo=texts))
    assert (extracted.metadata.title, extracted.metadata.byline) == ("Ferry notice", "Harbour office")


def test_a_cameras_own_name_is_no_caption(page: Image.Image) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = "OLYMPUS DIGITAL CAMERA"
    exif[ExifTags.Base.DateTime] = "0000:00:00 00:00:00"
    extracted = read(encoded(page, "JPEG", exif=exif))
    assert text_of(extracted) == SENTENCE
    assert extracted.metadata.published_at is None


# --- Failures.


def test_a_picture_without_text_is_empty() -> None:
    error = failure_of(encoded(Image.new("RGB", (400, 300), "teal")))
    assert (error.code, error.message) == (Code.EMPTY, "The file is an image, and no text was recognized in it.")


@pytest.fixture
def no_language_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "languages", lambda: language_data([tmp_path]))


@pytest.mark.usefixtures("no_language_data")
def test_without_language_data_the_caption_is_read_and_nothing_else(page: Image.Image) -> None:
    assert failure_of(encoded(page)).code is Code.OCR_UNAVAILABLE
    extracted = read(_with_exif(page))
    assert text_of(extracted) == CAPTION
    assert [warning.code for warning in extracted.warnings] == ["ocr_unavailable"]


def test_recognition_can_be_turned_off(page: Image.Image) -> None:
    assert failure_of(encoded(page), max_ocr_pages=0).code is Code.OCR_UNAVAILABLE


def test_a_truncated_image_is_corrupt(page: Image.Image) -> None:
    for kind in ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "JPEG2000"):
        content = encoded(page.convert("RGB"), kind)
        assert failure_of(content[: len(content) // 2]).code is Code.CORRUPT, kind


def _png_of(width: int, height: int) -> bytes:
    """Return a PNG file of a few KB that decodes to white."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(b"\x00" + b"\xff" * ((width + 7) // 8)) for _ in range(min(height, 20_000)))
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows + packer.flush()) + chunk(b"IEND", b"")


def _tiff_that_claims(width: int, height: int) -> bytes:
    """Return a TIFF header without its strip."""
    tags = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 200), (278, 4, height)]
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in [*tags, (279, 4, 0xFFFFFFF0)])
    return b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", 8) + entries + bytes(200)


def _webp_that_claims(width: int, height: int) -> bytes:
    frames = [Image.new("RGBA", (10, 10), colour) for colour in ("red", "teal")]
    webp = bytearray(encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:]))
    assert webp[12:16] == b"VP8X"
    webp[24:30] = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes(webp)


@pytest.mark.parametrize(
    "bomb", [_png_of(16_000, 60_000), _tiff_that_claims(16_000, 60_000), _webp_that_claims(16_000, 16_000)]
)
def test_a_bomb_is_refused_by_its_header(bomb: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("the bomb was decoded"))
    error = failure_of(bomb)
    assert error.code is Code.TOO_LARGE
    assert error.message.startswith("The image has 16,000 by ")


def test_a_tiff_file_without_the_pixels_that_it_claims_is_corrupt() -> None:
    assert failure_of(_tiff_that_claims(2000, 2000)).code is Code.CORRUPT


def test_a_tiff_file_with_circular_pages_ends(page: Image.Image) -> None:
    content = bytearray(encoded(page, "TIFF"))
    (first,) = struct.unpack_from("<I", content, 4)
    (tags,) = struct.unpack_from("<H", content, first)
    struct.pack_into("<I", content, first + 2 + 12 * tags, first)
    assert text_of(read(bytes(content))) == SENTENCE


@examples(60)
@given(data=st.data())
def test_a_mutated_image_is_gray_pixels_or_a_permanent_error(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "JPEG2000"]))
    content = bytearray(encoded(Image.linear_gradient("L").resize((60, 40)).convert("RGB"), kind))
    for position in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=12)):
        content[position] = data.draw(st.integers(0, 255))
    with suppress(PermanentError), opened(bytes(content), 1_000_000) as picture:
        description_of(picture)
        turn_to(picture, 2)
        assert gray(picture, 1_000_000).mode == "L"


# --- In the worker process, with limits and sandbox.


@pytest.fixture(scope="module")
def worker() -> Iterator[ParseWorker]:
    limits = WorkerLimits(ReadingLimits(), max_bytes=100_000_000, seconds=60, memory_mb=1500, files=10)
    with ParseWorker(limits) as worker:
        yield worker


def test_the_confined_worker_recognizes_text(page: Image.Image, worker: ParseWorker) -> None:
    document = worker.parse(encoded(page), "notice.png")
    assert (document.media_type, document.text) == ("image/png", SENTENCE)


def test_the_largest_picture_allowed_is_read_within_the_memory_of_the_worker(
    page: Image.Image, worker: ParseWorker
) -> None:
    large = Image.new("RGBA", (10_000, 5_000), "white")
    large.paste(page.resize((8 * page.width, 8 * page.height)), (100, 1000))
    document = worker.parse(encoded(large, compress_level=1), "poster.png")
    assert document.text == SENTENCE
