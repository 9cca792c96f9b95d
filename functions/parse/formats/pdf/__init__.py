"""PDF, read with PDFium.

`reader` is the entry point. `pages` extracts the lines of each page with their positions, and `scans` recognizes pages
that are images. `layers` leaves out what is switched off. `annotations` reads fields, notes and stamps, and
`shown_lines` puts them among the lines. `xfa` and `attachments` read forms and files that are in no page. `raised`,
`right_to_left` and `watermarks` mend the lines. `furniture` removes running headers and footers. `blocks` builds blocks
in reading order, with the help of `reading_order`, `tables`, `paragraphs`, `headings` and `hyphens`.
"""
