"""The annotator, a small neural network that finds names and parts of attributions and makes sentence vectors."""
