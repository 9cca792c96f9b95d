"""The losses of the annotator's tasks on a batch."""

import torch
from torch import Tensor
from torch.nn import functional

from functions.summarize.annotator.outputs import CONTENT_QUERY, CUE_KEY, CUE_QUERY, NO_CUE, NO_SOURCE, SOURCE_KEY
from infra.model.batches import Batch
from infra.model.corpora import NOT_LABELLED
from infra.model.network import ENTITY_TAGS, ROLE_TAGS, Readings

# Weight of each loss in the sum. With these weights, the gradients of all losses have about the same size at the start.
SHARES = {"roles": 1.0, "entities": 1.0, "content_cues": 0.3, "cue_sources": 0.3, "vectors": 4.0}

# Score of a partner in another window.
IMPOSSIBLE = -1e4


def losses_of(readings: Readings, batch: Batch) -> dict[str, Tensor]:
    """Return the mean losses over words, over spans that can have partners, and over sentences, by name in SHARES."""
    roles, entities, links, sentences = (tensor.float() for tensor in readings)
    contents, cues, sources = (means_over(links, spans) for spans in (batch.contents, batch.cues, batch.sources))
    in_one_window = [
        seekers[:, :1] == sought[:, 0]
        for seekers, sought in ((batch.contents, batch.cues), (batch.cues, batch.sources))
    ]
    return {
        "roles": _tag_loss(_of_scheme(roles, batch.role_schemes, len(ROLE_TAGS)), batch.roles),
        "entities": _tag_loss(_of_scheme(entities, batch.entity_schemes, len(ENTITY_TAGS)), batch.entities),
        "content_cues": _link_loss(
            contents[:, CONTENT_QUERY] @ cues[:, CUE_KEY].T, contents[:, NO_CUE], in_one_window[0], batch.content_cues
        ),
        "cue_sources": _link_loss(
            cues[:, CUE_QUERY] @ sources[:, SOURCE_KEY].T, cues[:, NO_SOURCE], in_one_window[1], batch.cue_sources
        ),
        "vectors": _vector_loss(means_over(sentences, batch.sentences), batch.vectors),
    }


def total(losses: dict[str, Tensor]) -> Tensor:
    """Return the weighted sum of the losses."""
    return torch.stack([share * losses[name] for name, share in SHARES.items()]).sum()


def means_over(values: Tensor, spans: Tensor) -> Tensor:
    """Return the means (spans, columns) of values (windows, tokens, columns) over spans (window, start, end)."""
    sums = functional.pad(values.cumsum(dim=1), (0, 0, 1, 0))
    window, start, end = spans.unbind(dim=1)
    return (sums[window, end] - sums[window, start]) / (end - start).unsqueeze(1)


def _of_scheme(scores: Tensor, schemes: Tensor, tags: int) -> Tensor:
    """Return the scores (windows, tokens, tags) of the scheme of each window."""
    windows, width, _ = scores.shape
    return scores.view(windows, width, -1, tags)[torch.arange(windows), :, schemes]


def _tag_loss(scores: Tensor, labels: Tensor) -> Tensor:
    """Return the cross entropy over the labelled words; 0 without labelled words."""
    known = labels != NOT_LABELLED
    if not known.any():
        return scores.sum() * 0
    return functional.cross_entropy(scores[known], labels[known])


def _link_loss(scores: Tensor, none: Tensor, possible: Tensor, partners: Tensor) -> Tensor:
    """Return the cross entropy of the partner of each span, among the spans in its window and none (-1)."""
    if not len(none):
        return none.sum() * 0
    scores = scores.masked_fill(~possible, IMPOSSIBLE)
    return functional.cross_entropy(torch.cat([none.unsqueeze(1), scores], dim=1), partners + 1)


def _vector_loss(vectors: Tensor, wanted: Tensor) -> Tensor:
    """Return the mean of one minus the cosine between the vectors and the teacher's vectors."""
    if not len(wanted):
        return vectors.sum() * 0
    return (1 - functional.cosine_similarity(vectors, wanted)).mean()
