"""Files that crash, hang or exhaust the parser: each becomes a FAILED row, and other files of the batch are parsed."""

from collections.abc import Iterator

import pytest

from infra.local.in_process import InProcessStack
from shared.errors import ADVICE, Code
from shared.revision import Status
from tests.integration.pipeline import Pipeline
from tests.integration.poisoned_child import MARK, POISONS
from tests.integration.poisoned_parsers import poisoned_parsers

CODES = {
    b"segmentation fault": Code.CRASHED,
    b"abort": Code.CRASHED,
    b"exit": Code.CRASHED,
    b"last words": Code.CRASHED,
    b"no answer": Code.CRASHED,
    b"hang": Code.TIMED_OUT,
    b"memory": Code.OUT_OF_MEMORY,
    b"native memory": Code.OUT_OF_MEMORY,
    b"killed": Code.OUT_OF_MEMORY,
}


@pytest.fixture(scope="module")
def poisoned_stack() -> Iterator[InProcessStack]:
    with InProcessStack({"ParseSeconds": "3", "ParseMemoryMb": "512"}) as stack:
        stack.take("ParseQueue")
        stack.take("SummarizeQueue")
        with poisoned_parsers():
            stack.handler("ParseFunction")
        yield stack


def test_every_poison_has_its_code() -> None:
    assert CODES.keys() == POISONS.keys()


def test_poison_fails_with_its_code_and_harms_no_neighbour(poisoned_stack: InProcessStack) -> None:
    pipeline = Pipeline(poisoned_stack)
    good = {}
    for number, poison in enumerate(CODES):
        pipeline.upload(f"{number}.bin", MARK + poison)
        good[f"{number}.txt"] = pipeline.upload(f"{number}.txt")
    results = pipeline.stack.pump()
    assert not any(result.failed_ids for result in results)
    for key, version in good.items():
        pipeline.assert_summarized(key, version)
    states = [pipeline.state(f"{number}.bin") for number in range(len(CODES))]
    assert [state.code for state in states] == list(CODES.values())
    assert all(state.status is Status.FAILED for state in states)
    assert all(state.message and state.message.endswith(".") for state in states)
    assert [state.advice for state in states] == [ADVICE[code] for code in CODES.values()]
    assert all(state.attempts == 1 for state in states)
    assert not pipeline.parked()


def test_poison_is_read_again_when_a_better_file_takes_its_place(poisoned_stack: InProcessStack) -> None:
    pipeline = Pipeline(poisoned_stack)
    pipeline.upload("a.txt", MARK + b"segmentation fault")
    pipeline.stack.pump()
    assert pipeline.state().code == Code.CRASHED
    version = pipeline.upload("a.txt")
    pipeline.stack.pump()
    pipeline.assert_summarized("a.txt", version)
