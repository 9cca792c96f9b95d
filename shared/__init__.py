"""What the functions have in common: Document, Summary, the ordering rule, the table, events, errors, settings."""
