"""The parse benchmark: what it counts, whom it calls the fastest, and how it bears peers that fail."""

import gzip
import io
import sys
from pathlib import Path
from typing import cast

import pytest
from rich.console import Console

from tests.benchmarks.data_sets import read_files
from tests.benchmarks.parse_report import by_file, by_format, has_read, ratio_to_fastest, sums
from tests.benchmarks.parse_rows import Reading, Row, reading, share_kept
from tests.benchmarks.predict import page_rows
from tests.benchmarks.readers import KREUZBERG, OURS, READ, Outcome, PeerReader

PEER = """
import sys, time
from functions.parse.worker import protocol
answers = sys.stdout.buffer
def answer(header, body=b""):
    answers.write(protocol.pack(header, body))
    answers.flush()
answer({})
while True:
    header, length = protocol.read_header(sys.stdin.buffer)
    content = protocol.read_exactly(sys.stdin.buffer, length)
    if header["name"] == "hang":
        time.sleep(60)
    if header["name"] == "exit":
        sys.exit()
    answer({"failed": "KeyError"} if header["name"] == "raise" else {"failed": None}, content.upper())
"""


def read(ms: float, words: int = 100, outcome: str = READ) -> Reading:
    return Reading(outcome=outcome, characters=6 * words, words=words, odd=0, ms=ms)


def row(ours: Reading, media_type: str | None = "text/plain", file: str = "a.txt", **peers: Reading) -> Row:
    return Row(file, 10, media_type, ("cut",), 80.0, {OURS: ours, **peers})


def shown(rows: list[Row], readers: list[str]) -> str:
    console = Console(width=240, file=io.StringIO())
    console.print(by_file(rows, readers))
    console.print(by_format(rows, readers))
    return cast(io.StringIO, console.file).getvalue()


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("Zürich, São Paulo, “quoted” – Ãguas\n\tand\fa page", 0),
        ("ZÃ¼rich", 1),
        ("donâ€™t", 1),
        ("a\ufffdb\x00c\x85", 3),
        ("ï»¿Title", 1),
    ],
)
def test_signs_of_mojibake_are_counted(text: str, odd: int) -> None:
    assert reading(Outcome(READ, text), 1.0).odd == odd


def test_words_are_counted_without_figures_and_marks() -> None:
    counted = reading(Outcome(READ, "| **Two** words | 12 |"), 1.234)
    assert (counted.words, counted.characters, counted.ms) == (2, 22, 1.23)


def test_the_share_of_the_peers_words_counts_each_as_often_as_it_occurs() -> None:
    assert share_kept("The ferry left.", "the ferry the FERRY") == 0.5
    assert share_kept("The ferry left.", "# 12") is None
    assert share_kept("", "the ferry") is None


def test_the_fastest_peer_is_one_that_has_read_the_file() -> None:
    measured = row(read(3.0), kreuzberg=read(2.0), quick=read(0.1, words=10), broken=read(0.1, outcome="ValueError"))
    assert [has_read(measured, reader) for reader in measured.readings] == [True, True, False, False]
    assert ratio_to_fastest(measured) == 1.5


def test_a_file_that_no_peer_has_read_has_no_ratio() -> None:
    assert ratio_to_fastest(row(read(3.0), kreuzberg=read(2.0, words=0))) is None
    assert ratio_to_fastest(row(read(3.0, words=0, outcome="empty"), kreuzberg=read(2.0))) is None


def test_the_tables_show_every_file_and_every_format() -> None:
    rows = [
        row(read(1.0), kreuzberg=read(2.0)),
        row(read(3.0), file="b.txt", kreuzberg=read(2.0)),
        row(read(9.0, outcome="encrypted"), media_type=None, file="c.xlsx", kreuzberg=read(4.0)),
    ]
    text = shown(rows, [OURS, KREUZBERG])
    for expected in ("a.txt", "b.txt", "c.xlsx", "encrypted", "*.xlsx"):
        assert expected in text
    line = next(line for line in text.splitlines() if "nutgraf 2" in line)
    assert [cell.strip() for cell in line.strip("│").split("│")] == [
        "text/plain",
        "2",
        "2.0",
        "2.0",
        "1.00",
        "nutgraf 2, kreuzberg 2",
    ]


def test_the_sums_compare_the_files_that_both_have_read() -> None:
    rows = [row(read(1.0), kreuzberg=read(5.0)), row(read(100.0), kreuzberg=read(2.0, outcome="crashed"))]
    ours, kreuzberg = sums(rows, [OURS, KREUZBERG])
    assert ours.startswith("nutgraf: read 2 of 2, median 50.5 ms, peak memory 80 MB")
    assert kreuzberg.startswith("kreuzberg: read 1 of 2, median 5.0 ms, the 1 files that both read 5 ms, nutgraf 1 ms")


def test_a_peer_that_fails_hangs_or_ends_fails_its_file_alone() -> None:
    with PeerReader([sys.executable, "-c", PEER], seconds=0.5) as peer:
        assert peer.read(b"a text", "a.txt") == Outcome(READ, "A TEXT")
        assert peer.read(b"x", "raise").outcome == "KeyError"
        assert peer.read(b"x", "hang").outcome == "timed_out"
        assert peer.read(b"x", "exit").outcome == "crashed"
        assert peer.read(b"more", "b.txt").text == "MORE"


def test_packed_files_are_read_unpacked_and_pages_by_the_name_before_their_ending(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "page-1.html.gz").write_bytes(gzip.compress(b"<p>one"))
    (tmp_path / "html" / "page-0.html").write_bytes(b"<p>none")
    (tmp_path / "gold.json").write_bytes(b"{}")
    assert dict(read_files(tmp_path)) == {
        "gold.json": b"{}",
        "html/page-0.html": b"<p>none",
        "html/page-1.html": b"<p>one",
    }
    assert page_rows(tmp_path) == [{"id": "page-0", "html": b"<p>none"}, {"id": "page-1", "html": b"<p>one"}]
