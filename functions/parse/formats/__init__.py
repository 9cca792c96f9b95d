"""The readers of each format, one module for each; registry.py lists them by media type."""
