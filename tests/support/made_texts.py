"""Small files that are text, made by hand: the same words in each format."""

import base64
import json
from xml.sax.saxutils import escape

WORDS = (
    "The harbour board met on Tuesday and agreed to move the ferry to the northern pier.",
    'The chairwoman, Ines Vogel, said: "We will not wait for another winter."',
    "Two fishermen disagreed; a third, from Łódź, asked for the minutes in Polish.",
)
CELLS = (("Pier", "Boats", "Since"), ("North", "14", "1998-03-02"), ("South", "=1+1", ""))
XHTML = "http://www.w3.org/1999/xhtml"


def paragraphs(tag: str) -> str:
    return "".join(f"<{tag}>{escape(words)}</{tag}>" for words in WORDS)


def text() -> bytes:
    return "\n\n".join(WORDS).encode("utf-8")


def html() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in CELLS)
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>Ferry moves</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>Ferry moves</h1>{paragraphs('p')}<ul><li>One</li><li>Two</li></ul>"
        f"<blockquote>{escape(WORDS[1])}</blockquote><table>{rows}</table></article></body></html>"
    ).encode()


def markdown() -> bytes:
    table = "\n".join("| " + " | ".join(row) + " |" for row in (CELLS[0], ("---",) * 3, *CELLS[1:]))
    return f"# Ferry moves\n\n{WORDS[0]}\n\n> {WORDS[1]}\n\n- One\n- Two\n\n```\ncode\n```\n\n{table}\n".encode()


def rst() -> bytes:
    return f"Ferry moves\n===========\n\n{WORDS[0]}\n\n  {WORDS[1]}\n\n- One\n- Two\n\n.. note:: {WORDS[2]}\n".encode()


def org() -> bytes:
    return (
        f"#+TITLE: Ferry moves\n* The meeting\n{WORDS[0]}\n\n#+BEGIN_QUOTE\n{WORDS[1]}\n#+END_QUOTE\n- One\n".encode()
    )


def json_object() -> bytes:
    return json.dumps(
        {"title": "Ferry moves", "paragraphs": WORDS, "piers": [dict(zip(*CELLS[:2], strict=True))]}
    ).encode()


def calendar() -> bytes:
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Ferry moves\r\nDTSTART:20260512T090000Z\r\n"
        f"LOCATION:North pier\r\nDESCRIPTION:{WORDS[0]}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def contact() -> bytes:
    return f"BEGIN:VCARD\nVERSION:4.0\nFN:Ines Vogel\nORG:Harbour board\nNOTE:{WORDS[0]}\nEND:VCARD\n".encode()


def latex() -> bytes:
    return (
        "\\documentclass{article}\n\\title{Ferry moves}\n\\begin{document}\n\\section{The meeting}\n"
        f"{WORDS[0]}\n\\begin{{quote}}{WORDS[2]}\\end{{quote}}\n\\begin{{itemize}}\\item One\\end{{itemize}}\n"
        "\\end{document}\n"
    ).encode()


def notebook() -> bytes:
    cells: list[dict[str, object]] = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Ferry moves\n", "\n", WORDS[0]]},
        {"cell_type": "code", "metadata": {}, "outputs": [{"output_type": "stream", "text": ["14\n"]}], "source": "n"},
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def fiction_book() -> bytes:
    return (
        '<?xml version="1.0"?><FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><description><title-info>'
        "<author><first-name>Ines</first-name><last-name>Vogel</last-name></author><book-title>Ferry moves</book-title>"
        f"<lang>en</lang></title-info></description><body><section><title><p>One</p></title>{paragraphs('p')}</section>"
        f'</body><binary id="a" content-type="image/png">{base64.b64encode(bytes(range(256)) * 2).decode()}</binary>'
        "</FictionBook>"
    ).encode()


def captions() -> bytes:
    cues = "".join(f'<p begin="00:00:0{n}.000" end="00:00:0{n + 1}.000">{escape(w)}</p>' for n, w in enumerate(WORDS))
    return f'<tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en"><body><div>{cues}</div></body></tt>'.encode()


def json_lines() -> bytes:
    return "\n".join(json.dumps({"line": place, "text": words}) for place, words in enumerate(WORDS)).encode()


def xml() -> bytes:
    return f"<?xml version='1.0' encoding='UTF-8'?><minutes><title>Ferry</title>{paragraphs('item')}</minutes>".encode()


def rss() -> bytes:
    items = "".join(
        f"<item><title>News {place}</title><description>{escape(words)}</description>"
        f"<pubDate>Tue, 03 Mar 2020 10:00:00 GMT</pubDate></item>"
        for place, words in enumerate(WORDS)
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Harbour</title>{items}</channel></rss>".encode()


def atom() -> bytes:
    entries = "".join(f"<entry><title>News</title><content>{escape(words)}</content></entry>" for words in WORDS)
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Harbour</title>{entries}</feed>".encode()


def nitf() -> bytes:
    return (
        "<?xml version='1.0'?><nitf><head><title>Ferry</title></head><body><body.head><hedline><hl1>Ferry moves</hl1>"
        "</hedline><byline>By Jo Berg</byline></body.head>"
        f"<body.content>{paragraphs('p')}</body.content></body></nitf>"
    ).encode()


def news_item(kind: str, content: str) -> bytes:
    """Return an item of NewsML-G2: news, a package, a concept or knowledge."""
    return (
        f"<?xml version='1.0'?><{kind} xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:newsml:example.org:1' "
        "version='1' standard='NewsML-G2' standardversion='2.34' conformance='power' xml:lang='en'>"
        f"<itemMeta><title>Ferry moves</title></itemMeta><contentMeta><headline>Ferry moves</headline></contentMeta>"
        f"{content}</{kind}>"
    ).encode()


def concept() -> str:
    return (
        f"<concept><conceptId qcode='a:ferry'/><name>Ferry</name><definition>{escape(WORDS[0])}</definition></concept>"
    )


def svg() -> bytes:
    lines = "".join(f"<text x='9' y='{20 * place}'>{escape(words)}</text>" for place, words in enumerate(WORDS, 1))
    return f"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><title>Ferry</title>{lines}</svg>".encode()


def rtf() -> bytes:
    body = "".join(
        words.replace("Ł", "\\u321?").replace("ó", "\\'f3").replace("ź", "\\u378?") + "\\par\n" for words in WORDS
    )
    return f"{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0 Times;}}}}\\f0 {body}}}".encode("ascii")
