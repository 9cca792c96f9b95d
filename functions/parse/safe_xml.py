"""XML parsers for untrusted files: they expand no entity, load no DTD and open no file or network connection."""

from typing import IO

from lxml import etree


def xml_parser(encoding: str | None = None, recover: bool = False) -> etree.XMLParser:
    """Return a new parser. A parser keeps the errors of its documents, so each document needs its own.

    `encoding` overrides the encoding that the document declares. `recover` reads malformed XML as well.
    """
    return etree.XMLParser(
        encoding=encoding,
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )


def ended_elements(file: IO[bytes], tag: str | tuple[str, ...]) -> etree.iterparse:
    """Return the end events of the elements with `tag`, while the file is read."""
    return etree.iterparse(file, tag=tag, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
