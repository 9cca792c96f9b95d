"""AWS Lambda on this machine: execution environments, the Runtime API, and event source mappings."""
