"""What operators do with a stack, on AWS or on this machine: redrive, reprocess, backfill, reconcile, erase."""
