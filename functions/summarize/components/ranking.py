"""The ranking of the sentences that the summary and the key points are chosen from."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from functions.summarize.attributions.any_language.pronouns import begins_with_pronoun
from functions.summarize.reading import Reading
from functions.summarize.selection.conclusions import concluding, stating_outcome
from functions.summarize.selection.eligible import eligible, with_short_statements
from functions.summarize.selection.form_preferences import FormPreferences, form_preferences, shown_preferred
from functions.summarize.selection.formalities import Formalities
from functions.summarize.selection.ranking import Ranking
from functions.summarize.selection.salience import SalienceModel
from functions.summarize.selection.sentence_features import Floats, SentenceContext
from functions.summarize.sentences.auxiliary_verbs import AUXILIARY
from functions.summarize.sentences.cuts.cutter import SentenceCutter
from functions.summarize.sentences.references import links_inside, only_linked, opens_with_pronoun
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import PipelineWarning

# Maximum number of ranked sentences, about 200,000 words. Of a longer text, sentences at equal distances are ranked.
MOST_SENTENCES = 10_000

# An English verb in a closed class or in the past.
VERB = rf"(?:{AUXILIARY}|\w+ed)\b"

# A sentence that begins with "The" and a noun, which a verb follows, and a sentence with a verb.
DEFINITE = re.compile(rf"The (?P<noun>[a-z][\w-]+) {VERB}")
WITH_VERB = re.compile(rf"\b{VERB}")

# Number of people from which on a sentence can be a list of them, and share of names in it (0 to 1).
SEVERAL, LISTED = 3, 0.5

# Share of formalities in the sentences of a text (0 to 1) above which none is left out: it has little else.
CEREMONIAL = 0.5

# Log odds that a sentence loses which ends inside a quotation: a reader sees its first mark only.
INTERRUPTION_LOSS = 1.0


class RankSentences:
    """Sets the ranking of the sentences that have vectors, and what cuts them."""

    def __init__(self, salience: SalienceModel) -> None:
        self._salience = salience
        self._formalities = Formalities()

    def __call__(self, reading: Reading) -> list[PipelineWarning]:
        """Rank the sentences, with a warning if some of them are skipped."""
        warnings = select_ranked(reading)
        context = context_of(reading, None if reading.is_english else self._formal(reading))
        salience = self._salience.scores(context)
        salience[interrupting(reading)] -= INTERRUPTION_LOSS
        quotations = [(quotation.start, quotation.end) for quotation in reading.quotations]
        reading.cutter = SentenceCutter(reading.document.text, quotations, reading.language)
        linked = [n for n in (*context.preferred, *context.requests) if only_linked(reading.ranked[n].text)]
        following = resuming(reading) if reading.is_english else referring(reading, context.candidates)
        reading.ranking = Ranking(
            reading.ranked,
            reading.vectors,
            shown=[reading.cutter.cut(sentence, follows=True).text for sentence in reading.ranked],
            salience=salience,
            numbers=context.candidates,
            independent=[*linked, *context.conclusions],
            dependent=[*quoted(reading), *following],
            unclear=[*unclear_alone(reading), *context.conclusions] if reading.is_english else (),
        )
        return warnings

    def _formal(self, reading: Reading) -> Floats:
        """Return how much (sentences,) each ranked sentence is a formality, as a list of names also is."""
        formal = self._formalities.shares(reading.ranked, reading.vectors, reading.encoder)
        formal[listing_people(reading)] = 1.0
        return formal


def quoted(reading: Reading) -> list[int]:
    """Return the numbers of the ranked sentences that say nothing of who speaks, or that begin inside a quotation."""
    ends = [quotation.end for quotation in reading.quotations]
    found = []
    for number, sentence in enumerate(reading.ranked):
        place = bisect_right(ends, sentence.start)
        if place < len(ends):
            start, end = reading.quotations[place].start, ends[place]
            if start < sentence.start or (start == sentence.start and sentence.end <= end):
                found.append(number)
    return found


def interrupting(reading: Reading) -> list[int]:
    """Return the numbers of the ranked sentences that end inside a quotation which they begin."""
    starts = [sentence.start for sentence in reading.ranked]
    places = ((bisect_right(starts, quotation.start) - 1, quotation) for quotation in reading.quotations)
    return [
        number
        for number, quotation in places
        if number >= 0 and quotation.start < reading.ranked[number].end < quotation.end
    ]


def listing_people(reading: Reading) -> list[int]:
    """Return the numbers of the ranked sentences that consist mostly of names, several of them people's.

    An English sentence with a verb is no list.
    """
    starts = [sentence.start for sentence in reading.ranked]
    counts, covered = [0] * len(starts), [0] * len(starts)
    for mention in reading.annotations.mentions:
        number = bisect_right(starts, mention.start) - 1
        if number >= 0 and mention.start < reading.ranked[number].end:
            counts[number] += mention.type == "PERSON"
            covered[number] += mention.end - mention.start
    return [
        number
        for number, sentence in enumerate(reading.ranked)
        if counts[number] >= SEVERAL
        and covered[number] > LISTED * len(sentence.text)
        and not (reading.is_english and WITH_VERB.search(sentence.text))
    ]


def unclear_alone(reading: Reading) -> list[int]:
    """Return the numbers of the ranked sentences that a reader does not understand alone.

    They have a connective behind their first words, or a pronoun after their opening before which nobody is named.
    """
    names = sorted(mention.start for mention in reading.annotations.mentions if mention.type == "PERSON")
    found = []
    for number, sentence in enumerate(reading.ranked):
        place = opens_with_pronoun(sentence.text)
        first = bisect_left(names, sentence.start)
        is_unnamed = place is not None and (first == len(names) or names[first] > sentence.start + place)
        if is_unnamed or links_inside(sentence.text):
            found.append(number)
    return found


def resuming(reading: Reading) -> list[int]:
    """Return the numbers of the ranked sentences about a thing that the one before them introduces.

    "There is a notion that … The notion has been advanced by liberals": the second says too little alone.
    """
    found = []
    for number in range(1, len(reading.ranked)):
        definite = DEFINITE.match(reading.ranked[number].text)
        if definite and re.search(
            rf"\b(?:an?|another|one)\s(?:[\w-]+\s){{0,2}}{re.escape(definite['noun'])}\b",
            reading.ranked[number - 1].text,
        ):
            found.append(number)
    return found


def referring(reading: Reading, numbers: Sequence[int]) -> list[int]:
    """Return the numbers of the ranked sentences, not in English, that refer to the one before them."""
    opening = [
        number for number, sentence in enumerate(reading.ranked) if begins_with_pronoun(sentence.text, reading.language)
    ]
    return [*opening, *continuing(reading.ranked, numbers)]


def continuing(sentences: Sequence[Sentence], numbers: Sequence[int]) -> list[int]:
    """Return those of the numbers whose sentences continue a block that another one of them begins.

    In languages other than English, little else shows which sentences refer to the one before them.
    """
    return [number for last, number in pairwise(numbers) if sentences[last].block == sentences[number].block]


def _ceremonies(formal: Floats) -> list[int]:
    """Return the numbers of the formalities, none if the text has little else. `formal`: how much each is one."""
    return [] if formal.sum() > CEREMONIAL * len(formal) else np.flatnonzero(formal >= 1).tolist()


def select_ranked(reading: Reading) -> list[PipelineWarning]:
    """Set the sentences to rank, their vectors and their salience, with a warning if some sentences are skipped."""
    end = reading.annotations.end
    numbers = [number for number, sentence in enumerate(reading.readable) if sentence.end <= end]
    where = f"from the first {end:,} characters"
    if len(numbers) > MOST_SENTENCES:
        numbers = [numbers[place * len(numbers) // MOST_SENTENCES] for place in range(MOST_SENTENCES)]
        where = "at equal distances"
    reading.ranked = [reading.readable[number] for number in numbers]
    reading.vectors = reading.annotations.vectors[numbers]
    reading.annotator_salience = reading.annotations.salience[numbers]
    if len(numbers) == len(reading.readable):
        return []
    message = f"The summary was chosen from {len(numbers):,} of {len(reading.readable):,} sentences, {where}."
    return [PipelineWarning(code="sentences_skipped", message=message)]


def context_of(reading: Reading, formal: Floats | None = None) -> SentenceContext:
    """Return what the salience of the ranked sentences is computed from. `formal`: how much each is a formality."""
    left_out = listing_people(reading) if formal is None else _ceremonies(formal)
    preferences = form_preferences(reading.ranked, reading.title) if reading.is_english else FormPreferences()
    numbers = eligible(
        reading.document.text,
        reading.document.blocks,
        reading.ranked,
        left_out,
        title=reading.title,
        also=shown_preferred(reading.ranked, preferences),
    )
    return SentenceContext(
        sentences=reading.ranked,
        vectors=reading.vectors,
        annotator_salience=reading.annotator_salience.astype(np.float64),
        candidates=numbers if formal is None else with_short_statements(reading.ranked, numbers, formal),
        title=reading.title,
        title_vector=reading.title_vector,
        roles=reading.annotations.roles,
        entities=reading.entity_index.with_improbable,
        formal=formal,
        preferred=preferences.preferred,
        avoided=preferences.avoided,
        requests=preferences.requests,
        outcomes=stating_outcome(reading.ranked) if reading.is_english else (),
        conclusions=concluding(reading.ranked) if reading.is_english else (),
    )
