"""Text recognition (OCR) for scanned pages and images."""
