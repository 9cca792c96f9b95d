"""How a sequence-to-sequence model writes tokens: by torch, or by CTranslate2 in int8 where that writes the same.

CTranslate2 (ctranslate2 4.8.5) runs the architectures of ACCELERATED with the tokens of transformers' `generate` when
both compute in float32; tests hold that. T5 does so too, but not with beams that may not repeat n-grams.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from transformers import GenerationConfig, PreTrainedModel, PreTrainedTokenizerBase

ACCELERATED = frozenset({"bart", "pegasus"})

# Architectures that are accelerated unless beams may not repeat n-grams.
SEARCHES = frozenset({"t5"})

# Settings of `generate` and the values at which they do nothing. A model that has others is left to torch.
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

# Where a baked model has its weights for CTranslate2.
FOLDER = "ctranslate2"


class Generator(Protocol):
    """Writes: from the tokens that the model reads, its marks included, to those that follow its start token."""

    def generate(self, tokens: list[int], settings: "GenerationConfig") -> list[int]:
        """The same tokens every time, `max_new_tokens` at most, with the end token where the model ended by itself."""


class Torch:
    """transformers' own `generate`."""

    def __init__(self, model: "PreTrainedModel") -> None:
        """Takes the model's own settings from it: `generate` would follow them wherever ours say None."""
        self.model = model
        model.generation_config = type(model.generation_config)()

    def generate(self, tokens: list[int], settings: "GenerationConfig") -> list[int]:
        """As Generator says."""
        import torch

        written: Any = self.model.generate(input_ids=torch.tensor([tokens]), generation_config=settings)
        return [int(token) for token in written[0][1:]]


class CTranslate2:
    """Weights that `convert` made."""

    def __init__(
        self, folder: Path, tokenizer: "PreTrainedTokenizerBase", *, compute_type: str = "int8", threads: int = 0
    ) -> None:
        """`threads`: 0 for as many as there are processors. Raises RuntimeError where there are no such weights."""
        import ctranslate2

        self._tokenizer = tokenizer
        self._translator = ctranslate2.Translator(
            str(folder), device="cpu", compute_type=compute_type, intra_threads=threads
        )

    def generate(self, tokens: list[int], settings: "GenerationConfig") -> list[int]:
        """As Generator says."""
        first = settings.forced_bos_token_id
        result = self._translator.translate_batch(
            [self._tokenizer.convert_ids_to_tokens(tokens)],
            target_prefix=None if first is None else [self._tokenizer.convert_ids_to_tokens([first])],
            beam_size=settings.num_beams or 1,
            length_penalty=1.0 if settings.length_penalty is None else settings.length_penalty,
            no_repeat_ngram_size=settings.no_repeat_ngram_size or 0,
            min_decoding_length=settings.min_new_tokens or 0,
            max_decoding_length=settings.max_new_tokens,
            max_input_length=0,  # nothing is cut off
            return_end_token=True,
        )
        written: list[int] = self._tokenizer.convert_tokens_to_ids(result[0].hypotheses[0])
        return written


def accelerates(model_type: str, settings: "GenerationConfig") -> bool:
    """Whether CTranslate2 writes what `generate` would with these settings."""
    free = not settings.no_repeat_ngram_size or (settings.num_beams or 1) == 1
    known = model_type in ACCELERATED or (model_type in SEARCHES and free)
    return known and all(
        getattr(settings, name, None) in (None, neutral) for name, neutral in UNKNOWN_TO_CTRANSLATE2.items()
    )


def convert(folder: Path, target: Path, quantization: str = "int8") -> None:
    """Make the weights for CTranslate2 from the folder of a model in transformers' form."""
    from ctranslate2.converters import TransformersConverter

    class Converter(TransformersConverter):  # type: ignore[misc]  # it has no types
        def load_model(self, *arguments: Any, **options: Any) -> Any:
            model = super().load_model(*arguments, **options)
            # It asks for what the configurations of these architectures no longer say, for it is always so.
            before = model.config.model_type == "pegasus"
            for name, value in (("normalize_before", before), ("normalize_embedding", not before)):
                if not hasattr(model.config, name):
                    setattr(model.config, name, value)
            return model

    Converter(str(folder)).convert(str(target), quantization=quantization)


def ended(tokens: Sequence[int], settings: "GenerationConfig") -> bool:
    """Whether the model came to its end by itself, within the tokens that it had."""
    ends = settings.eos_token_id
    marks = {ends} if isinstance(ends, int) else set(ends or ())
    return len(tokens) < (settings.max_new_tokens or 0) or bool(tokens and tokens[-1] in marks)
