"""File containers that several formats share: compound files, ZIP packages, and XML."""
