"""Files of signed data (CMS, for example .p7m): their content is read. Encrypted data is rejected."""

import re
from pathlib import PurePosixPath

from functions.parse.contract import Extracted, Hints, Limits, UnreadPart
from functions.parse.formats.mail import message
from functions.parse.formats.mail.contents import ENCRYPTED
from functions.parse.formats.mail.mime import Entity
from functions.parse.formats.mail.signed_data import is_encrypted, signed_content
from functions.parse.recognition.protected_types import cms_bytes
from shared.errors import Code, PermanentError
from shared.version import PIPELINE_VERSION

PARSER = f"nutgraf {PIPELINE_VERSION} signed data"

# Suffixes of signed files. The name of the content is the rest of the name.
SUFFIXES = frozenset({".p7m", ".p7s", ".p7c"})

# The first header field of a MIME entity, which is the signed content of a message (RFC 8551, 3.1).
ENTITY_START = re.compile(rb"\s*(?:content-[a-z-]+|mime-version):", re.IGNORECASE)


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Return the content of signed data as a part. The signature is not verified.

    Raises PermanentError: encrypted; corrupt; unsupported for a signature without its content.
    """
    data = cms_bytes(content)
    if is_encrypted(data):
        raise PermanentError(Code.ENCRYPTED, ENCRYPTED)
    signed = signed_content(data)
    if signed is None:
        raise PermanentError(Code.CORRUPT, "The signed data (S/MIME) is damaged or cut short.")
    if not signed:
        raise PermanentError(Code.UNSUPPORTED, "The file contains a signature without the signed content.")
    name = PurePosixPath(hints.name or "")
    inner_name = name.stem if name.suffix.lower() in SUFFIXES else name.name
    if ENTITY_START.match(signed):
        part = UnreadPart(inner_name, signed, "message/rfc822", read_as=_read_entity)
    else:
        part = UnreadPart(inner_name, signed)
    return Extracted(blocks=[], parser=PARSER, parts=[part])


def _read_entity(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    return message.read_entity(Entity(content.lstrip()), limits)
