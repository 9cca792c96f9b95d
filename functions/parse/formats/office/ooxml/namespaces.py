"""XML namespaces of OOXML (ECMA-376-1), as prefixes of lxml tag names."""

# WordprocessingML, PresentationML and SpreadsheetML.
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

# DrawingML: text and tables, charts, diagrams (SmartArt).
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"

# Ids of relationships.
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

# Formulas (Office MathML).
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

# Markup compatibility (ECMA-376-3): content in several forms for newer and older programs.
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
