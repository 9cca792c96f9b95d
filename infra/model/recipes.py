"""The recipes of the trainings: what an epoch reads, how often, and how fast the network learns."""

from collections.abc import Mapping
from dataclasses import dataclass

from infra.model.languages import BY_HAND


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
    # Whether the vectors of shapes keep their values, so that nothing below the trained layers has to be computed.
    frozen_shapes: bool = False
    # Share of the values that are dropped in each layer.
    dropout: float = 0.0
    # Whether the network is the one for all languages, or the English one.
    languages: bool = False


def names(share: float, **others: float) -> dict[str, float]:
    """Return how often the names of each language are read: `share`, or another number."""
    return {f"names-{language}": others.get(language, share) for language in BY_HAND}


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
    # From the shipped weights, with dropout, because it reads many of the documents again.
    "refine": Recipe(
        epochs=3,
        rate=1e-4,
        head_rate=6e-4,
        readings={
            "articles": 0.06,
            "gold": 1,
            "written": 0.4,
            "renamed": 0.25,
            "encyclopedia": 0.5,
            "web": 0.5,
            "conflict": 0.3,
            "tweets": 0.1,
        },
        seed=7,
        frozen_layers=2,
        dropout=0.1,
    ),
    # The model for all languages, from the weights of its base model.
    "languages": Recipe(
        epochs=2.5,
        rate=2e-4,
        head_rate=2e-3,
        readings={
            "articles": 0.2,
            "gold": 1,
            "written": 1,
            "encyclopedia": 0.5,
            "web": 0.5,
            **names(1, zh=1.6, de=1.5, sk=1.3, es=0.6),
            "french_links": 0.15,
            "languages": 3,
        },
        seed=4,
        frozen_layers=2,
        frozen_shapes=True,
        languages=True,
    ),
    # After `languages`, with more of the documents that are annotated as the product defines names and attributions.
    "languages-finish": Recipe(
        epochs=1,
        rate=1.2e-4,
        head_rate=1.2e-3,
        readings={
            "articles": 0.05,
            "gold": 0.8,
            "written": 0.8,
            "encyclopedia": 0.3,
            "web": 0.3,
            **names(0.6, zh=1.2, de=1.2, sk=1, es=0.4),
            "french_links": 0.05,
            "languages": 6,
        },
        seed=5,
        frozen_layers=2,
        frozen_shapes=True,
        languages=True,
    ),
    # After `languages-finish`, from the shipped weights, with dropout, because it reads the same texts again.
    "languages-refine": Recipe(
        epochs=2,
        rate=1.2e-4,
        head_rate=6e-4,
        readings={
            "articles": 0.03,
            "gold": 0.4,
            "written": 0.4,
            **names(1, sk=1.3, de=1.3, da=1.2, zh=1.3, es=0.7, sv=0.5),
            "languages": 3,
        },
        seed=6,
        frozen_layers=2,
        frozen_shapes=True,
        dropout=0.1,
        languages=True,
    ),
}
