"""Sentences: their boundaries, the text in front of them that is left out, and which of them can be shown."""
