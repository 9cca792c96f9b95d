"""Attributions of a text in any language: the annotator's spans and links, and rules without words of a language.

`rules.py` uses the modules of this package, also where the parent package has one of the same name for English.
"""
