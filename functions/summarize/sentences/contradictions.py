"""English sentences that the next one takes back or completes: a claim and its denial, which a reader sees together."""

import re
from collections.abc import Sequence
from dataclasses import replace

from functions.summarize.sentences.auxiliary_verbs import AUXILIARY, NEGATED
from functions.summarize.sentences.lengths import word_count
from functions.summarize.sentences.sentences import LONGEST, Sentence
from shared.documents.document import BlockKind

# Maximum number of words of a short answer, and of a claim and its denial together.
SHORT_ANSWER, MOST_WORDS = 8, 70

# The end of a short answer whose verb is in the claim, and the whole of one that judges it: "It isn't.", "Her brother
# did.", "That is not true."
ANSWER = re.compile(
    rf"\b(?:{AUXILIARY}{NEGATED}?"
    r"|can(?:not|['’]t)|won['’]t)"
    r"(?:(?:(?<=n['’]t)|(?<=not))\s(?:true|right|so|correct|the case))?[.!]?[\"”’)]*$"
    r"|^\W*(?:it|this|that|they|these|those)\s?(?:['’]s|is|was|are|were)\s"
    r"(?:false|untrue|wrong|incorrect|nonsense)[.!]?[\"”’)]*$",
    re.IGNORECASE,
)

# The rest of a sentence from a word that begins a question within it or a comparison. Its verb at the end answers
# nothing, as in "Nobody knows what it is."
EMBEDDED = re.compile(r"\b(?:what|which|who|where|when|why|how|whether|if|than|as)\b[^,;]*$", re.IGNORECASE)

# Somebody who denies what was said before: "Lee denied it", "disputes the claim", "but denied having used those words".
DENIAL = re.compile(
    r"(?:^\W*(?:\S+\s){1,6}?|\b(?:but|and)\s(?:\w+\s)?)(?:den(?:ies|ied)|disputes|disputed|rejects|rejected)\s"
    r"(?:that(?=\W*$|[,.;])|it|this|them|these|those|having|doing|saying|making|any|everything|both"
    r"|(?:\w+\s)?(?:claim|charge|allegation|accusation|account|version|story|report|suggestion)s?)\b",
    re.IGNORECASE,
)

# Kinds of blocks whose sentences follow each other.
KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TURN})


def with_contradictions(text: str, sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences, each together with the next one of its block if that one denies or completes it.

    A denial in brackets is taken up to the end of the brackets.
    """
    found: list[Sentence] = []
    is_open = False
    for sentence in sentences:
        last = found[-1] if found else None
        is_within = last is not None and is_open and last.block == sentence.block
        if last and (is_within or _belongs(last, sentence)):
            found[-1] = replace(last, end=sentence.end, text=text[last.start : sentence.end])
            is_open = found[-1].text.count("(") > found[-1].text.count(")") and len(found[-1].text) < LONGEST
        else:
            found.append(sentence)
            is_open = False
    return found


def _belongs(claim: Sentence, answer: Sentence) -> bool:
    """Return whether a sentence denies or completes the one before it, and both are short enough for one point."""
    if claim.block != answer.block or claim.kind not in KINDS or answer.end - claim.start > LONGEST:
        return False
    words = word_count(answer.text)
    if word_count(claim.text) + words > MOST_WORDS or claim.text.rstrip('"”’)').endswith("?"):
        return False
    if DENIAL.search(answer.text):
        return True
    return words <= SHORT_ANSWER and ANSWER.search(answer.text) is not None and EMBEDDED.search(answer.text) is None
