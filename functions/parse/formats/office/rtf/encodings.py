"""Encodings of RTF text: by the character set of the document, or of a font (RTF 1.9.1)."""

from functions.parse.formats.office.code_pages import DEFAULT

# Codec by the `\fcharset` of a font. With any other (ANSI, default, symbols), the code page of the document applies.
BY_CHARSET = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip

# Codec by control word of the header.
BY_NAME = {"ansi": DEFAULT, "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
