"""Attributions of a text in any language: the annotator's spans and links, and rules that use no words of a language."""
