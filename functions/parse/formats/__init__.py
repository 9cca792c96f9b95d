"""The formats, one module each. registry.py lists them by media type."""
