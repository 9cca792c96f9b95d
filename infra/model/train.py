"""Trains the annotator: `python -m infra.model.train DATA --into FOLDER`, about an hour on two processors."""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor, nn

from infra.model.batches import Batch, batches_of, joined
from infra.model.corpora import Corpus, Vectors, corpora_of, tokenizer_in
from infra.model.losses import losses_of, total
from infra.model.network import AnnotatorNetwork
from infra.model.pretrained import source_folder
from infra.model.teacher import sentence_vectors

WEIGHTS = "weights.pt"

# What the first of the two trainings leaves: cross_validate.py starts from it.
STUDIED = "studied.pt"

DECAY = 0.998
AVERAGED_EVERY = 4
WEIGHT_DECAY = 0.01
LONGEST_GRADIENT = 1.0
WARM_UP = 300
LAST_RATE = 0.02
REPORTED_EVERY = 50

# Sentences of one corpus that are read together at most.
JOINED = 6


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to go over the data: epochs, highest learning rates, and the share of articles that an epoch takes."""

    epochs: int
    rate: float
    head_rate: float
    articles: float
    seed: int


# On everything but the encyclopedia, which is kept for measuring.
STUDY = Recipe(epochs=8, rate=1.5e-4, head_rate=1.5e-3, articles=1.0, seed=1)

# On everything, briefly: it costs little to cross-validate it as it is done.
FINISH = Recipe(epochs=3, rate=1e-4, head_rate=1e-3, articles=0.1, seed=2)


class Average:
    """The moving average of a network's weights: steadier than the weights of any one step."""

    def __init__(self, network: nn.Module) -> None:
        self._weights = [parameter.detach().clone() for parameter in network.parameters()]
        self._updates = 0

    def update(self, network: nn.Module) -> None:
        """Take in the weights as they are now. The first ones count little, for they have learned nothing."""
        self._updates += 1
        decay = min(DECAY, self._updates / (self._updates + 9))
        torch._foreach_lerp_(self._weights, [parameter.detach() for parameter in network.parameters()], 1 - decay)

    def copy_to(self, network: nn.Module) -> None:
        """Put the averages in the place of the network's weights."""
        with torch.no_grad():
            torch._foreach_copy_(list(network.parameters()), self._weights)


def train(network: AnnotatorNetwork, corpora: Sequence[Corpus], recipe: Recipe) -> None:
    """Train `network`, which is left with the moving average of its weights. Says every so often how it goes.

    The word vectors stay as they are: there is too little text here to move those of 30,000 words for the better.
    Arithmetic is in bfloat16 where that is safe, which is twice as fast on processors that have it.
    """
    chance = random.Random(recipe.seed)
    torch.manual_seed(recipe.seed)
    network.train()
    embeddings = network.encoder.embeddings
    embeddings.word_embeddings.weight.requires_grad_(False)
    shapes = embeddings.token_type_embeddings.weight
    encoder = [weight for weight in network.encoder.parameters() if weight.requires_grad and weight is not shapes]
    heads = [shapes, *(weight for name, weight in network.named_parameters() if not name.startswith("encoder."))]
    rates = (recipe.rate, recipe.head_rate)
    optimizer = torch.optim.AdamW(
        [{"params": weights} for weights in (encoder, heads)], weight_decay=WEIGHT_DECAY, fused=True, betas=(0.9, 0.98)
    )
    average = Average(network)
    steps = recipe.epochs * sum(1 for _ in _epoch(corpora, recipe, random.Random(recipe.seed)))
    progress = Progress(steps)
    for step, batch in enumerate(_batches(corpora, recipe, chance, steps)):
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * _scale(step, steps)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            readings = network(batch.ids, batch.shapes, batch.mask)
        losses = losses_of(readings, batch)
        total(losses).backward()
        nn.utils.clip_grad_norm_([*encoder, *heads], LONGEST_GRADIENT)
        optimizer.step()
        optimizer.zero_grad()
        if step % AVERAGED_EVERY == 0:
            average.update(network)
        progress.step(batch, losses)
    average.copy_to(network)
    network.eval()


def finish(network: AnnotatorNetwork, corpora: Sequence[Corpus]) -> None:
    """The second training, in which the encyclopedia joins: its head begins as the mean of others.

    The network is left with the mean of its weights before and after, which knows the new texts nearly as well and
    keeps what it knew of articles (Wortsman et al., Robust fine-tuning of zero-shot models, 2022).
    """
    network.begin_scheme("encyclopedia", ("news", "web", "links"))
    before = [weight.detach().clone() for weight in network.parameters()]
    train(network, corpora, FINISH)
    with torch.no_grad():
        torch._foreach_lerp_(list(network.parameters()), before, 0.5)


def _scale(step: int, steps: int) -> float:
    """The share of the highest learning rate at a step: up from nothing, then down in a line."""
    warm = min(WARM_UP, max(1, steps // 10))
    return min(1.0, (step + 1) / warm) * max(LAST_RATE, (steps - step) / max(1, steps - warm))


def _batches(corpora: Sequence[Corpus], recipe: Recipe, chance: random.Random, steps: int) -> Iterator[Batch]:
    """As many batches as there are steps: epochs differ by a few, for their windows are cut at other places."""
    done = 0
    while done < steps:
        for batch in _epoch(corpora, recipe, chance):
            yield batch
            done += 1
            if done == steps:
                return


def _epoch(corpora: Sequence[Corpus], recipe: Recipe, chance: random.Random) -> Iterator[Batch]:
    examples, vectors = [], list[Vectors]()
    for corpus in corpora:
        most = corpus.most_an_epoch or len(corpus.examples)
        if corpus.articles:
            most = round(recipe.articles * most)
        picked = sorted(chance.sample(range(len(corpus.examples)), min(most, len(corpus.examples))))
        texts = [corpus.examples[number] for number in picked]
        wanted = [corpus.vectors[number] for number in picked]
        for _ in range(corpus.times_an_epoch):
            several = (
                (texts, wanted) if corpus.articles or not corpus.in_order else joined(texts, wanted, chance, JOINED)
            )
            examples += several[0]
            vectors += several[1]
    return batches_of(examples, vectors, chance)


class Progress:
    """Prints every so often how far the training is, and the mean losses since."""

    def __init__(self, steps: int) -> None:
        self._steps = steps
        self._step = self._tokens = 0
        self._sums: dict[str, float] = {}
        self._begun = time.perf_counter()

    def step(self, batch: Batch, losses: dict[str, Tensor]) -> None:
        """Count a step."""
        self._step += 1
        self._tokens += batch.ids.numel()
        for name, loss in losses.items():
            self._sums[name] = self._sums.get(name, 0.0) + float(loss.detach())
        if self._step % REPORTED_EVERY == 0:
            spent = time.perf_counter() - self._begun
            left = spent / self._step * (self._steps - self._step)
            means = "  ".join(f"{name} {value / REPORTED_EVERY:.3f}" for name, value in self._sums.items())
            print(
                f"{self._step}/{self._steps}  {self._tokens / spent:,.0f} tokens/s  {left:.0f} s left  {means}",
                flush=True,
            )
            self._sums = {}


def main() -> None:
    """Train on all of the data, or on what a reader may not have qualms about."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of the development sets")
    parser.add_argument("--into", type=Path, required=True, help="the folder for the weights")
    parser.add_argument("--without-articles", action="store_true", help="leave out the news articles of PolNeAR")
    parser.add_argument("--studied", type=Path, help=f"a {STUDIED} to go on from, instead of the first training")
    chosen = parser.parse_args()
    chosen.into.mkdir(parents=True, exist_ok=True)
    folder = source_folder()
    tokenizer = tokenizer_in(folder)
    begun = time.perf_counter()
    corpora = [
        replace(corpus, vectors=sentence_vectors(corpus.examples, folder, tokenizer))
        for corpus in corpora_of(chosen.data, tokenizer)
        if not (corpus.articles and chosen.without_articles)
    ]
    network = AnnotatorNetwork(folder)
    if chosen.studied:
        network.load_state_dict(torch.load(chosen.studied))
    else:
        train(network, [corpus for corpus in corpora if not corpus.kept_for_measuring], STUDY)
        torch.save(network.state_dict(), chosen.into / STUDIED)
    finish(network, corpora)
    torch.save(network.state_dict(), chosen.into / WEIGHTS)
    print(f"{chosen.into / WEIGHTS} after {(time.perf_counter() - begun) / 60:.0f} minutes")


if __name__ == "__main__":
    main()
