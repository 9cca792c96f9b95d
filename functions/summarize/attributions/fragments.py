"""Recognize pieces of content that are no clause: their subject or their auxiliary is before the source and the cue."""

import re
from collections.abc import Sequence

from functions.summarize.attributions.drafts import TextRange
from functions.summarize.sentences.auxiliary_verbs import AUXILIARY, NEGATED

# A finite auxiliary without a subject: "people who she says [are safe]". A question has its subject next: "will it".
PREDICATE = re.compile(
    rf"(?!do(?:es)?\b|did\b){AUXILIARY}\b(?!{NEGATED}?\s+(?:I|you|he|she|it|we|they|there|this|that|these|those|the|"
    r"an?|my|your|his|her|its|our|their|any\w*|every\w*|no(?:body|thing|ne)?|some\w*|[A-Z][\w’'-]*)\b)"
)

# A finite auxiliary before a tag between commas, without its complement: "he had, she said, [nothing to gain]". The
# tag may begin with `as`.
OPEN_AUXILIARY = re.compile(rf"\b{AUXILIARY}(?:\s+not)?,\s+(?:as\s+)?$")

# The subject between a cue and the predicate, which the annotator missed. A comma at its end closes an aside.
_WORDS = r"[^,.;:!?()“”\"\n]"
MISSED_SUBJECT = re.compile(
    rf"\s+(?:that\s+)?(?P<subject>\w{_WORDS}{{0,75}}?(?:,{_WORDS}{{1,75}}(?:,{_WORDS}{{1,75}}?)??,?)?)\s+"
)

# Code points before a tag that are searched.
BEFORE = 24


def without_fragments(text: str, content: Sequence[TextRange], tag: TextRange) -> list[TextRange]:
    """Return the content with the subject of the piece after the tag, and without a piece whose subject it lacks.

    `tag` is the range of source and cue. A piece before the tag can have the subject.
    """
    if not content or content[0][0] < tag[1]:
        return list(content)
    start, end = content[0]
    is_question = "?" in text[start : end + 1]
    if PREDICATE.match(text, start, end) and not is_question:
        subject = MISSED_SUBJECT.fullmatch(text, tag[1], start)
        return [(subject.start("subject"), end), *content[1:]] if subject else list(content[1:])
    between = text[tag[1] : start].strip()
    is_open = between == "," and OPEN_AUXILIARY.search(text[max(0, tag[0] - BEFORE) : tag[0]])
    return list(content[1:] if is_open else content)
