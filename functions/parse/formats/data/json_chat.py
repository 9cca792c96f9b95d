"""Exported chats as JSON (Telegram, Slack, Discord and others): each message is a turn with its sender and time."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from functions.parse.formats.data.json_values import EMPTY, Object, Value, scalar_text
from functions.parse.formats.text.chat_log import attachments_warning
from shared.documents.document import BlockKind, BlockText, PipelineWarning

# Names of members, the preferred one first.
TEXTS = ("text", "content", "body", "message", "msg")
SENDERS = ("from", "author", "sender", "sender_name", "user_profile", "user", "username", "name", "role", "nickname")
SENDER_NAMES = ("real_name", "display_name", "nickname", "name", "username", "global_name")
TIMES = ("date", "timestamp", "ts", "time", "created_at", "create_time", "timestamp_ms", "sent_at")
FILES = ("photo", "file", "files", "attachments", "media_type", "sticker_emoji", "photos", "videos", "audio_files")

# Members beside one of which a sender and a text are a message, and not a record of another kind.
MARKS = TIMES + FILES + ("type", "id", "message_id", "reply_to_message_id")

# Members of an article or a comment with a title.
HEADLINES = ("headline", "title", "subject")

# Minimum number of messages of a chat, and minimum share (0 to 1) of the objects of a list that are messages.
MIN_MESSAGES = 3
MIN_SHARE = 0.6

# Minimum share of messages that have a space in their text (0 to 1): words rather than values.
MIN_WORDS_SHARE = 0.5

# Maximum length of the name of a sender, in characters.
MAX_SENDER = 80

# Maximum levels of pieces of a text within pieces. Exports have two.
MAX_NESTING = 6

# Seconds and milliseconds since 1970, from 2001 to 2286.
SECONDS = re.compile(r"\d{10}(?:\.\d+)?")
MILLISECONDS = re.compile(r"\d{13}")

# Slack's notation for people, channels and links.
SLACK_LINK = re.compile(r"<(https?://[^|<>\s]+|mailto:[^|<>\s]+)\|([^<>]+)>")
SLACK_PERSON = re.compile(r"<@([A-Z0-9]+)(?:\|([^<>]+))?>")


def chat_of(value: Value) -> tuple[list[BlockText], list[PipelineWarning]] | None:
    """Return the turns of a chat and a warning about its files; None if the value is not a list of messages."""
    messages = _messages(value)
    if messages is None:
        return None
    senders: dict[str, str] = {}
    for message in messages:
        user, name = message.value("user"), _sender(message)
        if isinstance(user, str) and name is not None and name != user:
            senders.setdefault(user, name)
    blocks = [block for message in messages if (block := _block(message, senders)) is not None]
    files = sum(1 for message in messages if message.value(*FILES) not in EMPTY)
    return blocks, attachments_warning(files)


def _messages(value: Value) -> list[Object] | None:
    """Return the messages of a list, or of the one member of an object that is a list of messages, in their order."""
    if isinstance(value, Object):
        lists = [found for _, found in value if isinstance(found, list) and _are_messages(found)]
        if len(lists) != 1:
            return None
        value = lists[0]
    if not isinstance(value, list) or not _are_messages(value):
        return None
    found = [item for item in value if isinstance(item, Object)]
    moments = [moment for message in found if (moment := _moment(message))]
    # Some exports have the newest message first.
    return found[::-1] if len(moments) > 1 and moments[0] > moments[-1] else found


def _are_messages(items: list[Value]) -> bool:
    objects = [item for item in items if isinstance(item, Object)]
    messages = [item for item in objects if _is_message(item)]
    worded = sum(" " in _text(item).strip() for item in messages)
    names = {_sender(item) for item in messages}
    return (
        len(messages) >= MIN_MESSAGES
        and len(messages) >= MIN_SHARE * len(items)
        and worded >= MIN_WORDS_SHARE * len(messages)
        and len(names) < len(messages)
    )


def _is_message(item: Object) -> bool:
    """Whether an object has a sender, a text and a time or a type. An object with a headline is an article."""
    has_words = _sender(item) is not None and bool(_text(item).strip())
    return has_words and item.place(*MARKS) is not None and item.place(*HEADLINES) is None


def _block(message: Object, senders: dict[str, str]) -> BlockText | None:
    text = SLACK_LINK.sub(r"\2 (\1)", _text(message))
    text = SLACK_PERSON.sub(lambda found: f"@{found[2] or senders.get(found[1], found[1])}", text).strip()
    if not text:
        return None
    sender, moment = _sender(message), _moment(message)
    label = f"[{moment}] " if moment else ""
    if sender is None or message.value("subtype") not in EMPTY:
        return BlockText(kind=BlockKind.PARAGRAPH, text=f"{label}{text}")
    label = f"{label}{sender}: "
    return BlockText(kind=BlockKind.TURN, text=f"{label}{text}", speaker=sender, spoken_from=len(label))


def _sender(message: Object) -> str | None:
    for key in SENDERS:
        found = message.value(key)
        name = found.value(*SENDER_NAMES) if isinstance(found, Object) else found
        text = "" if isinstance(name, Object | list) else " ".join(scalar_text(name).split())
        if text and len(text) <= MAX_SENDER:
            return text
    return None


def _text(message: Object) -> str:
    """Return the text of a message, which may consist of pieces with a style each."""
    return "".join(_pieces(message.value(*TEXTS), MAX_NESTING))


def _pieces(value: Value, depth: int) -> Iterator[str]:
    if isinstance(value, list):
        for item in value if depth else ():
            yield from _pieces(item, depth - 1)
    elif isinstance(value, Object):
        yield from _pieces(value.value("text", "parts", "content") if depth else None, depth - 1)
    else:
        yield scalar_text(value)


def _moment(message: Object) -> str:
    """Return the time of a message to the minute, empty if it has none that is known. Times since 1970 are UTC."""
    found = message.value(*TIMES)
    written = "" if isinstance(found, Object | list) else scalar_text(found)
    seconds = float(written) if SECONDS.fullmatch(written) else None
    if MILLISECONDS.fullmatch(written):
        seconds = int(written) / 1000
    try:
        moment = datetime.fromisoformat(written) if seconds is None else datetime.fromtimestamp(seconds, UTC)
    except ValueError:
        return ""
    return f"{moment:%Y-%m-%d %H:%M}"
