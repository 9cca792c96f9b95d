"""Export: the Summaries of many objects as tables in files, for spreadsheets, DuckDB, Athena and other programs."""
