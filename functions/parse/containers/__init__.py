"""File containers that several formats share: compound files and ZIP packages."""
