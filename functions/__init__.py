"""The four Lambda functions, one package each. They share code only through the package shared."""
