"""Recognition of the dates in a text, and the timeline."""
