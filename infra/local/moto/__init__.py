"""What moto lacks, completed: atomic writes, notifications, streams, and template properties that it ignores."""
