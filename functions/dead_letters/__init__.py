"""What failed too often becomes a FAILED row, or is parked."""
