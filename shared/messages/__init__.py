"""Messages in the queues: S3's events, our own messages, and batches of them."""
