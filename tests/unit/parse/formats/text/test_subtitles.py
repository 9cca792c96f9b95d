"""Subtitles (SubRip and WebVTT): the spoken text."""

from tests.support.parsed import read

SUBRIP = (
    "1\n00:00:01,000 --> 00:00:03,000\n<i>The boats</i> stay\nin port.\n\n2\n"
    "00:00:04,000 --> 00:00:06,000\n- Nobody called.\n"
)
WEBVTT = (
    "WEBVTT - Title\n\nNOTE by hand\n\nSTYLE\n::cue {}\n\nintro\n00:01.000 --> 00:03.000 align:start\n"
    "<v Ann>Good evening.</v>"
    "\n\n00:04.000 --> 00:05.000\nTom &amp; Jerry.\n"
)


def test_subtitles_give_the_spoken_text() -> None:
    assert read(SUBRIP, "a.txt").text == "The boats stay in port. Nobody called."
    assert read(WEBVTT, "a").text == "Ann: Good evening. Tom & Jerry."


def _cues(*cues: str) -> str:
    times = (f"00:00:{place:02},000 --> 00:00:{place + 1:02},000" for place in range(len(cues)))
    return "\n\n".join(f"{place}\n{time}\n{cue}" for place, (time, cue) in enumerate(zip(times, cues, strict=True), 1))


def test_lines_that_roll_up_occur_once() -> None:
    rolling = _cues(
        "the tide came", "the tide came", "the tide came\nover the wall", "over the wall", "over the wall\nat six"
    )
    assert read(rolling, "a.srt").text == "the tide came over the wall at six"
    three = _cues("one\ntwo\nthree", "two\nthree\nfour", "three\nfour\nfive")
    assert read(three, "a.srt").text == "one two three four five"


def test_a_line_that_grows_word_by_word_occurs_once() -> None:
    growing = _cues(
        "the", "the tide", "the tide came", "the tide came\nover", "the tide came\nover the wall.", "Nobody slept."
    )
    assert read(growing, "a.srt").text == "the tide came over the wall. Nobody slept."


def test_a_word_that_is_said_twice_stays() -> None:
    assert read(_cues("No.\nNo, never.", "Never?\nNo."), "a.srt").text == "No. No, never. Never? No."


def test_captions_without_punctuation_are_divided() -> None:
    words = [f"word{number} and more of them" for number in range(60)]
    blocks = read(_cues(*words), "a.srt").blocks
    assert len(blocks) > 3 and max(block.end - block.start for block in blocks) < 400


def test_other_forms_of_subtitles_are_read() -> None:
    sbv = "0:00:01.000,0:00:03.000\nThe tide came\n\n0:00:03.000,0:00:05.000\nover the wall.\n"
    ssa = (
        "[Script Info]\nTitle: Tide\n\n[Events]\nFormat: Layer, Start, End, Style, Name, L, R, V, Effect, Text\n"
        "Dialogue: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,{\\i1}The tide{\\i0}\\Ncame\n"
        "Dialogue: 0,0:00:03.00,0:00:05.00,Default,,0,0,0,,over the wall.\n"
    )
    ttml = '<tt xmlns="http://www.w3.org/ns/ttml"><body><p>The tide<br/>came</p><p>over the wall.</p></body></tt>'
    for source, name in ((sbv, "a.sbv"), (ssa, "a.ass"), (ttml, "a.ttml")):
        assert read(source, name).text == "The tide came over the wall."


def test_the_name_of_a_line_in_substation_alpha_begins_a_turn() -> None:
    line = "Dialogue: 0,0:00:01.00,0:00:03.00,Default,{},0,0,0,,{}\n"
    source = "[Script Info]\n" + line.format("Ann", "Who was there?") + line.format("Tom", "Nobody, she said.")
    assert [block.speaker for block in read(source, "a.ass").blocks] == ["Ann", "Tom"]
