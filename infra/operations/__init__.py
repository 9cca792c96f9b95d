"""The operations on a stack, on AWS or on this machine: redrive, reprocess, backfill, reconcile, erase and presign."""
