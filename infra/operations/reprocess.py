"""Reprocess: find the objects that an older version of the pipeline summarized."""

import re
from collections.abc import Iterator
from typing import Any

from infra.operations.operated_stack import OperatedStack
from infra.operations.resume import Page
from infra.operations.target import OperationError


def older_pages(stack: OperatedStack, before: str, place: Any) -> Iterator[Page[str]]:
    """Return pages of the URIs whose Summary is of a pipeline version before `before`. Scans the whole table.

    Raises OperationError if a version does not consist of numbers and dots.
    """
    limit = version_numbers(before)
    for summaries, after in stack.scan.summary_versions(place):
        uris = [summary.uri for summary in summaries if version_numbers(summary.pipeline_version) < limit]
        yield Page(uris, after, len(summaries))


def version_numbers(version: str) -> tuple[int, ...]:
    """Return a version as numbers, so that `0.10.0` is after `0.9`."""
    if not re.fullmatch(r"\d+(\.\d+)*", version):
        raise OperationError(f"{version!r} is not a version like 0.2.0.")
    return tuple(map(int, version.split(".")))
