"""The sample documents, and the scripts that make them."""
