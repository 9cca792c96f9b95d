"""Recognize pieces of content that are no clause: their subject or their auxiliary is before the source and the cue."""

import re
from collections.abc import Sequence

from functions.summarize.attributions.drafts import TextRange
from functions.summarize.sentences.auxiliary_verbs import AUXILIARY, NEGATED
from functions.summarize.sentences.characters import DOUBLE_QUOTES

# A finite auxiliary without a subject: "people who she says [are safe]". A question has its subject next: "will it".
PREDICATE = re.compile(
    rf"(?!do(?:es)?\b|did\b){AUXILIARY}\b(?!{NEGATED}?\s+(?:I|you|he|she|it|we|they|there|this|that|these|those|the|"
    r"an?|my|your|his|her|its|our|their|any\w*|every\w*|no(?:body|thing|ne)?|some\w*|[A-Z][\w’'-]*)\b)"
)

# A finite auxiliary before a tag between commas, without its complement: "he had, she said, [nothing to gain]". The
# tag may begin with `as`.
OPEN_AUXILIARY = re.compile(rf"\b{AUXILIARY}(?:\s+not)?,\s+(?:as\s+)?$")

# Words that the auxiliary is not missing from: a quotation, or a clause with a subject or an auxiliary of its own.
WHOLE = re.compile(rf"[{DOUBLE_QUOTES}]|\b(?:I|he|she|it|we|they|there|{AUXILIARY})\b")

# The subject between a cue and the predicate, which the annotator missed. A comma at its end closes an aside.
_WORDS = r"[^,.;:!?()“”\"\n]"
MISSED_SUBJECT = re.compile(
    rf"\s+(?:that\s+)?(?P<subject>\w{_WORDS}{{0,75}}?(?:,{_WORDS}{{1,75}}(?:,{_WORDS}{{1,75}}?)??,?)?)\s+"
)

# A quotation at the end of a predicate: "which she says is [“a risk for the town”]".
QUOTED_END = re.compile(rf"[{DOUBLE_QUOTES}][^{DOUBLE_QUOTES}]+[{DOUBLE_QUOTES}]?[.,]?$")

# Code points before a tag that are searched.
BEFORE = 24


def without_fragments(text: str, content: Sequence[TextRange], tag: TextRange) -> list[TextRange]:
    """Return the content with the subject of the piece after the tag, and without a piece whose subject it lacks.

    `tag` is the range of source and cue. A piece before the tag can have the subject. A quotation at the end of the
    predicate stays, and so do words after a colon, which need no subject.
    """
    if not content or content[0][0] < tag[1]:
        return list(content)
    start, end = content[0]
    is_question = "?" in text[start : end + 1]
    between = text[tag[1] : start].strip()
    if PREDICATE.match(text, start, end) and not is_question and between != ":":
        subject = MISSED_SUBJECT.fullmatch(text, tag[1], start)
        quoted = QUOTED_END.search(text, start, end)
        if subject is not None:
            return [(subject.start("subject"), end), *content[1:]]
        return [quoted.span(), *content[1:]] if quoted and " " in quoted.group() else list(content[1:])
    is_open = between == "," and OPEN_AUXILIARY.search(text[max(0, tag[0] - BEFORE) : tag[0]])
    return list(content[1:] if is_open and not WHOLE.search(text, start, end) else content)
