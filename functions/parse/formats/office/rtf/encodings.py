"""The encodings of RTF text: by the code page of the document, or by the character set of a font (RTF 1.9.1)."""

import codecs

DEFAULT = "cp1252"

# The `\fcharset` of a font. Those that are absent (ANSI, default, symbols) leave the document's code page.
BY_CHARSET = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip

# Control words of the header.
BY_NAME = {"ansi": DEFAULT, "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}

CODE_PAGES = {10000: "mac_roman", 65001: "utf-8", 936: "gb18030"}


def encoding_of(code_page: int) -> str:
    """The name of a Windows code page's encoding, that of Western Europe where there is none."""
    try:
        return codecs.lookup(CODE_PAGES.get(code_page, f"cp{code_page}")).name
    except LookupError:
        return DEFAULT
