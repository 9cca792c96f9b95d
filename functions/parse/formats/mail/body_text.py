"""The texts of a message's body: decode them, convert them to blocks, and choose between plain text and HTML."""

import re
from dataclasses import dataclass

from functions.parse.formats.mail.armor import without_armor
from functions.parse.formats.mail.flowed import unflowed
from functions.parse.formats.mail.html_body import html_blocks
from functions.parse.formats.mail.quoting import text_blocks
from functions.parse.recognition.encoding_detection import codec_of
from functions.parse.recognition.text_decoding import decode, normalize
from shared.documents.document import BlockText

ASCII = bytes(range(128))

# Maximum number of non-ASCII bytes in a body whose encoding is not detected. So few bytes do not disprove the declared
# charset, and detection is slow.
MAX_UNDETECTED_BYTES = 10

ADDRESSES = re.compile(r"https?://\S+")
HTML_NOTICE = re.compile(
    r"\bHTML\b"
    r"|(?:view|read|see|open|ansehen|anzeigen|affich\w*|ver) .{0,60}\b(?:browser|online|navigateur|navegador)\b",
    re.IGNORECASE,
)

# Maximum length, in words, of a plain text that matches `HTML_NOTICE` and only refers to the HTML form.
MAX_NOTICE_WORDS = 60

# The HTML form is chosen over the plain text if it has more than this many times the words of the plain text, plus
# `MIN_EXTRA_WORDS`. Links that only the plain text spells out do not count as words.
MIN_WORD_RATIO = 1.5
MIN_EXTRA_WORDS = 10


@dataclass(slots=True)
class Text:
    """One text of a message's body. `is_flowed` and `deletes_spaces` are for plain text (RFC 3676)."""

    text: str
    is_html: bool
    is_flowed: bool = False
    deletes_spaces: bool = False
    _html: list[BlockText] | None = None

    def blocks(self, max_blocks: int) -> list[BlockText]:
        """Return the blocks of the text in reading order."""
        if self.is_html:
            return self._html_blocks()
        text = unflowed(self.text, delete_spaces=self.deletes_spaces) if self.is_flowed else self.text
        return text_blocks(without_armor(text), max_blocks)

    def words(self) -> int:
        """Return the number of visible words. Web addresses do not count."""
        visible = "\n".join(block.text for block in self._html_blocks()) if self.is_html else self.text
        return len(ADDRESSES.sub("", visible).split())

    def _html_blocks(self) -> list[BlockText]:
        if self._html is None:
            self._html = html_blocks(self.text)
        return self._html


def decoded_text(content: bytes, charset: str | None) -> str:
    """Decode a body by its declared charset. If that is wrong or unknown, detect the encoding from the bytes."""
    codec = codec_of(charset)
    if codec == "utf-7" and content.isascii():
        return normalize(content.decode("utf-7", "replace"))
    if codec and 0 < len(content.translate(None, ASCII)) <= MAX_UNDETECTED_BYTES:
        for encoding in ("utf-8", codec):
            try:
                return normalize(content.decode(encoding))
            except UnicodeError:
                continue
    declared = f"text/plain; charset={charset}" if charset and charset.isprintable() else None
    text = decode(content, declared)
    return normalize(text if text is not None else content.decode("utf-8", "replace"))


def prefers_html(html: list[Text], plain: list[Text]) -> bool:
    """Whether the HTML form of a body contains more text than the plain one. If both are equal, plain is preferred."""
    plain_words = sum(text.words() for text in plain)
    if plain_words <= MAX_NOTICE_WORDS and any(HTML_NOTICE.search(text.text) for text in plain):
        return any(text.words() for text in html)
    # HTML source contains markup, so source that is not longer than this has fewer words. Skip parsing it.
    if sum(len(text.text) for text in html) <= MIN_WORD_RATIO * sum(len(text.text) for text in plain):
        return not plain_words
    return sum(text.words() for text in html) > MIN_WORD_RATIO * plain_words + MIN_EXTRA_WORDS or not plain_words
