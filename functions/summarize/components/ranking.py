"""The ranking of the sentences that the summary and the key points are chosen from."""

from bisect import bisect_right

from functions.summarize.reading import Reading
from functions.summarize.selection.eligible import eligible
from functions.summarize.selection.ranking import Ranking
from functions.summarize.selection.salience import SalienceModel
from functions.summarize.selection.sentence_features import SentenceContext
from functions.summarize.sentences.cuts.cutter import SentenceCutter
from shared.documents.document import PipelineWarning

# Maximum number of ranked sentences, about 200,000 words. Of a longer text, sentences at equal distances are ranked.
MOST_SENTENCES = 10_000


class RankSentences:
    """Sets the ranking of the sentences that have vectors, and what cuts them."""

    def __init__(self, salience: SalienceModel) -> None:
        self._salience = salience

    def __call__(self, reading: Reading) -> list[PipelineWarning]:
        """Rank the sentences, with a warning if some of them are skipped."""
        warnings = select_ranked(reading)
        context = context_of(reading)
        salience = self._salience.scores(context)
        quotations = [(quotation.start, quotation.end) for quotation in reading.quotations]
        reading.cutter = SentenceCutter(reading.document.text, quotations, reading.language)
        reading.ranking = Ranking(
            reading.ranked,
            reading.vectors,
            shown=[reading.cutter.cut(sentence, follows=True).text for sentence in reading.ranked],
            salience=salience,
            numbers=context.candidates,
            leaning=quoted(reading),
        )
        return warnings


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


def select_ranked(reading: Reading) -> list[PipelineWarning]:
    """Set the sentences to rank and their vectors, with a warning if some sentences are skipped."""
    end = reading.annotations.end
    numbers = [number for number, sentence in enumerate(reading.readable) if sentence.end <= end]
    where = f"from the first {end:,} characters"
    if len(numbers) > MOST_SENTENCES:
        numbers = [numbers[place * len(numbers) // MOST_SENTENCES] for place in range(MOST_SENTENCES)]
        where = "at equal distances"
    reading.ranked = [reading.readable[number] for number in numbers]
    reading.vectors = reading.annotations.vectors[numbers]
    if len(numbers) == len(reading.readable):
        return []
    message = f"The summary was chosen from {len(numbers):,} of {len(reading.readable):,} sentences, {where}."
    return [PipelineWarning(code="sentences_skipped", message=message)]


def context_of(reading: Reading) -> SentenceContext:
    """Return what the salience of the ranked sentences is computed from."""
    return SentenceContext(
        sentences=reading.ranked,
        vectors=reading.vectors,
        candidates=eligible(reading.document.text, reading.document.blocks, reading.ranked),
        title=reading.title,
        title_vector=reading.title_vector,
        roles=reading.annotations.roles,
        entities=reading.entities,
    )
