"""Office documents, by family: `ooxml` (DOCX, PPTX, XLSX), `legacy` (DOC, PPT, XLS), `open_document` and `rtf`.

The modules of this package itself are shared by several families.
"""
