"""Grounding: whether what a model has written is what the document says."""
