"""PDF: lines with their places made into blocks in reading order."""
