"""Documents: their model, and the bucket that holds them."""
