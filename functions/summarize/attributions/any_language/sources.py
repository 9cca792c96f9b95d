"""Sources that are somebody: not a part of the next words, and not a word that says when or how."""

import re
from collections import Counter
from dataclasses import replace

from functions.summarize.annotator.annotations import Annotations, likeliest
from functions.summarize.attributions.any_language.conjunctions import COMMAS
from functions.summarize.attributions.any_language.pronouns import is_pronoun
from functions.summarize.attributions.drafts import Draft, TextRange
from functions.summarize.attributions.layout import Layout
from functions.summarize.entities.any_language.words import is_unspaced, words_in
from functions.summarize.sentences.stop_words import LANGUAGES, stop_words

# Minimum probability of a source that is a function word. Less likely ones are articles.
LEAST_WORD = 0.6

# A word in the accusative in Arabic, which is no subject: قائلاً.
ADVERB = re.compile(r"[^\W\d_]+(?:\u0627\u064b|\u064b\u0627)")

# The start of a clause at the end of a source, and the words with which it goes on. Maximum code points of the start.
CLAUSE_START = re.compile(r"\s*[,،，]\s+(?P<word>[^\W\d_]+)(?:\s[^\W\d_]+){0,2}$")
CLAUSE_GOES_ON = re.compile(r"[^\S\n]+[^\W\d_]")
LONGEST_START = 40

# Maximum number of code points before a source that are searched for a comma.
LONGEST_BEFORE = 200


def without_clause_start(text: str, source: TextRange, cue: TextRange | None) -> TextRange:
    """Return a source without the first words of a clause that goes on behind it: the minister, who was."""
    start, end = source
    clause = CLAUSE_START.search(text, max(start, end - LONGEST_START), end)
    if clause is None or clause["word"] != clause["word"].lower() or CLAUSE_GOES_ON.match(text, end) is None:
        return source
    next_to_cue = _is_before(text, end, cue)
    return source if next_to_cue else (start, clause.start())


def is_cut_off(text: str, draft: Draft, language: str | None) -> bool:
    """Whether a source is only the first word of a phrase, an article or a possessive: a, of a study.

    A word directly before the content is whole: according to them, it rains.
    """
    if not draft.source or (draft.signals and (draft.signals.source or 1.0) >= LEAST_WORD):
        return False
    start, end = draft.source[0]
    word = text[start:end]
    if is_pronoun(word, language) or words_in(word) != 1:
        return False
    if any(end <= piece[0] and not text[end : piece[0]].strip() for piece in draft.content):
        return False
    before_cue = _is_before(text, end, draft.cue)
    if is_unspaced(word):
        return len(word) == 1 and not before_cue and text[end : end + 1].isalpha()
    return not before_cue and is_function_word(word, language) and CLAUSE_GOES_ON.match(text, end) is not None


def is_function_word(word: str, language: str | None) -> bool:
    """Whether a word is one of the most frequent ones of a language: an article, a preposition, an auxiliary."""
    return language in LANGUAGES and word.casefold() in stop_words(language or "")


def with_real_sources(text: str, annotations: Annotations, layout: Layout) -> Annotations:
    """Return the annotations without links to sources that are an adverb, or not of a cue between commas.

    No source takes their probability. The source of two cues is their subject: said the mayor, adding, that it rains.
    """
    roles = annotations.roles
    cues_of = Counter(likeliest(links) for links in annotations.cue_sources.values())
    adverbs = {
        number
        for number, span in enumerate(roles)
        if span.role == "source" and ADVERB.fullmatch(text, span.start, span.end)
    }

    def is_real(source: int | None, cue: int) -> bool:
        if source is None:
            return True
        number = layout.sentence(roles[source].start)
        start = layout.sentences[number][0] if number >= 0 else 0
        if source in adverbs:
            return False
        is_subject = cues_of[source] > 1
        return is_subject or not _is_parenthetical(text, roles[source].range, roles[cue].range, start)

    sources: dict[int, dict[int | None, float]] = {}
    for cue, links in annotations.cue_sources.items():
        found = {source: probability for source, probability in links.items() if is_real(source, cue)}
        lost = sum(links.values()) - sum(found.values())
        sources[cue] = {**found, None: found.get(None, 0.0) + lost} if len(found) < len(links) else dict(links)
    return replace(annotations, cue_sources=sources)


def _is_parenthetical(text: str, source: TextRange, cue: TextRange, sentence: int) -> bool:
    """Whether a cue is between two commas, alone, without its source: In that town, she says, it rains.

    A comma before the source or in it can be that of an apposition, which also has one at its end.
    """
    if source[1] > cue[0] or text[cue[1] : cue[1] + 1] not in tuple(COMMAS):
        return False
    if text[source[1] : source[1] + 1] not in tuple(COMMAS) or text[source[1] + 1 : cue[0]].strip():
        return False
    return not any(mark in text[max(sentence, source[0] - LONGEST_BEFORE) : source[1]] for mark in COMMAS)


def _is_before(text: str, end: int, cue: TextRange | None) -> bool:
    """Whether only white space is between the end of a source and the cue after it."""
    return cue is not None and end <= cue[0] and not text[end : cue[0]].strip()
