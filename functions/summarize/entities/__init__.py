"""Who and what a text names: mentions merged into people, organizations and places."""
