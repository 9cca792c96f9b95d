"""The candidates for the referent of a pronoun."""

import re
from unittest.mock import Mock

import pytest

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


def sentences_searched(days: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many places are searched for their sentence to resolve the last of many pronouns, far from a name."""
    text = (
        "Ann Lee saw the gate. She said it was open.\n\n" * days + "The fog came. The tide fell. She said it was late."
    )
    index, quotations = index_of(text, ["Ann Lee"]), find_quotations(text)
    references = References(text, index, sentences_in(text), quotations)
    candidates = Candidates(text, references, quotations)
    (lee,) = index.entities
    for match in re.finditer("She said it was open", text):
        candidates.advance(match.start())
        candidates.add_speaker(match.start(), lee)
    last = text.rindex("She")
    candidates.advance(last)
    searching = Mock(wraps=references.sentence_of)
    monkeypatch.setattr(references, "sentence_of", searching)
    assert candidates.speaker_by_pronoun(last, "she") is lee
    return searching.call_count


def test_a_pronoun_takes_as_long_in_a_long_text_as_in_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sentences_searched(400, monkeypatch) == sentences_searched(100, monkeypatch)
