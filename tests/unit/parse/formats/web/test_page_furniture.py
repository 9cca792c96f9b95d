"""Page furniture: which lines are recognized, and which blocks remain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parse.formats.web.page_furniture import is_furniture, standfirst_and_article
from shared.documents.document import BlockKind, BlockText


@pytest.mark.parametrize(
    "text",
    [
        "READ MORE: China plague outbreak",
        "Related: The market hall reopens",
        "Don't miss\nThe market hall",
        "Follow us on Twitter",
        "Sign up for our newsletter",
        "Print Article",
        "Thank you",
        "Copyright ©2026 Ardale News, Inc. All Rights Reserved",
        "www.ardale-news.example/bridge",
    ],
)
def test_page_furniture_is_recognized(text: str) -> None:
    assert is_furniture(text)


@pytest.mark.parametrize(
    "text",
    [
        "Read more books, the teacher told them.",
        "More than forty stalls moved back into the hall on Saturday.",
        "Related costs are paid by the province, the treasurer said, and the rest by the city and the parish council "
        "together, as they have done for all other bridges in the county.",
        "Thank you for nothing, the mayor wrote to the company on Friday.",
        "Comments by the mayor angered the shopkeepers.",
        "Copyright law will change in May, when the parliament votes on a bill that publishers have fought for years.",
        "Sorry is not a word that he likes to use.",
    ],
)
def test_lines_of_the_article_are_not_furniture(text: str) -> None:
    assert not is_furniture(text)


@given(st.lists(st.tuples(st.sampled_from(list(BlockKind)), st.text(max_size=60)), max_size=12))
def test_the_article_keeps_the_order_of_its_blocks_and_is_never_empty(pieces: list[tuple[BlockKind, str]]) -> None:
    given_blocks = [BlockText(kind=kind, text=text) for kind, text in pieces]
    _, article = standfirst_and_article(given_blocks)
    remaining = iter(given_blocks)
    assert all(any(block is other for other in remaining) for block in article)
    assert bool(article) == bool(given_blocks)
