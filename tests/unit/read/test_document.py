"""One document: its state and summary, ETags, its text part by part, and the link to its original."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.read.answers import TextBlock
from functions.read.ids import id_of
from functions.read.routes import documents as routes
from functions.read.text import part_of
from shared.documents.document import BlockKind, BlockText, Document, ParsedDocument, compose
from shared.documents.document_store import DocumentStore
from shared.documents.layout import layout_of
from shared.documents.placed_lines import PageFrame, PlacedLine
from shared.revision import Revision
from tests.support.documents import document, document_from, heading, paragraph
from tests.support.properties import examples
from tests.support.read_api import InProcessApi
from tests.unit.read.conftest import Shelf


def path(shelf: Shelf, key: str, what: str = "") -> str:
    return f"/v1/documents/{id_of(shelf.uri(key))}{what}"


def stored(shelf: Shelf, key: str, *pieces: BlockText, sequencer: str = "0A") -> Document:
    """Put a Document with these blocks, and its Summary."""
    made = document(*pieces)
    source = made.source.model_copy(update={"uri": shelf.uri(key), "sequencer": sequencer})
    made = made.model_copy(update={"source": source})
    bucket = shelf.stack.name("DocumentsBucket")
    place = {"bucket": bucket, "key": DocumentStore(bucket, shelf.stack.clients.s3).put(made)}
    shelf.summarized(key, sequencer=sequencer, document=place)
    return made


def test_a_document_has_its_state_and_its_summary(shelf: Shelf) -> None:
    summary = shelf.summarized("ü/a b.txt")
    got = shelf.api.get(path(shelf, "ü/a b.txt"))
    assert got.status == 200
    assert got.json["uri"] == shelf.uri("ü/a b.txt") and got.json["status"] == "SUMMARIZED"
    assert got.json["summary"] == summary.model_dump(mode="json", exclude_none=True)
    assert got.json["state"]["sequencer"] == "0A" and "code" not in got.json["state"]


def test_a_failed_object_has_an_id_too(shelf: Shelf) -> None:
    shelf.failed("a")
    got = shelf.api.get(path(shelf, "a")).json
    assert (got["status"], got["state"]["code"]) == ("FAILED", "empty") and "summary" not in got


def test_an_unknown_object_is_not_found_and_a_wrong_id_is_invalid(shelf: Shelf) -> None:
    for what in ("", "/text", "/original"):
        assert shelf.api.get(path(shelf, "nothing", what)).json["code"] == "not_found"
        wrong = shelf.api.get(f"/v1/documents/abc{what}")
        assert (wrong.status, wrong.json["errors"][0]["in"]) == (422, "path")


def test_an_unchanged_document_is_not_sent_again(shelf: Shelf) -> None:
    shelf.summarized("a")
    first = shelf.api.get(path(shelf, "a"))
    etag = first.headers["ETag"]
    assert etag.startswith('W/"') and first.headers["Cache-Control"] == "private, no-cache"
    for given_tag in (etag, etag.removeprefix("W/"), f'"x", {etag}', "*"):
        again = shelf.api.get(path(shelf, "a"), {"If-None-Match": given_tag})
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", etag)
        assert "Content-Type" not in again.headers
    shelf.summarized("a", sequencer="0B")
    changed = shelf.api.get(path(shelf, "a"), {"If-None-Match": etag})
    assert changed.status == 200 and changed.headers["ETag"] != etag


def test_every_change_of_the_state_changes_the_etag(shelf: Shelf) -> None:
    tags = []
    version = shelf.claimed("a")
    tags.append(shelf.api.get(path(shelf, "a")).headers["ETag"])
    shelf.table.claim(version, Revision("0A"))
    tags.append(shelf.api.get(path(shelf, "a")).headers["ETag"])
    shelf.table.note_error(version.uri, Revision("0A"), RuntimeError("again"))
    tags.append(shelf.api.get(path(shelf, "a")).headers["ETag"])
    assert len(set(tags)) == len(tags)


def test_a_list_that_has_not_changed_is_not_sent_again(shelf: Shelf) -> None:
    shelf.summarized("a")
    query = {"prefix": shelf.prefix, "day": "2026-11-22"}
    etag = shelf.api.get("/v1/documents", **query).headers["ETag"]
    assert shelf.api.get("/v1/documents", {"If-None-Match": etag}, **query).status == 304
    shelf.summarized("b")
    assert shelf.api.get("/v1/documents", {"If-None-Match": etag}, **query).status == 200


def test_the_text_has_the_blocks_with_their_places(shelf: Shelf) -> None:
    made = stored(shelf, "a", heading("Ü 🌉"), paragraph("The bridge 🌉 holds."))
    got = shelf.api.get(path(shelf, "a", "/text"))
    assert got.json["text"] == made.text and got.json["characters"] == len(made.text) and "next" not in got.json
    assert got.json["blocks"] == [
        {"kind": "heading", "start": 0, "end": 3, "level": 1},
        {"kind": "paragraph", "start": 5, "end": 24},
    ]
    again = shelf.api.get(path(shelf, "a", "/text"), {"If-None-Match": got.headers["ETag"]})
    assert again.status == 304


def test_a_long_text_is_compressed_for_who_accepts_it_and_read_in_parts(shelf: Shelf) -> None:
    made = stored(shelf, "a", *(paragraph(f"{number} " + "word " * 100) for number in range(20)))
    got = shelf.api.get(path(shelf, "a", "/text"), {"Accept-Encoding": "gzip, br"})
    assert got.headers["Content-Encoding"] == "gzip" and len(got.body) < 1000
    text, start = "", 0
    while start is not None:
        part = shelf.api.get(path(shelf, "a", "/text"), start=start, limit=1200).json
        assert part["start"] == start and len(part["text"]) <= 1200
        text, start = text + part["text"], part.get("next")
    assert text == made.text


def test_a_part_that_is_too_large_for_an_answer_is_made_smaller(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "MOST_BYTES", 3_000)
    made = stored(shelf, "a", paragraph('"🌉' * 1000), paragraph("\n".join(["line"] * 300)))
    text, start = "", 0
    while start is not None:
        got = shelf.api.get(path(shelf, "a", "/text"), start=start)
        assert len(got.body) <= 3_000
        text, start = text + got.json["text"], got.json.get("next")
    assert text == made.text


def test_a_start_beyond_the_text_is_refused(shelf: Shelf) -> None:
    made = stored(shelf, "a", paragraph("short"))
    assert shelf.api.get(path(shelf, "a", "/text"), start=len(made.text)).json["text"] == ""
    got = shelf.api.get(path(shelf, "a", "/text"), start=len(made.text) + 1)
    assert (got.status, got.json["errors"][0]["name"]) == (422, "start")


def test_a_document_that_was_removed_meanwhile_is_a_conflict(shelf: Shelf) -> None:
    shelf.summarized("a", document={"bucket": shelf.stack.name("DocumentsBucket"), "key": "gone"})
    got = shelf.api.get(path(shelf, "a", "/text"))
    assert (got.status, got.json["code"]) == (409, "changed")


KINDS = st.sampled_from([BlockKind.PARAGRAPH, BlockKind.TABLE, BlockKind.TURN])
BLOCKS = st.lists(
    st.builds(
        BlockText, kind=KINDS, text=st.text("ab 🌉", min_size=1, max_size=40), rows=st.none() | st.just([["cell"]])
    ),
    max_size=12,
)


@given(pieces=BLOCKS, limit=st.integers(1, 60))
@examples(200)
def test_the_parts_of_a_text_join_to_the_whole_and_have_every_block(pieces: list[BlockText], limit: int) -> None:
    made = document(*pieces)
    text, start = "", 0
    blocks: dict[int, TextBlock] = {}
    while True:
        part = part_of(made, start, limit)
        assert part.text == made.text[part.start : part.end] and len(part.text) <= limit
        for block in part.blocks:
            assert block.start < part.end and block.end > part.start
            if block.rows is not None:
                assert block.start >= part.start
            blocks[block.start] = blocks.get(block.start) or block
        text += part.text
        if part.next is None:
            break
        assert part.next == part.end > start
        start = part.next
    assert text == made.text
    assert [(b.start, b.end, b.rows) for b in blocks.values()] == [(b.start, b.end, b.rows) for b in made.blocks]


def test_a_part_ends_between_two_blocks_if_one_fits() -> None:
    made = document(paragraph("a" * 10), paragraph("b" * 10), paragraph("c" * 50))
    assert part_of(made, 0, 30).text == "a" * 10 + "\n\n" + "b" * 10 + "\n\n"
    assert part_of(made, 24, 30).text == "c" * 30


def test_the_original_is_a_link_to_the_version_of_the_summary(shelf: Shelf) -> None:
    s3, key = shelf.stack.clients.s3, shelf.prefix + "q3 ü.pdf"
    version = s3.put_object(Bucket=shelf.bucket, Key=key, Body=b"one")["VersionId"]
    s3.put_object(Bucket=shelf.bucket, Key=key, Body=b"two")
    summary = shelf.summarized("q3 ü.pdf")
    source = summary.source.model_copy(update={"version_id": version, "sequencer": "0B"})
    shelf.table.put_summary(summary.model_copy(update={"source": source}))
    got = shelf.api.get(path(shelf, "q3 ü.pdf", "/original"))
    assert got.status == 200 and got.headers["Cache-Control"] == "no-store" and "ETag" not in got.headers
    assert (got.json["name"], got.json["size"], got.json["version_id"]) == ("q3 ü.pdf", 14, version)
    query = parse_qs(urlsplit(got.json["url"]).query)
    assert query["versionId"] == [version] and query["X-Amz-Expires"] == ["300"]
    assert query["response-content-disposition"] == ["attachment; filename*=UTF-8''q3%20%C3%BC.pdf"]
    assert "inline" in shelf.api.get(path(shelf, "q3 ü.pdf", "/original"), disposition="inline").json["url"]


def test_the_original_of_a_failed_object_is_its_newest_version(shelf: Shelf) -> None:
    shelf.failed("a")
    assert shelf.api.get(path(shelf, "a", "/original")).json["version_id"] == "v2"


def test_without_the_bucket_or_for_another_one_no_link_is_signed(shelf: Shelf) -> None:
    shelf.summarized("a")
    api = InProcessApi(shelf.stack, uploads_bucket="")
    assert api.get(path(shelf, "a", "/original")).json["code"] == "originals_off"
    other = shelf.api.get(f"/v1/documents/{id_of('s3://other-bucket/a')}/original")
    assert (other.status, other.json["code"]) == (403, "originals_off")


def test_the_text_of_a_pdf_has_the_rectangles_of_its_lines_on_request(shelf: Shelf) -> None:
    made = placed_document()
    source = made.source.model_copy(update={"uri": shelf.uri("a.pdf"), "sequencer": "0A"})
    bucket = shelf.stack.name("DocumentsBucket")
    key = DocumentStore(bucket, shelf.stack.clients.s3).put(made.model_copy(update={"source": source}))
    shelf.summarized("a.pdf", document={"bucket": bucket, "key": key})
    assert "pages" not in shelf.api.get(path(shelf, "a.pdf", "/text")).json
    [page] = shelf.api.get(path(shelf, "a.pdf", "/text"), layout="true").json["pages"]
    assert (page["number"], page["width"], page["height"]) == (2, 100, 200)
    assert page["lines"] == [[0, 3, 0, 1000, 5000, 2000], [4, 7, 0, 2000, 5000, 3000]]
    part = part_of(made, 4, 1000, layout=True)
    assert part.pages is not None and part.pages[0].lines == [(4, 7, 0, 2000, 5000, 3000)]
    assert part_of(document(paragraph("A text.")), 0, 1000, layout=True).pages is None


def placed_document() -> Document:
    """Return a document of two lines on page 2."""
    frame = PageFrame(2, 100, 200)
    lines = [PlacedLine("one", frame, 0, 1000, 5000, 2000), PlacedLine("two", frame, 0, 2000, 5000, 3000)]
    piece = BlockText(BlockKind.PARAGRAPH, "one two", page=2, lines=lines)
    text, blocks = compose([piece])
    layout, _ = layout_of([piece], blocks, text, [])
    return document_from(
        ParsedDocument(media_type="application/pdf", text=text, blocks=blocks, layout=layout, parser="test 1")
    )
