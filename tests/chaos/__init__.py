"""The pipeline under faults: a campaign that breaks what can break, and a checker of what was promised."""
