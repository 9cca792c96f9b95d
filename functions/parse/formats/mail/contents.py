"""What a message consists of: the texts that its body is made of, in order, and what is attached to it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from functions.parse.formats.mail.armor import without_armor
from functions.parse.formats.mail.flowed import unflowed
from functions.parse.formats.mail.mime import Entity
from functions.parse.formats.mail.page_body import page_blocks, references
from functions.parse.formats.mail.quoting import text_blocks
from functions.parse.formats.mail.signed_data import is_encrypted, signed_content
from functions.parse.recognition.encoding_detection import codec_of
from functions.parse.recognition.text_decoding import decode, normalize
from shared.documents.document import BlockText
from shared.errors import Code, PermanentError

# Levels of multiparts within multiparts. Mail programs write five at most.
MAX_NESTING = 20

# Entities looked at beyond the parts that may be read: the texts of the body, and pictures in it.
EXTRA_ENTITIES = 100

BODY_TYPES = frozenset(
    {"text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown", "text/x-amp-html"}
)
MESSAGE_TYPES = frozenset({"message/rfc822", "message/global", "message/news"})
CRYPTOGRAPHIC_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})

# Signatures, what a Mac says of a file, and what styles a page: nobody has written them to be read.
NO_DOCUMENTS = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
    | {"application/applefile", "text/css", "text/javascript", "application/javascript"}
)

# Of a picture that does nothing but tell its sender that it was fetched.
MAX_PIXEL_BYTES = 500

ASCII = bytes(range(128))

# Bytes beyond ASCII that say too little to doubt the charset which is declared, and would cost a long search.
MAX_TRUSTED = 10

ADDRESSES = re.compile(r"https?://\S+")
NO_PAGE_SHOWN = re.compile(
    r"\bHTML\b"
    r"|(?:view|read|see|open|ansehen|anzeigen|affich\w*|ver) .{0,60}\b(?:browser|online|navigateur|navegador)\b",
    re.IGNORECASE,
)

# A plain text of that many words that speaks of HTML or of a browser says no more than that there is a page.
MAX_NOTICE_WORDS = 60

PAGE_SAYS_MORE = 1.5

# A page is taken where it has half as many words again as the plain text, and ten more: links that the plain text
# spells out are no words.
PAGE_SAYS_MORE_WORDS = 10

ENCRYPTED = "The message is encrypted (S/MIME or PGP)."


@dataclass(slots=True)
class Text:
    """One text that a message shows."""

    text: str
    is_page: bool
    is_flowed: bool = False
    deletes_spaces: bool = False
    _page: list[BlockText] | None = None

    def blocks(self, max_blocks: int) -> list[BlockText]:
        """Its blocks in reading order."""
        if self.is_page:
            return self._page_blocks()
        text = unflowed(self.text, delete_spaces=self.deletes_spaces) if self.is_flowed else self.text
        return text_blocks(without_armor(text), max_blocks)

    def words(self) -> int:
        """How many words it shows; those of addresses are none."""
        shown = "\n".join(block.text for block in self._page_blocks()) if self.is_page else self.text
        return len(ADDRESSES.sub("", shown).split())

    def _page_blocks(self) -> list[BlockText]:
        if self._page is None:
            self._page = page_blocks(self.text)
        return self._page


@dataclass(slots=True)
class Attachment:
    """What comes with a message and is not its body."""

    entity: Entity
    # Whether it belongs to a page, such as a picture in it.
    is_related: bool


@dataclass(slots=True)
class Contents:
    """Texts and attachments of an entity, in the order of the message."""

    texts: list[Text] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)

    def add(self, other: "Contents") -> None:
        self.texts.extend(other.texts)
        self.attachments.extend(other.attachments)


@dataclass(slots=True)
class Reader:
    """Takes one message apart."""

    max_entities: int
    # Content-IDs of what pages show.
    shown_within: set[str] = field(default_factory=set)
    # Sentences on what is wrong with the message, each once.
    damage: dict[str, None] = field(default_factory=dict)
    # Media types of forms of the same text that are not read.
    other_forms: list[str] = field(default_factory=list)
    # How many entities were not looked at, by the reason.
    left_out: Counter[str] = field(default_factory=Counter)
    _seen: int = 0

    def read(self, entity: Entity, depth: int = 0) -> Contents:
        """What an entity consists of. Raises PermanentError: encrypted."""
        self._seen += 1
        if entity.header.cut:
            self.damage["A header field is so long that it was cut."] = None
        kind = entity.content_type
        if is_envelope(entity):
            raise PermanentError(Code.ENCRYPTED, ENCRYPTED)
        if kind in CRYPTOGRAPHIC_TYPES:
            inner = signed_content(entity.decoded()[0])
            return (
                Contents(attachments=[Attachment(entity, False)]) if inner is None else self.read(Entity(inner), depth)
            )
        if not entity.is_multipart:
            return self._leaf(entity)
        if depth >= MAX_NESTING:
            self.left_out[f"more than {MAX_NESTING} levels of parts within parts"] += 1
            return Contents()
        return self._multipart(entity, depth + 1)

    def _multipart(self, entity: Entity, depth: int) -> Contents:
        division = entity.divided()
        if division.damage:
            self.damage[division.damage] = None
        if not division.parts:
            return Contents(texts=[self._text(entity, entity.body)])
        if division.outside > MAX_NOTICE_WORDS * 10:
            message = f"{division.outside:,} bytes before or behind the parts of the message were left out."
            self.damage[message] = None
        read: list[tuple[Entity, Contents]] = []
        for child in entity.children(division):
            if self._seen >= self.max_entities:
                self.left_out["too many parts of one message"] += len(division.parts) - len(read)
                break
            read.append((child, self._child(child, depth)))
        if entity.content_type == "multipart/alternative":
            return self._best(read)
        if entity.content_type == "multipart/related":
            return self._related(read, entity.header.parameter("start").strip("<>"))
        return _joined(contents for _, contents in read)

    def _child(self, child: Entity, depth: int) -> Contents:
        """A part within; one that is encrypted harms no other."""
        try:
            return self.read(child, depth)
        except PermanentError:
            return Contents(attachments=[Attachment(child, False)])

    def _leaf(self, entity: Entity) -> Contents:
        kind = entity.content_type
        if kind in NO_DOCUMENTS:
            return Contents()
        if kind in BODY_TYPES and entity.header.disposition != "attachment" and not entity.header.name:
            content, whole = entity.decoded()
            if not whole:
                self.damage["A text's transfer encoding is damaged: some of it may be missing or wrong."] = None
            return Contents(texts=[self._text(entity, content)])
        return Contents(attachments=[Attachment(entity, False)])

    def _text(self, entity: Entity, content: bytes) -> Text:
        header = entity.header
        text = decoded_text(content, header.charset)
        is_page = entity.content_type not in ("text/plain", "text/markdown") and not entity.is_multipart
        if is_page:
            self.shown_within |= references(text)
        return Text(
            text,
            is_page,
            is_flowed=header.parameter("format").lower() == "flowed",
            deletes_spaces=header.parameter("delsp").lower() == "yes",
        )

    def _best(self, read: list[tuple[Entity, Contents]]) -> Contents:
        """Of the forms of one text, that which says most; the plain one where they say the same."""
        forms = [(child, contents) for child, contents in read if contents.texts]
        plain = next((contents for _, contents in forms if not any(text.is_page for text in contents.texts)), None)
        page = next((contents for _, contents in reversed(forms) if any(text.is_page for text in contents.texts)), None)
        best = Contents()
        if plain is not None and page is not None:
            best = page if says_more(page.texts, plain.texts) else plain
        elif forms:
            best = (plain or page) or best
        chosen = Contents(texts=best.texts)
        for child, contents in read:
            if contents.attachments and child.content_type.startswith("text/") and best.texts:
                self.other_forms.append(child.content_type)
            else:
                chosen.attachments.extend(contents.attachments)
        return chosen

    def _related(self, read: list[tuple[Entity, Contents]], root_id: str) -> Contents:
        """The page, and what belongs to it."""
        named = (child for child, _ in read if root_id and child.header.content_id == root_id)
        root = next(named, read[0][0])
        if not any(text.is_page for child, contents in read if child is root for text in contents.texts):
            # Messages of phones: a sequence of texts and pictures, with a script that shows them.
            return _joined(contents for _, contents in read)
        joined = Contents()
        for child, contents in read:
            if child is root:
                joined.add(contents)
            else:
                # A second text is no continuation of the page, but may be read by itself.
                attached = contents.attachments or ([Attachment(child, True)] if contents.texts else [])
                joined.attachments.extend(Attachment(attachment.entity, True) for attachment in attached)
        return joined


def is_envelope(entity: Entity) -> bool:
    """Whether an entity is encrypted, by S/MIME or by PGP."""
    if entity.content_type not in CRYPTOGRAPHIC_TYPES:
        return entity.content_type == "multipart/encrypted"
    # `authEnveloped-data` and `enveloped-data` (RFC 8551, 3.2.2).
    named = entity.header.parameter("smime-type").lower()
    return named.endswith("enveloped-data") or is_encrypted(entity.decoded()[0])


def decoded_text(content: bytes, charset: str | None) -> str:
    """The text of a body by its declared charset, by what the bytes show where that is wrong or unknown."""
    if codec_of(charset) == "utf-7" and content.isascii():
        return normalize(content.decode("utf-7", "replace"))
    codec = codec_of(charset)
    if codec and 0 < len(content.translate(None, ASCII)) <= MAX_TRUSTED:
        for encoding in ("utf-8", codec):
            try:
                return normalize(content.decode(encoding))
            except UnicodeError:
                continue
    declared = f"text/plain; charset={charset}" if charset and charset.isprintable() else None
    text = decode(content, declared)
    return normalize(text if text is not None else content.decode("utf-8", "replace"))


def is_picture_within(attachment: Attachment, shown_within: set[str]) -> bool:
    """Whether an attachment is a picture that the body shows (a logo, a signature), or one that only counts readers."""
    entity = attachment.entity
    if not entity.content_type.startswith("image/"):
        return False
    if entity.header.content_id in shown_within or len(entity.body) <= MAX_PIXEL_BYTES:
        return True
    return attachment.is_related and entity.header.disposition != "attachment"


def says_more(page: list[Text], plain: list[Text]) -> bool:
    """Whether a text's form in HTML says more than the plain one, which is taken where they say the same."""
    plain_words = sum(text.words() for text in plain)
    if plain_words <= MAX_NOTICE_WORDS and any(NO_PAGE_SHOWN.search(text.text) for text in plain):
        return any(text.words() for text in page)
    # Markup takes room too: a source that is no longer than that shows fewer words.
    if sum(len(text.text) for text in page) <= PAGE_SAYS_MORE * sum(len(text.text) for text in plain):
        return not plain_words
    return sum(text.words() for text in page) > PAGE_SAYS_MORE * plain_words + PAGE_SAYS_MORE_WORDS or not plain_words


def _joined(read: Iterable[Contents]) -> Contents:
    joined = Contents()
    for contents in read:
        joined.add(contents)
    return joined
