"""Messages in the queues: S3 events, internal messages, and batches of messages."""
