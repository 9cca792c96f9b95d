"""Write small compound files ([MS-CFB] version 3) and Outlook messages ([MS-OXMSG]) for tests."""

import struct
from collections.abc import Mapping
from typing import Union

SECTOR = 512
MINI_SECTOR = 64
MINI_CUTOFF = 4096
FREE, END, FAT_SECTOR, NOTHING = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5
BLACK = 1

# The streams and storages of a storage, by name.
Tree = Mapping[str, Union[bytes, "Tree"]]

TEXT, BINARY, OBJECT, INTEGER, BOOLEAN, TIME = 0x001F, 0x0102, 0x000D, 0x0003, 0x000B, 0x0040


def compound_file(tree: Tree) -> bytes:
    """Return the bytes of a compound file that contains the tree."""
    entries: list[dict[str, object]] = [{"name": "Root Entry", "kind": ROOT, "content": b"", "child": NOTHING}]
    _add_children(entries, 0, tree)
    mini, chains = bytearray(), []
    sectors: list[bytes] = []
    fat: list[int] = []

    def put(content: bytes) -> int:
        """Store content, and return its first sector."""
        start = len(fat)
        count = -(-len(content) // SECTOR)
        sectors.extend(content[place * SECTOR : (place + 1) * SECTOR].ljust(SECTOR, b"\x00") for place in range(count))
        fat.extend([*range(start + 1, start + count), END] if count else [])
        return start if count else END

    for entry in entries[1:]:
        content = entry["content"]
        assert isinstance(content, bytes)
        if not content:
            entry["start"] = END
        elif len(content) < MINI_CUTOFF:
            start, count = len(mini) // MINI_SECTOR, -(-len(content) // MINI_SECTOR)
            entry["start"] = start
            mini += content.ljust(count * MINI_SECTOR, b"\x00")
            chains.extend([*range(start + 1, start + count), END])
        else:
            entry["start"] = put(content)
    entries[0]["start"], entries[0]["content"] = put(bytes(mini)), bytes(mini)
    mini_fat = b"".join(struct.pack("<I", link) for link in chains)
    mini_fat += b"\xff" * (-len(mini_fat) % SECTOR)
    mini_start = put(mini_fat)
    directory_start = put(b"".join(map(_directory_entry, entries)))
    per_sector = SECTOR // 4
    tables = 1
    while tables * per_sector < len(fat) + tables:
        tables += 1
    table_start = len(fat)
    fat += [FAT_SECTOR] * tables
    links = struct.pack(f"<{len(fat)}I", *fat).ljust(tables * SECTOR, b"\xff")
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"), bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6), 0, tables, directory_start, 0,
        MINI_CUTOFF, mini_start if mini_fat else END, len(mini_fat) // SECTOR, END, 0,
    )  # fmt: skip
    places = [*range(table_start, table_start + tables)]
    header += struct.pack("<109I", *places, *[FREE] * (109 - tables))
    return header + b"".join(sectors) + links


def _add_children(entries: list[dict[str, object]], parent: int, tree: Tree) -> None:
    """Add the entries of a storage as a chain of right siblings, an ordered but unbalanced tree."""
    previous: int | None = None
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        content = tree[name]
        index = len(entries)
        stream = isinstance(content, bytes)
        entries.append(
            {"name": name, "kind": STREAM if stream else STORAGE, "content": content if stream else b"", "start": 0}
        )
        if previous is None:
            entries[parent]["child"] = index
        else:
            entries[previous]["right"] = index
        previous = index
        if not isinstance(content, bytes):
            _add_children(entries, index, content)


def _directory_entry(entry: dict[str, object]) -> bytes:
    name = f"{entry['name']}\x00".encode("utf-16-le")
    content = entry["content"]
    assert isinstance(content, bytes)
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        name, len(name), entry["kind"], BLACK, NOTHING, entry.get("right", NOTHING), entry.get("child", NOTHING),
        bytes(16), 0, 0, 0, entry.get("start", 0), len(content),
    )  # fmt: skip


def outlook_message(
    properties: Mapping[int, str | bytes | int],
    attachments: "list[dict[str, bytes | Tree]] | None" = None,
    recipients: list[str] | None = None,
    header_bytes: int = 32,
) -> dict[str, Union[bytes, "Tree"]]:
    """Return the tree of a message: properties by identifier, attachments and recipients."""
    tree: dict[str, bytes | Tree] = {"__nameid_version1.0": {}, **property_streams(properties, header_bytes)}
    for place, attachment in enumerate(attachments or []):
        tree[f"__attach_version1.0_#{place:08X}"] = attachment
    for place, name in enumerate(recipients or []):
        tree[f"__recip_version1.0_#{place:08X}"] = property_streams({0x3001: name}, 8)
    return tree


def property_streams(properties: Mapping[int, str | bytes | int], header_bytes: int) -> dict[str, Union[bytes, "Tree"]]:
    """Return properties: texts and bytes as separate streams, numbers in the property stream, times as FILETIME."""
    streams: dict[str, bytes | Tree] = {}
    entries = bytes(header_bytes)
    for identifier, value in properties.items():
        if isinstance(value, bool):
            entries += struct.pack("<HHIq", BOOLEAN, identifier, 6, int(value))
        elif isinstance(value, int):
            kind = TIME if value >= 1 << 32 else INTEGER
            entries += struct.pack("<HHIq", kind, identifier, 6, value)
        else:
            kind = TEXT if isinstance(value, str) else BINARY
            content = value.encode("utf-16-le") if isinstance(value, str) else value
            entries += struct.pack("<HHIII", kind, identifier, 6, len(content), 0)
            streams[f"__substg1.0_{identifier:04X}{kind:04X}"] = content
    return {"__properties_version1.0": entries, **streams}


def file_attachment(name: str, content: bytes, mime_type: str = "", **more: str | bool) -> dict[str, bytes | Tree]:
    """Return an attachment by value. `content_id` and `hidden` mark it as shown in the body."""
    properties: dict[int, str | bytes | int] = {0x3705: 1, 0x3707: name, 0x3701: content}
    if mime_type:
        properties[0x370E] = mime_type
    if "content_id" in more:
        properties[0x3712] = str(more["content_id"])
    if "hidden" in more:
        properties[0x7FFE] = bool(more["hidden"])
    return property_streams(properties, 8)


def message_attachment(name: str, message: Tree) -> dict[str, bytes | Tree]:
    """Return an attached message, a storage within the storage of the attachment."""
    return {**property_streams({0x3705: 5, 0x3001: name}, 8), "__substg1.0_3701000D": message}
