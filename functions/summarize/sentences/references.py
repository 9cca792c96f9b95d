"""Words behind the start of an English sentence that refer to the sentence before it."""

import re

from functions.summarize.sentences.presentable import depends_on_previous

_FINITE = r"\b(?:is|are|was|were|has|have|had|does|did|do|will|would|can|could|might|must|should|sa(?:id|ys)|told)\b"
_CLAUSE = r"\b(?:who|which|that|when|where|while|because|what|how)\b"

# An adverbial at the start of a sentence, without a verb that has a subject, and a pronoun directly after it: `In 1957
# she`, `Asked by a reporter, he`, `Anyway he`, `In a letter dated 3 May he`, `Six hours later, all of them`, and an
# answer: `There was, she replied,`.
OPENING = re.compile(
    rf"""^\W*(?:
        (?:in|on|at|from|since|by|after|before|during|for|with|without|until|under|over|to|despite|among|between|like
          |unlike|following|as|of|through|throughout|against|anyway|later|once|eventually|finally|soon|perhaps
          |sometimes|never|(?![Tt]he\b)\w+(?:ly|ing|ed)|(?:\w+\ ){{1,3}}(?:later|earlier|ago)
          |the\ (?:following|next|previous|same)\ \w+)\b
        (?:(?!{_FINITE}|{_CLAUSE}|\b\w+ed\b(?!\ (?:in|on|at|by|to|late|early|last|the\ same|\d)))[^.!?;:]){{0,120}}?
      | there\ (?:is|was|are|were|will\ be|would\ be)
    )(?<!\band)(?<!\bbut),?\s
    (?P<pronoun>(?:he|she|they|(?:all|both|each|half|many|most|none|one|some|several|two|three)\ of\ them)\b)""",
    re.IGNORECASE | re.VERBOSE,
)

# The same with `it` and a verb with which it is a thing: `In a letter published in May, it said`.
OPENING_OF_THING = re.compile(
    rf"""^\W*(?:in|on|at|by|during|until|since|before|after)\b(?:(?!{_FINITE}|{_CLAUSE})[^.!?;:,]){{0,120}}?,?\s
    (?P<pronoun>it\ (?:sa(?:id|ys)|told|(?:also|then|only|even)\ \w+ed
      |(?!(?:appeared|dawned|emerged|followed|happened|helped|looked|mattered|needed|occurred|poured|proved|rained
       |remained|required|seemed|snowed|turned)\b)\w+ed)\b)""",
    re.IGNORECASE | re.VERBOSE,
)

# A connective behind the first words: `Years later, however,`.
LINKED = re.compile(r"[^,.;:!?]{1,60}, (?:however|though|therefore|in turn|too|then),", re.IGNORECASE)

# A connective at the start of a sentence.
CONNECTIVE = re.compile(
    r"\W*(?:so|therefore|thus|hence|accordingly|consequently|however|but|and|also|then|now),?\s", re.IGNORECASE
)


def links_inside(text: str) -> bool:
    """Return whether a connective behind the first words of an English sentence refers to the previous one."""
    return LINKED.match(text) is not None


def opens_with_pronoun(text: str) -> int | None:
    """Return where the pronoun is that follows the opening adverbial of an English sentence, None if there is none.

    A reader who sees the sentence alone does not know who is meant, unless the adverbial names somebody.
    """
    opening = OPENING.match(text) or OPENING_OF_THING.match(text)
    return opening.start("pronoun") if opening else None


def only_linked(text: str) -> bool:
    """Return whether a sentence refers to the previous one by a connective alone: `So I am writing to resign.`"""
    link = CONNECTIVE.match(text)
    return link is not None and not depends_on_previous(text[link.end() :])
