"""Reprocess: what an older version of the pipeline has summarized is read again."""

import re
from collections.abc import Iterator
from typing import Any

from infra.operations.resume import Page
from infra.operations.stack import OperatedStack
from infra.operations.target import OperationError


def older_pages(stack: OperatedStack, before: str, place: Any) -> Iterator[Page[str]]:
    """Pages of the URIs whose Summary was made by a pipeline version older than `before`. Reads the whole table.

    Raises OperationError when a version is not made of numbers and dots.
    """
    limit = version_numbers(before)
    for summaries, after in stack.walk.summary_versions(place):
        uris = [summary.uri for summary in summaries if version_numbers(summary.pipeline_version) < limit]
        yield Page(uris, after, len(summaries))


def version_numbers(version: str) -> tuple[int, ...]:
    """`0.10.0` as numbers, so that it comes after `0.9`."""
    if not re.fullmatch(r"\d+(\.\d+)*", version):
        raise OperationError(f"{version!r} is no version like 0.2.0.")
    return tuple(map(int, version.split(".")))
