"""Parse: from uploaded bytes to a Document."""
