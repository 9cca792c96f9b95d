"""Web pages: the article and its metadata."""
