"""Exported chats as JSON: each message is a turn with its sender and its time."""

import json
from typing import Any

from tests.support.parsed import blocks, codes, read


def turns(value: Any) -> list[tuple[str | None, str]]:
    document = read(json.dumps(value), "chat.json")
    return [(block.speaker, document.text[block.start : block.end]) for block in document.blocks]


def test_telegram_exports_are_turns() -> None:
    messages = [
        {"id": 1, "type": "service", "date": "2026-05-12T14:02:00", "actor": "Ann", "action": "create", "text": ""},
        {"id": 2, "type": "message", "date": "2026-05-12T14:03:00", "from": "Ann Dahl", "text": "Did they vote?"},
        {"id": 3, "type": "message", "date": "2026-05-12T14:04:00", "from": "Tom Okafor",
         "text": ["Yes, ", {"type": "bold", "text": "nine to four"}, "."]},
        {"id": 4, "type": "message", "date": "2026-05-12T14:05:00", "from": "Ann Dahl", "photo": "a.jpg",
         "text": "What did she say?"},
    ]  # fmt: skip
    value = {"name": "Dyke group", "type": "private_group", "id": 1, "messages": messages}
    assert turns(value) == [
        ("Ann Dahl", "[2026-05-12 14:03] Ann Dahl: Did they vote?"),
        ("Tom Okafor", "[2026-05-12 14:04] Tom Okafor: Yes, nine to four."),
        ("Ann Dahl", "[2026-05-12 14:05] Ann Dahl: What did she say?"),
    ]
    document = read(json.dumps(value), "chat.json")
    assert document.metadata.title == "Dyke group" and codes(document) == ["content_elsewhere"]


def test_slack_exports_name_people_and_keep_the_order_of_time() -> None:
    ann, tom = {"real_name": "Ann Dahl"}, {"real_name": "Tom Okafor"}
    messages = [
        {"type": "message", "user": "U1", "ts": "1778594700.000100", "text": "What did she say?", "user_profile": ann},
        {"type": "message", "user": "U2", "ts": "1778594650.1", "subtype": "channel_join", "text": "<@U2> has joined"},
        {"type": "message", "user": "U2", "ts": "1778594640.1", "user_profile": tom,
         "text": "Nine to four, see <https://a.example|the minutes>."},
        {"type": "message", "user": "U1", "ts": "1778594580.1", "text": "Did they vote, <@U2>?", "user_profile": ann},
    ]  # fmt: skip
    assert turns(messages) == [
        ("Ann Dahl", "[2026-05-12 14:03] Ann Dahl: Did they vote, @Tom Okafor?"),
        ("Tom Okafor", "[2026-05-12 14:04] Tom Okafor: Nine to four, see the minutes (https://a.example)."),
        (None, "[2026-05-12 14:04] @Tom Okafor has joined"),
        ("Ann Dahl", "[2026-05-12 14:05] Ann Dahl: What did she say?"),
    ]


def test_articles_and_records_are_no_chat() -> None:
    articles = [
        {"title": f"No. {n}", "author": "Ann", "date": "2026-05-12", "text": "The river rose. " * 9} for n in "123"
    ]
    assert all(block.speaker is None for block in read(json.dumps(articles), "a.json").blocks)
    records = [{"id": n, "name": f"Pier {n}", "text": "north"} for n in range(4)]
    assert [kind for kind, _ in blocks(read(json.dumps(records), "a.json"))] == ["table"]
