"""From a Document to its Summary in the table."""
