"""The annotator's network: all-MiniLM-L6-v2 with heads for names, for the parts of attributions, and for sentences."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn
from transformers import AutoModel

from functions.summarize.annotator.outputs import LINKS
from functions.summarize.annotator.tag_decoding import tags_of
from functions.summarize.annotator.tokens import SHAPES

WIDTH = 384
ROLES = ("source", "cue", "content")
ENTITY_TYPES = ("PERSON", "ORGANIZATION", "LOCATION", "MISC")
ROLE_TAGS = tags_of(ROLES)
ENTITY_TAGS = tags_of(ENTITY_TYPES)

# Ways of marking entities, one for each kind of corpus. Each has a head of its own, for they disagree on what a name is
# (an "opposition spokesman" is one in some); the words are read by all of them alike.
SCHEMES = ("news", "encyclopedia", "web", "conflict", "links")


class Readings(NamedTuple):
    """What the network says of each token; every array is (windows, tokens, …)."""

    roles: Tensor
    # (windows, tokens, schemes x tags)
    entities: Tensor
    # Content and cue as they look for a partner, cue and source as they are looked for: columns of readings.py.
    links: Tensor
    # Before the mean over a sentence.
    sentences: Tensor


class AnnotatorNetwork(nn.Module):
    """Reads windows of tokens. All but the encoder is linear."""

    def __init__(self, folder: Path, *, attention: str = "eager") -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(folder, attn_implementation=attention, dtype=torch.float32)
        for module in self.encoder.modules():
            if isinstance(module, nn.Dropout):
                module.p = 0.0
        kinds = self.encoder.embeddings.token_type_embeddings.weight.data
        shapes = nn.Embedding(SHAPES, WIDTH)
        shapes.weight.data[:] = kinds[0]
        self.encoder.embeddings.token_type_embeddings = shapes
        self.dropout = nn.Dropout(0.1)
        self.roles = nn.Linear(WIDTH, len(ROLE_TAGS))
        self.entities = nn.Linear(WIDTH, len(SCHEMES) * len(ENTITY_TAGS))
        self.links = nn.Linear(WIDTH, LINKS)
        self.sentences = nn.Linear(WIDTH, WIDTH)
        self.sentences.weight.data = torch.eye(WIDTH)
        self.sentences.bias.data.zero_()

    def forward(self, input_ids: Tensor, shapes: Tensor, attention_mask: Tensor) -> Readings:
        """Readings of token ids, shapes and mask, all (windows, tokens), int64."""
        states = self.encoder(
            input_ids=input_ids, token_type_ids=shapes, attention_mask=attention_mask
        ).last_hidden_state
        dropped = self.dropout(states)
        return Readings(self.roles(dropped), self.entities(dropped), self.links(dropped), self.sentences(states))

    def begin_scheme(self, scheme: str, alike: Sequence[str]) -> None:
        """Let the head of a scheme begin as the mean of the heads of those that are `alike`."""
        others = [SCHEMES.index(other) for other in alike]
        for values in (self.entities.weight.data, self.entities.bias.data):
            by_scheme = values.view(len(SCHEMES), len(ENTITY_TAGS), -1)
            by_scheme[SCHEMES.index(scheme)] = by_scheme[others].mean(0)
