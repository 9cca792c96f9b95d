"""Sentences: their boundaries, the text in front of them that is left out, which can be shown, and stop words."""
