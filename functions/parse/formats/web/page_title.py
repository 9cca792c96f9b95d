"""The title of a page: remove the site's name from it, and remove its repetition at the top of the article."""

import re
from collections.abc import Sequence

from shared.documents.document import BlockKind, BlockText

NOT_LETTERS = re.compile(r"\W+")

# The separator between a title and the name of the site.
SITE_SEPARATOR = re.compile(r"\s[|–—·-]\s")

# Minimum number of letters and digits in a heading that repeats the title in part, or with more text such as the name
# of the site or the section. A shorter heading must equal the title.
MIN_PARTIAL_TITLE = 12

# Minimum length of a standfirst, in words. A shorter heading below the title is the heading of a section.
MIN_STANDFIRST_WORDS = 8

# Number of blocks at the top of the article in which a repeated title is removed. Further down it is a mention.
TITLE_BLOCKS = 4


def without_site_name(title: str | None, publisher: str | None) -> str | None:
    """Return the title without the publisher's name at its end."""
    parts = SITE_SEPARATOR.split(title) if title else []
    if title and publisher and len(parts) > 1 and letters(parts[-1]) == letters(publisher):
        return title[: -len(parts[-1])].rstrip(" |–—·-") or title
    return title


def without_title(blocks: list[BlockText], title: str | None) -> list[BlockText]:
    """Return the blocks without one at the top that only repeats the title, which is in the metadata."""
    title_letters = letters(title or "")
    for index, block in enumerate(blocks[:TITLE_BLOCKS]):
        own = letters(block.text)
        may_be_part = block.kind is BlockKind.HEADING and len(own) >= MIN_PARTIAL_TITLE
        repeats = own == title_letters or (may_be_part and (own in title_letters or title_letters in own))
        if title_letters and len(blocks) > 1 and repeats:
            return blocks[:index] + blocks[index + 1 :]
    return blocks


def letters(text: str) -> str:
    """Return the letters and digits of a text, in lower case."""
    return NOT_LETTERS.sub("", text).casefold()


def standfirst_and_article(blocks: Sequence[BlockText]) -> tuple[str | None, list[BlockText]]:
    """Split the blocks into the standfirst, if there is one, and the article."""
    headings = next((place for place, block in enumerate(blocks) if block.kind is not BlockKind.HEADING), len(blocks))
    if headings == len(blocks):
        return None, list(blocks)
    standfirst = [block.text for block in blocks[:headings] if len(block.text.split()) >= MIN_STANDFIRST_WORDS]
    article = [block for block in blocks[:headings] if block.text not in standfirst] + list(blocks[headings:])
    return " ".join(standfirst) or None, article
