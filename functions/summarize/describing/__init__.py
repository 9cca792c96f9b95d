"""Descriptions of documents that have no sentences to lift: tables, forms, listings, slides, pictures, data, code."""
