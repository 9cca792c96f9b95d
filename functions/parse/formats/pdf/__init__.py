"""PDF, read with PDFium.

`reader` is the entry point. `pages` extracts the lines of each page with their positions, and `scans` recognizes pages
that are images. `furniture` removes running headers and footers. `blocks` builds blocks in reading order, with the help
of `reading_order`, `tables`, `paragraphs`, `headings` and `hyphens`.
"""
