"""LaTeX markup within text: accents, symbols and formulas as the characters that a reader of the page sees."""

import re
import unicodedata
from html.entities import html5

# Combining characters by the commands for accents.
ACCENTS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307"}
ACCENTS |= {"u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323", "b": "\u0331", "k": "\u0328"}
ACCENTS |= {"r": "\u030a"}

LETTERS = {"ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å"}
LETTERS |= {"AA": "Å", "i": "i", "j": "j", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "S": "§", "P": "¶"}
LETTERS |= {"ldots": "…", "dots": "…", "textellipsis": "…", "LaTeX": "LaTeX", "TeX": "TeX", "textendash": "–"}
LETTERS |= {"textemdash": "—", "euro": "€", "texteuro": "€", "pounds": "£", "textsterling": "£", "copyright": "©"}
LETTERS |= {"textregistered": "®", "texttrademark": "™", "textdegree": "°", "degree": "°", "textbackslash": "/"}
LETTERS |= {"guillemotleft": "«", "guillemotright": "»", "og": "«", "fg": "»", "glqq": "„", "grqq": "“"}
LETTERS |= {"quad": " ", "qquad": " ", "newline": " ", "par": "\n\n", "slash": "/", "textquoteright": "’"}

# Mathematical commands that HTML names otherwise.
SIGNS = {"cdot": "·", "infty": "∞", "to": "→", "ldots": "…", "cdots": "⋯", "dots": "…", "leftarrow": "←", "neq": "≠"}
SIGNS |= {"in": "∈", "notin": "∉", "mid": "|", "lvert": "|", "rvert": "|", "langle": "⟨", "rangle": "⟩", "quad": " "}
SIGNS |= {"epsilon": "ε", "varepsilon": "ε", "varphi": "φ", "left": "", "right": "", "displaystyle": "", "limits": ""}
SIGNS |= {"nonumber": "", "bigl": "", "bigr": "", "big": "", "Big": "", "qquad": " ", "lbrace": "{", "rbrace": "}"}

SUPERSCRIPTS = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
SUBSCRIPTS = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")

COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*(?:\n[ \t]*)?")
ACCENT_SIGN = re.compile(r"\\(['`^\"~=.])[ \t]*(?:\{[ \t]*(?:\\?([A-Za-z]))?[ \t]*\}|\\?([A-Za-z]))")
ACCENT_LETTER = re.compile(r"\\([uvHcdbkr])(?:[ \t]*\{[ \t]*\\?([A-Za-z])[ \t]*\}|[ \t]+\\?([A-Za-z])\b)")
LETTER = re.compile(rf"\\({'|'.join(sorted(LETTERS, key=len, reverse=True))})(?![A-Za-z])(?:\{{\}}|[ \t]+(?=\S)|)")

# References, which the page shows as numbers, with the space before them.
REFERENCE = re.compile(
    r"(?<![ \t~])[ \t~]*\\(?:[Cc]ite[a-zA-Z]*\*?|(?:eq|page|auto|name|c|C|v)?ref\*?|(?:foot|paren|text)cite)"
    r"(?:\[[^\]\n]*\])*\{[^{}]*\}"
)
UNSEEN = re.compile(
    r"\\(?:label|index|vspace\*?|hspace\*?|pagestyle|thispagestyle|bibliographystyle|bibliography|setcounter|input"
    r"|include|usepackage|setlength|addtolength|inst|orcid|thanks|email|vskip|hfill)(?:\[[^\]\n]*\])?\{[^{}]*\}"
)
SPACES = re.compile(r"\\[,;:!> ]|~")
ESCAPED = re.compile(r"\\([#$%&_{}])")
LINE_BREAK = re.compile(r"\\\\\*?(?:\[[^\]\n]*\])?")
COMMAND = re.compile(r"\\[A-Za-z@]+\*?(?:\[[^\]\n]{0,80}\])?|\\.|[{}]", re.DOTALL)

INLINE_FORMULA = re.compile(r"\\\((.{0,2000}?)\\\)|(?<![\\$])\$([^$]{1,2000}?)(?<!\\)\$", re.DOTALL)
FRACTION = re.compile(r"\\[dt]?frac[ \t]*\{([^{}]*)\}[ \t]*\{([^{}]*)\}")
SCRIPT = re.compile(r"([_^])(?:\{([^{}]*)\}|([A-Za-z0-9]))")
GROUPED = re.compile(
    r"\\(?:text|mathrm|mathbf|mathit|mathcal|mathbb|operatorname|mbox|hat|bar|tilde|vec)\*?\{([^{}]*)\}"
)
ROOT = re.compile(r"\\sqrt\{([^{}]*)\}")
NAMED = re.compile(r"\\([A-Za-z]+)\*?")


def without_comments(text: str) -> str:
    """Return the text without comments, each with its line end and the spaces at the start of the next line."""
    return COMMENT.sub(r"\1", text)


def with_letters(text: str) -> str:
    """Return the text with characters for accents, letters and inline formulas, and without references."""
    text = REFERENCE.sub("", text)
    text = UNSEEN.sub("", text)
    text = ACCENT_SIGN.sub(_accented, text)
    text = ACCENT_LETTER.sub(_accented, text)
    text = INLINE_FORMULA.sub(lambda found: formula(found[1] or found[2] or ""), text)
    text = LETTER.sub(lambda found: LETTERS[found[1]], text)
    return SPACES.sub(" ", text)


def without_commands(text: str) -> str:
    """Return the text without the commands, braces and escapes that are left. Arguments of commands stay."""
    text = LINE_BREAK.sub(" ", text)
    kept = ESCAPED.sub(lambda found: chr(0xE000 + ord(found[1])), text)
    kept = COMMAND.sub("", kept)
    kept = "".join(chr(ord(sign) - 0xE000) if "\ue000" <= sign < "\ue080" else sign for sign in kept)
    return re.sub(r"[ \t]+", " ", kept).strip()


def formula(source: str) -> str:
    """Return a formula as one line of characters: Greek letters, signs, fractions with `/`, raised digits."""
    source = LINE_BREAK.sub(";", source.replace("&", ""))
    for pattern, replacement in ((GROUPED, r"\1"), (ROOT, r"√(\1)"), (FRACTION, r"(\1)/(\2)")):
        source = pattern.sub(replacement, source)
    source = SPACES.sub(" ", source)
    source = NAMED.sub(lambda command: _sign(command[1]), source)
    source = SCRIPT.sub(_script, source)
    source = ESCAPED.sub(r"\1", source)
    return " ".join(source.replace("{", "").replace("}", "").replace("\\", "").split())


def _accented(accent: re.Match[str]) -> str:
    letter = accent[2] or accent[3]
    return unicodedata.normalize("NFC", letter + ACCENTS[accent[1]]) if letter else ""


def _sign(name: str) -> str:
    return SIGNS[name] if name in SIGNS else html5.get(f"{name};", name)


def _script(script: re.Match[str]) -> str:
    written = script[2] if script[2] is not None else script[3]
    table = SUPERSCRIPTS if script[1] == "^" else SUBSCRIPTS
    if written and all(ord(sign) in table for sign in written):
        return written.translate(table)
    return f"{script[1]}{written}" if len(written) == 1 else f"{script[1]}({written})"
