"""Office Open XML (ECMA-376): DOCX, PPTX and XLSX."""
