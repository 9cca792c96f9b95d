"""Exported chats as text (WhatsApp, Signal, Discord, IRC): each message is a turn with its sender."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shared.documents.document import BlockKind, BlockText, PipelineWarning

_DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_CLOCK = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[ \u00a0\u202f]?[AaPp]\.?[ ]?[Mm]\.?)?"

# The start of a message: a time, with a day or alone, in brackets or before a dash.
START = re.compile(
    rf"\[(?:{_DAY},?[ T])?{_CLOCK}\][ ]?"
    rf"|{_DAY},?[ ]{_CLOCK}[ ](?:[-–—][ ])?"
    rf"|{_CLOCK}[ ](?=<|-!-|\*)"
)

# The sender of a message: `Ann Dahl: `, `<ann> `, or a name alone in its line.
SENDER = re.compile(r"<[@+~&% ]?([^\s<>]{1,40})>[ ]|([^:\n]{1,60}?):(?:[ ]|$)")
ALONE = re.compile(r"([^\W_][^:\n]{0,39})$")

# What an export writes in place of a picture, a film, a voice message or a file.
OMITTED = re.compile(
    r"<[^<>\n]{0,40}\b(?:omitted|attached|weggelassen|omis|omitido|omesso|utelatt|weggelaten)\b[^<>\n]{0,60}>"
    r"|(?:image|video|audio|sticker|GIF|document|contact card)\s(?:omitted)"
    r"|[^\n]{1,80}\.\w{2,4}\s\((?:file attached|Datei angehängt|fichier joint|archivo adjunto|file allegato)\)",
    re.IGNORECASE,
)

# Minimum number of messages of a chat, minimum share (0 to 1) of its lines that begin a message, and minimum
# share of its messages that have a sender. A log of a program has times, and labels that are no names.
MIN_MESSAGES = 3
MIN_STARTS_SHARE = 0.2
MIN_SENT_SHARE = 0.5

# Minimum number of messages for each sender, on average. The labels of a log or a form seldom recur.
MIN_FOR_EACH = 1.5

# Severities and other labels of logs.
SEVERITIES = frozenset("emergency alert critical error warning warn notice info debug trace fatal severe fine".split())

# Lines that are examined to recognize a chat.
SAMPLE_LINES = 400


@dataclass(slots=True)
class Message:
    """A message: the line that begins it, with its continuation, its sender, and where its words begin."""

    text: str
    sender: str | None
    spoken_from: int


def chat_blocks(text: str, max_blocks: int) -> tuple[list[BlockText], list[PipelineWarning]] | None:
    """Return a turn for each message of an exported chat, None if the text is no chat.

    What precedes the first message, and notices of the program, are paragraphs. A warning counts files left out.
    """
    lines = text.split("\n")
    if not _is_chat(lines[:SAMPLE_LINES]):
        return None
    blocks: list[BlockText] = []
    omitted = 0
    for message in _messages(lines):
        if len(blocks) >= max_blocks:
            break
        omitted += OMITTED.search(message.text) is not None
        if OMITTED.fullmatch(message.text[message.spoken_from :].strip()):
            blocks.append(BlockText(kind=BlockKind.PARAGRAPH, text=message.text, notice=True))
            continue
        kind = BlockKind.TURN if message.sender else BlockKind.PARAGRAPH
        spoken_from = message.spoken_from if message.sender else None
        blocks.append(BlockText(kind=kind, text=message.text, speaker=message.sender, spoken_from=spoken_from))
    return blocks, attachments_warning(omitted)


def attachments_warning(count: int) -> list[PipelineWarning]:
    """Return the warning about files of a chat that the export does not contain. Empty if there are none."""
    if not count:
        return []
    message = f"Pictures, voice messages or files of the chat are not in the export: {count:,}."
    return [PipelineWarning(code="content_elsewhere", message=message)]


def _is_chat(lines: list[str]) -> bool:
    found = list(_messages(lines))
    starts = [message for message in found if START.match(message.text)]
    senders = [message.sender for message in starts if message.sender]
    written = sum(1 for line in lines if line.strip())
    return (
        len(starts) >= MIN_MESSAGES
        and len(starts) >= MIN_STARTS_SHARE * written
        and len(senders) >= max(2, MIN_SENT_SHARE * len(starts))
        and len(senders) >= MIN_FOR_EACH * len(set(senders))
        and not {sender.casefold() for sender in senders} & SEVERITIES
    )


def _messages(lines: list[str]) -> Iterator[Message]:
    """Yield the messages, and the lines before the first one as a message without a sender."""
    open_message: Message | None = None
    for line in lines:
        start = START.match(line)
        if start is None:
            if line.strip():
                if open_message is None:
                    yield Message(line.strip(), None, 0)
                else:
                    open_message.text += f"\n{line.strip()}"
            continue
        if open_message is not None:
            yield open_message
        open_message = _message(line.rstrip(), start.end())
    if open_message is not None:
        yield open_message


def _message(line: str, start: int) -> Message:
    sender = SENDER.match(line, start)
    if sender:
        name = (sender[1] or sender[2]).strip().lstrip("~").strip()
        return Message(line, name or None, sender.end())
    alone = ALONE.match(line, start)
    return Message(line, alone[1].strip(), len(line)) if alone and line.startswith("[") else Message(line, None, 0)
