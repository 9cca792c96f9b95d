"""Valid files with more than text: forms, notes, layers and embedded files of PDFs; numbers and chunks of DOCX."""

import zlib

from tests.support.raw_pdfs import raw_pdf, stream, text_at

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWN = b"/Type/XObject/Subtype/Form/BBox[0 0 200 16]/Resources<</Font<</F1 5 0 R>>>>"


def form_pdf() -> bytes:
    """Return a PDF with fields of each kind, a note, a stamp, a comment, a hidden layer and an embedded file."""
    widget = "<</Type/Annot/Subtype/Widget/F 4/P 3 0 R/T(f{0})/Rect[200 {1} 400 {2}]{3}>>"
    fields = (
        "/FT/Tx/V(Runa Aldis)/AP<</N 30 0 R>>",
        "/FT/Btn/V/Yes/AS/Yes/AP<</N<</Yes 30 0 R/Off 30 0 R>>>>",
        "/FT/Ch/Ff 131072/Opt[[(e)(East pier)][(w)(West pier)]]/V(w)",
        "/FT/Sig/AP<</N 30 0 R>>",
    )
    objects = {
        10 + place: widget.format(place, 700 - 20 * place, 716 - 20 * place, entries).encode()
        for place, entries in enumerate(fields)
    }
    objects |= {
        20: b"<</Type/Annot/Subtype/FreeText/Rect[70 500 400 520]/DA(/F1 10 Tf)/Contents(Dry since Monday.)>>",
        21: b"<</Type/Annot/Subtype/Stamp/Rect[70 460 270 476]/AP<</N 30 0 R>>>>",
        22: b"<</Type/Annot/Subtype/Text/Rect[500 700 520 720]/Contents(Is that true?)>>",
        23: b"<</Type/Annot/Subtype/FileAttachment/Rect[10 10 30 30]/FS 25 0 R>>",
        24: b"<</Type/OCG/Name(Internal)>>",
        25: b"<</Type/Filespec/F(costs.txt)/UF(costs.txt)/EF<</F 26 0 R>>>>",
        26: stream(zlib.compress(b"The pump costs 58,000 euros."), b"/Type/EmbeddedFile/Filter/FlateDecode"),
        30: stream(b"BT /F1 10 Tf 2 4 Td (Runa Aldis) Tj ET", DRAWN),
    }
    labels = b"".join(
        text_at(70, 704 - 20 * place, label) for place, label in enumerate(("Owner:", "Dogs", "Pier:", "Signed:"))
    )
    page = labels + b"/OC /L1 BDC " + text_at(70, 600, "Internal price.") + b"EMC " + text_at(70, 560, "It rose to 10")
    raised = b"BT /F1 7 Tf 138 565 Td (6) Tj ET " + b"BT /F1 40 Tf 0.7 0.7 -0.7 0.7 200 200 Tm (DRAFT) Tj ET "
    return raw_pdf(
        page + raised,
        objects,
        page_entries=b"/Annots[10 0 R 11 0 R 12 0 R 13 0 R 20 0 R 21 0 R 22 0 R 23 0 R]",
        catalog_entries=b"/AcroForm<</Fields[10 0 R 11 0 R 12 0 R 13 0 R]>>"
        b"/Names<</EmbeddedFiles<</Names[(a) 25 0 R]>>>>/OCProperties<</OCGs[24 0 R]/D<</OFF[24 0 R]>>>>",
        resources=b"/Properties<</L1 24 0 R>>",
    )


def xfa_pdf() -> bytes:
    """Return a PDF with an XFA form."""
    template = (
        b'<template xmlns="http://www.xfa.org/schema/xfa-template/3.3/"><subform name="permit">'
        b"<draw><value><text>Permit</text></value></draw>"
        b'<field name="owner"><caption><value><text>Owner:</text></value></caption></field>'
        b'<field name="dog"><caption><value><text>Dog</text></value></caption><ui><checkButton/></ui></field>'
        b"</subform></template>"
    )
    data = (
        b'<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><permit><owner>Runa Aldis</owner>'
        b"<dog>1</dog></permit></xfa:data></xfa:datasets>"
    )
    return raw_pdf(
        text_at(70, 704, "Please wait..."),
        {10: stream(template), 11: stream(data)},
        catalog_entries=b"/NeedsRendering true/AcroForm<</Fields[]/XFA[(template) 10 0 R (datasets) 11 0 R]>>",
    )


def clauses_docx() -> dict[str, str | bytes]:
    """Return the members of a DOCX with automatic numbers, an inserted page, text boxes and tracked changes."""
    levels = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for place, (form, text) in enumerate((("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)")))
    )
    items = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
        for place, text in ((0, "Parties"), (1, "Owner"), (2, "in cash"), (0, "Term"))
    )
    joined = (
        '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>The tenant </w:t></w:r></w:p>'
        "<w:p><w:r><w:t>pays.</w:t></w:r><w:r><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent>"
        "</w:r></w:p>"
    )
    return {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{items}{joined}<w:altChunk r:id="r1"/>'
        "</w:body></w:document>",
        "word/numbering.xml": f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        "word/chunk.html": "<html><body><h1>Minutes</h1><p>The board met.</p></body></html>",
        "word/_rels/document.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{R}/aFChunk" Target="chunk.html"/>'
            f'<Relationship Id="r2" Type="{R}/numbering" Target="numbering.xml"/></Relationships>'
        ),
    }
