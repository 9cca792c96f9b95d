"""The output of a package is compared with the output of this process."""

from infra.build.same_rows import SameRows
from tests.benchmarks.documents import document_of, parse_worker, summarizer
from tests.support.summaries import a_summary

TEXT = (
    "The ferry between Kiel and Faro has been taken out of service.\n\nA diver found a crack in its hull on Monday.\n"
)


def test_equal_rows_have_no_differences_and_others_are_listed_by_field() -> None:
    with parse_worker() as worker:
        document = document_of(worker, TEXT)
    findings = summarizer().summarize(document).findings
    summary = a_summary(**dict(findings))
    with SameRows() as same_rows:
        assert same_rows.differences(TEXT.encode(), document, summary) == []
        other = document.model_copy(update={"parser": "another 1.0"})
        (difference,) = same_rows.differences(TEXT.encode(), other, summary)
        assert difference.startswith("document.parser: 'another 1.0' there")
        (difference,) = same_rows.differences(
            TEXT.encode(), document, summary.model_copy(update={"keywords": ["ship"]})
        )
        assert difference.startswith("row.keywords: ['ship'] there")
