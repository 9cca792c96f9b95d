"""A model of the cost and the limits of the stack. It does not call AWS."""
