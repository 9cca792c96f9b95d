"""The worker process that reads files: its life, its protocol, and the sandbox that confines it."""
