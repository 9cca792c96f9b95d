"""Subtitles (SubRip, WebVTT, SBV, SubStation Alpha, TTML): the spoken text without times, in turns where marked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common.xml_tree import XML_LANG, read_tree
from functions.parse.metadata import language_code
from functions.parse.recognition.text_decoding import decoded
from functions.parse.turns.labels import Label
from functions.parse.turns.transcripts import turns_of
from functions.parse.turns.turn_blocks import turn
from shared.documents.document import BlockKind, BlockText, Metadata

PARSER = "subtitles"
TIMES = re.compile(r"^(?:\d+:)?\d\d:\d\d[.,]\d{3}(?:[ \t]+-->[ \t]+|,)(?:\d+:)?\d\d:\d\d[.,]\d{3}(?:[ \t].*)?$")

# The fields of a line in SubStation Alpha: layer, start, end, style, name, three margins, effect, text.
DIALOGUE = re.compile(r"^Dialogue:(?:[^,\n]*,){4}([^,\n]*),(?:[^,\n]*,){4}(.*)$", re.MULTILINE)
SSA_LINE_END = re.compile(r"\\[Nn]")
VOICE = re.compile(r"<v(?:\.[^ \t>]*)?[ \t]+([^>]+)>")
STYLING = re.compile(r"</?[a-zA-Z0-9][^<>]*>|\{\\[^{}]*\}")

# A dash in front of the words of one of two speakers, and the mark of closed captions for another speaker.
DASH = re.compile(r"^[-–—][ \t]*(?=\S)")
CHANGE = re.compile(r"^>>+[ \t]*(?=\S)")
SENTENCE_END = re.compile(r"[.!?…。！？؟][\"'”’»)\]]*$")
SENTENCE_MARK = re.compile("[.!?…。！？؟]")
CUES = re.compile(r"\n[ \t]*\n")

# Length of a paragraph, in characters, from which it ends with the next sentence. Subtitles have no paragraphs.
MAX_PARAGRAPH = 600

# The same without any sign that ends a sentence, as in automatic captions: about 50 words, a long sentence.
MAX_UNMARKED = 300

# Minimum share of lines with labels (0 to 1) from which a label holds until the next one. In films, labels only mark
# voices from outside the picture.
LABELLED_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a cue. `voice` is the name in its `<v>` tag; `changes` is set if a mark shows that another speaks."""

    text: str
    voice: str | None = None
    changes: bool = False


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the text of the cues. A name, a voice tag, a dash or `>>` begins a turn; other cues are joined."""
    source = decoded(content, hints.declared_type, "subtitle file")
    dialogue = DIALOGUE.findall(source.text)
    cues = (_dialogue(*line) for line in dialogue) if dialogue else map(_cue, CUES.split(source.text))
    return Extracted(_blocks(_without_repetition(cues)), PARSER, warnings=source.warnings)


def read_ttml(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the text of the paragraphs of TTML like cues. Raises PermanentError: corrupt."""
    tree = read_tree(content, hints)
    for line_end in tree.root.iter("{*}br"):
        line_end.tail = f"\n{line_end.tail or ''}"
    cues = (_spoken("".join(paragraph.itertext()).strip().split("\n")) for paragraph in tree.root.iter("{*}p"))
    language = language_code(tree.root.get(XML_LANG))
    return Extracted(_blocks(_without_repetition(cues)), PARSER, Metadata(language=language), tree.warnings)


def _without_repetition(cues: Iterable[Iterator[_Line]]) -> list[_Line]:
    lines: list[_Line] = []
    shown: list[_Line] = []
    for cue in cues:
        spoken = list(cue)
        if spoken:
            _add_new(lines, shown, spoken)
            shown = spoken
    return lines


def _add_new(lines: list[_Line], shown: list[_Line], spoken: list[_Line]) -> None:
    """Add the lines of a cue without those that the cue before it has shown.

    Live captions roll: a cue repeats the last lines of the one before, and its last line may grow word by word.
    """
    for first in range(len(shown)):
        rolled = [line.text for line in shown[first:]]
        head = [line.text for line in spoken[: len(rolled)]]
        if head == rolled:
            lines += spoken[len(rolled) :]
            return
        if head[:-1] == rolled[:-1] and len(head) == len(rolled) and head[-1].startswith(f"{rolled[-1]} "):
            lines[-1:] = spoken[len(rolled) - 1 :]
            return
    lines += spoken


def _cue(cue: str) -> Iterator[_Line]:
    """Yield the lines of a cue that have text; nothing for a header, a comment or a style sheet."""
    lines = cue.strip().split("\n")
    times = next((number for number, line in enumerate(lines[:2]) if TIMES.match(line.strip())), None)
    return iter(()) if times is None else _spoken(lines[times + 1 :])


def _dialogue(name: str, text: str) -> Iterator[_Line]:
    """Yield the lines of a cue in SubStation Alpha. The name of its field is a voice."""
    lines = SSA_LINE_END.split(text)
    return _spoken([f"<v {name.strip()}>{line}" if name.strip() else line for line in lines])


def _spoken(lines: Sequence[str]) -> Iterator[_Line]:
    """Yield the lines of a cue that have text. A line without marks continues the line before it."""
    shown = [(VOICE.search(line), unescape(STYLING.sub("", VOICE.sub("", line))).strip()) for line in lines]
    # A single dash at the start of a cue can be an ornament. A dash in a later line marks another speaker.
    answered = any(DASH.match(text) for _, text in shown[1:])
    for voice, text in shown:
        words = " ".join(CHANGE.sub("", DASH.sub("", text)).split())
        changes = CHANGE.match(text) is not None or (answered and DASH.match(text) is not None)
        if words:
            yield _Line(words, " ".join(unescape(voice[1]).split()) if voice else None, changes)


def _blocks(lines: Sequence[_Line]) -> list[BlockText]:
    labels = dict(place for transcript in turns_of([line.text for line in lines], spoken=True) for place in transcript)
    named = len(labels) + sum(line.voice is not None for line in lines)
    holds = named >= LABELLED_SHARE * len(lines)
    blocks: list[BlockText] = []
    voice: str | None = None
    is_open = False
    for number, line in enumerate(lines):
        begun = _begun(line, labels.get(number), voice)
        if begun is not None:
            blocks.append(begun)
            voice = line.voice
        elif is_open:
            blocks[-1] = replace(blocks[-1], text=f"{blocks[-1].text} {line.text}")
        else:
            speaker = blocks[-1].speaker if blocks and holds else None
            kind = BlockKind.TURN if speaker else BlockKind.PARAGRAPH
            blocks.append(BlockText(kind=kind, text=line.text, speaker=speaker, spoken_from=0 if speaker else None))
        # Without a name, a turn ends with its sentence: the next cue can be anybody's.
        continues = blocks[-1].kind is BlockKind.PARAGRAPH or (blocks[-1].speaker is not None and holds)
        length = len(blocks[-1].text)
        is_unmarked = length >= MAX_UNMARKED and not SENTENCE_MARK.search(blocks[-1].text)
        ends = is_unmarked or SENTENCE_END.search(line.text)
        is_open = not ends or (not is_unmarked and continues and length < MAX_PARAGRAPH)
    return blocks


def _begun(line: _Line, label: Label | None, voice: str | None) -> BlockText | None:
    """Return the turn that begins with a line, None if the line continues the one before. `voice` is the last voice."""
    if label is None and line.voice and line.voice != voice:
        # The name of the voice becomes the label of its turn.
        return _turn(f"{line.voice}: {line.text}", Label(line.voice, 0, len(line.voice) + 2))
    if label is not None:
        return _turn(line.text, label)
    return BlockText(kind=BlockKind.TURN, text=line.text, spoken_from=0) if line.changes else None


def _turn(text: str, label: Label) -> BlockText:
    return turn(text, label, BlockText(kind=BlockKind.PARAGRAPH, text=text))
