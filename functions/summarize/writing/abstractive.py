"""The abstractive engine: any Hugging Face sequence-to-sequence model, run by transformers, writes the summary."""

import copy
import hashlib
import math
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from nupunkt import sent_spans

from functions.summarize.writing.baked_model import sha256_of, verified
from functions.summarize.writing.generation import FOLDER, CTranslate2, Generator, Torch, accelerates, convert, ended
from shared.errors import ConfigurationError

if TYPE_CHECKING:
    from transformers import GenerationConfig, PretrainedConfig, PreTrainedModel, PreTrainedTokenizerBase

REQUIREMENTS = "functions/summarize/requirements-abstractive.txt"

# Tokens read at once by a model that names no limit of its own.
USUAL_LIMIT = 1024

# Parts of a text that are written about one after the other; each takes a large model some seconds.
MOST_PARTS = 12

# More than English needs (about 1.3 in the usual vocabularies), so that the last sentence can end.
TOKENS_PER_WORD = 2


class AbstractiveModel:
    """A model that writes summaries, always the same one for the same sentences: nothing is sampled."""

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
        # The commit on the hub, or the SHA-256 of the weight files of a folder; `int8` where weights were rounded.
        self.revision = revision
        self._config = config
        self._tokenizer = tokenizer
        self._generator = generator
        task = (getattr(config, "task_specific_params", None) or {}).get("summarization", {})
        # What T5 and its kin expect before the text to know what is wanted.
        self._prefix = str(task.get("prefix", ""))
        self._own_settings = settings
        self._settings = _settings(settings, task)
        self._limit = _input_limit(config, tokenizer)

    @classmethod
    def load(cls, name: str, revision: str | None = None, *, baked: Path | None = None) -> Self:
        """The model of a folder, or of a name on the Hugging Face hub at `revision` (a commit, a tag, a branch).

        With `baked`, it is read from that folder and from nowhere else, as infra.model.bake left it there.

        Raises ConfigurationError that says what to do when torch or transformers isn't installed, when the model
        can't be had or isn't a sequence-to-sequence model, or when `baked` holds another one or was changed.
        """
        place = name if baked is None else str(baked)
        accelerated = baked / FOLDER if baked is not None and (baked / FOLDER).is_dir() else None
        try:
            import_module("ctranslate2" if accelerated else "torch")
            from huggingface_hub import HfApi
            from huggingface_hub.errors import RevisionResolutionError
            from safetensors import SafetensorError
            from transformers import AutoConfig, AutoTokenizer, GenerationConfig
        except ImportError as error:
            raise ConfigurationError(
                f"The summary model {name} needs {error.name}, and {error.name} isn't installed: "
                f"`pip install -r {REQUIREMENTS}`. Without a summary model, sentences are extracted."
            ) from error
        try:
            if baked is not None:
                commit, found = None, verified(baked, name, revision).revision
            elif Path(name).is_dir():
                commit, found = None, _weights_sha256(Path(name))
            else:
                commit = found = HfApi().resolve_revision(name, revision=revision).resolved
            tokenizer = AutoTokenizer.from_pretrained(place, revision=commit)
            if accelerated:
                config, settings = AutoConfig.from_pretrained(place), GenerationConfig.from_pretrained(place)
                return cls(name, f"{found} int8", config, settings, tokenizer, CTranslate2(accelerated, tokenizer))
            model = _torch_model(place, commit)
            return cls(name, found, model.config, model.generation_config, tokenizer, Torch(model))
        # Everything that a missing, unreachable, foreign or broken model makes these libraries raise.
        except (OSError, ValueError, ImportError, RuntimeError, RevisionResolutionError, SafetensorError) as error:
            reason = " ".join(str(error).split()).rstrip(".")
            raise ConfigurationError(
                f"The summary model {name} can't be loaded: {reason}. Give the folder of a sequence-to-sequence model, "
                "or its name on the Hugging Face hub, which must be reachable or the model already in its cache."
            ) from error

    def save(self, folder: Path) -> None:
        """Write what `load` needs into a folder: weights (safetensors), tokenizer and settings.

        Beside them those for CTranslate2, where it writes the same. Raises TypeError for a model that was read from
        them.
        """
        if not isinstance(self._generator, Torch):
            raise TypeError(f"{self.name} is a baked model already")
        self._generator.model.save_pretrained(folder)
        self._own_settings.save_pretrained(folder)
        self._tokenizer.save_pretrained(folder)
        if accelerates(self._config.model_type, self._settings):
            convert(folder, folder / FOLDER)

    def fit(self, sentences: Sequence[str], order: Sequence[int]) -> list[int]:
        """The numbers of the sentences that can be read in reasonable time: all, or the first ones in this order.

        A text of more than MOST_PARTS times what the model reads at once would take longer than a function may run.
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

    def write(self, sections: Sequence[Sequence[str]], *, max_words: int) -> list[str]:
        """Sentences that tell in about `max_words` words what `sections` say; none if the model writes nothing.

        What the model can't read at once is divided into chunks (`chunks`). Each gets a summary, and these are
        summarized in turn. Nothing is cut off.
        """
        chunks = list(self.chunks(sections))
        while len(chunks) > 1:
            partial = [self._written(chunk, max_words) for chunk in chunks]
            fewer = list(self.chunks(partial))
            if len(fewer) >= len(chunks):  # a model that writes as much as it reads would never end
                return [sentence for written in partial for sentence in written]
            chunks = fewer
        return self._written(chunks[0], max_words) if chunks else []

    def chunks(self, sections: Sequence[Sequence[str]]) -> Iterator[list[str]]:
        """What the model reads at once, all words kept: whole sections as long as they fit, or parts of a long one.

        What is left of a long section goes with the next, if that fits too.
        """
        chunk: list[str] = []
        for section in sections:
            told = [sentence for sentence in section if sentence.strip()]
            if chunk and self.count(" ".join(chunk + told)) > self.budget:
                yield chunk
                chunk = []
            *whole, chunk = list(self.parts(chunk + told)) or [[]]
            yield from whole
        if chunk:
            yield chunk

    @property
    def budget(self) -> int:
        """Tokens of text that are read at once: the limit without the prefix and the marks of begin and end."""
        return max(1, self._limit - len(self._tokenizer(self._prefix)["input_ids"]))

    def count(self, text: str) -> int:
        """Tokens of a text, without marks."""
        return len(self._tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])

    def parts(self, sentences: list[str]) -> Iterator[list[str]]:
        """The sentences in runs that the model can read at once, all words kept; one that is too long is divided."""
        total, budget = self.count(" ".join(sentences)), self.budget
        if total <= budget:
            if sentences:
                yield sentences
            return
        if len(sentences) == 1:
            sentences = _halves(sentences[0])
            if len(sentences) == 1:  # a single character of more tokens than the model reads
                yield sentences
                return
        sizes = [max(1, self.count(sentence)) for sentence in sentences]
        number = max(2, math.ceil(total / budget))
        parts: list[list[str]] = [[] for _ in range(number)]
        before = 0
        for sentence, size in zip(sentences, sizes, strict=True):
            # By its middle. The first and the last sentence never meet, so every division brings the end nearer.
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
        text = " ".join(self._tokenizer.decode(written, skip_special_tokens=True).split())
        sentences = [text[start:end].strip() for start, end in sent_spans(text)] if text else []
        return within(sentences, max_words, finished=ended(written, settings))


def within(sentences: Sequence[str], max_words: int, *, finished: bool) -> list[str]:
    """The sentences that `max_words` leave room for, the first one always.

    A last sentence that isn't finished goes, or ends in an ellipsis where it's the only one.
    """
    if not finished and len(sentences) > 1:
        sentences, finished = sentences[:-1], True
    kept: list[str] = []
    words = 0
    for sentence in sentences:
        words += len(sentence.split())
        if kept and words > max_words:
            break
        kept.append(sentence)
    if kept and not finished:
        kept[-1] = " ".join(kept[-1].split()[:max_words]) + "…"
    return kept


def _torch_model(place: str, commit: str | None) -> "PreTrainedModel":
    import torch
    from transformers import AutoModelForSeq2SeqLM

    model: PreTrainedModel = AutoModelForSeq2SeqLM.from_pretrained(place, revision=commit, dtype=torch.float32)
    model.eval()
    return model


def _settings(own: "GenerationConfig", task: dict[str, Any]) -> "GenerationConfig":
    """The model's own settings for summaries, without chance and with its length left to us.

    No end is forced on it: one that stands where there was no room for more would not be told from its own.
    """
    settings = copy.deepcopy(own)
    settings.update(**{name: value for name, value in task.items() if name != "prefix"})
    settings.do_sample = False
    settings.max_length = None
    settings.forced_eos_token_id = None
    return settings


def _input_limit(config: Any, tokenizer: Any) -> int:
    """Tokens that the model reads at once, its marks included: the least that the tokenizer or the weights name."""
    places = ("max_encoder_position_embeddings", "max_position_embeddings", "n_positions")
    named = next((getattr(config, place) for place in places if getattr(config, place, None)), None)
    # A tokenizer that knows no limit says 10 to the 30th.
    limits = [limit for limit in (named, tokenizer.model_max_length) if limit is not None and limit < 1_000_000]
    return int(min(limits, default=USUAL_LIMIT))


def _output_limit(config: Any) -> int:
    """Tokens that the model can write. T5 and its kin have no table of positions, so no limit."""
    named = getattr(config, "max_decoder_position_embeddings", None) or getattr(config, "max_position_embeddings", None)
    return int(named) - 1 if named else 1_000_000


def _halves(text: str) -> list[str]:
    """A text in two, between words where it has several; whole if it has one character."""
    words = text.split()
    if len(words) > 1:
        return [" ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])]
    return [text[: len(text) // 2], text[len(text) // 2 :]] if len(text) > 1 else [text]


def _weights_sha256(folder: Path) -> str:
    """The SHA-256 over those of the weight files of a folder, in the order of their names."""
    files = sorted([*folder.glob("*.safetensors"), *folder.glob("*.bin")])
    return hashlib.sha256("".join(map(sha256_of, files)).encode()).hexdigest()
