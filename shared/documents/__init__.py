"""Documents: their model, and the bucket that stores them."""
