"""Selection of the sentences, phrases and names that represent a document."""
