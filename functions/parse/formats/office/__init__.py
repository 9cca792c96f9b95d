"""Office documents: OOXML, OpenDocument, and the formats of Office before 2007."""
