"""What bytes are: their format, the encoding of their text, and its language."""
