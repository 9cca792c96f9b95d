"""Attributions of a text in any language: the annotator's spans and links, and rules without words of a language."""
