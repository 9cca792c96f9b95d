"""The parse function: parses uploads into Documents."""
