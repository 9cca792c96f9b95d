"""Lists whose bullets were typed, as characters at the start of paragraphs."""

import re
from dataclasses import replace

from shared.documents.document import BlockKind, BlockText

# The last two are where the symbol fonts of Office have their bullets.
BULLET = re.compile(r"\s*[•‣◦▪▫●○■□◆◇➢➤✓\uf0b7\uf0a7](?:[ \t\xa0]+|$)")


def with_bullet_read(block: BlockText) -> BlockText:
    """A paragraph that begins with a bullet as the list item that it is; any other block as it is."""
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return block
    bullet = BULLET.match(block.text)
    return replace(block, kind=BlockKind.LIST_ITEM, text=block.text[bullet.end() :]) if bullet else block
