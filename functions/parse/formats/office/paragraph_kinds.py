"""Paragraph kinds by style name and by a paragraph's own properties, as DOC, DOCX and RTF share them."""

import re
from dataclasses import dataclass

from shared.documents.document import BlockKind

# Outline level of body text (ECMA-376-1, 17.3.1.20). Lower levels are headings; 0 is the highest.
BODY_TEXT_LEVEL = 9

# Maximum length of a chain of base styles, as in Word.
MAX_BASES = 11

# Names of built-in heading styles in English, German, French, Spanish, Portuguese, Italian and Dutch.
HEADING_NAME = re.compile(r"(?:heading|überschrift|titre|título|titolo|kop) ?([1-9])")
TITLE_NAMES = frozenset({"title", "book title"})

# Style names of Word and LibreOffice, matched at the start of the name in lower case. The first match wins.
KINDS_BY_NAME = (
    (re.compile(r"list (?:bullet|number|continue)|list(?: \d)?$|(?:numbering|list) \d"), BlockKind.LIST_ITEM),
    (re.compile(r"(?:intense )?quote|quotations?$|block ?text|block quotation"), BlockKind.QUOTATION),
    (re.compile(r"caption"), BlockKind.CAPTION),
    (re.compile(r"(?:source )?code|html (?:code|preformatted)|preformatted|macro|verbatim"), BlockKind.CODE),
)


@dataclass(frozen=True, slots=True)
class ParagraphKind:
    """The block kind of a paragraph, and the level of a heading (1 is the highest)."""

    kind: BlockKind
    level: int | None = None


PARAGRAPH = ParagraphKind(BlockKind.PARAGRAPH)
LIST_ITEM = ParagraphKind(BlockKind.LIST_ITEM)


def kind_of_name(name: str) -> ParagraphKind | None:
    """Return the kind of the paragraphs of a style by its name in lower case; None if the name matches no kind."""
    heading = HEADING_NAME.match(name)
    if heading:
        return ParagraphKind(BlockKind.HEADING, int(heading.group(1)))
    if name in TITLE_NAMES:
        return ParagraphKind(BlockKind.HEADING, 1)
    return next((ParagraphKind(kind) for names, kind in KINDS_BY_NAME if names.match(name)), None)


def with_own_properties(by_style: ParagraphKind, outline_level: int | None, numbered: bool | None) -> ParagraphKind:
    """Return the kind of a paragraph whose own properties override those of its style.

    `outline_level` and `numbered` (whether the paragraph is in a list) are None if the paragraph doesn't set them.
    """
    if outline_level is not None and by_style.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
        if outline_level < BODY_TEXT_LEVEL:
            return ParagraphKind(BlockKind.HEADING, outline_level + 1)
        by_style = PARAGRAPH
    if numbered and by_style.kind is BlockKind.PARAGRAPH:
        return LIST_ITEM
    if numbered is False and by_style.kind is BlockKind.LIST_ITEM:
        return PARAGRAPH
    return by_style
