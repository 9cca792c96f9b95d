"""Selection: which sentences, phrases and names represent a document."""
