"""The entities of a text: mentions merged into people, organizations and places.

`components/entities.py` chooses `entities.py`, for English, or `any_language/entities.py`. Neither overrides the other.
"""
