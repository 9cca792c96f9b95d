"""vCard (RFC 6350): each contact with the name as a heading, and a line for each of its facts."""

from collections.abc import Iterator

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.calendar.content_lines import Component, components_of
from functions.parse.formats.text.plain_text import paragraphs
from functions.parse.recognition.text_decoding import decoded
from shared.documents.document import BlockKind, BlockText, Metadata
from shared.errors import Code, PermanentError
from shared.version import PIPELINE_VERSION

PARSER = f"nutgraf {PIPELINE_VERSION} vcard"

# Labels of the properties with text for a reader. Pictures, sounds and keys are left out.
LABELS = {"TITLE": "Title", "ROLE": "Role", "ORG": "Organization", "ADR": "Address", "TEL": "Telephone"}
LABELS |= {"EMAIL": "E-mail", "URL": "Web", "BDAY": "Birthday"}


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the contacts of a file. Raises PermanentError: empty, if it has none."""
    source = decoded(content, hints.declared_type, "contact")
    cards = [card for card in components_of(source.text) if card.name == "VCARD"]
    blocks = [block for card in cards[: limits.max_blocks] for block in _blocks(card)]
    if not blocks:
        raise PermanentError(Code.EMPTY, "The file has no contact.")
    title = blocks[0].text if len(cards) == 1 and blocks[0].kind is BlockKind.HEADING else None
    return Extracted(blocks, PARSER, Metadata(title=title), source.warnings)


def _blocks(card: Component) -> Iterator[BlockText]:
    name = card.text("FN") or _name(card)
    if name:
        yield BlockText(kind=BlockKind.HEADING, text=" ".join(name.split()), level=1)
    for key, label in LABELS.items():
        for found in card.each(key):
            value = ", ".join(part for part in found.fields if part)
            if value:
                yield BlockText(kind=BlockKind.PARAGRAPH, text=f"{label}: {' '.join(value.split())}")
    for note in card.each("NOTE"):
        yield from paragraphs(note.text)


def _name(card: Component) -> str:
    """Return the name from its fields: family name, given name, further names, prefixes, suffixes (RFC 6350, 6.2.2)."""
    found = card.first("N")
    if found is None:
        return ""
    family, given, further, prefix, suffix = (found.fields + [""] * 5)[:5]
    return " ".join(part for part in (prefix, given, further, family, suffix) if part)
