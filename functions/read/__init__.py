"""ReadFunction: the read API, which answers over HTTP what the table and the Documents contain."""
