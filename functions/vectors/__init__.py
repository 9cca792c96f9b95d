"""VectorsFunction: keeps the index of vectors equal to the vectors in the table."""
