"""The template's parameters reach the functions."""

from collections.abc import Callable

from infra.local.in_process import InProcessStack
from shared.errors import Code
from shared.revision import Status
from tests.integration.pipeline import BRIDGE, Pipeline


def test_a_file_that_is_too_large_is_not_read(stack_with: Callable[..., InProcessStack]) -> None:
    pipeline = Pipeline(stack_with(MaxBytes="100"))
    pipeline.upload("large.txt", "word " * 21)
    pipeline.upload("small.txt", "A short text about a small town. " * 3)
    pipeline.stack.pump()
    assert pipeline.state("large.txt").code == Code.TOO_LARGE
    assert pipeline.state("small.txt").status is Status.SUMMARIZED


def test_the_key_prefix_decides_which_uploads_are_read(stack_with: Callable[..., InProcessStack]) -> None:
    pipeline = Pipeline(stack_with(UploadsPrefix="news/"), folder="")
    version = pipeline.upload("news/a.txt")
    pipeline.upload("other/a.txt")
    pipeline.stack.pump()
    pipeline.assert_summarized("news/a.txt", version)
    assert pipeline.rows() == 2


def test_the_wanted_number_of_words_shapes_the_summary(stack_with: Callable[..., InProcessStack]) -> None:
    pipeline = Pipeline(stack_with(SummaryWords="20"))
    pipeline.upload(body=BRIDGE)
    pipeline.stack.pump()
    summary = pipeline.summary()
    assert summary is not None
    assert len(summary.summary.text.split()) <= 25


def test_a_text_that_is_too_long_is_cut_with_a_warning_in_the_row(stack_with: Callable[..., InProcessStack]) -> None:
    pipeline = Pipeline(stack_with(MaxCharacters="1000"))
    pipeline.upload(body="\n\n".join([BRIDGE] * 5))
    pipeline.stack.pump()
    summary = pipeline.summary()
    assert summary is not None
    assert "cut" in [warning.code for warning in summary.provenance.warnings]
