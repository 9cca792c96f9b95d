"""Text recognition: pictures in good and bad condition, and the search for language data."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import monotonic

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from functions.parse.contract import Limits
from functions.parse.ocr import pictures, tesseract
from functions.parse.ocr import recognizer as ocr
from functions.parse.ocr.language_data import LanguageData, language_data
from functions.parse.ocr.layout import Word, blocks_of, joined, lines_of, text_lines
from shared.documents.document import BlockKind
from shared.errors import Code, PermanentError
from tests.support.properties import examples
from tests.support.rendered import PARAGRAPHS, TITLE, rendered, words_missed

WHOLE = " ".join((TITLE, *PARAGRAPHS))
PAPER = 255


def read(picture: Image.Image) -> ocr.Recognized:
    return ocr.recognize_picture(picture, Limits())


def text_of(recognized: ocr.Recognized) -> str:
    return " ".join(block.text for block in recognized.blocks)


def test_a_page_becomes_its_title_and_its_paragraphs_in_one_piece() -> None:
    recognized = ocr.recognize_picture(rendered(), Limits(), page=7)
    assert [block.text for block in recognized.blocks] == [TITLE, *PARAGRAPHS]
    assert [block.kind for block in recognized.blocks] == [BlockKind.HEADING] + [BlockKind.PARAGRAPH] * 3
    assert recognized.blocks[0].level == 1
    assert {block.page for block in recognized.blocks} == {7}
    assert recognized.words == len(WHOLE.split()) and recognized.left_out == 0
    assert recognized.confidence > 0.9
    assert ocr.uncertainty([recognized]) == []


def test_two_columns_are_read_one_after_the_other() -> None:
    recognized = read(rendered(PARAGRAPHS * 3, title=None, points=8, columns=2, dpi=200))
    assert words_missed(" ".join(PARAGRAPHS * 3), text_of(recognized)) < 0.01


def _grainy(picture: Image.Image) -> Image.Image:
    grain = Image.effect_noise(picture.size, 40)
    return Image.blend(picture, grain, 0.4)


@pytest.mark.parametrize(
    ("change", "most_missed"),
    [
        (lambda picture: picture.reduce(2), 0.1),
        (lambda picture: picture.rotate(5, fillcolor=PAPER, expand=True, resample=Image.Resampling.BICUBIC), 0.02),
        (lambda picture: picture.rotate(-4, fillcolor=PAPER, expand=True, resample=Image.Resampling.BICUBIC), 0.02),
        (lambda picture: picture.rotate(180), 0.0),
        (lambda picture: picture.rotate(90, expand=True), 0.0),
        (ImageOps.invert, 0.02),
        (_grainy, 0.03),
        (lambda picture: picture.point(lambda level: 120 + level // 4), 0.0),
    ],
    ids=[
        "75 dots per inch",
        "leaning",
        "leaning back",
        "upside down",
        "on its side",
        "white on black",
        "grainy",
        "pale",
    ],
)
def test_a_page_in_bad_condition_is_read(change: object, most_missed: float) -> None:
    assert callable(change)
    assert words_missed(WHOLE, text_of(read(change(rendered())))) <= most_missed


def test_pictures_without_text_give_none() -> None:
    gradient = Image.linear_gradient("L").resize((600, 400))
    for picture in (Image.new("L", (400, 300), PAPER), Image.effect_noise((300, 200), 90), gradient):
        recognized = read(picture)
        assert (recognized.blocks, recognized.words, recognized.confidence) == ([], 0, 0)


def test_pictures_narrower_than_a_letter_are_skipped() -> None:
    assert read(Image.new("L", (3000, ocr.SMALLEST - 1))) == ocr.Recognized()


def test_a_long_screenshot_is_read_to_its_end() -> None:
    page = rendered(title=None)
    band = page.crop((0, 0, page.width, page.height // 2))
    strip = Image.new("L", (band.width, 7 * band.height), PAPER)
    for number in range(7):
        strip.paste(band, (0, number * band.height))
    assert strip.height > pictures.LONGEST_SIDE
    assert words_missed(" ".join(PARAGRAPHS * 7), text_of(read(strip))) < 0.02


def test_a_script_without_language_data_is_left_out_with_a_warning() -> None:
    page = rendered(PARAGRAPHS[:1])
    # Strokes of letters in an order that occurs in no script.
    source = rendered(PARAGRAPHS * 2)
    pieces = [source.crop((x, y, x + 14, y + 14)) for y in range(250, 640, 14) for x in range(90, 780, 14)]
    Random(3).shuffle(pieces)
    for number, piece in enumerate(pieces[:240]):
        row, column = divmod(number, 48)
        page.paste(piece.rotate(90), (80 + 14 * column, 700 + 40 * row))
    recognized = read(page)
    assert words_missed(f"{TITLE} {PARAGRAPHS[0]}", text_of(recognized)) == 0
    assert recognized.left_out > 20 and recognized.words < 1.2 * len(f"{TITLE} {PARAGRAPHS[0]}".split())
    (warning,) = ocr.uncertainty([recognized])
    assert warning.code == "ocr_uncertain" and warning.message.startswith(f"{recognized.left_out:,} words")


def test_low_confidence_causes_a_warning() -> None:
    sure = ocr.Recognized(words=10, confidence=0.95)
    (warning,) = ocr.uncertainty([sure, ocr.Recognized(words=10, confidence=0.71)])
    assert warning.message == "The text in 1 of 2 pictures is uncertain (lowest confidence 71%)."
    assert ocr.uncertainty([sure, ocr.Recognized(left_out=40)]) == []


def test_a_page_that_takes_too_long_times_out_and_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "_abandoned", 0)
    dense = rendered(PARAGRAPHS * 7, title=None, points=6, dpi=400)
    assert not tesseract.abandoned()
    with pytest.raises(PermanentError) as failure:
        tesseract.words_of(dense, Limits(deadline=monotonic() + 1.9))
    assert failure.value.code is Code.TIMED_OUT
    assert tesseract.abandoned()


def test_no_recognition_starts_when_no_time_is_left() -> None:
    with pytest.raises(PermanentError, match="No time was left") as failure:
        ocr.recognize_picture(rendered(), Limits(deadline=monotonic()))
    assert failure.value.code is Code.TIMED_OUT


# --- Language data.


@pytest.fixture
def looked_up_anew() -> Iterator[None]:
    kept = os.environ.get("TESSDATA_PREFIX")
    tesseract.languages.cache_clear()
    yield
    tesseract.languages.cache_clear()
    if kept is not None:
        os.environ["TESSDATA_PREFIX"] = kept


@pytest.fixture
def english() -> Path:
    found = language_data()
    assert found is not None
    return found.folder / "eng.traineddata"


def test_all_languages_of_all_folders_are_used_english_first(tmp_path: Path) -> None:
    for name in ("a/deu", "a/osd", "b/eng", "b/deu", "c/fra"):
        file = tmp_path / f"{name}.traineddata"
        file.parent.mkdir(exist_ok=True)
        file.touch()
    (tmp_path / "a/readme.txt").touch()
    folders = [tmp_path / name for name in ("missing", "a", "b", "c")]
    data = language_data(folders)
    assert data is not None and data.folder == tmp_path / "b"
    assert data.notation(data.names) == "eng+../a/deu+../c/fra"
    assert language_data([tmp_path / "a"]) == LanguageData(tmp_path / "a", {"deu": "deu"})


def test_data_that_only_finds_orientation_is_no_language(tmp_path: Path) -> None:
    (tmp_path / "osd.traineddata").touch()
    assert language_data([tmp_path]) is None


@pytest.mark.usefixtures("looked_up_anew")
def test_without_language_data_recognition_is_unavailable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "language_data", lambda: language_data([tmp_path]))
    assert not ocr.available()
    with pytest.raises(PermanentError) as failure:
        ocr.recognize_picture(rendered(), Limits())
    assert failure.value.code is Code.OCR_UNAVAILABLE


@pytest.mark.usefixtures("looked_up_anew")
def test_a_language_in_a_second_folder_is_recognized_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, english: Path
) -> None:
    for folder, language in (("first", "eng"), ("second", "xyz")):
        (tmp_path / folder).mkdir()
        shutil.copy(english, tmp_path / folder / f"{language}.traineddata")
    folders = [tmp_path / "first", tmp_path / "second"]
    monkeypatch.setattr(tesseract, "language_data", lambda: language_data(folders))
    data = tesseract.languages()
    assert data is not None and data.names == {"eng": "eng", "xyz": "../second/xyz"}
    words = tesseract.words_of(rendered(), Limits(), ["xyz", "eng"])
    assert " ".join(word.text for word in words) == WHOLE


# --- Blocks from words.


def _word(text: str, line: tuple[int, int, int] = (1, 1, 1), confidence: float = 0.95, height: int = 20) -> Word:
    return Word(text, confidence, line, left=0, top=0, width=height * len(text) // 2, height=height)


def _words(text: str, line: int, confidence: float = 0.95, height: int = 20, paragraph: int = 1) -> list[Word]:
    return [_word(word, (1, paragraph, line), confidence, height) for word in text.split()]


def test_words_divided_at_a_line_end_are_joined() -> None:
    assert joined(["The govern-", "ment fell."]) == "The government fell."
    assert joined(["PART RE-", "LATED"]) == "PART RELATED"
    assert joined(["the North-", "South line", "of 1970-", "2026"]) == "the North- South line of 1970- 2026"


def test_numbered_and_marked_lines_are_items() -> None:
    words = _words("1. Open the lid", 1) + _words("and wait.", 2) + _words("• Close it", 3) + _words("(b) Go home", 4)
    blocks = blocks_of(lines_of(words), page=None)
    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.LIST_ITEM, "1. Open the lid and wait."),
        (BlockKind.LIST_ITEM, "Close it"),
        (BlockKind.LIST_ITEM, "(b) Go home"),
    ]


def test_words_of_scripts_without_spaces_are_joined_and_others_are_not() -> None:
    lines = lines_of(_words("港務 委員 会 は Google を 訪 れ た 。", 1) + _words("翌 日 帰 っ た", 2))
    assert [line.text for line in lines] == ["港務委員会は Google を訪れた。", "翌日帰った"]
    assert joined(line.text for line in lines) == "港務委員会は Google を訪れた。翌日帰った"


def test_syllables_in_hangul_are_joined_unless_a_space_is_between_them() -> None:
    syllables = [Word(text, 0.9, (1, 1, 1), left, 0, 50, 60) for text, left in (("학", 0), ("생", 70), ("이.", 160))]
    (line,) = lines_of([*syllables, Word("없다", 0.9, (1, 1, 1), 215, 0, 110, 60)])
    assert line.text == "학생 이. 없다"


def test_a_sentence_that_continues_in_another_column_is_one_paragraph() -> None:
    words = _words("It rained all", 1)
    words += [_word("night", (2, 1, 1)), _word("long.", (2, 1, 1)), _word("Then", (3, 1, 1))]
    assert [block.text for block in blocks_of(lines_of(words), 1)] == ["It rained all night long.", "Then"]


def test_unsure_lines_are_left_out_unless_their_paragraph_is_sound() -> None:
    sound = _words("The mayor said it would take a year", 1) + _words("or two years", 2, 0.5) + _words("at least.", 3)
    noise = _words("Hay Salat SSMS", 1, 0.5, paragraph=2) + _words("ofA wes Oi", 2, 0.3, paragraph=2)
    strokes = _words("| 4", 1, 0.75, paragraph=3) + _words("— :", 2, 0.99, paragraph=3)
    kept = text_lines(lines_of(sound + noise + strokes))
    assert [line.text for line in kept] == ["The mayor said it would take a year", "or two years", "at least."]
    assert text_lines(lines_of(_words("Xy", 1))) == []


def test_letters_along_the_axis_of_a_diagram_are_no_heading() -> None:
    upward = Word("Potential", 0.9, (2, 1, 1), left=0, top=0, width=17, height=107)
    blocks = blocks_of(lines_of([*_words("The plot of concentration over time is shown.", 1), upward]), None)
    assert [block.kind for block in blocks] == [BlockKind.PARAGRAPH] * 2


@given(
    st.lists(
        st.builds(
            Word,
            text=st.text(min_size=1, max_size=12).map(lambda text: text.strip() or "-"),
            confidence=st.floats(0, 1),
            line=st.tuples(*[st.integers(1, 4)] * 3),
            left=st.integers(0, 5000),
            top=st.integers(0, 5000),
            width=st.integers(0, 5000),
            height=st.integers(0, 5000),
        ),
        max_size=40,
    )
)
def test_every_word_of_a_kept_line_is_in_a_block(words: list[Word]) -> None:
    kept = text_lines(lines_of(words))
    blocks = blocks_of(kept, page=3)
    letters = "".join(filter(str.isalnum, "".join(block.text for block in blocks)))
    assert letters == "".join(filter(str.isalnum, "".join(line.text for line in kept)))
    assert all(block.page == 3 and block.text for block in blocks)


@examples(40)
@given(st.integers(1, 3000), st.integers(1, 9000))
def test_pieces_of_a_picture_are_the_whole_picture(width: int, height: int) -> None:
    pieces = list(pictures.strips(Image.new("L", (width, height))))
    assert sum(piece.height for piece in pieces) == height
    assert {piece.width for piece in pieces} == {width}


@examples(40)
@given(st.integers(1, 60_000), st.integers(1, 200))
@example(pictures.LONGEST_SIDE + 1, 1)
def test_a_picture_is_scaled_to_what_can_be_recognized(width: int, height: int) -> None:
    scaled = pictures.enlarged_or_reduced(Image.new("L", (width, height)))
    assert max(scaled.size) <= pictures.LONGEST_SIDE
    assert scaled.width * scaled.height <= pictures.MAX_PIXELS + sum(scaled.size)
