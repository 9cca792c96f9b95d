"""What Office programs show beside the text of a file: comments, and the text of drawings on sheets."""

import re

from functions.parse.containers.package import Package
from functions.parse.contract import content_left_out
from shared.documents.document import PipelineWarning

# Elements of comments: of sheets and slides of OOXML, threaded comments, and of OpenDocument.
COMMENT = re.compile(rb"<(?:\w+:)?(?:comment|cm|threadedComment)[ >]|<office:annotation[ >]")

# Members of a workbook and of a presentation with comments. Threaded comments also have a copy for older programs.
COMMENT_MEMBER = re.compile(r"(?:xl|ppt)/(?:comments/)?(?:comment|modernComment)[^/]*\.xml")

# Text of the shapes and charts of a workbook, and the members that have it.
DRAWN_TEXT = re.compile(rb"<a:t>([^<]*)</a:t>")
DRAWN_MEMBER = re.compile(r"xl/(?:drawings/drawing|charts/chart|diagrams/data)[^/]*\.xml")


def comments_warning(count: int) -> list[PipelineWarning]:
    """Return the warning about comments; none if there are no comments."""
    return [content_left_out(count, "comments", "comments are not part of the text")] if count else []


def workbook_and_slide_warnings(package: Package) -> list[PipelineWarning]:
    """Return the warnings about the comments of a workbook or presentation, and about drawings on sheets."""
    comments = _found(package, COMMENT_MEMBER, COMMENT)
    letters = sum(
        len("".join(text.decode("utf-8", "replace").split())) for text in _found(package, DRAWN_MEMBER, DRAWN_TEXT)
    )
    warnings = comments_warning(len(comments))
    if letters:
        warnings.append(content_left_out(letters, "letters", "they are in drawings and charts on sheets"))
    return warnings


def _found(package: Package, members: re.Pattern[str], elements: re.Pattern[bytes]) -> list[bytes]:
    return [
        element
        for name in package.names()
        if members.fullmatch(name)
        for element in elements.findall(package.read(name))
    ]
