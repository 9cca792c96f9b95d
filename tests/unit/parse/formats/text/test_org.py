"""Org mode: headings, metadata and included files."""

from tests.support.parsed import blocks, read


def test_an_org_file_has_headings_and_metadata_and_includes_no_file() -> None:
    head = "#+TITLE: Boats\n#+AUTHOR: Ann\n#+DATE: <2024-05-06 Mon>\n"
    source = f'{head}* Routes\n  Some *bold* words.\n - one\n#+INCLUDE: "/etc/passwd"\n'
    document = read(source, "a.org")
    assert document.metadata.model_dump(exclude_none=True) == {
        "title": "Boats",
        "byline": "Ann",
        "published_at": "2024-05-06",
    }
    assert blocks(document) == [("heading", "Routes"), ("paragraph", "Some bold words."), ("list_item", "one")]
