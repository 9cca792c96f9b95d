"""AWS Lambda for the local stack: execution environments, the Runtime API and event source mappings.

The package is not named `lambda`, because that is a keyword of Python.
"""
