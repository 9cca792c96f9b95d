"""Parts of an upload: each is read, listed with an error code, or counted, within the limits."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.contract import Extracted, Format, Hints, Limits, UnreadPart
from functions.parse.parser import parse
from functions.parse.parts import PartsReader, nothing_read, part_name
from shared.documents.document import BlockKind, BlockText, Metadata, ParsedDocument
from shared.errors import Code, PermanentError

WORDS = BlockText(kind=BlockKind.PARAGRAPH, text="words")


@dataclass
class Node:
    """A generated file: its paragraphs, the files within it, or the error that reading it raises."""

    texts: int = 0
    within: list["Node"] = field(default_factory=list)
    error: Code | None = None
    # Number of files within it that can be listed before a damaged entry.
    breaks_after: int | None = None
    size: int = 1

    def met(self) -> int:
        """The number of parts that can be listed, at all depths."""
        if self.error is not None:
            return 0
        return sum(1 + node.met() for node in self.within[: self.breaks_after])


def parts_of(node: Node) -> Iterator[UnreadPart]:
    for place, inner in enumerate(node.within):
        if place == node.breaks_after:
            raise PermanentError(Code.CORRUPT, "The rest is damaged.")
        yield UnreadPart(f"{place}.txt", b"x" * inner.size, read_as=reader(inner))


def reader(node: Node) -> Format:
    def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
        if node.error is not None:
            raise PermanentError(node.error, "It can't be read.")
        return Extracted(blocks=[WORDS] * node.texts, parser="made up", parts=parts_of(node))

    return read


def document_of(node: Node, **limits: float) -> ParsedDocument | PermanentError:
    try:
        return parse(b"A text.", Hints("a.txt"), Limits.model_validate(limits), {"text/plain": reader(node)})
    except PermanentError as error:
        return error


def listed(document: ParsedDocument) -> list[str]:
    """Return the names of parts, without the entries for the rest of damaged containers."""
    return [part.name for part in document.parts if not part.name.endswith("the rest")]


def left_out(document: ParsedDocument) -> int:
    messages = (warning.message for warning in document.warnings if warning.code == "parts_left_out")
    return sum(int(sentence.split()[0].replace(",", "")) for sentence in messages)


NODES = st.recursive(
    st.builds(Node, texts=st.integers(0, 2), error=st.sampled_from([None, None, *Code])),
    lambda inner: st.builds(
        Node,
        texts=st.integers(0, 2),
        within=st.lists(inner, max_size=4),
        breaks_after=st.sampled_from([None, None, 0, 2]),
    ),
    max_leaves=15,
)


@given(NODES, st.integers(0, 8), st.integers(0, 4))
def test_every_part_has_a_range_or_a_code_or_is_counted(node: Node, max_parts: int, max_depth: int) -> None:
    node.error = None
    document = document_of(node, max_parts=max_parts, max_depth=max_depth)
    if isinstance(document, PermanentError):
        assert not node.texts
        return
    opened: list[int] = []
    start = 0
    for part in document.parts:
        # Parts are in the order of their texts. A nested part ends no later than the part around it.
        assert start <= part.start <= part.end <= len(document.text)
        assert (part.code is None) == (part.start < part.end)
        assert (part.code is None) == (part.message is None)
        start = part.start
        while opened and opened[-1] <= part.start:
            opened.pop()
        assert not opened or part.end <= opened[-1]
        if part.code is None:
            assert part.start in {block.start for block in document.blocks}
            assert part.end in {block.end for block in document.blocks}
            opened.append(part.end)
    read = len(listed(document))
    assert read <= max_parts
    assert read + left_out(document) <= node.met()


@given(NODES)
def test_without_a_limit_every_part_is_in_the_document(node: Node) -> None:
    node.error, node.texts = None, max(1, node.texts)
    document = document_of(node, max_parts=10_000, max_depth=16)
    assert isinstance(document, ParsedDocument)
    assert len(listed(document)) == node.met()
    assert left_out(document) == 0
    messages = [warning.message for warning in document.warnings if warning.code == "parts_unreadable"]
    unread = sum(1 for part in document.parts if part.code)
    assert [int(sentence.split()[0]) for sentence in messages] == ([unread] if unread else [])


def test_a_part_begins_with_a_heading_and_its_own_headings_are_below() -> None:
    heading = BlockText(kind=BlockKind.HEADING, text="Chapter", level=1)

    def inner(content: bytes, hints: Hints, limits: Limits) -> Extracted:
        return Extracted(blocks=[WORDS, heading], parser="made up", metadata=Metadata(title="A book"))

    def outer(content: bytes, hints: Hints, limits: Limits) -> Extracted:
        return Extracted(blocks=[WORDS], parser="made up", parts=[UnreadPart("book.txt", b"x", read_as=inner)])

    document = parse(b"A text.", Hints("a.txt"), Limits(), {"text/plain": outer})
    assert [(block.kind, block.level) for block in document.blocks] == [
        (BlockKind.PARAGRAPH, None),
        (BlockKind.HEADING, 1),
        (BlockKind.PARAGRAPH, None),
        (BlockKind.HEADING, 2),
    ]
    assert document.text == "words\n\nA book\n\nwords\n\nChapter"
    assert (document.parts[0].start, document.parts[0].end) == (7, len(document.text))


def test_a_container_without_readable_parts_has_an_error() -> None:
    secret = Node(within=[Node(error=Code.ENCRYPTED), Node(error=Code.EMPTY)])
    document = document_of(Node(texts=1, within=[secret, Node(texts=1)]))
    assert isinstance(document, ParsedDocument)
    assert [(part.name, part.code) for part in document.parts] == [
        ("0.txt", "encrypted"),
        ("0.txt/0.txt", "encrypted"),
        ("0.txt/1.txt", "empty"),
        ("1.txt", None),
    ]
    assert [part.start for part in document.parts] == [7, 7, 7, 7]


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        ([Code.UNSUPPORTED, Code.ENCRYPTED, Code.CORRUPT], Code.ENCRYPTED),
        ([Code.EMPTY, Code.CORRUPT], Code.CORRUPT),
        ([Code.CORRUPT, Code.CORRUPT], Code.CORRUPT),
        ([], Code.EMPTY),
    ],
)
def test_an_upload_without_readable_parts_fails_with_the_first_code_by_priority(codes: list[Code], code: Code) -> None:
    error = document_of(Node(within=[Node(error=code) for code in codes]))
    assert isinstance(error, PermanentError)
    assert error.code is code
    assert error.message.endswith(".")


def test_an_upload_whose_parts_are_all_over_a_limit_is_too_large() -> None:
    error = document_of(Node(within=[Node(texts=1)]), max_parts=0)
    assert isinstance(error, PermanentError)
    assert error.code is Code.TOO_LARGE
    assert nothing_read([]).code is Code.EMPTY


def test_bytes_are_counted_over_all_depths() -> None:
    inner = Node(texts=1, within=[Node(texts=1, size=40), Node(texts=1, size=40)], size=10)
    document = document_of(Node(texts=1, within=[inner, inner, Node(texts=1)]), max_unpacked_bytes=100)
    assert isinstance(document, ParsedDocument)
    assert [(part.name, part.code) for part in document.parts] == [
        ("0.txt", None),
        ("0.txt/0.txt", None),
        ("0.txt/1.txt", None),
        ("1.txt", None),
    ] or "too_large" in [part.code for part in document.parts]
    assert left_out(document) >= 1


def test_parts_that_are_left_out_are_not_unpacked() -> None:
    def unpack() -> bytes:
        raise AssertionError("it was unpacked")

    def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
        return Extracted(blocks=[WORDS], parser="made up", parts=[UnreadPart("a", unpack), UnreadPart("b", unpack)])

    document = parse(b"A text.", Hints("a.txt"), Limits(max_parts=0), {"text/plain": read})
    assert left_out(document) == 2


def test_no_part_is_read_after_the_deadline() -> None:
    asked = []

    def endless() -> Iterator[UnreadPart]:
        while True:
            asked.append(1)
            yield UnreadPart("a", b"x")

    read: Format = lambda content, hints, limits: Extracted([WORDS], "made up", parts=endless())  # noqa: E731 (one line)
    document = parse(b"A text.", Hints("a.txt"), Limits(deadline=time.monotonic() - 1), {"text/plain": read})
    assert len(asked) == 1
    assert "no time was left" in document.warnings[0].message


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a/b.txt", "a/b.txt"),
        ("../../a.txt", "a.txt"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\temp\\a.txt", "temp/a.txt"),
        ("\\\\host\\share\\a.txt", "host/share/a.txt"),
        ("a:b.txt", "a:b.txt"),
        ("a\x00b\nc\x1b[1m.txt", "ab c [1m.txt"),
        ("invoice\u202efdp.exe", "invoice fdp.exe"),
        ("", "unnamed"),
        ("/..//.", "unnamed"),
        ("x" * 300 + ".txt", "x" * 196 + ".txt"),
        ("x../" + "y" * 197, "y" * 197),
        ("Fähre नाव.txt", "Fähre नाव.txt"),
        ("\ud800.txt", "\ufffd.txt"),
    ],
)
def test_names_are_sanitized_for_display(name: str, shown: str) -> None:
    assert part_name(name) == shown


@given(st.text())
def test_no_name_is_a_path_outside_the_upload(name: str) -> None:
    shown = part_name(name)
    assert shown
    assert shown == shown.strip()
    assert not {"", ".", ".."}.intersection(shown.split("/"))
    assert shown.encode("utf-8")


def test_an_upload_without_parts_is_unchanged() -> None:
    reader = PartsReader(lambda *arguments: ("text/plain", Extracted([], "made up")), Limits(), [WORDS])
    reader.read_all(Extracted([WORDS], "made up"))
    assert (reader.blocks, reader.texts, reader.warnings) == ([WORDS], [], [])
