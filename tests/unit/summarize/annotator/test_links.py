"""The links between spans: they come from the mean scores of the part of each span that is in its window."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.annotator.outputs import CONTENT_QUERY, CUE_KEY, LINKS, NO_CUE, SpanLinker
from functions.summarize.annotator.tag_decoding import TaggedSpan, softmax
from functions.summarize.annotator.windows import Window

TOKENS = 24


@given(
    st.lists(st.integers(0, TOKENS), min_size=2, max_size=12, unique=True).map(sorted),
    st.integers(6, TOKENS - 1),
    st.integers(0, 5),
    st.integers(0, 2**32 - 1),
)
def test_a_link_compares_the_means_of_two_spans_in_one_window(
    bounds: list[int], cut: int, context: int, seed: int
) -> None:
    places = list(pairwise(bounds))
    labels = ["content" if number % 2 == 0 else "cue" for number in range(len(places))]
    spans = [TaggedSpan(label, start, end, 1.0) for (start, end), label in zip(places, labels, strict=True)]
    windows = [Window(0, cut, 0, cut), Window(cut - context, TOKENS, cut, TOKENS)]
    scores = np.random.default_rng(seed).normal(size=(TOKENS, LINKS)).astype(np.float16)
    outputs = [scores[window.start : window.end] for window in windows]
    found = SpanLinker(spans, places, windows, outputs).links("content", "cue", CONTENT_QUERY, CUE_KEY, NO_CUE)
    expected: dict[int, dict[int | None, float]] = {}
    for number, (start, end) in enumerate(places):
        if labels[number] != "content":
            continue
        window = windows[start >= cut]
        cues = [
            other
            for other, (place, _) in enumerate(places)
            if labels[other] == "cue" and window.start <= place < window.end
        ]
        content = scores[start : min(end, window.end)].astype(np.float32).mean(axis=0)
        keys = [scores[places[cue][0] : min(places[cue][1], window.end), CUE_KEY] for cue in cues]
        row = [content[NO_CUE], *(content[CONTENT_QUERY] @ key.astype(np.float32).mean(axis=0) for key in keys)]
        expected[number] = dict(zip([None, *cues], softmax(np.array([row]))[0].tolist(), strict=True))
    assert found.keys() == expected.keys()
    for number, partners in expected.items():
        assert found[number].keys() == partners.keys()
        np.testing.assert_allclose(list(found[number].values()), list(partners.values()), rtol=1e-4, atol=1e-6)
