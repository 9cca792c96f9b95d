"""Data files: JSON, XML and delimited tables."""
