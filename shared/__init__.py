"""Code common to the functions: Document, Summary, the ordering rule, the table, messages, errors and settings."""
