"""reStructuredText: blocks, metadata, directives that name files, and markup that docutils cannot parse."""

import pytest

from tests.support.parsed import blocks, codes, read


def test_restructuredtext_keeps_the_kinds_of_its_blocks_and_opens_no_file() -> None:
    source = (
        "Boats\n=====\n\n:Author: Ann Example\n:Date: 2024-05-06\n\nSome *plain* ``words`` and `a link <http://a.example>`_"
        ".\n\nRoutes\n------\n\n* one\n  goes on\n* two\n\n.. note:: Mind the gap.\n\n.. include:: /etc/passwd\n\n"
        ".. raw:: html\n   :file: /etc/passwd\n\n.. csv-table:: T\n   :file: /etc/passwd\n\n"
        ".. figure:: a.png\n\n   The quay.\n\n.. versionadded:: 2\n   New boats.\n\n===== =====\nA     B\n===== =====\n"
        "1     2\n===== =====\n\nSee :ref:`the map <map>`::\n\n   code\n"
    )
    document = read(source, "a.rst")
    assert document.metadata.model_dump(exclude_none=True) == {
        "title": "Boats",
        "byline": "Ann Example",
        "published_at": "2024-05-06",
        "language": "en",
    }
    assert blocks(document) == [
        ("heading", "Boats"),
        ("paragraph", "Some plain words and a link."),
        ("heading", "Routes"),
        ("list_item", "one goes on"),
        ("list_item", "two"),
        ("paragraph", "Mind the gap."),
        ("caption", "The quay."),
        ("paragraph", "2"),
        ("paragraph", "New boats."),
        ("table", "A\tB\n1\t2"),
        ("paragraph", "See the map:"),
        ("code", "code"),
    ]


@pytest.mark.parametrize(
    "source", ["* " * 3000 + "x", "\n".join("  " * n + "* x\n" for n in range(400)), "`a " * 50_000]
)
def test_markup_that_docutils_cannot_parse_is_read_as_plain_text(source: str) -> None:
    assert codes(read(source, "a.rst")) == ["markup_not_followed"]
