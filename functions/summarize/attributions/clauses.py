"""Keep the sense of a clause: the noun that carries it ("the suspicion that …"), and the negation of its cue."""

import re
from collections.abc import Sequence

from functions.summarize.attributions.drafts import TextRange
from functions.summarize.attributions.layout import Layout
from functions.summarize.sentences.auxiliary_verbs import AUXILIARY, NEGATED
from functions.summarize.sentences.boundaries import SENTENCE_BREAK
from functions.summarize.sentences.characters import DOUBLE_QUOTES

# Code points before a clause and before a cue that are searched.
BEFORE = 60

# A noun phrase that carries the clause after it: "the suspicion that", "no evidence that". It has no conjunction.
CARRIER = re.compile(
    r"\b(?:(?:the|an?|no|any|some|all|this|these|those|his|her|its|their|our|my|such|what)\s+"
    r"(?:(?!(?:and|or|but)\s)[\w’'-]+\s+){1,3}"
    r"|(?:evidence|proof|doubts?)\s+)that\s+$",
    re.IGNORECASE,
)
THAT = re.compile(r"that\s+", re.IGNORECASE)

# Nouns for a time, which do not carry a clause: "said the same day that".
TIME = re.compile(r"\b(?:day|week|month|year|night|morning|afternoon|evening|time|hour|minute|moment)\s+that\s", re.I)

# A preposition directly after a cue that begins an adverbial, whose noun does not carry the clause: "said in a letter
# that".
ADVERBIAL = re.compile(r"\s+(?:in|at|on|during|through|via|after|before)\s", re.IGNORECASE)

# Verbs with an addressee before the clause: "told the council that". Others have a preposition: "reported to".
ADDRESSING = re.compile(
    r"\b(?:t[eo]ll?|told|inform|remind|warn|assur|advis|convinc|persuad|notif|promis|ask|show|teach|taught)",
    re.IGNORECASE,
)
# After verbs of pointing, the preposition has the thing itself: "pointed to the risk that".
ADDRESSED = re.compile(r"\sto$", re.IGNORECASE)
POINTING = re.compile(r"\b(?:point|refer|allud|attest)", re.IGNORECASE)

# An addressee at the start of a piece: "told [the family that] it is late", "tells [you is] to go".
ADDRESSEE = re.compile(
    r"\s*(?:(?:(?:the|an?|his|her|their|its|my|our)\s+(?:[\w’'-]+\s+){1,3}?|(?:[A-Z][\w’'-]*\s+)+)that"
    r"|(?:you|me|us|him|her|them)\s+(?:that|is|was))\s+"
)

# Words at the end of a piece that need another, and the rest of a clause that is at most three words long.
DANGLING = re.compile(
    r"(?:(?:\s(?:in|at|for|to|on|with|by|from))?\s(?:the|an?|of|his|its|their)|(?P<joining>\s(?:and|or|but)))$", re.I
)
REST = re.compile(r"(?:\s[\w’'-]+){1,3}(?=[,.;!?])")

# Two things are on either side of `and`: "a talk between Ann [Lee and her deputy]".
BETWEEN = re.compile(r"\sbetween\s(?:(?!\band\b)[^,.;:]){0,80}$")
REST_OF_PAIR = re.compile(r"(?:\s[\w’'-]+){0,3}?\sand(?:\s[\w’'-]+){1,4}(?=[,.;!?])")

# An auxiliary at the end of a piece, whose verb follows: "the two have [spoken since]". A conjunction ends the clause.
AUXILIARY_END = re.compile(rf"\s{AUXILIARY}{NEGATED}?$")
REST_OF_VERB = re.compile(
    rf"(?!\s(?:and|but|or|so|while|although|though|because|when|if|as|than)\b){REST.pattern}", re.IGNORECASE
)

# A conjunction, a relative pronoun or the subject of another clause at the end of a piece that the text goes on after.
OPENED_CLAUSE = re.compile(
    r"(?:,\s+(?:I|he|she|it|they|we|so)|,?\s+(?:because|though|although|while|whereas|unless|since|which|who|whose))$",
    re.I,
)
CLOSED = re.compile(r"[^\S\n]*(?:[.;!?\n\"”’)]|$)")

# A clause that says nothing without the one before it: "he was", "it might not", "even the company doesn't".
ELLIPTIC = re.compile(
    r"(?:even\s+)?(?:(?:the|his|her|its|their|my|our|an?)\s+)?(?:[\w’'-]+\s+){1,2}?"
    rf"{AUXILIARY}{NEGATED}?",
    re.IGNORECASE,
)

# A conjunction before a clause without which the clause says something else: "asked [whether] it is safe".
SUBORDINATOR = re.compile(r"\b(?:if|whether|unless)\s+$", re.IGNORECASE)

# The start of a sentence with a condition, without which the rest says something else.
CONDITION = re.compile(r"(?:if|unless|until|only|should|had|were)\b", re.IGNORECASE)

# Maximum number of words before "she said" in a clause that it interrupts.
LONGEST_HEAD = 12
BEFORE_VERB = re.compile(rf"(?:{AUXILIARY}|never|not)\b")
# A head with the auxiliary must be a clause of its own: "The answer is, she said, to close it".
JOINING = re.compile(r"\b(?:and|but|or|[Aa]sked)\b")

# Quotation marks, and a relative pronoun at the end: "a word which, she said, …" begins no clause of its own.
NO_HEAD = re.compile(rf"[{DOUBLE_QUOTES}]|\b(?:which|who|that),\s*$")

# The words before a verb that negate it or take its words back, and modal verbs.
NEGATION = re.compile(
    r"\b(?:(?:\w+\s+not|\w+n[’']t|never|(?:has|have|had)\s+yet\s+to|(?:refus|declin|fail)\w+\s+to|nor\s+\w+|without)"
    r"|would|could|might|may|should|can|will)(?:,[^,.;]{1,40},)?\s+(?:(?:\w+ly|ever|even|once)\s+)?$",
    re.IGNORECASE,
)


def with_negation(text: str, cue: TextRange, source: TextRange | None) -> TextRange:
    """Return the cue with the negation or the modal verb directly before it: "would not say", "has yet to comment"."""
    floor = max(0, cue[0] - BEFORE)
    if source is not None and source[1] <= cue[0]:
        floor = max(floor, source[1])
    before = NEGATION.search(text, floor, cue[0])
    return (before.start(), cue[1]) if before else cue


def whole_clause(text: str, piece: TextRange, cue: TextRange, source: TextRange | None, layout: Layout) -> TextRange:
    """Return a piece of content with the noun phrase that carries it, and the words between that and the cue.

    The phrase is in the passage of the piece. The addressee of the cue and adverbials carry nothing. A carrier that is
    a part of the cue stays there.
    """
    conjunction = THAT.match(text, *piece)
    start = conjunction.end() if conjunction else piece[0]
    passage = layout.clipped((start - BEFORE, start), layout.at(piece[0])) or piece
    carrier = CARRIER.search(text, max(0, passage[0]), start)
    if carrier is None or TIME.search(text, carrier.start(), start):
        return piece
    begin = carrier.start()
    if cue[0] < piece[0]:
        between = text[cue[1] : begin]
        is_addressed = ADDRESSED.search(text, *cue) and not POINTING.search(text, *cue)
        is_addressee = not between.strip() and (ADDRESSING.search(text, *cue) or is_addressed)
        if begin < cue[1] or is_addressee or ADVERBIAL.match(text, cue[1], start):
            return piece
        is_near = SENTENCE_BREAK.search(between) is None and "," not in between
        begin = cue[1] + len(between) - len(between.lstrip()) if is_near else begin
    if source is not None and source[0] < piece[0] and begin < source[1]:
        return piece
    return begin, piece[1]


def with_subordinator(text: str, piece: TextRange, cue: TextRange) -> TextRange:
    """Return a piece after its cue with the conjunction that says that nobody asserts it: "asked [if] it is safe"."""
    before = SUBORDINATOR.search(text, max(cue[1], piece[0] - BEFORE), piece[0]) if cue[1] <= piece[0] else None
    return (before.start(), piece[1]) if before else piece


def without_addressee(text: str, piece: TextRange, cue: TextRange) -> TextRange | None:
    """Return a piece directly after a cue without the addressee at its start, None if it is the addressee."""
    if piece[0] < cue[1] or text[cue[1] : piece[0]].strip() or not ADDRESSING.search(text, *cue):
        return piece
    addressee = ADDRESSEE.match(text, piece[0])
    start = addressee.end() if addressee else piece[0]
    return (start, piece[1]) if start < piece[1] else None


def whole_end(text: str, piece: TextRange, layout: Layout) -> TextRange:
    """Return a piece of content that does not end in a word that needs another.

    A short rest of the clause is added: "in the [whole region]". Otherwise the last words are left out.
    """
    opened = OPENED_CLAUSE.search(text, *piece)
    if opened is not None and CLOSED.match(text, piece[1]) is None:
        return piece[0], opened.start()
    between = BETWEEN.search(text, *piece)
    pair = REST_OF_PAIR.match(text, piece[1]) if between else None
    if pair is not None and layout.at(pair.end() - 1) == layout.at(piece[1] - 1):
        return piece[0], pair.end()
    dangling = DANGLING.search(text, *piece)
    if dangling is not None:
        rest = REST.match(text, piece[1]) if dangling["joining"] is None else None
    else:
        rest = REST_OF_VERB.match(text, piece[1]) if AUXILIARY_END.search(text, *piece) else None
    if rest is not None and layout.at(rest.end() - 1) == layout.at(piece[1] - 1):
        return piece[0], rest.end()
    return piece[0], dangling.start() if dangling else piece[1]


def is_elliptic(text: str, content: Sequence[TextRange]) -> bool:
    """Whether the content is a single clause without a predicate, which repeats one that the text has before it."""
    return len(content) == 1 and ELLIPTIC.fullmatch(text, *content[0]) is not None


def with_condition(text: str, piece: TextRange, tag: int, layout: Layout) -> TextRange:
    """Return a piece of content that ends before its source and cue with the condition that begins its sentence.

    `tag` is the start of source and cue: "If it sues, the shares may fall, Lee wrote".
    """
    sentence = layout.sentence(piece[0])
    if sentence < 0 or piece[1] > tag or layout.sentence(tag) != sentence:
        return piece
    start = layout.sentences[sentence][0]
    return (start, piece[1]) if CONDITION.match(text, start) else piece


def interrupted_head(text: str, piece: TextRange, tag: TextRange, layout: Layout) -> TextRange | None:
    """Return the start of a clause that source and cue interrupt: `Hale` in "Hale, she said, had promised it".

    `tag` is the range of source and cue, `piece` the content after it.
    """
    sentence = layout.sentence(tag[0])
    if sentence < 0 or layout.sentence(piece[0]) != sentence or text[tag[1] : piece[0]].strip() != ",":
        return None
    head = layout.sentences[sentence][0], tag[0]
    words = text[slice(*head)]
    is_quoted = text[piece[0]] in DOUBLE_QUOTES
    is_open = not is_quoted and AUXILIARY_END.search(words.rstrip(" ,")) and not JOINING.search(words)
    if not (is_open or BEFORE_VERB.match(text, piece[0])):
        return None
    if not words.rstrip().endswith(",") or len(words.split()) > LONGEST_HEAD or NO_HEAD.search(words):
        return None
    end = head[0] + len(words.rstrip(" ,"))
    return (head[0], end) if head[0] < end else None
