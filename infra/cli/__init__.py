"""The command line, `nutgraf`."""
