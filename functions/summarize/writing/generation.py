"""Generation of tokens with a sequence-to-sequence model: with torch, or with CTranslate2 in int8.

In float32, CTranslate2 (ctranslate2 4.8.5) generates the same tokens as transformers' `generate` for the architectures
in ACCELERATED; tests verify this. For T5, the tokens differ if beams must not repeat n-grams.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from transformers import GenerationConfig, PreTrainedModel, PreTrainedTokenizerBase

# Architectures that CTranslate2 can run.
ACCELERATED = frozenset({"bart", "pegasus"})

# Architectures that CTranslate2 can run unless beams must not repeat n-grams.
SEARCHES = frozenset({"t5"})

# Settings of `generate` that CTranslate2 lacks, with their neutral values. A model with other values runs on torch.
UNKNOWN_TO_CTRANSLATE2: dict[str, Any] = {
    "repetition_penalty": 1.0,
    "encoder_repetition_penalty": 1.0,
    "encoder_no_repeat_ngram_size": 0,
    "num_beam_groups": 1,
    "diversity_penalty": 0.0,
    "penalty_alpha": None,
    "bad_words_ids": None,
    "force_words_ids": None,
    "constraints": None,
    "sequence_bias": None,
    "suppress_tokens": None,
    "begin_suppress_tokens": None,
    "exponential_decay_length_penalty": None,
}

# Folder of the weights for CTranslate2 in a baked model.
FOLDER = "ctranslate2"


class Generator(Protocol):
    """Generates output tokens from input tokens. The input includes special tokens, the output excludes the start."""

    def generate(self, tokens: list[int], settings: "GenerationConfig") -> list[int]:
        """Return at most `max_new_tokens` tokens, deterministically, with the end token if the model generated it."""


class Torch:
    """Generates with `generate` of transformers."""

    def __init__(self, model: "PreTrainedModel") -> None:
        """Remove the model's own settings, which `generate` would use for each of our settings that is None."""
        self.model = model
        model.generation_config = type(model.generation_config)()

    def generate(self, tokens: list[int], settings: "GenerationConfig") -> list[int]:
        """See Generator."""
        import torch

        written: Any = self.model.generate(input_ids=torch.tensor([tokens]), generation_config=settings)
        return [int(token) for token in written[0][1:]]


class CTranslate2:
    """Generates with CTranslate2, from weights that `convert` made."""

    def __init__(
        self, folder: Path, tokenizer: "PreTrainedTokenizerBase", *, compute_type: str = "int8", threads: int = 0
    ) -> None:
        """Load the weights. `threads`: 0 for one per processor. Raises RuntimeError if there are no such weights."""
        import ctranslate2

        self._tokenizer = tokenizer
        self._translator = ctranslate2.Translator(
            str(folder), device="cpu", compute_type=compute_type, intra_threads=threads
        )

    def generate(self, tokens: list[int], settings: "GenerationConfig") -> list[int]:
        """See Generator."""
        first = settings.forced_bos_token_id
        result = self._translator.translate_batch(
            [self._tokenizer.convert_ids_to_tokens(tokens)],
            target_prefix=None if first is None else [self._tokenizer.convert_ids_to_tokens([first])],
            beam_size=settings.num_beams or 1,
            length_penalty=1.0 if settings.length_penalty is None else settings.length_penalty,
            no_repeat_ngram_size=settings.no_repeat_ngram_size or 0,
            min_decoding_length=settings.min_new_tokens or 0,
            max_decoding_length=settings.max_new_tokens,
            max_input_length=0,  # no limit
            return_end_token=True,
        )
        written: list[int] = self._tokenizer.convert_tokens_to_ids(result[0].hypotheses[0])
        return written


def accelerates(model_type: str, settings: "GenerationConfig") -> bool:
    """Return whether CTranslate2 generates the same tokens as `generate` with these settings."""
    free = not settings.no_repeat_ngram_size or (settings.num_beams or 1) == 1
    known = model_type in ACCELERATED or (model_type in SEARCHES and free)
    return known and all(
        getattr(settings, name, None) in (None, neutral) for name, neutral in UNKNOWN_TO_CTRANSLATE2.items()
    )


def convert(folder: Path, target: Path, quantization: str = "int8") -> None:
    """Convert the model in a folder from the format of transformers to weights for CTranslate2."""
    from ctranslate2.converters import TransformersConverter

    class Converter(TransformersConverter):  # type: ignore[misc]  # it has no types
        def load_model(self, *arguments: Any, **options: Any) -> Any:
            model = super().load_model(*arguments, **options)
            # The converter needs these settings. The configurations of these architectures no longer have them, because
            # their values are fixed.
            before = model.config.model_type == "pegasus"
            for name, value in (("normalize_before", before), ("normalize_embedding", not before)):
                if not hasattr(model.config, name):
                    setattr(model.config, name, value)
            return model

    Converter(str(folder)).convert(str(target), quantization=quantization)


def ended(tokens: Sequence[int], settings: "GenerationConfig") -> bool:
    """Return whether the model ended its output within the limit of tokens."""
    ends = settings.eos_token_id
    marks = {ends} if isinstance(ends, int) else set(ends or ())
    return len(tokens) < (settings.max_new_tokens or 0) or bool(tokens and tokens[-1] in marks)
