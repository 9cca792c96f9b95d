"""Data formats: JSON, XML and delimited tables."""
