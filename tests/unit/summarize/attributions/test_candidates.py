"""The candidates for the referent of a pronoun."""

from functions.summarize.attributions.candidates import Candidates
from functions.summarize.attributions.quotations import find_quotations
from functions.summarize.attributions.references import References
from functions.summarize.attributions.referents import unnamed_speaker
from tests.support.attributed import index_of, sentences_in


def test_somebody_without_a_name_who_speaks_is_one_candidate() -> None:
    text = "Ann Lee came. A nurse said the quay is safe. Harbour Watch said so. Harbour Watch hopes so. She left."
    index, quotations = index_of(text, ["Ann Lee"], ["Harbour Watch"]), find_quotations(text)
    candidates = Candidates(text, References(text, index, sentences_in(text), quotations), quotations)
    nurse = unnamed_speaker("A nurse", text.index("A nurse"))
    watch = index.of(text.index("Harbour"), text.index("Harbour") + len("Harbour Watch"))
    assert nurse is not None
    assert watch is not None
    candidates.add_speaker(nurse.start, nurse)
    for place in range(3):
        candidates.add_speaker(text.index("Harbour") + place, watch)
    assert candidates.by_pronoun(text.index("She"), "she") is nurse
