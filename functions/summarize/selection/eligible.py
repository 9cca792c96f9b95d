"""The sentences to choose from: presentable ones of the body, not of what surrounds it in papers and reports."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise, takewhile

from functions.summarize.selection.messages import answered
from functions.summarize.selection.sentence_features import Floats
from functions.summarize.sentences.boundaries import STATEMENT_END
from functions.summarize.sentences.lengths import word_count
from functions.summarize.sentences.presentable import candidates
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import Block, BlockKind

# Number of first blocks among which the label of an abstract is searched.
FRONT = 40

# Minimum share of the sentences of a text that begin with a capital (0 to 1) if capitals mark its sentences.
CAPITALIZED = 0.7

# Minimum number of words of a short statement, without those in capitals and with digits. Datelines have fewer.
FEWEST_SHORT = 4

# The level of a heading that is a paragraph: any heading ends its section.
LOWEST = 99

_NUMBER = r"(?:(?:\d+(?:\.\d+)*|[IVX]+|[A-Z])\.?\s+)?"

# The label of an abstract, alone or in front of its text. Title, authors and addresses are before it.
ABSTRACT = re.compile(_NUMBER + r"(?:abstract|executive summary)\s*(?:[.:—–-].*)?", re.IGNORECASE | re.DOTALL)

# The headings of lists of sources, thanks and links.
APPARATUS = re.compile(
    _NUMBER + r"(?:references|bibliography|works cited|literature(?: cited)?|acknowledge?ments?|see also"
    r"|further reading|external links|related (?:articles|stories|links)|literatur(?:verzeichnis)?|einzelnachweise"
    r"|références|bibliographie|referencias|bibliografía|riferimenti|bibliografia|примечания|литература)\s*:?",
    re.IGNORECASE,
)

# The first line of what a press release says at its end about who issues it, and the share of the text behind which
# such a line begins no subject of the text.
ISSUED_BY = re.compile(r"About (?:the |our |us\b)?(?:[A-Z][^\n.!?]{1,60})?(?:\n|$)")
BODY_SHARE = 2 / 3

# A turn of somebody who asks, and a statement to who is asked, which says little without the question.
QUESTION_LABEL = re.compile(r"\W*(?:Q|Question)\s?[:.]")
ADDRESSED = re.compile(r"\byou(?:r|rs|rself)?\b", re.IGNORECASE)

# The start of a sentence that greets, thanks or apologizes: the opening of a speech, a letter or a mail.
COURTESY = re.compile(
    r"\W*(?:(?:(?:many|so|well|ok(?:ay)?|right|now|and|oh|just|first(?: of all)?),? )*"
    r"(?:thanks?(?: you)?\b(?! to\b)|hello\b|hi\b|welcome\b|greetings\b|congratulations\b"
    r"|good (?:morning|afternoon|evening|day)\b|ladies and gentlemen\b|sorry\b|excuse me\b)"
    r"|(?:it(?: is|['’]s| was| has been)|i(?: am|['’]m| was))(?: [\w']+){0,4} (?:honou?r(?:ed)?|privileged?|pleasure"
    r"|delighted|pleased|glad|happy|grateful|thankful)\b"
    r"|i (?:want|would like|wish) to (?:thank|welcome|begin|start)\b|i['’]d like to (?:thank|welcome|begin|start)\b"
    r"|how are you\b|hope (?:you|this|all)\b|i hope (?:that )?(?:you|this|all)\b)",
    re.IGNORECASE,
)


def eligible(
    text: str,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    formal: Collection[int] = (),
    *,
    title: str | None = None,
    also: Collection[int] = (),
) -> list[int]:
    """Return the numbers of the sentences to choose from, in order. There are none only if there is no sentence.

    Left out are the front matter before an abstract, lists of sources, who issues a press release, the messages that a
    message answers, courtesies, what a question presumes of who is asked, the `formal` sentences, and those that begin
    inside another one. A document that has nothing else keeps its presentable sentences. `also`: sentences of the body
    to choose from even if they are not presentable.
    """
    surrounding = _surrounding(text, blocks) | _issued_by(text, blocks) | answered(text, blocks, title)
    fragments = _fragments(sentences) | _presumed(text, blocks, sentences)
    body = [
        number
        for number, sentence in enumerate(sentences)
        if sentence.block not in surrounding
        and number not in fragments
        and number not in formal
        and not COURTESY.match(sentence.text)
    ]
    if not body:
        return candidates(sentences)
    found = {body[place] for place in candidates([sentences[number] for number in body])}
    return sorted(found.union(number for number in body if number in also))


def with_short_statements(sentences: Sequence[Sentence], numbers: Sequence[int], formal: Floats) -> list[int]:
    """Return the numbers of candidates with the shorter statements that open the text or give a figure to the last one.

    Many languages say in five words what English says in eight, and what opens a text introduces what the sentences
    after it refer to. `formal`: how much (sentences,) each is a formality, which is not added.
    """
    if not numbers:
        return []
    words = [
        _words_of_statement(sentence) if share == 0 else 0 for sentence, share in zip(sentences, formal, strict=True)
    ]
    first = numbers[0]
    block = next(number for number in range(first + 1) if sentences[number].block == sentences[first].block)
    start = 0 if min(words[:first], default=0) >= FEWEST_SHORT else block
    opening = takewhile(lambda number: words[number] >= FEWEST_SHORT, range(start, first))
    figures = [
        number + 1
        for number in numbers
        if number + 1 < len(sentences)
        and words[number + 1] >= FEWEST_SHORT
        and sentences[number + 1].block == sentences[number].block
        and any(map(str.isdigit, sentences[number + 1].text))
    ]
    return sorted({*opening, *numbers, *figures})


def _words_of_statement(sentence: Sentence) -> int:
    """Return the number of words without digits and capitals alone; 0 for a heading, a fragment, and behind a label."""
    words = [word for word in sentence.text.split() if not word.isupper() and not any(map(str.isdigit, word))]
    is_statement = STATEMENT_END.search(sentence.text) and sentence.kind is not BlockKind.HEADING
    return word_count(" ".join(words)) if is_statement and words and not words[0].endswith((":", "：")) else 0


def _surrounding(text: str, blocks: Sequence[Block]) -> set[int]:
    """Return the numbers of the blocks before an abstract, and of those below the heading of an apparatus."""
    labels = [text[block.start : block.end].strip() for block in blocks]
    abstract = next((number for number, label in enumerate(labels[:FRONT]) if ABSTRACT.fullmatch(label)), 0)
    found = set(range(abstract))
    level: int | None = None
    for number, (block, label) in enumerate(zip(blocks, labels, strict=True)):
        if APPARATUS.fullmatch(label):
            level = (block.level or 1) if block.kind is BlockKind.HEADING else LOWEST
        elif level is not None and block.kind is BlockKind.HEADING and (block.level or 1) <= level:
            level = None
        if level is not None:
            found.add(number)
    return found


def _issued_by(text: str, blocks: Sequence[Block]) -> set[int]:
    """Return the numbers of the blocks about who issues the text: with such a first line, or below one, at its end."""
    found: set[int] = set()
    for number, block in enumerate(blocks):
        label = ISSUED_BY.match(text, block.start, block.end) if block.start > BODY_SHARE * len(text) else None
        if label:
            found.update((number, number + 1) if label.end() >= block.end else (number,))
    return found


def _presumed(text: str, blocks: Sequence[Block], sentences: Sequence[Sentence]) -> set[int]:
    """Return the numbers of the sentences to who is asked, in the turns of who asks."""
    asking = {
        number
        for number, block in enumerate(blocks)
        if block.kind is BlockKind.TURN
        and (QUESTION_LABEL.match(text, block.start, block.end) or text[block.start : block.end].rstrip().endswith("?"))
    }
    return {n for n, sentence in enumerate(sentences) if sentence.block in asking and ADDRESSED.search(sentence.text)}


def _fragments(sentences: Sequence[Sentence]) -> set[int]:
    """Return the numbers of the sentences that begin with a small letter inside a block, in a text with capitals."""
    cased = [sentence.text[:1] for sentence in sentences if sentence.text[:1].lower() != sentence.text[:1].upper()]
    if not cased or sum(map(str.isupper, cased)) < CAPITALIZED * len(cased):
        return set()
    return {
        number
        for number, (before, sentence) in enumerate(pairwise(sentences), 1)
        if sentence.text[:1].islower() and sentence.block == before.block
    }
