"""The pipeline: runs components over a Reading, in order, and collects their times and warnings."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from functions.summarize.reading import Reading
from shared.documents.document import PipelineWarning

# A component adds its part to the Reading and returns its warnings.
Component = Callable[[Reading], list[PipelineWarning]]


class Run(NamedTuple):
    """The warnings of all components, in order, and the milliseconds of each stage."""

    warnings: list[PipelineWarning]
    milliseconds: dict[str, float]


class Pipeline:
    """Components in the order in which they run. Each belongs to a stage; the times of one stage are added up."""

    def __init__(self, components: Sequence[tuple[str, Component]]) -> None:
        self._components = components

    def run(self, reading: Reading) -> Run:
        """Run every component over the Reading."""
        warnings: list[PipelineWarning] = []
        seconds: defaultdict[str, float] = defaultdict(float)
        for stage, component in self._components:
            started = time.perf_counter()
            warnings += component(reading)
            seconds[stage] += time.perf_counter() - started
        return Run(warnings, {stage: round(taken * 1000, 1) for stage, taken in seconds.items()})
