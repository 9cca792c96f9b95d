"""SearchFunction: turns a question into a vector, with the graph that also makes the vectors of documents."""
