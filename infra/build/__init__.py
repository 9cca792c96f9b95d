"""What turns the source into the packages that are deployed, and proves that they work."""
