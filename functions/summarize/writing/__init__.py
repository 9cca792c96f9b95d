"""Written summaries: a model writes them, and grounding checks each sentence against the document."""
