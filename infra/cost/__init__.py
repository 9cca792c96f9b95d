"""What the stack costs and where its limits are: a model of it in plain functions. Nothing here calls AWS."""
