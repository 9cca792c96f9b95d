"""The entities of a text: mentions merged into people, organizations and places."""
