"""Python codecs of Windows code pages."""

import codecs

# Windows-1252 (Western Europe), the default of Office.
DEFAULT = "cp1252"

# Code pages whose codec isn't named `cp<number>`. GB 18030 extends 936 (GBK).
CODECS = {936: "gb18030", 10000: "mac_roman", 65001: "utf-8"}


def encoding_of(code_page: int) -> str:
    """Return the name of the codec of a code page; Windows-1252 if Python has none."""
    try:
        return codecs.lookup(CODECS.get(code_page, f"cp{code_page}")).name
    except LookupError:
        return DEFAULT
