"""List items whose bullet is a character at the start of the text."""

import re
from dataclasses import replace

from shared.documents.document import BlockKind, BlockText

# A bullet and the blanks after it. The last two characters are bullets of the symbol fonts of Office.
BULLET = re.compile(r"\s*[•‣◦▪▫●○■□◆◇➢➤✓\uf0b7\uf0a7](?:[ \t\xa0]+|$)")


def with_bullet_read(block: BlockText) -> BlockText:
    """Return a list item without the bullet if a paragraph or list item starts with one; else the block unchanged."""
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return block
    bullet = BULLET.match(block.text)
    return replace(block, kind=BlockKind.LIST_ITEM, text=block.text[bullet.end() :]) if bullet else block
