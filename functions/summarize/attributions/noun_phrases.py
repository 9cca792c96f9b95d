"""Shorten a source that is a clause to the noun phrase at its start: "a clerk [rang the desk and] said"."""

import re

from functions.summarize.attributions.drafts import TextRange
from functions.summarize.attributions.referents import is_person_noun
from functions.summarize.sentences.auxiliary_verbs import AUXILIARY

# A finite verb, and words that begin a subordinate clause or an addition, in which it says nothing about the source.
FINITE = re.compile(rf"\s{AUXILIARY}(?:n[’']t)?(?![\w-])")
SUBORDINATE = re.compile(
    r"[,(;:–—]|\b(?:who|whom|whose|which|that|what|where|when|while|how|why|if|whether|because|as|since)\b",
    re.IGNORECASE,
)

# The auxiliary of a cue directly after a source, with an adverbial: "her friends [have in the past] said".
PERFECT = re.compile(r"\s(?:has|have|had)\s[a-z\s]+$")

# A conjunction between a source and its cue joins the cue to another verb: "he came down [and] said".
JOINED_VERB = re.compile(r",?\s+(?:and|but|then|or)(?:\s+(?:also|later|then|\w+ly))*\s+")

# The rest of a pronoun with a verb, which the end of a source cuts: "an actor he[’s allowed to name]".
CUT_WORD = re.compile(r"\s+\S+[’']$")

# The start of a clause that can be its subject: a pronoun, a name of several words, a noun with a determiner.
PRONOUN = re.compile(r"(?:he|she|they|I|we)\b", re.IGNORECASE)
NAME = re.compile(r"[A-Z][\w’'-]*\.?(?:\s[A-Z][\w’'-]*)+")
DETERMINER = re.compile(r"(?:the|an?|one|another|this|that|his|her|its|their|my|our|your)\s", re.IGNORECASE)
WORD = re.compile(r"[\w’'-]+")
REST_OF_NAME = re.compile(r"(?:\s[A-Z][\w’'-]*)+")

# Maximum number of words of a noun with its determiner.
LONGEST_NOUN = 5


def noun_phrase(text: str, source: TextRange, cue: TextRange) -> TextRange | None:
    """Return the source without what is no part of its noun phrase, None if it is a clause whose subject is unclear."""
    start, end = _whole_words(text, *source)
    end = _whole_bracket(text, start, end)
    perfect = PERFECT.search(text, start, end)
    if perfect and not text[end : cue[0]].strip() and not SUBORDINATE.search(text, start, perfect.start()):
        end = perfect.start()
    is_clause = _has_finite_verb(text[start:end])
    if end <= cue[0]:
        is_clause = is_clause or JOINED_VERB.fullmatch(text, end, cue[0]) is not None
    return _subject(text, start, end) if is_clause else (start, end)


def _whole_words(text: str, start: int, end: int) -> TextRange:
    cut = CUT_WORD.search(text, start, end)
    return start, cut.start() if cut and text[end : end + 1].isalpha() else end


def _whole_bracket(text: str, start: int, end: int) -> int:
    """Return the end of a source without a bracket that it leaves open."""
    opened = text.rfind("(", start, end)
    if opened <= start or text.find(")", opened, end) >= 0:
        return end
    return end + 1 if text[end : end + 1] == ")" else start + len(text[start:opened].rstrip())


def _has_finite_verb(phrase: str) -> bool:
    verb = FINITE.search(phrase)
    subordinate = SUBORDINATE.search(phrase)
    return verb is not None and (subordinate is None or subordinate.start() > verb.start())


def _subject(text: str, start: int, end: int) -> TextRange | None:
    found = PRONOUN.match(text, start, end) or NAME.match(text, start, end)
    if found is not None:
        return found.span()
    determiner = DETERMINER.match(text, start, end)
    if determiner is None:
        return None
    words = list(WORD.finditer(text, determiner.end(), end))[: LONGEST_NOUN - 1]
    noun = next((word for word in words if is_person_noun(word.group().casefold())), None)
    if noun is None:
        return None
    name = REST_OF_NAME.match(text, noun.end(), end)
    return start, name.end() if name else noun.end()
