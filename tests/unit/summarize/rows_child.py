"""A process that reads and summarizes files and prints a row of each, without times: `rows_child.py FILE...`.

One line a file, in the order given: its name, a tab, and canonical JSON of the Document and of the Summary's findings.
"""

import json
import sys
from pathlib import Path

from tests.benchmarks.documents import parse_worker, summarizer
from tests.support.documents import document_from


def main() -> None:
    """Parse each file in the parser process, like an upload, and summarize it."""
    summarize = summarizer().summarize
    with parse_worker() as worker:
        for file in map(Path, sys.argv[1:]):
            document = document_from(worker.parse(file.read_bytes(), file.name))
            found = summarize(document)
            row = {
                "document": document.model_dump(mode="json", exclude={"milliseconds"}),
                "findings": found.findings.model_dump(mode="json"),
                "models": found.models,
                "warnings": [warning.model_dump(mode="json") for warning in found.warnings],
            }
            print(file.name, json.dumps(row, ensure_ascii=False, sort_keys=True), sep="\t")


if __name__ == "__main__":
    main()
