"""Messages in the queues: S3 events, Nutgraf's own messages, and batches of messages."""
