"""The languages in which the quality of names and attributions has been measured: `tests.benchmarks.languages`."""

# Languages (ISO 639-1) with at least one document, marked by hand, that the annotator has not been trained on.
# docs/models.md has the figures.
MEASURED = frozenset(
    "ar bg cs da de el en es fa fi fr he hi hr hu id it ja ko nb nl no pl pt ro ru sk sr sv tr uk vi zh".split()
)


def limits_of(language: str | None) -> str | None:
    """Return what a reader of the row must know about a language, as a sentence; None if there is nothing."""
    described = f"`{language}`" if language else "a language that was not recognized"
    if language not in MEASURED:
        return (
            f"Text is in {described}, in which the models have not been measured: the summary, names and attributions "
            "may be worse."
        )
    return None
