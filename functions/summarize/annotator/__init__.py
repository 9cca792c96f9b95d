"""The annotator: what one pass over a text finds in it."""
