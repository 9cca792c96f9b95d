"""Complete the source of an attribution to its noun phrase, in the sentence of its cue."""

import re

from functions.summarize.attributions.drafts import Draft, TextRange
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.noun_phrases import noun_phrase
from functions.summarize.attributions.trimming import trimmed_source
from functions.summarize.sentences.auxiliary_verbs import AUXILIARY
from functions.summarize.sentences.boundaries import SENTENCE_BREAK

# Words that need a noun after them.
ARTICLE = re.compile(r"(?:the|an?|no|every|each)$", re.IGNORECASE)
ARTICLE_BEFORE = re.compile(r"\b(?:the|an?|no|every|each|this|these|those|his|her|its|their|our|my)\s+$", re.IGNORECASE)

# A pronoun has no article: "in the last of these he wrote". A part of several is named by the words before them.
PRONOUN = re.compile(r"(?:I|he|she|it|they|we|you|who)\b", re.IGNORECASE)
PARTITIVE_BEFORE = re.compile(
    r"\b(?:one|two|three|some|many|most|all|both|several|few|each|none|neither|half)\s+of\s+$", re.IGNORECASE
)

# "It was agreed", "it has been claimed": nobody.
EXPLETIVE = re.compile(r"it", re.IGNORECASE)
PASSIVE = re.compile(
    r"(?:is|was|were|are|has\s+been|had\s+been|can\s+be|will\s+be|seems?|appears?)\b(?!(?:\s+\w+)?\s+\w+ing\b)", re.I
)

# The words between an article and its verb, at most five: "The [council of the town] decides".
NOUN_BEFORE = re.compile(r"\s+(?:[\w’'-]+\s+){0,4}[\w’'-]+\s+$")

# Auxiliaries and adverbs at the end of these words belong to the verb.
AUXILIARIES = re.compile(rf"(?:\s+(?:{AUXILIARY}|not|also|then|\w+ly))+\s+$")

# The noun phrase directly after an inverted cue: "said Ann Lee", "said the mayor of", "said she".
INVERTED = re.compile(
    r"\s+((?:(?:the|an?|his|her|its|their)\s+(?:[\w’'-]+\s+)?[\w’'-]+|(?:[A-Z][\w.’'-]*)(?:\s+(?:(?:of|de|del|van|von|"
    r"der|al|bin)\s+)*[A-Z][\w’'-]*)*)|he|she|they|it|I|we)(?=\s*(?:[,.;:!?—–(]|$)|\s+[a-z])"
)
CLAUSE_END_BEFORE = re.compile(r"[,!?…]?[\"”’»]\s*$|[,!?…]\s*$")

# The day after a cue is not who speaks: "the board is, it said Tuesday, ready". Other words in -day can be names:
# Halliday.
WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")

# A verb after "says Lee,", whose subject is before it.
WITH_AUXILIARY = re.compile(rf"{AUXILIARY}\b")

# The rest of a name that the source cuts.
REST_OF_NAME = re.compile(r"(?:\s(?:[A-Z][\w’'-]+|(?:de|van|von|der|al|bin)(?=\s[A-Z])))+")

# A preposition at the end of a source, with the participle before it, and the name that is its object: "a study [led
# by] the University of Hale". Its object can be before it, if no word but the cue follows: "the company he works for".
PREPOSITION_END = re.compile(r"(?:\s\w+(?:ed|en))?\s(?:by|of|from|for|at|with)$")
OBJECT_NAME = re.compile(r"(?:\sthe)?(?:\s(?:[A-Z][\w’'-]*|(?:of|for|and|de|van|von)(?=\s[A-Z])))+")
WORD_AFTER = re.compile(r"\s+\w")

# Code points before a source that are searched for its article and quantity.
LONGEST_QUANTITY = 12

# A relative clause in a source, and the rest of one that the source cuts.
RELATIVE = re.compile(r",\s+(?:who|whose|which)\b")
REST_OF_CLAUSE = re.compile(r"\s[^,.;:!?\"“”«»()—\n]{1,120}(?=[,.;!?—])")


def completed(text: str, draft: Draft, cue: TextRange, layout: Layout) -> TextRange | None:
    """Return the whole noun phrase of a draft's source, None if it is nobody or too far from its cue.

    `cue` is the trimmed cue. The phrase stays in the passage of the cue, and ends where the content begins. The source
    must be in the sentence of the cue. Instead of a source in the next sentence, an inverted cue takes the
    noun phrase directly after it ("…, said Ann Lee. The mayor …").
    """
    source = draft.source[0]
    passage = layout.clipped((0, len(text)), layout.at(cue[0])) or cue
    if _is_parted(text, source, cue, layout):
        is_inverted = source[0] > cue[0] and CLAUSE_END_BEFORE.search(text, max(0, cue[0] - 3), cue[0])
        own = INVERTED.match(text, cue[1], passage[1]) if is_inverted else None
        if own is None:
            return None
        source = own.span(1)
    elif _is_inside_content(draft, source, cue):
        return None
    source = _inverted(text, draft, source, cue, passage[1]) or source
    if EXPLETIVE.fullmatch(text, *source) and PASSIVE.match(text, *cue):
        return None
    found = trimmed_source(text, (source[0], min(source[1], passage[1])))
    found = noun_phrase(text, found, cue) if found else None
    if found is None:
        return None
    after = [start for start, _ in (cue, *draft.content) if start >= found[1]]
    room = passage[0], min([passage[1], *after])
    return _with_noun(text, found, cue, room) if ARTICLE.fullmatch(text, *found) else _whole(text, found, cue, room)


def _is_parted(text: str, source: TextRange, cue: TextRange, layout: Layout) -> bool:
    """Whether the source is in another passage or sentence than the cue."""
    if layout.at(source[0]) != layout.at(cue[0]):
        return True
    between = text[min(source[1], cue[1]) : max(source[0], cue[0])]
    return layout.sentence(source[0]) != layout.sentence(cue[0]) and SENTENCE_BREAK.search(between) is not None


def _is_inside_content(draft: Draft, source: TextRange, cue: TextRange) -> bool:
    """Whether a source after its cue is in the middle of the content: "says they were told by [the clerk] that"."""
    between = any(cue[1] <= piece[0] and piece[1] <= source[0] for piece in draft.content)
    return between and any(piece[0] >= source[1] for piece in draft.content)


def _inverted(text: str, draft: Draft, source: TextRange, cue: TextRange, stop: int) -> TextRange | None:
    """Return the noun phrase after an inverted cue behind its source: "A is, says [Lee], B", "“A”, says [Lee]".

    The source is then a part of the sentence that the cue interrupts.
    """
    if source[1] > cue[0] or not CLAUSE_END_BEFORE.search(text, max(0, cue[0] - 3), cue[0]):
        return None
    own = INVERTED.match(text, cue[1], stop)
    if own is None or text[own.end() : own.end() + 1] not in (",", ".") or WEEKDAY.fullmatch(own[1]):
        return None
    is_parted = any(source[1] <= piece[0] and piece[1] <= cue[0] for piece in draft.content)
    is_interrupted = text[source[1] : cue[0]].strip() == "," and "," not in text[slice(*source)]
    goes_on = WITH_AUXILIARY.match(text, own.end() + 2)
    return own.span(1) if is_parted or (is_interrupted and goes_on) else None


def _with_noun(text: str, article: TextRange, cue: TextRange, room: TextRange) -> TextRange | None:
    """Return an article with the noun after it, inside of `room`: up to the verb, or directly after an inverted cue."""
    if article[1] <= cue[0]:
        words = NOUN_BEFORE.fullmatch(text, article[1], cue[0])
        if words is None:
            return None
        verb = AUXILIARIES.search(text, article[1], cue[0])
        end = verb.start() if verb else cue[0]
        return trimmed_source(text, (article[0], end)) if text[article[1] : end].strip() else None
    own = INVERTED.match(text, cue[1], room[1])
    return own.span(1) if own and own.start(1) == article[0] else None


def _whole(text: str, source: TextRange, cue: TextRange, room: TextRange) -> TextRange:
    """Return the source with its article and the rest of its name, inside of `room`."""
    start, end = source
    if PRONOUN.match(text, *source) is None:
        start = _with_quantity(text, start, cue, room[0])
    rest = REST_OF_NAME.match(text, end, room[1]) if _is_name_end(text, start, end) else None
    end = rest.end() if rest else end
    dangling = PREPOSITION_END.search(text, start, end)
    if dangling and WORD_AFTER.match(text, end, cue[0] if end <= cue[0] else len(text)):
        object_name = OBJECT_NAME.match(text, end, room[1])
        end = object_name.end() if object_name else dangling.start()
    rest = REST_OF_CLAUSE.match(text, end, room[1]) if RELATIVE.search(text, start, end) else None
    return start, rest.end() if rest else end


def _with_quantity(text: str, start: int, cue: TextRange, floor: int) -> int:
    """Return the start of a source with the article and the quantity before it: "[one of the] ministers"."""
    for pattern in (ARTICLE_BEFORE, PARTITIVE_BEFORE):
        before = pattern.search(text, max(floor, start - LONGEST_QUANTITY), start)
        if before and not cue[0] < before.end() <= cue[1]:
            start = before.start()
    return start


def _is_name_end(text: str, start: int, end: int) -> bool:
    return text[start:end].split()[-1][:1].isupper()
