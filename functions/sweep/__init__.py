"""SweepFunction: send stalled objects again, or set them to FAILED."""
