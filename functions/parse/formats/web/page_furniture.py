"""Page furniture: what a publisher's page says around an article, in the same elements as the article itself.

Extractors tell by markup what belongs to an article. These lines stand amid its paragraphs and are known by what they
say: pointers to other pages, calls to subscribe, buttons, notices of rights.
"""

import re
from collections.abc import Sequence

from shared.documents.document import BlockKind, BlockText

# Words. A longer paragraph that begins like a pointer says more than where to go.
LONGEST_POINTER = 25

# Words. A longer notice of rights says on what terms the text may be used, which belongs to it.
LONGEST_NOTICE = 12

# Words that stand on a button or a tab, or confirm that it was pressed.
LONGEST_BUTTON = 6

# Words of a heading that is a sentence: the standfirst below a title. A shorter one heads a section.
SHORTEST_STANDFIRST = 8

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


def parted(blocks: Sequence[BlockText]) -> tuple[str | None, list[BlockText]]:
    """The standfirst, if there is one, and the blocks of the article; all blocks where nothing else would be left."""
    kept = [block for block in blocks if not is_furniture(block.text)]
    headings = next((place for place, block in enumerate(kept) if block.kind is not BlockKind.HEADING), len(kept))
    if headings == len(kept):
        return None, list(blocks)
    standfirst = [block.text for block in kept[:headings] if len(block.text.split()) >= SHORTEST_STANDFIRST]
    article = [block for block in kept[:headings] if block.text not in standfirst] + kept[headings:]
    return " ".join(standfirst) or None, article


def is_furniture(text: str) -> bool:
    """Whether a block of an article's page speaks of the page, not of what the article is about."""
    words = len(text.split())
    if CALL.match(text) or ADDRESS.match(text.strip()):
        return True
    if words <= LONGEST_POINTER and POINTER.match(text):
        return True
    if words <= LONGEST_BUTTON and BUTTON.match(text):
        return True
    return words <= LONGEST_NOTICE and RIGHTS.search(text) is not None
