"""The three Lambda functions, one package each; what parses does not import what summarizes."""
