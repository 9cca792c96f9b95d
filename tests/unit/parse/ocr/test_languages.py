"""Recognition in other languages and scripts: with their data, and without."""

import os
import shutil
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from time import monotonic

import pytest
from PIL import Image

from functions.parse.contract import Hints, Limits
from functions.parse.formats import image
from functions.parse.formats.pdf import reader as pdf
from functions.parse.ocr import reading, tesseract
from functions.parse.ocr import recognizer as ocr
from functions.parse.ocr.language_data import PREFIX, LanguageData, language_data
from functions.parse.ocr.layout import Word
from shared.errors import Code, PermanentError
from tests.support.rendered import encoded, rendered

PAGES = Path(__file__).parents[3] / "data" / "ocr"

# The text of each page.
WRITTEN = {file.stem: file.read_text(encoding="utf-8") for file in sorted(PAGES.glob("*.txt"))}

GERMAN = (
    "Der Hafenrat von Westmeer beschloss am Dienstag, die alte Fähre noch zwei Jahre lang fahren zu lassen. Die Bürger "
)
GERMAN += "der äußeren Inseln hatten gewarnt, dass die Brücke nicht vor dem Winter fertig würde."

Use = Callable[..., LanguageData]


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Iterator[Use]:
    """Return a function that uses only the data of the languages named. The test is skipped if one is missing."""
    installed = language_data()
    assert installed is not None
    kept = os.environ.get(PREFIX)

    def only(*languages: str) -> LanguageData:
        if missing := [language for language in languages if language not in installed.names]:
            pytest.skip(f"no data of {', '.join(missing)}: make ocr-data OCR_LANGUAGES={','.join(missing)}")
        data = LanguageData(installed.folder, {language: installed.names[language] for language in languages})
        monkeypatch.setattr(tesseract, "languages", lambda: data)
        os.environ[PREFIX] = str(data.folder)
        return data

    yield only
    if kept is not None:
        os.environ[PREFIX] = kept


def picture_of(name: str) -> Image.Image:
    return Image.open(PAGES / f"{name}.png").convert("L")


def read(picture: Image.Image) -> ocr.Recognized:
    return ocr.recognize_picture(picture, Limits())


def text_of(recognized: ocr.Recognized) -> str:
    return " ".join(block.text for block in recognized.blocks)


def likeness(expected: str, text: str) -> float:
    """Return the share of equal characters, spaces aside."""
    return SequenceMatcher(None, "".join(expected.split()), "".join(text.split()), autojunk=False).ratio()


@pytest.mark.parametrize("language", WRITTEN)
def test_a_page_in_another_script_is_read_with_its_data(language: str, use: Use) -> None:
    use(*{"eng": None, "deu": None, "jpn": None, "rus": None, language: None})
    recognized = read(picture_of(language))
    assert likeness(WRITTEN[language], text_of(recognized)) > 0.93
    assert recognized.confidence > 0.8 and not recognized.is_unread


def test_a_page_in_two_scripts_is_read_with_both(use: Use) -> None:
    use("eng", "kor")
    text = text_of(read(picture_of("eng+kor")))
    assert "The harbour council of Westmere voted on Tuesday" in text
    assert likeness(WRITTEN["kor"], text[text.index("항만") :]) > 0.85


def test_umlauts_are_read_with_german_data(use: Use) -> None:
    use("eng", "deu")
    text = text_of(read(rendered([GERMAN], title=None)))
    assert "Fähre" in text and "Brücke" in text and likeness(GERMAN, text) > 0.98


def test_an_english_page_is_read_once(use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    use("eng", "deu", "rus", "jpn")
    seen: list[object] = []
    words_of = tesseract.words_of

    def counted(picture: Image.Image, limits: Limits, chosen: tuple[str, ...], *mode: int) -> list[Word]:
        seen.append(chosen)
        return words_of(picture, limits, chosen, *mode)

    monkeypatch.setattr(tesseract, "words_of", counted)
    assert read(rendered()).confidence > 0.9
    assert seen == [("eng",)]


# --- Without the data of the script.


@pytest.mark.parametrize("language", [*WRITTEN])
def test_writing_without_data_is_unavailable_and_leaves_no_garbled_text(language: str, use: Use) -> None:
    use("eng")
    recognized = read(picture_of(language))
    assert recognized.is_unread and recognized.blocks == []
    with pytest.raises(PermanentError) as failure:
        image.read((PAGES / f"{language}.png").read_bytes(), Hints(), Limits())
    assert failure.value.code is Code.OCR_UNAVAILABLE
    assert failure.value.message == (
        "The file is an image with writing. The installed language data (eng) recognize none of it. Add the data of "
        "its language, for example with OCR_LANGUAGES=chi_sim,jpn,rus,ara,kor (docs/formats.md lists the languages)."
    )


def test_a_scan_without_data_is_unavailable(use: Use) -> None:
    use("eng")
    with pytest.raises(PermanentError, match=r"The PDF is a scan of 1 page. The installed language data") as failure:
        pdf.read(encoded(picture_of("rus"), "PDF"), Hints(), Limits())
    assert failure.value.code is Code.OCR_UNAVAILABLE


def test_a_page_without_data_among_others_causes_a_warning(use: Use) -> None:
    use("eng")
    content = encoded(rendered(), "TIFF", save_all=True, append_images=[picture_of("jpn")])
    extracted = image.read(content, Hints(), Limits())
    assert {block.page for block in extracted.blocks} == {1}
    assert [warning.code for warning in extracted.warnings] == ["ocr_used", "ocr_unavailable"]
    assert extracted.warnings[1].message.startswith("The writing in 1 of 2 pictures was not read.")


# --- The choice of languages.


def test_languages_are_grouped_by_script_and_what_lacks_is_named(tmp_path: Path) -> None:
    for name in ("eng", "deu", "ukr", "rus", "chi_tra", "xyz"):
        (tmp_path / f"{name}.traineddata").touch()
    data = language_data([tmp_path])
    assert data is not None and data.first == "eng"
    assert data.by_script() == {"Han": ["chi_tra"], "Cyrillic": ["rus", "ukr"]}
    assert data.lacking()[:3] == ["jpn", "ara", "kor"]


def test_the_first_reading_is_kept_if_no_time_is_left_for_others(use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    use("eng", "rus")
    monkeypatch.setattr(reading, "SPARE", 1e6)
    found = reading.read_upright(picture_of("rus"), Limits(deadline=monotonic() + 60))
    assert found.languages == ("eng",)


def test_the_first_reading_is_kept_if_another_one_times_out(use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    use("eng", "rus")

    def timed_out(*_: object) -> None:
        raise PermanentError(Code.TIMED_OUT, "No time was left.")

    monkeypatch.setattr(reading, "fitting", timed_out)
    assert reading.read_upright(picture_of("rus"), Limits()).languages == ("eng",)


def test_data_in_tesseracts_own_folder_are_found(tmp_path: Path, use: Use) -> None:
    shutil.copy(use("eng").folder / "eng.traineddata", tmp_path / "eng.traineddata")
    found = language_data([tmp_path / "missing", tmp_path])
    assert found is not None and found.folder == tmp_path


def test_data_of_another_script_end_the_process_after_the_file(use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    use("eng", "deu", "rus")
    monkeypatch.setattr(tesseract, "_altered", 0)
    tesseract.words_of(rendered([GERMAN], title=None), Limits(), ["deu"])
    assert not tesseract.altered()
    tesseract.words_of(picture_of("rus"), Limits(), ["rus"])
    assert tesseract.altered()


def test_names_in_latin_letters_within_another_script_are_read(use: Use) -> None:
    use("eng", "rus")
    text = text_of(read(picture_of("rus+names")))
    assert "Google" in text and "United Harbour Ltd" in text and "объявила" in text
