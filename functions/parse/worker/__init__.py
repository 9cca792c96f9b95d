"""The worker process that reads files: its start and end, its protocol, and its sandbox."""
