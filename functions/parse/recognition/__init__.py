"""Recognize the format of bytes, the encoding of their text, and its language."""
