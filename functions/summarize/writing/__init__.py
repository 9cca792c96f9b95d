"""Summaries that a model writes, and their grounding in the text."""
