"""Entities of a text in any language: mentions merged by their words alone, without lists of words of a language.

`entities.py` is used in place of the module of the same name in the parent package, which is for English.
"""
