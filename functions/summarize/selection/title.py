"""The title of a Document: its own, or the noun phrase of its text that describes its subject best."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

import numpy as np
from numpy.typing import NDArray

from functions.summarize.selection.phrases import Phrase
from functions.summarize.selection.title_blocks import ISSUER, LONGEST_TITLE_LINE, first_title, without_note
from functions.summarize.selection.title_heads import (
    LABELLED,
    MOST_HEAD_ROWS,
    MOST_ROWS,
    TITLE_KINDS,
    HeadRow,
    head_rows,
    is_no_title,
    is_statement,
    statements,
)
from functions.summarize.selection.title_letters import below_letterhead, subject_line
from functions.summarize.selection.title_lines import KEY, PERSONAL, bare, has_links
from functions.summarize.selection.title_scores import best_row
from functions.summarize.selection.weak_titles import is_weak
from functions.summarize.sentences.boundaries import SENTENCE_BREAK, STATEMENT_END
from functions.summarize.sentences.presentable import boilerplate, depends_on_previous
from functions.summarize.sentences.references import links_inside
from functions.summarize.sentences.stop_words import stop_words
from shared.documents.document import BlockKind, Document, Span
from shared.summary import Entity
from shared.text import shortened

# Minimum and maximum number of words of a sentence that is a headline.
FEWEST_HEADLINE_WORDS, MOST_HEADLINE_WORDS = 4, 15

# Minimum and maximum number of words, and maximum length in code points, of a main clause that is taken for the title.
FEWEST_LEAD_WORDS, MOST_LEAD_WORDS, LONGEST_LEAD = 4, 16, 100

# What follows a main clause and only adds to it. Conditions, concessions and who says it are never left out.
ADDITION = re.compile(r", (?:who|which|where|whose|after|while|because|including|leaving|ending|making)\b|;\s|\s[—–]\s")

# The full stop of a sentence, not of an abbreviation or an ellipsis: `Washington D.C.`.
FULL_STOP = re.compile(r"(?<!\.)(?<!\.\w)\.\s*\Z")

DASH = re.compile(r"\s[—–]\s")

# A pronoun before the first name of a clause: "In May it had a surplus" says less than its sentence.
PRONOUN = re.compile(r"\w+(?:[ ,]+[^\sA-Z]\S*)*?[ ,]+(?:it|he|she|they)\b")

# Marks of quotations, brackets and lines in a clause, which would not be a whole title.
QUOTES_AND_BREAKS = '"“”«»()[]\n\t:'

# Number of the best phrases that a chosen title can consist of.
MOST_TOPICS = 40

# Minimum and maximum number of words of a chosen title.
FEWEST_WORDS, MOST_WORDS = 2, 9

# Weight of the most prominent name, relative to the best phrase. A name alone describes a document poorly.
NAME = 0.7

# Decimal places of scores and cosines, so that equal values are equal on every machine.
DECIMALS = 3

# Maximum number of candidates. The annotator reads all of them in one pass.
MOST_CANDIDATES = 5

# Weight of the similarity to the first sentence, relative to the similarity to the whole document.
LEAD = 2.0

# Weight of the similarity, and cost of each place in the order of the candidates.
LIKENESS, LATER = 0.5, 0.02

# Score of a phrase in a sentence, relative to the same phrase in the next more important sentence.
FADING = 0.85

# The text between two phrases of a title: a space, a possessive, `and` or a preposition with its article.
LINK = re.compile(r"(\s+|['’]s?\s+|\s+(?:of|in|for|at|on|against|between|over|and)(?:\s+(?:the|an?))?\s+)")

# Endings of verbs and adverbs, which are not part of a noun phrase.
VERBAL = re.compile(r"(?:ed|ing|ly)$")

WORD_BEFORE = re.compile(r"([^\W_]+)\s+$")
WORD_AFTER = re.compile(r"\s+([^\W_]+)")


def title_of(document: Document, *, has_large_nouns: bool = False) -> str | None:
    """Return the title in the metadata, or that of the text: the line about its subject, the best line above its first
    statement, a further heading, or a first line that is a headline. None without any.

    Weak titles, dates, salutations and labels are passed over. The name of an attachment or of a member of an archive
    is a title only if it is the whole document.
    """
    if document.metadata.title and not is_weak(document.metadata.title):
        return shortened(document.metadata.title)
    end = len(document.text)
    wrapped = any(part.start == 0 and part.end == end for part in document.parts)
    own_end = end if wrapped else min((part.start for part in document.parts), default=end)
    blocks = [block for block in document.blocks if block.end <= own_end and not block.notice]
    lines = [(block.kind, document.text[block.start : block.end]) for block in blocks]
    if subject := subject_line(lines):
        return shortened(bare(subject))
    below = below_letterhead(lines)
    is_labelled = document.media_type in LABELLED
    head = list(islice(head_rows(below, is_labelled=is_labelled), MOST_HEAD_ROWS))
    if text := statements(line for _, line in below) if head else "":
        if title := _title_above(head, text, has_large_nouns=has_large_nouns):
            return shortened(bare(title))
        below = _further(below, [block.level for block in blocks[len(lines) - len(below) :]])
    match list(islice(_named(below, is_labelled), 2)):
        case [(BlockKind.PARAGRAPH, line), (_, following)] if not text and _is_headline(line, following):
            return shortened(bare(line.rstrip().removesuffix(".")))
    headings = [(kind, line) for kind, line in below if kind is BlockKind.HEADING]
    return next((shortened(bare(line)) for _, line in _named(headings, is_labelled)), None)


def _title_above(head: Sequence[HeadRow], text: str, *, has_large_nouns: bool) -> str | None:
    """Return the title among the lines above a text, with who issues it, or a first sentence. None without any."""
    place = best_row(head, text, has_large_nouns=has_large_nouns)
    number = place if place is not None else next((n for n, row in enumerate(head) if not row.is_over), None)
    if number is None:
        return None
    line, kind = head[number].text, head[number].kind
    block = list(takewhile(lambda row: not (row.is_first or row.is_over), head[number + 1 :]))
    if (issued := first_title([line, *(row.text for row in block)])) != line and ISSUER.fullmatch(line):
        return issued
    is_sentence = STATEMENT_END.search(line) is not None and kind is not BlockKind.HEADING
    if place is None and not (number + 1 == len(head) and is_sentence and _is_headline(line, text)):
        return None
    return FULL_STOP.sub("", line) if is_sentence else line


def _further(lines: Sequence[tuple[BlockKind, str]], levels: Sequence[int | None]) -> list[tuple[BlockKind, str]]:
    """Return the blocks that can be the title if none of the first lines is: no sections below the first statement."""
    read = sum(1 for _ in takewhile(lambda each: each[0] in TITLE_KINDS and not is_statement(each[1]), lines))
    first = next(number for number, (_, line) in enumerate(lines) if is_statement(line))
    return [
        line
        for number, (line, level) in enumerate(zip(lines, levels, strict=True))
        if number >= read and (number < first or level == 1)
    ]


def _named(lines: Sequence[tuple[BlockKind, str]], is_labelled: bool) -> Iterator[tuple[BlockKind, str]]:
    """Yield the blocks that can be the title or follow it, each read when it is needed. Labels of data cannot."""
    for kind, line in lines:
        core = _core(kind, line)
        if core and not (is_labelled and (kind is BlockKind.HEADING or KEY.match(core))):
            yield kind, core


def _core(kind: BlockKind, line: str) -> str:
    """Return a block without the lines at its edges that are no title. Empty if none remains."""
    if kind not in TITLE_KINDS:
        return line
    # A page has its links in lines. A heading with such marks is a title: `Wind / Water / Stone`.
    if kind is BlockKind.HEADING and has_links(line):
        return line
    rows = list(islice((row for row in line.split("\n") if row.strip()), MOST_ROWS))
    if len(line) > LONGEST_TITLE_LINE and kind is BlockKind.HEADING:
        return "" if is_no_title(line) else line
    if len(line) > LONGEST_TITLE_LINE and len(rows) == 1:
        return line if STATEMENT_END.search(line) else without_note(line)
    while rows and is_no_title(rows[0]):
        rows.pop(0)
    while rows and is_no_title(rows[-1]):
        rows.pop()
    joined = first_title(rows) if rows and kind is BlockKind.PARAGRAPH else "\n".join(rows)
    return "" if is_no_title(joined) else joined


def _is_headline(line: str, following: str) -> bool:
    """Return whether a first line is a headline: no sentence, or a short one above a longer text."""
    if len(line) > LONGEST_TITLE_LINE or boilerplate(line):
        return False
    if not STATEMENT_END.search(line):
        return True
    words = line.split()
    return (
        FEWEST_HEADLINE_WORDS <= len(words) <= MOST_HEADLINE_WORDS
        and len(following) > len(line)
        and SENTENCE_BREAK.search(line) is None
        and PERSONAL.search(line) is None
    )


def lead_title(document: Document, sentences: Sequence[Span]) -> Span | None:
    """Return the first main clause among `sentences`, best first, that is as short as a headline. None without any.

    Only what follows a comma and adds to the clause is left out, so that the clause says what its sentence says.
    """
    for sentence in sentences:
        found = ADDITION.search(sentence.text)
        clause = sentence.text[: found.start() if found else len(sentence.text)].rstrip(" .")
        words = clause.split()
        # Between two dashes is an aside, behind which the clause goes on.
        is_aside = found is not None and DASH.match(found.group()) is not None and len(DASH.findall(sentence.text)) > 1
        if (
            FEWEST_LEAD_WORDS <= len(words) <= MOST_LEAD_WORDS
            and len(clause) <= LONGEST_LEAD
            and clause[0].isupper()
            and (found or STATEMENT_END.search(sentence.text))
            and not any(mark in clause for mark in QUOTES_AND_BREAKS)
            and SENTENCE_BREAK.search(clause) is None
            and PERSONAL.search(clause) is None
            and PRONOUN.match(clause) is None
            and not (is_aside or depends_on_previous(clause) or links_inside(clause))
        ):
            return document.span(sentence.start, sentence.start + len(clause))
    return None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A phrase or a name at its place, and its score in a title."""

    start: int
    end: int
    key: str
    score: float


def title_candidates(
    document: Document, sentences: Sequence[Span], topics: Sequence[Phrase], entities: Sequence[Entity]
) -> list[Span]:
    """Return noun phrases of an English text that can be its title, best first: runs of phrases and names.

    They are taken from the most important `sentences`, best first.
    """
    pieces = sorted(_pieces(topics, entities), key=lambda piece: (piece.start, -piece.end))
    starts = [piece.start for piece in pieces]
    # A name alone describes only a document about it.
    minor = {(mention.start, mention.end) for entity in entities[1:] for mention in entity.mentions}
    best: dict[str, tuple[float, Span]] = {}
    for number, sentence in enumerate(sentences):
        inside = pieces[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        for start, end, score in _runs(document.text, [piece for piece in inside if piece.end <= sentence.end]):
            if _is_whole(sentence, start, end) and (start, end) not in minor:
                span = document.span(start, end)
                value = round(score * FADING**number, DECIMALS)
                best[span.text] = max(best.get(span.text, (value, span)), (value, span), key=lambda each: each[0])
    ranked = sorted(best.values(), key=lambda each: (-each[0], each[1].start))
    return [span for _, span in ranked[:MOST_CANDIDATES]]


def best_title(candidates: Sequence[Span], vectors: NDArray[np.float32], sentences: NDArray[np.float32]) -> Span:
    """Return the candidate that is most similar to the document. Earlier candidates are preferred.

    `candidates`: at least one, best first. `vectors`: (candidates, width). `sentences`: (sentences, width), unit rows.
    """
    centre = sentences.mean(axis=0)
    about = centre / max(float(np.linalg.norm(centre)), 1e-9) + LEAD * sentences[0]
    likeness = LIKENESS * (vectors @ about).astype(np.float64) - LATER * np.arange(len(candidates))
    return candidates[int(np.argmax(np.round(likeness, DECIMALS)))]


def _pieces(topics: Sequence[Phrase], entities: Sequence[Entity]) -> Iterator[_Piece]:
    best = topics[:MOST_TOPICS]
    top = max((phrase.score for phrase in best), default=0.0)
    for phrase in best:
        if phrase.score > 0 and not any(VERBAL.search(word) for word in phrase.key.split()):
            score = (phrase.score / top) ** 2
            yield from (_Piece(start, end, phrase.key, score) for start, end in phrase.places)
    for entity in entities:
        for span in entity.mentions:
            yield _Piece(span.start, span.end, entity.name, entity.salience * NAME)


def _runs(text: str, pieces: Sequence[_Piece]) -> Iterator[tuple[int, int, float]]:
    """Yield the [start, end) of runs of pieces, and the total score of the different pieces in each."""
    for first, piece in enumerate(pieces):
        end = piece.end
        scores = {piece.key: piece.score}
        for other in (piece, *pieces[first + 1 :]):
            if other.end > end and not (other.start < end or LINK.fullmatch(text, end, other.start)):
                break
            if other.end > end or other is piece:
                end = other.end
                scores[other.key] = max(scores.get(other.key, 0.0), other.score)
                words = len(text[piece.start : end].split())
                if words > MOST_WORDS:
                    break
                if words >= FEWEST_WORDS:
                    yield piece.start, end, sum(scores.values())


def _is_whole(sentence: Span, start: int, end: int) -> bool:
    """Return whether the words directly before and after the phrase are function words, so that it is complete."""
    functions = stop_words("en")
    before = WORD_BEFORE.search(sentence.text[: start - sentence.start])
    after = WORD_AFTER.match(sentence.text, end - sentence.start)
    return (before is None or before[1].casefold() in functions) and (after is None or after[1].casefold() in functions)
