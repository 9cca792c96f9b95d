"""The text of a ParsedDocument and its blocks: blocks are slices of the text, which is cut at the limits."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.parser import parse
from infra.local.files import SAMPLES
from shared.documents.document import BlockKind, BlockText, ParsedDocument
from shared.errors import Code
from tests.support.parsed import ALL_SAMPLES, blocks, outcome, read


@pytest.mark.parametrize("path", ALL_SAMPLES, ids=lambda path: path.name)
def test_every_block_is_a_slice_and_the_text_is_nothing_else(path: Path) -> None:
    document = read(path.read_bytes(), path.name)
    assert "\n\n".join(text for _, text in blocks(document)) == document.text
    assert all(text == text.strip() for _, text in blocks(document))
    assert document.parser
    assert document.milliseconds.keys() == {"recognize", "extract", "compose"}
    assert ParsedDocument.model_validate_json(document.model_dump_json()) == document


@given(limit=st.integers(min_value=1, max_value=3000))
def test_text_over_the_limit_is_cut_with_a_warning(limit: int) -> None:
    content = (SAMPLES / "tidal-barrier.txt").read_bytes()
    whole = read(content)
    document = parse(content, Hints(), Limits(max_characters=limit))
    assert len(document.text) <= limit
    assert whole.text.startswith(document.text)
    cut = [warning for warning in document.warnings if warning.code == "cut"]
    if len(whole.text) <= limit:
        assert document.text == whole.text
        assert not cut
    else:
        assert f"{len(whole.text):,}" in cut[0].message
        assert f"{len(document.text):,}" in cut[0].message
        if len(document.blocks) > 1:
            assert blocks(document)[:-1] == blocks(whole)[: len(document.blocks) - 1]


@given(
    st.lists(
        st.tuples(st.sampled_from(list(BlockKind)), st.text(st.characters(exclude_categories=[]))),
        min_size=1,
        max_size=20,
    )
)
def test_blocks_are_always_slices_of_storable_text(pieces: list[tuple[BlockKind, str]]) -> None:
    def read_pieces(content: bytes, hints: Hints, limits: Limits) -> Extracted:
        return Extracted(blocks=[BlockText(kind=kind, text=text) for kind, text in pieces], parser="test")

    document = outcome(b"anything", Hints(), {"text/plain": read_pieces})
    if isinstance(document, Code):
        assert document is Code.EMPTY
        assert not any(text.replace("\x00", "").strip() for _, text in pieces)
        return
    assert document.text.encode("utf-8")
    assert "\n\n".join(text for _, text in blocks(document)) == document.text


def test_blocks_over_the_limit_are_cut_with_a_warning() -> None:
    document = parse(b"A word.\n\n" * 50, Hints("a.txt"), Limits(max_blocks=7))
    assert len(document.blocks) == 7
    assert document.text == "\n\n".join(["A word."] * 7)
    (warning,) = document.warnings
    assert warning.code == "cut"
    assert "448 characters" in warning.message and "61 characters, in 7 blocks, were kept" in warning.message
    assert not parse(b"A word.\n\n" * 7, Hints("a.txt"), Limits(max_blocks=7)).warnings


def test_a_block_across_the_limit_is_cut() -> None:
    document = parse(
        ("A title\n\n" + "words of a long paragraph " * 50 + "\n\nThe end.").encode(),
        Hints("a.txt"),
        Limits(max_characters=500),
    )
    assert 490 <= len(document.text) <= 500
    assert "The end" not in document.text
