"""LaTeX: headings, lists, tables, quotations, code and formulas, without commands. kreuzberg reads the environments."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from functions.parse.contract import Extracted, Hints, Limits
from functions.parse.formats.common import kreuzberg_document
from functions.parse.formats.common.tables import table
from functions.parse.formats.text.latex_markup import formula, with_letters, without_commands, without_comments
from functions.parse.formats.text.latex_numbers import with_numbers
from functions.parse.metadata import filled_in, iso_date
from functions.parse.recognition.text_decoding import decoded
from shared.documents.document import BlockKind, BlockText, Metadata, PipelineWarning

CONFIGURATION = kreuzberg_document.configuration()
MEDIA_TYPE = "application/x-latex"

# The environments whose text is literal. Lengths of environments are bounded, because the end of one may be missing.
VERBATIM = re.compile(r"(\\begin\{(verbatim\*?|lstlisting|minted|Verbatim)\}.{0,20000}?\\end\{\2\})", re.DOTALL)
END = re.compile(r"\\end\{document\}")
PREAMBLE = re.compile(r"\A.*?\\begin\{document\}", re.DOTALL)

DISPLAYED = re.compile(
    r"\\begin\{(equation|align|gather|multline|eqnarray|displaymath|math|flalign|alignat)(\*?)\}"
    r"(.{0,5000}?)\\end\{\1\2\}"
    r"|\\\[(.{0,5000}?)\\\]|(?<!\\)\$\$(.{0,5000}?)\$\$",
    re.DOTALL,
)
ABSTRACT = re.compile(r"\\begin\{abstract\}")
REFERENCES = re.compile(r"\\begin\{thebibliography\}\{[^{}]*\}")
REFERENCE = re.compile(r"\\bibitem(?:\[[^\]]*\])?\{[^{}]*\}")
ITEM = re.compile(r"(?<!\n)\\(?:item\b|(?:begin|end)\{(?:itemize|enumerate|description)\})")
TABLE = re.compile(r"\\begin\{(?:tabular|tabularx|longtable|tabulary)\*?\}(?:\[[^\]]*\])?(?:\{[^{}]*\}){1,2}")
ROW_END = re.compile(r"\\\\(?:\[[^\]\n]*\])?|\\(?:hline|toprule|midrule|bottomrule)\b")
SLIDE = re.compile(r"\\begin\{frame\}(?:\[[^\]]*\])?(?:\{([^{}]*)\})?|\\frametitle\{([^{}]*)\}")
STARRED = re.compile(r"\\((?:sub){0,2}section|chapter|part)\*")
ELSEWHERE = re.compile(r"\\(?:input|include|subfile|bibliography)\{([^{}]+)\}")

# A command without arguments that the file defines. Its uses are replaced once, without nesting.
DEFINITION = re.compile(r"\\(?:re)?newcommand\*?\{?(\\[A-Za-z]+)\}?\{((?:[^{}]|\{[^{}]*\}){0,200})\}|"
                        r"\\def(\\[A-Za-z]+)\{((?:[^{}]|\{[^{}]*\}){0,200})\}")  # fmt: skip

# Maximum number of such commands, which bounds the time to replace them.
MAX_DEFINITIONS = 200

PICTURE = re.compile(r"\[image: ([^\]]*)\]")
DATE_FORMATS = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%B %Y", "%d/%m/%Y", "%d.%m.%Y")


def read(content: bytes, hints: Hints, limits: Limits) -> Extracted:
    """Read the text of a LaTeX file as it appears on the page. Files that it includes are not opened.

    Raises PermanentError: corrupt, too_large.
    """
    source = decoded(content, hints.declared_type, "LaTeX file")
    text = _defined(with_numbers(_outside_code(END.split(source.text)[0], without_comments)))
    body = _outside_code(PREAMBLE.sub("", text), _prepared)
    result = kreuzberg_document.extract(
        f"\\begin{{document}}\n{body}\n\\end{{document}}".encode(), MEDIA_TYPE, CONFIGURATION, "LaTeX file"
    )
    found = [_cleaned(block) for block in kreuzberg_document.blocks(result)]
    pictures = [match[1] for block in found for match in [PICTURE.fullmatch(block.text)] if match]
    blocks = [block for block in found if PICTURE.fullmatch(block.text) is None]
    metadata = _metadata(text)
    if metadata.title:
        blocks.insert(0, BlockText(kind=BlockKind.HEADING, text=metadata.title, level=1))
    warnings = [*source.warnings, *_warnings(pictures, ELSEWHERE.findall(text))]
    return Extracted(blocks, kreuzberg_document.PARSER, metadata, warnings)


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    """Return the text with a change to all of it that is not in an environment with literal text."""
    # The pattern has two groups, so every third piece is text, the next one code, and the next one its environment.
    pieces = VERBATIM.split(text)
    return "".join(change(pieces[place]) + "".join(pieces[place + 1 : place + 2]) for place in range(0, len(pieces), 3))


def _prepared(text: str) -> str:
    """Return the text with characters for its inline markup, and with environments that kreuzberg reads."""
    text = DISPLAYED.sub(_displayed, text)
    text = ABSTRACT.sub(r"\\section{Abstract}", text).replace("\\end{abstract}", "")
    text = REFERENCES.sub(r"\\section{References}", text).replace("\\end{thebibliography}", "")
    text = REFERENCE.sub("\n\n", text)
    # kreuzberg recognizes items, rows and the ends of lists only at the start of a line.
    text = ITEM.sub(r"\n\g<0>", text)
    text = ROW_END.sub("\\g<0>\n", TABLE.sub("\\g<0>\n", text))
    text = SLIDE.sub(lambda slide: f"\\section{{{slide[1] or slide[2]}}}" if slide[1] or slide[2] else "", text)
    text = STARRED.sub(r"\\\1", text)
    return with_letters(text)


def _displayed(display: re.Match[str]) -> str:
    """Return a displayed formula as literal text, because its signs are not markup any more."""
    shown = formula(display[3] or display[4] or display[5] or "")
    return f"\n\\begin{{verbatim}}\n{shown}\n\\end{{verbatim}}\n" if shown else ""


def _defined(text: str) -> str:
    """Replace the commands without arguments that the text defines."""
    definitions: dict[str, str] = {}
    for command, meaning, macro, macro_meaning in DEFINITION.findall(text):
        if len(definitions) < MAX_DEFINITIONS:
            definitions[command or macro] = meaning or macro_meaning
    text = DEFINITION.sub("", text)
    if not definitions:
        return text
    names = "|".join(re.escape(name) for name in sorted(definitions, key=len, reverse=True))
    return re.sub(rf"(?:{names})(?![A-Za-z])(?:\{{\}})?", lambda use: definitions[_name(use.group())], text)


def _name(use: str) -> str:
    return use.removesuffix("{}")


def _cleaned(block: BlockText) -> BlockText:
    if block.kind is BlockKind.CODE:
        return block
    if block.rows:
        return table([[without_commands(cell) for cell in row] for row in block.rows])
    return replace(block, text=without_commands(block.text))


def _metadata(text: str) -> Metadata:
    title, author, date = (_argument(text, name) for name in ("title", "author", "date"))
    authors = [
        _line(re.split(r"\\\\|\\footnote|\\affil", name)[0]) for name in re.split(r"\\and\b|\\And\b|\\AND\b", author)
    ]
    return Metadata(
        title=filled_in(_line(title)),
        byline=", ".join(name for name in authors if name) or None,
        published_at=_date(_line(date)),
    )


def _argument(text: str, name: str) -> str:
    """Return the argument of a command, which may contain braces. Empty without the command."""
    start = re.search(rf"\\{name}(?:\[[^\]]*\])?[ \t\n]*\{{", text)
    if start is None:
        return ""
    depth = 1
    for brace in re.finditer(r"(?<!\\)[{}]", text[start.end() : start.end() + 5_000]):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            return text[start.end() : start.end() + brace.start()]
    return ""


def _line(source: str) -> str:
    return " ".join(without_commands(with_letters(source)).split())


def _date(written: str) -> str | None:
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(written, form).date().isoformat()
        except ValueError:
            continue
    return iso_date(written)


def _warnings(pictures: list[str], elsewhere: list[str]) -> Iterator[PipelineWarning]:
    if pictures:
        message = f"Pictures that the file refers to were not read ({len(pictures)}): {', '.join(pictures[:10])}."
        yield PipelineWarning(code="pictures_left_out", message=message)
    if elsewhere:
        names = ", ".join(elsewhere[:10])
        message = f"The file includes other files, which were not read ({len(elsewhere)}): {names}."
        yield PipelineWarning(code="content_elsewhere", message=message)
