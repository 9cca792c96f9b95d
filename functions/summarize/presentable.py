"""Which sentences may stand in a summary: those that say something by themselves."""

import re
from collections.abc import Sequence

from functions.summarize.sentences import Sentence
from shared.document import BlockKind

FEWEST_WORDS = 8
"""Shorter sentences are exclamations, signatures and remains of layout far more often than news."""

PRESENTABLE_SHARE = 1 / 3
PRESENTABLE_WORDS = 300
"""Presentable sentences must hold this share of a document's words, or as many words, which is enough to choose from in
any document. Where they hold less, what there is besides them is chosen from too."""

SENTENCE_END = re.compile(r"[.!…。！？]\s*[\"'”’»)\]]*\s*('')?$")
"""How statements end. Titles, bylines and signatures have no such end, and a question states nothing."""

LONGEST_CALL = 25
"""Words. A longer sentence that begins like a call or a credit has more to say than that."""

CALL = re.compile(
    r"""^\W*(
        click\ (here|on|the)\b | read\ (more|also|next)\b | see\ also\b
      | (sign\ up|subscribe)\ (for|to|now|today|here)\b
      | log\ in\ (to|or|here)\b | (follow|like|find|contact|email)\ us\b | share\ this\b | watch\ (the\ )?video\b
      | advertisement\W*$ | continue\ reading\b | related\ (articles?|stories|content)\b
      | for\ (more|further)\ information,?\ (visit|contact|call|see|click|go)\b | for\ confidential\ support\b
      | ((featured|cover|header|file|stock|main)\ )?(image|photo|photograph|picture|video|graphic)s?
        \ *(by\b|credits?\b|courtesy\b|source\b|via\b|[:©])
      | (last\ |first\ )?(published|updated|posted|modified)\ *(on|at)?\ *:?\ *\d
      | (archived|retrieved|accessed)\ *(from\b|on\ \d|\d|\()
      | (additional\ )?reporting\ by\b | edited\ by\b | (copyright|©|\(c\)|-lrb-\ c\ -rrb-)\W*(\d{4}|\(c\)|©|by)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
NOTICE = re.compile(
    r"""^\W*scroll\ down\b | \ball\ rights\ reserved\b | \b(uses?|accept(ing)?|(our|of))\b[^.]{0,40}\ cookies\b
      | ^\W*this\ (e-?mail|message|document)\b.{0,80}\b(confidential|intended\ (only|solely))\b""",
    re.IGNORECASE | re.VERBOSE,
)
BRACKETED = re.compile(r"^\[[^\]]*\]$")
POINTER = re.compile(r"\bthe following (is|are|was|were)\b", re.IGNORECASE)
"""In a sentence that only announces what comes after it."""

LINK = re.compile(r"\b(?:https?://|www\.)\S+")
MOST_LINKS = 1 / 3
"""Share of a sentence's code points that may be links. References and lists of sources have more."""

DANGLING = re.compile(
    r"""^\W*(
        he|she|they|it|his|her|their|its|this|that|these|those|such|here|both
      | but|and|or|so|yet|however|also|then|thus|therefore|moreover|furthermore|meanwhile|instead|otherwise|besides
      | on\ the\ other\ hand|in\ addition|as\ a\ result|for\ example|for\ instance|in\ fact|at\ the\ same\ time
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
QUOTING = re.compile(r"^(\"|“|„|«|‘|'|`)")


def candidates(sentences: Sequence[Sentence]) -> list[int]:
    """The numbers of the sentences to choose from, in order; none only where there is no sentence.

    They are the presentable ones. Where these are a small part of the text (a list, a table, notes without full stops),
    all that is neither a heading nor the page's own; and where nothing is left, everything.
    """
    good = [number for number, sentence in enumerate(sentences) if presentable(sentence)]
    some = [
        number
        for number, sentence in enumerate(sentences)
        if sentence.kind is not BlockKind.HEADING and not boilerplate(sentence.text)
    ]
    words = [len(sentence.text.split()) for sentence in sentences]
    enough = min(PRESENTABLE_WORDS, PRESENTABLE_SHARE * sum(words[number] for number in some))
    if good and sum(words[number] for number in good) >= enough:
        return good
    return some or list(range(len(sentences)))


def presentable(sentence: Sentence) -> bool:
    """Whether a sentence is a whole statement of the document, not of the page that it stood on."""
    text = sentence.text
    return (
        sentence.kind is not BlockKind.HEADING
        and len(text.split()) >= FEWEST_WORDS
        and SENTENCE_END.search(text) is not None
        and not boilerplate(text)
        and POINTER.search(text) is None
        and sum(map(len, LINK.findall(text))) <= MOST_LINKS * len(text)
    )


def boilerplate(text: str) -> bool:
    """Whether a text belongs to the page around a document: a credit, a notice, a call to click or to subscribe."""
    if BRACKETED.match(text) or NOTICE.search(text):
        return True
    return CALL.match(text) is not None and len(text.split()) <= LONGEST_CALL


def dangling(text: str) -> bool:
    """Whether a sentence leans on the one before it by its first word."""
    return DANGLING.match(text) is not None


def quoting(text: str) -> bool:
    """Whether a sentence begins with a quotation mark."""
    return QUOTING.match(text) is not None
