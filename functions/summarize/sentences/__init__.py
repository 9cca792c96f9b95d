"""Sentences: where they end, what is left out in front of them, and which may be shown."""
