"""SummarizeFunction: reads Documents, extracts their summaries and stores them in the table."""
