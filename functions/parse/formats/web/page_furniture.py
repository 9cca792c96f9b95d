"""Page furniture: text that a publisher's page puts among an article's paragraphs, in the same elements.

Extractors find an article by its markup. These lines have the article's own markup and can be recognized only by their
wording: links to other pages, calls to subscribe, button labels, rights notices.

Summarize has a similar list in `functions/summarize/sentences/presentable.py`. Both exist on purpose. This list removes
blocks from the text of the Document, for web pages only, so it must match only text that is never part of an article.
The list of Summarize selects sentences in every format and removes nothing from the text, so it may match more:
credits, cookie notices, confidentiality notices.
"""

import re
from collections.abc import Sequence

from shared.documents.document import BlockKind, BlockText

# Maximum length of a link to another page, in words. A longer paragraph with the same beginning is text.
MAX_POINTER_WORDS = 25

# Maximum length of a rights notice, in words. A longer notice contains the terms of use of the text and is kept.
MAX_NOTICE_WORDS = 12

# Maximum length of the label of a button or tab, or of the message after a click, in words.
MAX_BUTTON_WORDS = 6

# Minimum length of a standfirst, in words. A shorter heading below the title is the heading of a section.
MIN_STANDFIRST_WORDS = 8

POINTER = re.compile(
    r"""^\W*(
        (read|see)\ (more|also|next) | don['’]t\ miss | also\ read | watch(\ now|\ live|\ below)? | recommended
      | related(\ (stories|articles|content|coverage))? | trending | more(\ on\ this|\ from\b.{0,40})?
      | you\ (may|might)\ also\ like
    )\ *(:|\||\n|$)
    """,
    re.IGNORECASE | re.VERBOSE,
)
CALL = re.compile(
    r"""^\W*(
        (click|tap)\ here\ (to|for)\b | get\ .{0,40}\bby\ clicking\ here\b | follow\ (us\b|@)
      | sign\ up\ (for|to)\b | subscribe\ (to|now)\b | thanks?\ (you\ )?for\ signing\ up\b
      | an\ error\ has\ occurred\b | there\ was\ an\ error\ processing\b | this\ (article|page)\ has\ been\ sent\b
      | this\ copy\ is\ for\ your\ personal\b | keep\ an\ eye\ on\ your\ inbox\b | scroll\ down\ for\ video\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
BUTTON = re.compile(
    r"""^\W*(
        comments?\ *(\(\d+\))? | (order\ )?reprints? | print(\ (this\ )?(article|page))? | thank\ you | sorry
      | share(\ this\ article)? | advertisement | skip\ to\ (main\ )?content
      | (show|hide|view|leave\ a)\ comments? | back\ to\ top
    )\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
RIGHTS = re.compile(r"^\W{0,3}(copyright\b|©|ⓒ|\(c\)\ )|\ball rights reserved\W*$", re.IGNORECASE)
ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$")


def standfirst_and_article(blocks: Sequence[BlockText]) -> tuple[str | None, list[BlockText]]:
    """Split the blocks into the standfirst, if there is one, and the article without page furniture.

    If only headings would remain, return all blocks.
    """
    kept = [block for block in blocks if not is_furniture(block.text)]
    headings = next((place for place, block in enumerate(kept) if block.kind is not BlockKind.HEADING), len(kept))
    if headings == len(kept):
        return None, list(blocks)
    standfirst = [block.text for block in kept[:headings] if len(block.text.split()) >= MIN_STANDFIRST_WORDS]
    article = [block for block in kept[:headings] if block.text not in standfirst] + kept[headings:]
    return " ".join(standfirst) or None, article


def is_furniture(text: str) -> bool:
    """Whether the text of a block belongs to the page, not to the article."""
    words = len(text.split())
    if CALL.match(text) or ADDRESS.match(text.strip()):
        return True
    if words <= MAX_POINTER_WORDS and POINTER.match(text):
        return True
    if words <= MAX_BUTTON_WORDS and BUTTON.match(text):
        return True
    return words <= MAX_NOTICE_WORDS and RIGHTS.search(text) is not None
