"""Development and operations: the local stack, the build, the training of the model."""
