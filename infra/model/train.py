"""Trains the annotator: `python -m infra.model.train DATA --into FOLDER`, about an hour on two processors."""

import argparse
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor, nn

from infra.model.batches import Batch, batches_of, joined
from infra.model.corpora import Corpus, Vectors, corpora_of, tokenizer_in, without_fold
from infra.model.losses import losses_of, total
from infra.model.network import AnnotatorNetwork
from infra.model.precision import fastest_precision
from infra.model.pretrained import source_folder
from infra.model.teacher import sentence_vectors

WEIGHTS = "weights.pt"

# Decay of the moving average of the weights, and the number of steps between two updates of it.
DECAY = 0.998
AVERAGED_EVERY = 4

# Weight decay of AdamW, and the maximum norm of the gradients.
WEIGHT_DECAY = 0.01
MAX_GRADIENT = 1.0

# Maximum number of warm-up steps, and the last learning rate as a share of the highest.
WARM_UP = 300
LAST_RATE = 0.02

# Number of steps between two progress reports.
REPORTED_EVERY = 50

# Maximum number of consecutive sentences of a corpus in one example.
LONGEST_RUN = 6


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of a training: epochs, highest learning rates, and how often an epoch reads each corpus."""

    epochs: float
    rate: float
    head_rate: float
    readings: Mapping[str, float]
    seed: int
    # Number of the lowest layers that keep their weights.
    frozen_layers: int = 0
    # Share of the values that are dropped in each layer.
    dropout: float = 0.0


RECIPES = {
    # From the weights of the base model.
    "study": Recipe(
        epochs=8,
        rate=1.5e-4,
        head_rate=1.5e-3,
        readings={"articles": 1, "gold": 1, "written": 1, "web": 1, "conflict": 1, "tweets": 0.3, "links": 0.2},
        seed=1,
    ),
    # From trained weights, on the documents that are annotated as the product defines names and attributions.
    "finish": Recipe(
        epochs=4,
        rate=1e-4,
        head_rate=1e-3,
        readings={
            "articles": 0.08,
            "gold": 1,
            "written": 1,
            "encyclopedia": 1,
            "web": 1,
            "conflict": 0.5,
            "tweets": 0.1,
            "links": 0.05,
        },
        seed=2,
        frozen_layers=2,
    ),
    # After `finish`, with dropout, because it reads the same documents again.
    "refine": Recipe(
        epochs=4,
        rate=1e-4,
        head_rate=1e-3,
        readings={
            "articles": 0.04,
            "gold": 1,
            "written": 1,
            "encyclopedia": 0.5,
            "web": 0.5,
            "conflict": 0.3,
            "tweets": 0.1,
        },
        seed=3,
        frozen_layers=2,
        dropout=0.1,
    ),
}


class Average:
    """The moving average of a network's weights, which varies less than the weights of a single step."""

    def __init__(self, network: nn.Module) -> None:
        self._weights = [parameter.detach().clone() for parameter in network.parameters()]
        self._updates = 0

    def update(self, network: nn.Module) -> None:
        """Add the current weights. The first ones have little weight, because they are untrained."""
        self._updates += 1
        decay = min(DECAY, self._updates / (self._updates + 9))
        torch._foreach_lerp_(self._weights, [parameter.detach() for parameter in network.parameters()], 1 - decay)

    def copy_to(self, network: nn.Module) -> None:
        """Replace the weights of the network with the averages."""
        with torch.no_grad():
            torch._foreach_copy_(list(network.parameters()), self._weights)


def train(network: AnnotatorNetwork, corpora: Sequence[Corpus], recipe: Recipe) -> None:
    """Train `network`, which then has the moving average of its weights. Prints the progress.

    The word vectors are frozen, because there is too little text to improve those of 30,000 words.
    """
    chance = random.Random(recipe.seed)
    torch.manual_seed(recipe.seed)
    network.set_dropout(recipe.dropout)
    network.train()
    embeddings = network.encoder.embeddings
    embeddings.word_embeddings.weight.requires_grad_(False)
    for layer in network.encoder.encoder.layer[: recipe.frozen_layers]:
        layer.requires_grad_(False)
    shapes = embeddings.token_type_embeddings.weight
    encoder = [weight for weight in network.encoder.parameters() if weight.requires_grad and weight is not shapes]
    heads = [shapes, *(weight for name, weight in network.named_parameters() if not name.startswith("encoder."))]
    rates = (recipe.rate, recipe.head_rate)
    optimizer = torch.optim.AdamW(
        [{"params": weights} for weights in (encoder, heads)], weight_decay=WEIGHT_DECAY, fused=True, betas=(0.9, 0.98)
    )
    average = Average(network)
    steps = round(recipe.epochs * sum(1 for _ in _epoch(corpora, recipe, random.Random(recipe.seed))))
    progress = Progress(steps)
    for step, batch in enumerate(_batches(corpora, recipe, chance, steps)):
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * _scale(step, steps)
        with fastest_precision():
            readings = network(batch.ids, batch.shapes, batch.mask)
        losses = losses_of(readings, batch)
        total(losses).backward()
        nn.utils.clip_grad_norm_([*encoder, *heads], MAX_GRADIENT)
        optimizer.step()
        optimizer.zero_grad()
        if step % AVERAGED_EVERY == 0:
            average.update(network)
        progress.step(batch, losses)
    average.copy_to(network)
    network.eval()


def _scale(step: int, steps: int) -> float:
    """Return the share of the highest learning rate at a step: a linear warm-up, then a linear decrease."""
    warm = min(WARM_UP, max(1, steps // 10))
    return min(1.0, (step + 1) / warm) * max(LAST_RATE, (steps - step) / max(1, steps - warm))


def _batches(corpora: Sequence[Corpus], recipe: Recipe, chance: random.Random, steps: int) -> Iterator[Batch]:
    """Yield as many batches as there are steps. The number of batches of an epoch varies, because its cuts do."""
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
        whole, part = divmod(recipe.readings.get(corpus.name, 0.0), 1)
        count = len(corpus.examples)
        sampled = sorted(chance.sample(range(count), round(part * count)))
        for numbers in [*[list(range(count))] * int(whole), sampled]:
            texts = [corpus.examples[number] for number in numbers]
            wanted = [corpus.vectors[number] for number in numbers]
            if corpus.is_joined:
                texts, wanted = joined(texts, wanted, chance, LONGEST_RUN)
            examples += texts
            vectors += wanted
    return batches_of(examples, vectors, chance)


class Progress:
    """Prints the progress of the training, and the mean losses since the last report."""

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
    """Train with one of the recipes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of the development sets")
    parser.add_argument("recipe", choices=RECIPES)
    parser.add_argument("--into", type=Path, required=True, help="the folder for the weights")
    parser.add_argument(
        "--from", type=Path, dest="start", help=f"the {WEIGHTS} to start with, by default the base model"
    )
    parser.add_argument("--only-open", action="store_true", help="leave out texts that are not openly licensed")
    parser.add_argument("--without", nargs="*", default=(), help="names of corpora to leave out")
    parser.add_argument("--folds", type=int, default=1, help="the number of folds of the documents")
    parser.add_argument("--fold", type=int, help="the fold of the documents to leave out")
    parser.add_argument("--vectors", type=Path, help="a file (.npz) that keeps the target vectors")
    parser.add_argument("--epochs", type=float, help="instead of those of the recipe")
    chosen = parser.parse_args()
    chosen.into.mkdir(parents=True, exist_ok=True)
    folder = source_folder()
    tokenizer = tokenizer_in(folder)
    begun = time.perf_counter()
    recipe = RECIPES[chosen.recipe]
    if chosen.epochs:
        recipe = replace(recipe, epochs=chosen.epochs)
    corpora = [
        replace(corpus, vectors=sentence_vectors(corpus.examples, folder, tokenizer, chosen.vectors))
        for corpus in corpora_of(chosen.data, tokenizer, only_open=chosen.only_open)
        if recipe.readings.get(corpus.name) and corpus.name not in chosen.without
    ]
    if chosen.fold is not None:
        corpora = [without_fold(corpus, chosen.fold, chosen.folds) for corpus in corpora]
    for corpus in corpora:
        tokens = sum(len(example.tokens) for example in corpus.examples)
        print(f"{corpus.name}: {len(corpus.examples):,} texts, {tokens:,} tokens", flush=True)
    network = AnnotatorNetwork(folder)
    if chosen.start:
        network.load_state_dict(torch.load(chosen.start))
    train(network, corpora, recipe)
    torch.save(network.state_dict(), chosen.into / WEIGHTS)
    print(f"{chosen.into / WEIGHTS} after {(time.perf_counter() - begun) / 60:.0f} minutes")


if __name__ == "__main__":
    main()
