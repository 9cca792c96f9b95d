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
