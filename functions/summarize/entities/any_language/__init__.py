"""Entities of a text in any language: mentions merged by their words alone, without lists of words of a language."""
