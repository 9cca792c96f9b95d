"""SweepFunction: what has been under way too long is sent again, or fails."""
