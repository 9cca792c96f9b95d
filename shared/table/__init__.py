"""The summaries table: its keys, indexes, rows and conditional writes."""
