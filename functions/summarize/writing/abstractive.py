"""The abstractive engine: a Hugging Face sequence-to-sequence model writes the summary."""

import copy
import hashlib
import math
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from functions.summarize.writing.baked_model import sha256_of, verified
from functions.summarize.writing.generation import FOLDER, CTranslate2, Generator, Torch, accelerates, convert, ended
from functions.summarize.writing.writer import Answer, NotWrittenError, sentences_of, within
from shared.errors import ConfigurationError

if TYPE_CHECKING:
    from transformers import GenerationConfig, PretrainedConfig, PreTrainedModel, PreTrainedTokenizerBase

REQUIREMENTS = "functions/summarize/requirements-abstractive.txt"

# Maximum number of input tokens of a model without a limit in its configuration.
USUAL_LIMIT = 1024

# Maximum number of chunks of a text. A large model takes some seconds for each.
MOST_PARTS = 12

# Tokens per word of the output limit. English needs about 1.3 in the usual vocabularies; the rest lets the last
# sentence end.
TOKENS_PER_WORD = 2


class AbstractiveModel:
    """A model that writes summaries. It is deterministic: it never samples."""

    def __init__(
        self,
        name: str,
        revision: str,
        config: "PretrainedConfig",
        settings: "GenerationConfig",
        tokenizer: "PreTrainedTokenizerBase",
        generator: Generator,
    ) -> None:
        self.name = name
        # The commit on the hub, or the SHA-256 of the weight files of a folder. Ends in `int8` for rounded weights.
        self.revision = revision
        self._config = config
        self._tokenizer = tokenizer
        self._generator = generator
        task = (getattr(config, "task_specific_params", None) or {}).get("summarization", {})
        # T5 and related models need a prefix that names the task.
        self._prefix = str(task.get("prefix", ""))
        self._own_settings = settings
        self._settings = _settings(settings, task)
        self._limit = _input_limit(config, tokenizer)

    @classmethod
    def load(cls, name: str, revision: str | None = None, *, baked: Path | None = None) -> Self:
        """Load a model from a folder, or by its name on the Hugging Face hub at `revision` (a commit, tag or branch).

        With `baked`, the model is read only from that folder, which infra.model.bake has made.

        Raises ConfigurationError if torch or transformers isn't installed, if the model is not available or is not a
        sequence-to-sequence model, or if `baked` contains another model or was changed. The message describes the fix.
        """
        accelerated = baked / FOLDER if baked is not None and (baked / FOLDER).is_dir() else None
        try:
            import_module("ctranslate2" if accelerated else "torch")
            from huggingface_hub.errors import RevisionResolutionError
            from safetensors import SafetensorError
            from transformers import AutoConfig, AutoTokenizer, GenerationConfig
        except ImportError as error:
            raise ConfigurationError(
                f"The summary model {name} needs {error.name}, and {error.name} isn't installed: "
                f"`pip install -r {REQUIREMENTS}`. Without a summary model, sentences are extracted."
            ) from error
        place = name if baked is None else str(baked)
        try:
            commit, found = _revisions(name, revision, baked)
            tokenizer = AutoTokenizer.from_pretrained(place, revision=commit)
            if accelerated:
                config, settings = AutoConfig.from_pretrained(place), GenerationConfig.from_pretrained(place)
                return cls(name, f"{found} int8", config, settings, tokenizer, CTranslate2(accelerated, tokenizer))
            model = _torch_model(place, commit)
            return cls(name, found, model.config, model.generation_config, tokenizer, Torch(model))
        # All exceptions of these libraries for a missing, unreachable, unsuitable or broken model.
        except (OSError, ValueError, ImportError, RuntimeError, RevisionResolutionError, SafetensorError) as error:
            reason = " ".join(str(error).split()).rstrip(".")
            raise ConfigurationError(
                f"The summary model {name} can't be loaded: {reason}. Give the folder of a sequence-to-sequence model, "
                "or its name on the Hugging Face hub, which must be reachable or have the model in its local cache."
            ) from error

    def save(self, folder: Path) -> None:
        """Write weights (safetensors), tokenizer and settings into a folder, for `load`.

        If CTranslate2 generates the same tokens, also write its weights. Raises TypeError for a model that was loaded
        from such weights.
        """
        if not isinstance(self._generator, Torch):
            raise TypeError(f"{self.name} is a baked model already")
        self._generator.model.save_pretrained(folder)
        self._own_settings.save_pretrained(folder)
        self._tokenizer.save_pretrained(folder)
        if accelerates(self._config.model_type, self._settings):
            convert(folder, folder / FOLDER)

    def fit(self, sentences: Sequence[str], order: Sequence[int]) -> list[int]:
        """Return the numbers of the sentences to read: all, or the first in `order` that fit in MOST_PARTS chunks.

        A longer text would take more time than a function may run.
        """
        counts = [self.count(sentence) for sentence in sentences]
        left = MOST_PARTS * self.budget
        if sum(counts) <= left:
            return list(range(len(sentences)))
        kept = []
        for number in order:
            if counts[number] <= left:
                kept.append(number)
                left -= counts[number]
        return sorted(kept)

    def answer(self, sections: Sequence[Sequence[str]], *, max_words: int) -> Answer:
        """Return the sentences that `write` returns. Raises NotWrittenError if there are none."""
        if written := self.write(sections, max_words=max_words):
            return Answer(written, self.revision)
        raise NotWrittenError("wrote nothing")

    def write(self, sections: Sequence[Sequence[str]], *, max_words: int) -> list[str]:
        """Return sentences of about `max_words` words that summarize the sections; none if the model writes nothing.

        A text that the model can't read at once is divided into chunks. Each chunk is summarized, and then the
        summaries. No text is cut off.
        """
        chunks = list(self.chunks(sections))
        while len(chunks) > 1:
            partial = [self._written(chunk, max_words) for chunk in chunks]
            fewer = list(self.chunks(partial))
            if len(fewer) >= len(chunks):  # stop if the model writes as much as it reads
                return [sentence for written in partial for sentence in written]
            chunks = fewer
        return self._written(chunks[0], max_words) if chunks else []

    def chunks(self, sections: Sequence[Sequence[str]]) -> Iterator[list[str]]:
        """Yield chunks that the model can read at once: whole sections if possible, or parts of a long section.

        The last part of a long section is joined with the next section if both fit.
        """
        chunk: list[str] = []
        for section in sections:
            filled = [sentence for sentence in section if sentence.strip()]
            if chunk and self.count(" ".join(chunk + filled)) > self.budget:
                yield chunk
                chunk = []
            *whole, chunk = list(self.parts(chunk + filled)) or [[]]
            yield from whole
        if chunk:
            yield chunk

    @property
    def budget(self) -> int:
        """Maximum number of tokens of a chunk: the limit without the prefix and the special tokens."""
        return max(1, self._limit - len(self._tokenizer(self._prefix)["input_ids"]))

    def count(self, text: str) -> int:
        """Return the number of tokens of a text, without special tokens."""
        return len(self._tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])

    def parts(self, sentences: list[str]) -> Iterator[list[str]]:
        """Yield runs of sentences that the model can read at once. A sentence that is too long is divided."""
        total, budget = self.count(" ".join(sentences)), self.budget
        if total <= budget:
            if sentences:
                yield sentences
            return
        if len(sentences) == 1:
            sentences = _halves(sentences[0])
            if len(sentences) == 1:  # a single character with more tokens than the limit
                yield sentences
                return
        sizes = [max(1, self.count(sentence)) for sentence in sentences]
        number = max(2, math.ceil(total / budget))
        parts: list[list[str]] = [[] for _ in range(number)]
        before = 0
        for sentence, size in zip(sentences, sizes, strict=True):
            # Parts are chosen by the middle of a sentence. The first and the last sentence are in different parts, so
            # the recursion ends.
            parts[(2 * before + size) * number // (2 * sum(sizes))].append(sentence)
            before += size
        for part in parts:
            yield from self.parts(part)

    def _written(self, part: list[str], max_words: int) -> list[str]:
        tokens: list[int] = self._tokenizer(self._prefix + " ".join(part), verbose=False)["input_ids"]
        most = min(max_words * TOKENS_PER_WORD, _output_limit(self._config))
        settings = copy.deepcopy(self._settings)
        settings.max_new_tokens = most
        settings.min_new_tokens = min(settings.min_length or 0, max_words // 2, most)
        settings.min_length = None
        written = self._generator.generate(tokens, settings)
        text = self._tokenizer.decode(written, skip_special_tokens=True)
        return within(sentences_of(text), max_words, finished=ended(written, settings))


def _revisions(name: str, revision: str | None, baked: Path | None) -> tuple[str | None, str]:
    """Return the commit to load from the hub, None for a folder, and the revision that is stored in the row."""
    if baked is not None:
        return None, verified(baked, name, revision).revision
    if Path(name).is_dir():
        return None, _weights_sha256(Path(name))
    from huggingface_hub import HfApi

    commit = HfApi().resolve_revision(name, revision=revision).resolved
    return commit, commit


def _torch_model(place: str, commit: str | None) -> "PreTrainedModel":
    import torch
    from transformers import AutoModelForSeq2SeqLM

    model: PreTrainedModel = AutoModelForSeq2SeqLM.from_pretrained(place, revision=commit, dtype=torch.float32)
    model.eval()
    return model


def _settings(own: "GenerationConfig", task: dict[str, Any]) -> "GenerationConfig":
    """Return the model's own settings for summaries, without sampling and without limits of length.

    `forced_eos_token_id` is removed: with it, an output that was cut at the limit also ends in an end token.
    """
    settings = copy.deepcopy(own)
    settings.update(**{name: value for name, value in task.items() if name != "prefix"})
    settings.do_sample = False
    settings.max_length = None
    settings.forced_eos_token_id = None
    return settings


def _input_limit(config: Any, tokenizer: Any) -> int:
    """Return the maximum number of input tokens, special tokens included: the lowest limit of tokenizer and model."""
    places = ("max_encoder_position_embeddings", "max_position_embeddings", "n_positions")
    named = next((getattr(config, place) for place in places if getattr(config, place, None)), None)
    # A tokenizer without a limit has 10 to the 30th.
    limits = [limit for limit in (named, tokenizer.model_max_length) if limit is not None and limit < 1_000_000]
    return int(min(limits, default=USUAL_LIMIT))


def _output_limit(config: Any) -> int:
    """Return the maximum number of output tokens. T5 and related models have no position table, so no limit."""
    named = getattr(config, "max_decoder_position_embeddings", None) or getattr(config, "max_position_embeddings", None)
    return int(named) - 1 if named else 1_000_000


def _halves(text: str) -> list[str]:
    """Return the two halves of a text, divided between words if possible. A single character is returned whole."""
    words = text.split()
    if len(words) > 1:
        return [" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])]
    return [text[: len(text) // 2], text[len(text) // 2 :]] if len(text) > 1 else [text]


def _weights_sha256(folder: Path) -> str:
    """Return the SHA-256 of the SHA-256s of the weight files of a folder, in the order of their names."""
    files = sorted([*folder.glob("*.safetensors"), *folder.glob("*.bin")])
    return hashlib.sha256("".join(map(sha256_of, files)).encode()).hexdigest()
