"""The ranking of the sentences that the summary and the key points are chosen from."""

from functions.summarize.reading import Reading
from functions.summarize.selection.ranking import Ranking
from functions.summarize.sentences.cuts.cutter import SentenceCutter
from shared.documents.document import PipelineWarning

# Maximum number of ranked sentences, about 200,000 words. Of a longer text, sentences at equal distances are ranked.
MOST_SENTENCES = 10_000


def rank_sentences(reading: Reading) -> list[PipelineWarning]:
    """Set the ranking of the sentences that have vectors, with a warning if some sentences are skipped."""
    end = reading.annotations.end
    numbers = [number for number, sentence in enumerate(reading.readable) if sentence.end <= end]
    where = f"from the first {end:,} characters"
    if len(numbers) > MOST_SENTENCES:
        numbers = [numbers[place * len(numbers) // MOST_SENTENCES] for place in range(MOST_SENTENCES)]
        where = "at equal distances"
    reading.ranked = [reading.readable[number] for number in numbers]
    reading.vectors = reading.annotations.vectors[numbers]
    quotations = [(quotation.start, quotation.end) for quotation in reading.quotations]
    reading.cutter = SentenceCutter(reading.document.text, quotations, reading.language)
    shown = [reading.cutter.cut(sentence, follows=True).text for sentence in reading.ranked]
    reading.ranking = Ranking(reading.ranked, reading.vectors, reading.title_vector, shown=shown)
    if len(numbers) == len(reading.readable):
        return []
    message = f"The summary was chosen from {len(numbers):,} of {len(reading.readable):,} sentences, {where}."
    return [PipelineWarning(code="sentences_skipped", message=message)]
