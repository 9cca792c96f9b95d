"""Subtitles (SubRip, WebVTT): the spoken text, without numbers, times and styling."""

import re
from html import unescape

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.recognition.text_decoding import decoded
from shared.documents.document import BlockKind, BlockText

PARSER = "subtitles"
TIMES = re.compile(r"^(?:\d+:)?\d\d:\d\d[.,]\d{3}[ \t]+-->[ \t]+(?:\d+:)?\d\d:\d\d[.,]\d{3}(?:[ \t].*)?$")
VOICE = re.compile(r"<v(?:\.[^ \t>]*)?[ \t]+([^>]+)>")
STYLING = re.compile(r"</?[a-zA-Z0-9][^<>]*>|\{\\[^{}]*\}")
DASH = re.compile(r"^[-–—][ \t]*(?=\S)")
SENTENCE_END = re.compile(r"[.!?…。！？؟][\"'”’»)\]]*$")
CUES = re.compile(r"\n[ \t]*\n")

# Length of a paragraph, in characters, from which it ends with the next sentence. Subtitles have no paragraphs.
MAX_PARAGRAPH = 600


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the text of the cues, joined into paragraphs. A cue that names its speaker begins a paragraph."""
    source = decoded(content, hints.declared_type, "subtitle file")
    paragraphs: list[str] = []
    open_paragraph = False
    last = ""
    for cue in CUES.split(source.text.lstrip("\ufeff")):
        spoken = _spoken(cue)
        if not spoken or spoken == last:
            # Live captions repeat a line when the next one appears.
            continue
        last = spoken
        if open_paragraph and not VOICE.search(cue):
            paragraphs[-1] = f"{paragraphs[-1]} {spoken}"
        else:
            paragraphs.append(spoken)
        open_paragraph = len(paragraphs[-1]) < MAX_PARAGRAPH or not SENTENCE_END.search(spoken)
    blocks = [BlockText(kind=BlockKind.PARAGRAPH, text=text) for text in paragraphs]
    return Extracted(blocks, PARSER, warnings=source.warnings)


def _spoken(cue: str) -> str:
    """Return the text of one cue on one line. Empty for a header, a comment or a style sheet."""
    lines = cue.strip().split("\n")
    times = next((number for number, line in enumerate(lines[:2]) if TIMES.match(line.strip())), None)
    if times is None:
        return ""
    spoken = (STYLING.sub("", VOICE.sub(r"\1: ", line)) for line in lines[times + 1 :])
    return " ".join(" ".join(DASH.sub("", unescape(line).strip()) for line in spoken).split())
