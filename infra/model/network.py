"""The annotator's network: all-MiniLM-L6-v2 with heads for names, parts of attributions, and sentences."""

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

# Annotation schemes of roles and of entities, one for each kind of corpus. Each scheme has its own head, because they
# define attributions and names differently (some annotate "opposition spokesman"). All share the encoder.
ROLE_SCHEMES = ("narrow", "wide")
ENTITY_SCHEMES = ("gold", "news", "encyclopedia", "web", "conflict", "links", "tweets")


class Readings(NamedTuple):
    """The output of the network for each token. Every array is (windows, tokens, …)."""

    # (windows, tokens, schemes x tags)
    roles: Tensor
    entities: Tensor
    # Queries of contents and cues, and keys of cues and sources, for linking them. readings.py defines the columns.
    links: Tensor
    # Token vectors; their mean over a sentence is the sentence vector.
    sentences: Tensor


class AnnotatorNetwork(nn.Module):
    """Reads windows of tokens. All heads are linear."""

    def __init__(self, folder: Path, *, attention: str = "eager") -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(folder, attn_implementation=attention, dtype=torch.float32)
        self.set_dropout(0.0)
        kinds = self.encoder.embeddings.token_type_embeddings.weight.data
        shapes = nn.Embedding(SHAPES, WIDTH)
        shapes.weight.data[:] = kinds[0]
        self.encoder.embeddings.token_type_embeddings = shapes
        self.dropout = nn.Dropout(0.1)
        self.roles = nn.Linear(WIDTH, len(ROLE_SCHEMES) * len(ROLE_TAGS))
        self.entities = nn.Linear(WIDTH, len(ENTITY_SCHEMES) * len(ENTITY_TAGS))
        self.links = nn.Linear(WIDTH, LINKS)
        self.sentences = nn.Linear(WIDTH, WIDTH)
        self.sentences.weight.data = torch.eye(WIDTH)
        self.sentences.bias.data.zero_()

    def set_dropout(self, share: float) -> None:
        """Set the share of the values that training drops in each layer of the encoder."""
        for module in self.encoder.modules():
            if isinstance(module, nn.Dropout):
                module.p = share

    def forward(self, input_ids: Tensor, shapes: Tensor, attention_mask: Tensor) -> Readings:
        """Return the readings of token ids, shapes and mask, all (windows, tokens), int64."""
        states = self.encoder(
            input_ids=input_ids, token_type_ids=shapes, attention_mask=attention_mask
        ).last_hidden_state
        dropped = self.dropout(states)
        return Readings(self.roles(dropped), self.entities(dropped), self.links(dropped), self.sentences(states))
