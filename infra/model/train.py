"""Trains an annotator: `python -m infra.model.train DATA RECIPE --into FOLDER`. An interrupted training goes on."""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from infra.model.batches import Batch, Special, batches_of, joined
from infra.model.checkpoint import Average, Checkpoint
from infra.model.compilation import compile_where_possible
from infra.model.corpora import Corpus, Vectors, corpora_of, language_corpora_of, tokenizer_in, without_fold
from infra.model.losses import losses_of, total
from infra.model.network import AnnotatorNetwork
from infra.model.precision import fastest_precision
from infra.model.pretrained import LANGUAGES_BASE, english_folder, languages_folder
from infra.model.recipes import RECIPES, Recipe
from infra.model.teacher import centred, sentence_vectors

WEIGHTS = "weights.pt"

# Weight decay of AdamW, and the maximum norm of the gradients.
WEIGHT_DECAY = 0.01
MAX_GRADIENT = 1.0

# Maximum number of warm-up steps, and the last learning rate as a share of the highest.
WARM_UP = 300
LAST_RATE = 0.02

# Number of steps between two updates of the moving average.
AVERAGED_EVERY = 4

# Number of steps between two checkpoints.
SAVED_EVERY = 200

# Number of steps between two progress reports.
REPORTED_EVERY = 50

# Maximum number of consecutive sentences of a corpus in one example.
LONGEST_RUN = 6


def train(
    network: AnnotatorNetwork,
    corpora: Sequence[Corpus],
    recipe: Recipe,
    special: Special,
    checkpoint: Checkpoint | None = None,
) -> None:
    """Train `network`, which then has the moving average of its weights. Prints the progress.

    The word vectors are frozen, because there is too little text to improve those of 30,000 words. With a checkpoint,
    the training goes on where an interrupted one of the same recipe was saved.
    """
    chance = random.Random(recipe.seed)
    torch.manual_seed(recipe.seed)
    network.set_dropout(recipe.dropout)
    network.train()
    _freeze(network, recipe)
    optimizer = _optimizer_of(network, recipe)
    average = Average(network)
    steps = round(recipe.epochs * sum(1 for _ in _epoch(corpora, recipe, special, random.Random(recipe.seed))))
    done = checkpoint.load(network, optimizer, average) if checkpoint else 0
    progress = Progress(steps, done)
    for step, batch in enumerate(_batches(corpora, recipe, special, chance, steps)):
        if step < done:
            continue
        for group, rate in zip(optimizer.param_groups, (recipe.rate, recipe.head_rate), strict=True):
            group["lr"] = rate * _scale(step, steps)
        losses = _learn(network, batch, optimizer)
        if step % AVERAGED_EVERY == 0:
            average.update()
        progress.step(batch, losses)
        if checkpoint and (step + 1) % SAVED_EVERY == 0:
            checkpoint.save(step + 1, network, optimizer, average)
    average.copy_to_network()
    network.eval()


def _freeze(network: AnnotatorNetwork, recipe: Recipe) -> None:
    """Exclude the word vectors and what the recipe freezes from the training."""
    embeddings = network.encoder.embeddings
    embeddings.word_embeddings.weight.requires_grad_(False)
    if recipe.frozen_shapes:
        embeddings.requires_grad_(False)
    for layer in network.encoder.encoder.layer[: recipe.frozen_layers]:
        layer.requires_grad_(False)


def _optimizer_of(network: AnnotatorNetwork, recipe: Recipe) -> torch.optim.Optimizer:
    """Return an optimizer with two groups: the trained weights of the encoder, and the heads with the shapes."""
    shapes = network.encoder.embeddings.token_type_embeddings.weight
    encoder = [weight for weight in network.encoder.parameters() if weight.requires_grad and weight is not shapes]
    heads = [
        *([] if recipe.frozen_shapes else [shapes]),
        *(weight for name, weight in network.named_parameters() if not name.startswith("encoder.")),
    ]
    return torch.optim.AdamW(
        [{"params": weights} for weights in (encoder, heads)], weight_decay=WEIGHT_DECAY, fused=True, betas=(0.9, 0.98)
    )


def _learn(network: AnnotatorNetwork, batch: Batch, optimizer: torch.optim.Optimizer) -> dict[str, Tensor]:
    """Change the weights by one batch, and return its losses."""
    with fastest_precision():
        readings = network(batch.ids, batch.shapes, batch.mask)
    losses = losses_of(readings, batch)
    total(losses).backward()
    nn.utils.clip_grad_norm_([weight for group in optimizer.param_groups for weight in group["params"]], MAX_GRADIENT)
    optimizer.step()
    optimizer.zero_grad()
    return losses


def _scale(step: int, steps: int) -> float:
    """Return the share of the highest learning rate at a step: a linear warm-up, then a linear decrease."""
    warm = min(WARM_UP, max(1, steps // 10))
    return min(1.0, (step + 1) / warm) * max(LAST_RATE, (steps - step) / max(1, steps - warm))


def _batches(
    corpora: Sequence[Corpus], recipe: Recipe, special: Special, chance: random.Random, steps: int
) -> Iterator[Batch]:
    """Yield as many batches as there are steps. The number of batches of an epoch varies, because its cuts do."""
    done = 0
    while done < steps:
        for batch in _epoch(corpora, recipe, special, chance):
            yield batch
            done += 1
            if done == steps:
                return


def _epoch(corpora: Sequence[Corpus], recipe: Recipe, special: Special, chance: random.Random) -> Iterator[Batch]:
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
    return batches_of(examples, vectors, special, chance)


class Progress:
    """Prints the progress of the training, and the mean losses since the last report."""

    def __init__(self, steps: int, done: int = 0) -> None:
        self._steps = steps
        self._step = self._begun_at = done
        self._tokens = 0
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
            left = spent / (self._step - self._begun_at) * (self._steps - self._step)
            means = "  ".join(f"{name} {value / REPORTED_EVERY:.3f}" for name, value in self._sums.items())
            print(
                f"{self._step}/{self._steps}  {self._tokens / spent:,.0f} tokens/s  {left:.0f} s left  {means}",
                flush=True,
            )
            self._sums = {}


def main() -> None:
    """Train with one of the recipes."""
    chosen = _arguments()
    chosen.into.mkdir(parents=True, exist_ok=True)
    recipe = RECIPES[chosen.recipe]
    if chosen.epochs:
        recipe = replace(recipe, epochs=chosen.epochs)
    if chosen.seed is not None:
        recipe = replace(recipe, seed=chosen.seed)
    folder = languages_folder(chosen.base) if recipe.languages else english_folder()
    tokenizer = tokenizer_in(folder)
    begun = time.perf_counter()
    corpora = _chosen_corpora(chosen, recipe, folder, tokenizer)
    for corpus in corpora:
        tokens = sum(len(example.tokens) for example in corpus.examples)
        print(f"{corpus.name}: {len(corpus.examples):,} texts, {tokens:,} tokens", flush=True)
    network = AnnotatorNetwork(folder)
    if chosen.start:
        network.load_state_dict(torch.load(chosen.start))
    compile_where_possible(network.encoder)
    checkpoint = Checkpoint(chosen.into / f"{chosen.recipe}.checkpoint")
    train(network, corpora, recipe, Special.of(tokenizer), checkpoint)
    torch.save(network.state_dict(), chosen.into / WEIGHTS)
    checkpoint.remove()
    print(f"{chosen.into / WEIGHTS} after {(time.perf_counter() - begun) / 60:.0f} minutes")


def _arguments() -> argparse.Namespace:
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
    parser.add_argument(
        "--base", type=Path, default=LANGUAGES_BASE, help="the folder of the base model for all languages"
    )
    parser.add_argument("--epochs", type=float, help="instead of those of the recipe")
    parser.add_argument("--seed", type=int, help="instead of that of the recipe")
    return parser.parse_args()


def _chosen_corpora(chosen: argparse.Namespace, recipe: Recipe, folder: Path, tokenizer: Tokenizer) -> list[Corpus]:
    """Return the corpora of a recipe with their target vectors, without those and the fold that are left out."""
    all_corpora = language_corpora_of if recipe.languages else corpora_of
    names = {name for name, share in recipe.readings.items() if share and name not in chosen.without}
    corpora = [
        replace(corpus, vectors=sentence_vectors(corpus.examples, folder, tokenizer, chosen.vectors))
        for corpus in all_corpora(chosen.data, tokenizer, only_open=chosen.only_open, names=names)
    ]
    if recipe.languages:
        corpora = centred(corpora)
    if chosen.fold is not None:
        corpora = [without_fold(corpus, chosen.fold, chosen.folds) for corpus in corpora]
    return corpora


if __name__ == "__main__":
    main()
