"""The contents of a message: the texts of its body, in order, and its attachments."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from functions.parse.formats.mail.body_text import Text, decoded_text, prefers_html
from functions.parse.formats.mail.html_body import references
from functions.parse.formats.mail.mime import Entity
from functions.parse.formats.mail.signed_data import is_encrypted, signed_content
from functions.parse.recognition.protected_types import RIGHTS_MANAGED, protected_type
from shared.errors import Code, PermanentError

# Maximum number of levels of multiparts within multiparts. Mail programs write at most five.
MAX_NESTING = 20

# Number of entities that are read in addition to the maximum number of parts: the texts of the body and its pictures.
EXTRA_ENTITIES = 100

# Length of the text outside the parts of a multipart, in bytes, above which a warning reports it. A shorter text is a
# notice for mail programs without MIME.
MAX_OUTSIDE_BYTES = 600

# Maximum size of a tracking pixel, in bytes: a picture that only reports to its sender that it was loaded.
MAX_PIXEL_BYTES = 500

BODY_TYPES = frozenset(
    {"text/plain", "text/html", "text/enriched", "text/richtext", "text/markdown", "text/x-amp-html"}
)
MESSAGE_TYPES = frozenset({"message/rfc822", "message/global", "message/news"})
CRYPTOGRAPHIC_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})

# Types without text for a reader: signatures, Macintosh file attributes, style sheets, scripts. These are ignored.
IGNORED_TYPES = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
    | {"application/applefile", "text/css", "text/javascript", "application/javascript"}
)

# An invitation adds its times and its place to the other forms of the text.
CALENDAR_TYPES = frozenset({"text/calendar", "application/ics"})

ENCRYPTED = "The message is encrypted (S/MIME, PGP or rights management)."


@dataclass(slots=True)
class Attachment:
    """An entity of a message that is not part of its body."""

    entity: Entity
    # Whether it belongs to an HTML body, as a picture in it does.
    is_related: bool


@dataclass(slots=True)
class Contents:
    """Texts and attachments of an entity, in the order of the message."""

    texts: list[Text] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)

    def add(self, following: "Contents") -> None:
        self.texts.extend(following.texts)
        self.attachments.extend(following.attachments)


@dataclass(slots=True)
class Reader:
    """Reads the contents of one message."""

    max_entities: int
    # Content-IDs that the HTML bodies refer to.
    referenced_ids: set[str] = field(default_factory=set)
    # Sentences that describe damage of the message, without duplicates and in order.
    damage: dict[str, None] = field(default_factory=dict)
    # Media types of alternative forms of the text that were not read, such as an invitation.
    other_forms: list[str] = field(default_factory=list)
    # Number of entities that were not read, by reason.
    left_out: Counter[str] = field(default_factory=Counter)
    _seen: int = 0

    def read(self, entity: Entity, depth: int = 0) -> Contents:
        """Return the contents of an entity. Raises PermanentError: encrypted."""
        self._seen += 1
        if entity.header.cut:
            self.damage["A header field is too long and was cut."] = None
        kind = entity.content_type
        if is_encrypted_entity(entity):
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
        if division.outside > MAX_OUTSIDE_BYTES:
            message = f"{division.outside:,} bytes before or after the parts of the message were left out."
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
        """Return the contents of a child. An encrypted child becomes an attachment, so that the others are read."""
        try:
            return self.read(child, depth)
        except PermanentError:
            return Contents(attachments=[Attachment(child, False)])

    def _leaf(self, entity: Entity) -> Contents:
        kind = entity.content_type
        if kind in IGNORED_TYPES:
            return Contents()
        if kind in BODY_TYPES and entity.header.disposition != "attachment" and not entity.header.name:
            content, intact = entity.decoded()
            if not intact:
                message = "The transfer encoding of a text is damaged. Some of the text may be missing or wrong."
                self.damage[message] = None
            return Contents(texts=[self._text(entity, content)])
        return Contents(attachments=[Attachment(entity, False)])

    def _text(self, entity: Entity, content: bytes) -> Text:
        header = entity.header
        text = decoded_text(content, header.charset)
        is_html = entity.content_type not in ("text/plain", "text/markdown") and not entity.is_multipart
        if is_html:
            self.referenced_ids |= references(text)
        return Text(
            text,
            is_html,
            is_flowed=header.parameter("format").lower() == "flowed",
            deletes_spaces=header.parameter("delsp").lower() == "yes",
        )

    def _best(self, read: list[tuple[Entity, Contents]]) -> Contents:
        """Return the alternative with the most text: the plain one unless the HTML one contains more."""
        forms = [contents for _, contents in read if contents.texts]
        plain = next((form for form in forms if not any(text.is_html for text in form.texts)), None)
        html = next((form for form in reversed(forms) if any(text.is_html for text in form.texts)), None)
        if plain is not None and html is not None:
            best = html if prefers_html(html.texts, plain.texts) else plain
        else:
            best = plain or html or Contents()
        chosen = Contents(texts=best.texts)
        for child, contents in read:
            is_form = child.content_type.startswith("text/") and child.content_type not in CALENDAR_TYPES
            if contents.attachments and is_form and best.texts:
                self.other_forms.append(child.content_type)
            else:
                chosen.attachments.extend(contents.attachments)
        return chosen

    def _related(self, read: list[tuple[Entity, Contents]], root_id: str) -> Contents:
        """Return the HTML body of a `multipart/related`, with its pictures and other files as related attachments."""
        named = (child for child, _ in read if root_id and child.header.content_id == root_id)
        root = next(named, read[0][0])
        if not any(text.is_html for child, contents in read if child is root for text in contents.texts):
            # Messages from phones (MMS): texts and pictures, with a SMIL script that presents them.
            return _joined(contents for _, contents in read)
        joined = Contents()
        for child, contents in read:
            if child is root:
                joined.add(contents)
            else:
                # A second text does not continue the HTML body, so it becomes an attachment.
                attached = contents.attachments or ([Attachment(child, True)] if contents.texts else [])
                joined.attachments.extend(Attachment(attachment.entity, True) for attachment in attached)
        return joined


def is_encrypted_entity(entity: Entity) -> bool:
    """Whether an entity is encrypted, by S/MIME or by PGP."""
    if entity.content_type not in CRYPTOGRAPHIC_TYPES:
        return entity.content_type == "multipart/encrypted"
    # `enveloped-data` and `authEnveloped-data` (RFC 8551, 3.2.2).
    smime_type = entity.header.parameter("smime-type").lower()
    return smime_type.endswith("enveloped-data") or is_encrypted(entity.decoded()[0])


def is_protected(name: str, media_type: str, content: bytes) -> bool:
    """Whether an attachment is an encrypted message, or signed data. The declared type does not count."""
    return protected_type(content) is not None or is_rights_managed(name, media_type)


def is_rights_managed(name: str, media_type: str) -> bool:
    """Whether an attachment contains the message itself under rights management ([MS-OXORMMS] 2.2.3)."""
    return media_type == RIGHTS_MANAGED or name.lower() == "message.rpmsg"


def is_inline_picture(attachment: Attachment, referenced_ids: set[str]) -> bool:
    """Whether an attachment is a picture that the body shows (a logo, a signature) or a tracking pixel."""
    entity = attachment.entity
    if not entity.content_type.startswith("image/"):
        return False
    if entity.header.content_id in referenced_ids or len(entity.body) <= MAX_PIXEL_BYTES:
        return True
    return attachment.is_related and entity.header.disposition != "attachment"


def _joined(read: Iterable[Contents]) -> Contents:
    joined = Contents()
    for contents in read:
        joined.add(contents)
    return joined
