"""The summaries table: its keys, indexes, rows and conditional writes."""

from shared.table.table import SummaryTable

__all__ = ["SummaryTable"]
