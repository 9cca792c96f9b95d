"""What each of the annotator's tasks costs on a batch: the terms that training makes small."""

import torch
from torch import Tensor
from torch.nn import functional

from functions.summarize.annotator.outputs import CONTENT_QUERY, CUE_KEY, CUE_QUERY, NO_CUE, NO_SOURCE, SOURCE_KEY
from infra.model.batches import Batch
from infra.model.corpora import NOT_LABELLED
from infra.model.network import ENTITY_TAGS, SCHEMES, Readings

# Of each term in the sum. With these the gradients of the terms are of about one size when training begins.
SHARES = {"roles": 1.0, "entities": 1.0, "content_cues": 0.3, "cue_sources": 0.3, "vectors": 4.0}

IMPOSSIBLE = -1e4


def losses_of(readings: Readings, batch: Batch) -> dict[str, Tensor]:
    """The mean cost over words, over spans that have partners, and over sentences, by the names in SHARES."""
    roles, entities, links, sentences = (tensor.float() for tensor in readings)
    windows, width, _ = entities.shape
    by_scheme = entities.view(windows, width, len(SCHEMES), len(ENTITY_TAGS))
    chosen = by_scheme[torch.arange(windows), :, batch.schemes]
    contents, cues, sources = (means_over(links, spans) for spans in (batch.contents, batch.cues, batch.sources))
    in_one_window = [
        seekers[:, :1] == sought[:, 0]
        for seekers, sought in ((batch.contents, batch.cues), (batch.cues, batch.sources))
    ]
    return {
        "roles": _tag_loss(roles, batch.roles),
        "entities": _tag_loss(chosen, batch.entities),
        "content_cues": _link_loss(
            contents[:, CONTENT_QUERY] @ cues[:, CUE_KEY].T, contents[:, NO_CUE], in_one_window[0], batch.content_cues
        ),
        "cue_sources": _link_loss(
            cues[:, CUE_QUERY] @ sources[:, SOURCE_KEY].T, cues[:, NO_SOURCE], in_one_window[1], batch.cue_sources
        ),
        "vectors": _vector_loss(means_over(sentences, batch.sentences), batch.vectors),
    }


def total(losses: dict[str, Tensor]) -> Tensor:
    """The weighted sum of the terms."""
    return torch.stack([share * losses[name] for name, share in SHARES.items()]).sum()


def means_over(values: Tensor, spans: Tensor) -> Tensor:
    """The means (spans, columns) of values (windows, tokens, columns) over spans (window, start, end)."""
    sums = functional.pad(values.cumsum(dim=1), (0, 0, 1, 0))
    window, start, end = spans.unbind(dim=1)
    return (sums[window, end] - sums[window, start]) / (end - start).unsqueeze(1)


def _tag_loss(scores: Tensor, labels: Tensor) -> Tensor:
    """Cross entropy over the words that are labelled, 0 where a corpus doesn't mark them."""
    known = labels != NOT_LABELLED
    if not known.any():
        return scores.sum() * 0
    return functional.cross_entropy(scores[known], labels[known])


def _link_loss(scores: Tensor, none: Tensor, possible: Tensor, partners: Tensor) -> Tensor:
    """Cross entropy of each seeker's partner among those in its window, and none. Partner -1 is none."""
    if not len(none):
        return none.sum() * 0
    scores = scores.masked_fill(~possible, IMPOSSIBLE)
    return functional.cross_entropy(torch.cat([none.unsqueeze(1), scores], dim=1), partners + 1)


def _vector_loss(vectors: Tensor, wanted: Tensor) -> Tensor:
    """How far the sentences' vectors point from where the teacher's point, as one minus the cosine."""
    if not len(wanted):
        return vectors.sum() * 0
    return (1 - functional.cosine_similarity(vectors, wanted)).mean()
