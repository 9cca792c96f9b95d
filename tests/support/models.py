"""Creates tiny models with random weights for tests, without a hub. Requires torch and transformers."""

from pathlib import Path
from typing import Any

import pytest

WORDS = "the council closed old bridge for repairs ferry made its first crossing on monday with rain in harbour".split()

# Maximum input length of the BART in tokens.
LIMIT = 32

# Maximum input length of a BART that was trained to write a text.
TAUGHT_LIMIT = 128
SENTENCES = [f"the council closed the old bridge on monday with rain {number} ." for number in range(20)]

# Prompt of the T5 before a text.
PREFIX = "shorten: "

# Marks of tests that are skipped without these modules: `make test-models` installs them.
with_torch = pytest.mark.models("torch")
with_ctranslate2 = pytest.mark.models("torch", "ctranslate2")


def save_bart(folder: Path, says: str | None = None) -> Path:
    """Save a BART to `folder` and return the folder. With `says`, the model writes this text for every input."""
    import torch
    from transformers import BartConfig, BartForConditionalGeneration

    torch.manual_seed(7)
    sizes = {"d_model": 16, "encoder_layers": 1, "decoder_layers": 1, "encoder_ffn_dim": 16, "decoder_ffn_dim": 16}
    config = BartConfig(
        vocab_size=save_tokenizer(folder),
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        max_position_embeddings=LIMIT if says is None else TAUGHT_LIMIT,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=2,
        decoder_start_token_id=2,
        **sizes,
    )
    model = BartForConditionalGeneration(config)
    model.generation_config.min_length = 8
    if says is not None:
        _teach(model, folder, says)
    model.save_pretrained(folder)
    return folder


def _teach(model: Any, folder: Path, says: str) -> None:
    """Train until the model writes exactly `says`."""
    import torch
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    target = torch.tensor([tokenizer(says)["input_ids"]])
    readings = torch.randint(4, model.config.vocab_size, (8, LIMIT), generator=torch.Generator().manual_seed(7))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    model.train()
    for _ in range(400):
        loss = model(input_ids=readings, labels=target.repeat(len(readings), 1)).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if loss.item() < 0.005:
            break
    model.eval()


def save_t5(folder: Path, **settings: Any) -> Path:
    """Save a T5 to `folder`, with additional settings for summaries, and return the folder."""
    import torch
    from transformers import T5Config, T5ForConditionalGeneration

    torch.manual_seed(7)
    config = T5Config(
        vocab_size=save_tokenizer(folder),
        d_model=16,
        d_kv=8,
        d_ff=16,
        num_layers=1,
        num_heads=2,
        n_positions=48,
        pad_token_id=0,
        eos_token_id=2,
        decoder_start_token_id=0,
        task_specific_params={
            "summarization": {"prefix": PREFIX, "num_beams": 2, "min_length": 6, "max_length": 200} | settings
        },
    )
    T5ForConditionalGeneration(config).save_pretrained(folder)
    return folder


def save_pegasus(folder: Path) -> Path:
    """Save a Pegasus to `folder` and return the folder."""
    import torch
    from transformers import PegasusConfig, PegasusForConditionalGeneration

    torch.manual_seed(7)
    sizes = {"d_model": 16, "encoder_layers": 1, "decoder_layers": 1, "encoder_ffn_dim": 16, "decoder_ffn_dim": 16}
    config = PegasusConfig(
        vocab_size=save_tokenizer(folder),
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        max_position_embeddings=LIMIT,
        pad_token_id=0,
        eos_token_id=2,
        decoder_start_token_id=0,
        **sizes,
    )
    PegasusForConditionalGeneration(config).save_pretrained(folder)
    return folder


def save_tokenizer(folder: Path) -> int:
    """Save a tokenizer with some words and all ASCII letters to `folder`, and return the size of its vocabulary."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    marks = ["<pad>", "<s>", "</s>", "<unk>"]
    trainer = trainers.BpeTrainer(
        vocab_size=400, special_tokens=marks, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator([" ".join(WORDS)] * 5 + SENTENCES, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 1), ("</s>", 2)]
    )
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", bos_token="<s>", eos_token="</s>", unk_token="<unk>"
    )
    fast.save_pretrained(folder)
    return int(tokenizer.get_vocab_size())
