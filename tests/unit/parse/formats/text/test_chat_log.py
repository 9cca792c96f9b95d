"""Exported chats as text: each message is a turn with its sender."""

import pytest

from tests.support.parsed import codes, read

WORDS = ("Did the council vote?", "Yes, nine to four.", "What did she say?", "That the money is there: five million.")
PHONES = "12/05/2026, 14:02 - Messages are end-to-end encrypted."


def turns(source: str, name: str = "chat.txt") -> list[tuple[str | None, str]]:
    document = read(source, name)
    return [
        (block.speaker, document.text[block.spoken_from : block.end])
        for block in document.blocks
        if block.spoken_from is not None
    ]


@pytest.mark.parametrize(
    "form",
    [
        "[12.05.26, 14:0{n}:22] {name}: {text}",
        "12/05/2026, 14:0{n} - {name}: {text}",
        "5/12/26, 2:0{n}\u202fPM - {name}: {text}",
        "[2026-05-12 14:0{n}] {name}: {text}",
    ],
)
def test_messages_are_turns_of_their_senders(form: str) -> None:
    senders = ("Ann Dahl", "+47 123 45 678", "Ann Dahl", "tom (water)")
    senders = (*senders[:3], "+47 123 45 678")
    lines = [form.format(n=n, name=name, text=text) for n, (name, text) in enumerate(zip(senders, WORDS, strict=True))]
    assert turns("\n".join(lines)) == list(zip(senders, WORDS, strict=True))


def test_a_message_may_have_several_lines_and_notices_are_no_turns() -> None:
    source = "\n".join(
        (
            PHONES,
            f"12/05/2026, 14:03 - Ann Dahl: {WORDS[0]}",
            f"12/05/2026, 14:04 - Tom Okafor: {WORDS[1]}",
            "",
            "It was close.",
            "12/05/2026, 14:05 - Ann Dahl added Per",
            "12/05/2026, 14:06 - Ann Dahl: <Media omitted>",
            "12/05/2026, 14:07 - Tom Okafor: IMG-2026.jpg (file attached)",
        )
    )
    found = turns(source)
    assert found[1] == ("Tom Okafor", f"{WORDS[1]}\nIt was close.")
    assert len(found) == 2
    document = read(source, "chat.txt")
    assert [block.notice for block in document.blocks[-2:]] == [True, True]
    assert document.text.startswith(PHONES) and codes(document) == ["content_elsewhere"]
    assert "2" in document.warnings[0].message


def test_names_alone_in_their_line_begin_messages() -> None:
    lines = [
        f"[2026-05-12 14:0{n}] {name}\n{text}\n"
        for n, (name, text) in enumerate(zip(("ann", "tom") * 2, WORDS, strict=True))
    ]
    assert [speaker for speaker, _ in turns("\n".join(lines))] == ["ann", "tom", "ann", "tom"]


def test_a_log_of_irc_is_a_chat_and_a_log_of_a_program_is_none() -> None:
    irc = "\n".join(
        f"14:0{n} <{name}> {text}" for n, (name, text) in enumerate(zip(("ann", "tom") * 2, WORDS, strict=True))
    )
    assert [speaker for speaker, _ in turns(irc, "dyke.log")] == ["ann", "tom", "ann", "tom"]
    log = "\n".join(f"[2026-05-12 14:0{n}:00] {kind}: disk {n} is full" for n, kind in enumerate(("ERROR", "INFO") * 3))
    assert turns(log, "disk.log") == []


def test_a_timetable_is_no_chat() -> None:
    assert turns("\n".join(f"12/05/2026, 14:0{n} - Ferry {n}: leaves from the pier" for n in range(6))) == []
