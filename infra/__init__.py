"""Everything around the product: the local stack, the build, the making of the model."""
