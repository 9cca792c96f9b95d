"""Binary data that text formats contain in base64, such as a picture in XML or JSON. It is no text for a reader."""

import re

from functions.parse.contract import content_left_out
from shared.documents.document import PipelineWarning

# Minimum length, in characters. Keys and checksums in base64 are shorter, and are values of their file.
MIN_LENGTH = 400

DATA_URI = re.compile(r"data:[\w/+.;=-]{0,100};base64,")
BASE64 = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")


def is_encoded_data(text: str) -> bool:
    """Whether a text is binary data in base64, with or without line ends, or a data URI with it."""
    if len(text) < MIN_LENGTH:
        return False
    uri = DATA_URI.match(text)
    encoded = "".join(text[uri.end() if uri else 0 :].split())
    # A long word or number has not all three.
    kinds = (str.isupper, str.islower, str.isdigit)
    return BASE64.fullmatch(encoded) is not None and all(any(map(kind, encoded)) for kind in kinds)


def left_out_warnings(lengths: list[int]) -> list[PipelineWarning]:
    """Return the warning about values that were left out, given their lengths. Empty if there are none."""
    if not lengths:
        return []
    return [content_left_out(len(lengths), "values", f"they are binary data of {sum(lengths):,} characters (base64)")]
