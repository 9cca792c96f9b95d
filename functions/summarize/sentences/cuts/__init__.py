"""Parts of a sentence that a reader does not need. What remains is exact."""
