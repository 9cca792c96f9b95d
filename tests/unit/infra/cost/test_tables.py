"""The tables of costs and limits in docs/scale.md are the output of their commands."""

import pytest

from infra.build.cost_tables import DOCUMENT, commands, renewed


def test_the_document_has_the_output_of_its_commands() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert renewed(text) == text, "run `python -m infra.build.cost_tables` and commit it"


def test_the_document_has_a_million_documents_a_hundred_million_a_day_the_idle_stack_and_the_figures() -> None:
    expected = {"--docs 1000000", "--docs 1000000 --per-day", "--docs 100000000 --per-day", "--idle", "--figures"}
    assert expected <= set(commands(DOCUMENT.read_text(encoding="utf-8")))


def test_a_document_whose_command_fails_is_not_written() -> None:
    with pytest.raises(ValueError, match="fails"):
        renewed("<!-- nutgraf cost --assume nothing=1 -->\n<!-- end -->")
