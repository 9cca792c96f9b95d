"""The layer of salience: a copy of an encoder's last layer, with a score for each token, and its training."""

import random
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from functions.summarize.selection.sentence_features import Floats
from infra.model.checkpoint import Average
from infra.model.network import WIDTH
from infra.model.precision import fastest_precision
from infra.model.salience_examples import Example
from infra.model.salience_states import Passage

# Passes over the documents, and the number of windows in a step.
EPOCHS = 3
WINDOWS = 14

# The optimizer, AdamW: the highest rates of the layer and of the score, the decay, the warm-up in steps.
RATE, HEAD_RATE = 1e-4, 1e-3
DECAY = 0.01
WARM_UP = 40

# Shares of values that are dropped in the layer, and before the score.
DROPOUT, HEAD_DROPOUT = 0.1, 0.2


class ReadDocument(NamedTuple):
    """A document with its target, and its passages."""

    example: Example
    passages: list[Passage]


class SalienceLayer(nn.Module):
    """A layer and a score for each token of its states."""

    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        self.layer = layer
        self.dropout = nn.Dropout(HEAD_DROPOUT)
        self.salience = nn.Linear(WIDTH, 1)
        nn.init.zeros_(self.salience.weight)

    def forward(self, passages: Sequence[Passage]) -> Tensor:
        """Return the scores of the sentences of the passages, in their order."""
        width = max(len(passage.states) for passage in passages)
        states = torch.zeros(len(passages), width, WIDTH)
        mask = torch.zeros(len(passages), 1, 1, width)
        for row, passage in enumerate(passages):
            states[row, : len(passage.states)] = torch.from_numpy(passage.states.astype(np.float32))
            mask[row, :, :, len(passage.states) :] = torch.finfo(torch.float32).min
        with fastest_precision():
            states = self.layer(states, mask)
        scores = self.salience(self.dropout(states.float()))[..., 0]
        sums = functional.pad(scores.cumsum(dim=1), (1, 0))
        spans = [(row, start, end) for row, passage in enumerate(passages) for _, start, end in passage.sentences]
        rows, starts, ends = torch.tensor(spans).unbind(dim=1)
        return (sums[rows, ends] - sums[rows, starts]) / (ends - starts)


def train(layer: SalienceLayer, documents: Sequence[ReadDocument], seed: int) -> None:
    """Train `layer`, which then has the moving average of its weights. Prints the progress."""
    chance = random.Random(seed)
    torch.manual_seed(seed)
    layer.train()
    optimizer = torch.optim.AdamW(
        [{"params": list(layer.layer.parameters())}, {"params": list(layer.salience.parameters())}],
        weight_decay=DECAY,
        betas=(0.9, 0.98),
    )
    average = Average(layer)
    steps = EPOCHS * sum(1 for _ in _batches(documents, random.Random(seed)))
    begun = time.perf_counter()
    losses = [0.0]
    for step, batch in enumerate(batch for _ in range(EPOCHS) for batch in _batches(documents, chance)):
        share = min(1.0, (step + 1) / WARM_UP) * max(0.02, (steps - step) / steps)
        for group, rate in zip(optimizer.param_groups, (RATE, HEAD_RATE), strict=True):
            group["lr"] = rate * share
        loss = _loss(layer, batch)
        loss.backward()
        nn.utils.clip_grad_norm_(layer.layer.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        average.update()
        losses.append(float(loss.detach()))
        if (step + 1) % 100 == 0:
            seconds = (time.perf_counter() - begun) / (step + 1) * (steps - step - 1)
            print(f"{step + 1}/{steps}  {seconds:.0f} s left  loss {np.mean(losses[-100:]):.3f}", flush=True)
    average.copy_to_network()
    layer.eval()


def _batches(documents: Sequence[ReadDocument], chance: random.Random) -> Iterator[list[ReadDocument]]:
    """Yield whole documents in a random order, each time with about WINDOWS windows."""
    batch: list[ReadDocument] = []
    windows = 0
    for document in chance.sample(documents, len(documents)):
        if batch and windows + len(document.passages) > WINDOWS:
            yield batch
            batch, windows = [], 0
        batch.append(document)
        windows += len(document.passages)
    if batch:
        yield batch


def _loss(layer: SalienceLayer, batch: Sequence[ReadDocument]) -> Tensor:
    """Return the cross entropy between the targets and the softmax over each document, weighted."""
    scores = layer([passage for document in batch for passage in document.passages])
    losses, weights, first = [], 0.0, 0
    for document in batch:
        numbers = numbers_of(document.passages)
        of_document = scores[first : first + len(numbers)]
        first += len(numbers)
        target = torch.tensor(document.example.target[numbers], dtype=torch.float32)
        losses.append(-document.example.weight * (target / target.sum() * of_document.log_softmax(0)).sum())
        weights += document.example.weight
    return torch.stack(losses).sum() / weights


def numbers_of(passages: Sequence[Passage]) -> list[int]:
    """Return the numbers of the sentences of the passages, in their order."""
    return [number for passage in passages for number, _, _ in passage.sentences]


def salience(layer: SalienceLayer, document: ReadDocument) -> Floats:
    """Return the salience (sentences,) of a document; that of sentences outside its passages is the lowest."""
    with torch.inference_mode():
        found: Floats = torch.cat([layer([passage]) for passage in document.passages]).double().numpy()
    result: Floats = np.full(len(document.example.context.sentences), found.min())
    result[numbers_of(document.passages)] = found
    return result
