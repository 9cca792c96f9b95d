"""Dates that a text names, and the timeline made of them."""
