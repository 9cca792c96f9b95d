"""Descriptions of documents without sentences."""
