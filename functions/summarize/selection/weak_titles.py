"""Titles that programs insert, and that describe no content: `Slide 1`, `Sheet1`, `Page 1 of 1`, `scan.pdf`."""

import re

# Names of slides, sheets, pages and files in the languages of common office programs, with or without a number.
_THINGS = (
    "slide|sheet|page|document|doc|workbook|book|presentation|table|chart|image|picture|photo|scan|file|new document|"
    "untitled|folie|tabelle|blatt|seite|dokument|mappe|präsentation|diagramm|bild|feuil(?:le)?|diapositive|classeur|"
    "tableau|hoja|diapositiva|página|pagina|documento|foglio|cartel|planilha|plan|dia|blad|ark|arkusz|munka|taul|sayfa|"
    "лист|слайд|工作表|シート|スライド|幻灯片"
)
_NUMBER = r"\(?\d+\)?"
_OF = r"(?:\s*(?:of|/|von|de|di|sur|из)\s*\d+)?"

# Names that cameras, phones and scanners give to pictures: a prefix, then numbers, dates and times.
_DEVICES = r"(?:img|dsc[nf]?|pxl|scan|camscanner|screen ?shot|whatsapp image)(?:[\s\d._:-]|at|from|am|pm)*"

# Suffixes of files that are uploaded.
_SUFFIXES = (
    "docx?|docm|dotx?|odt|rtf|pdf|pptx?|ppsx?|odp|xlsx?|xlsm|ods|csv|tsv|txt|md|html?|xml|json|eml|msg|epub|tex|"
    "indd|qxd|pub|wpd|jpe?g|png|tiff?|gif|bmp|webp|zip|gz|p7m"
)

WEAK = re.compile(
    rf"(?:{_THINGS})[\s_-]*(?:no\.?\s*)?(?:{_NUMBER}\s*){{0,2}}{_OF}"
    rf"|(?:p|pp|pg|s|str|стр)\.?\s*\d+{_OF}"
    rf"|{_DEVICES}|untitled \w+"
    rf"|.*[^\s.]\.(?:{_SUFFIXES})"
    r"|[\W\d_]+|[\W_]*[a-zа-я][\W_]*"
    rf"|\d+{_OF}",
    re.IGNORECASE | re.DOTALL,
)

# Numbers of sections, in capitals only.
ROMAN = re.compile(r"[\W_]*[IVXLC]{1,4}[\W_]*")


def is_weak(title: str) -> bool:
    """Whether a title consists of a number, a single letter, a default name of a program, or the name of a file."""
    words = " ".join(title.split())
    return bool(WEAK.fullmatch(words) or ROMAN.fullmatch(words))
