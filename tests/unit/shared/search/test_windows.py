"""Windows over the partitions of a question: complete together, bounded each, and without repetitions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.search import windows
from shared.search.question import question_of
from shared.search.results import Criteria, best_first
from shared.search.windows import END, MOST_ROWS, Page, Row, Window, read_window

WORDS = ("flood", "mayor", "bridge", "ferry")
ASKED = "2026-11-28T12:00:00.000Z"


@dataclass
class Index:
    """Index rows in memory. It counts the rows that are read."""

    rows_of: dict[str, list[Row]] = field(default_factory=dict)
    stale: set[str] = field(default_factory=set)
    read: int = 0

    def add(self, number: int, keys: Iterable[str], title: str) -> None:
        sort_key = f"2026-11-{1 + number // 86400:02}T00:00:{number:06}#{number}"
        for key in keys:
            row = {"pk": key, "sk": sort_key, "uri": f"s3://b/{number}", "title": title, "uploaded_at": ASKED}
            self.rows_of.setdefault(key, []).append(row)

    def page(self, partition: str, before: str | None, most: int) -> Page:
        older = sorted((r for r in self.rows_of.get(partition, ()) if before is None or r["sk"] < before),
                       key=lambda row: str(row["sk"]), reverse=True)  # fmt: skip
        self.read += len(older[:most])
        return Page(older[:most], len(older) > most)

    def present(self, rows: Sequence[Row]) -> list[Row]:
        return [row for row in rows if row["uri"] not in self.stale]

    def rows(self, keys: Iterable[tuple[str, str]]) -> list[Row]:
        wanted = set(keys)
        return [row for rows in self.rows_of.values() for row in rows if (row["pk"], row["sk"]) in wanted]


def all_windows(index: Index, partitions: Sequence[str], words: Sequence[str], of_all: str = "all") -> list[Window]:
    start: dict[str, str] = {}
    found: list[Window] = []
    while not found or not found[-1].is_last:
        before = index.read
        window = read_window(index, partitions, of_all, start, lambda row: all(word in row["title"] for word in words))
        assert index.read - before <= MOST_ROWS + 2 * windows.FIRST_ROWS + windows.PAGE
        found.append(window)
        start = window.end()
    return found


DOCUMENTS = st.lists(
    st.tuples(st.sets(st.sampled_from(WORDS), min_size=1), st.sets(st.sampled_from(WORDS)), st.booleans()), max_size=60
)


@given(DOCUMENTS, st.sets(st.sampled_from(WORDS), min_size=1), st.integers(1, 9), st.integers(1, 6), st.integers(1, 9))
def test_windows_of_any_size_find_each_document_once(
    documents: list[tuple[set[str], set[str], bool]], asked: set[str], most: int, page: int, enough: int
) -> None:
    index = Index()
    expected = set()
    for number, (words, keys, is_stale) in enumerate(documents):
        index.add(number, {*(keys & words), "all"}, " ".join(sorted(words)))
        if is_stale:
            index.stale.add(f"s3://b/{number}")
        elif asked <= words:
            expected.add(f"s3://b/{number}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(windows, "MOST_ROWS", most)
        patch.setattr(windows, "PAGE", page)
        patch.setattr(windows, "ENOUGH", enough)
        patch.setattr(windows, "FEW", min(enough, 3))
        every = all_windows(index, sorted(asked), sorted(asked))
        found = [row["uri"] for window in every for row in window.rows]
    assert sorted(found) == sorted(expected)


def test_a_frequent_word_does_not_hide_the_documents_of_a_rare_one() -> None:
    index = Index()
    for number in range(30_000):
        index.add(number, ["mayor"], "mayor")
    for number in (7, 400):
        index.add(number + 40_000, ["flood"], "flood mayor")
    first = all_windows(index, ["mayor", "flood"], ["mayor", "flood"])[0]
    assert {row["uri"] for row in first.rows} == {"s3://b/40007", "s3://b/40400"}
    assert first.positions["flood"] == END and not first.is_last


def test_the_rarer_of_two_frequent_words_is_read_first() -> None:
    index = Index()
    for number in range(20_000):
        index.add(number, ["flood"] if number % 20 else ["mayor"], "flood" if number % 20 else "flood mayor")
    first = read_window(index, ["flood", "mayor"], "all", {}, lambda row: "mayor" in row["title"])
    assert len(first.rows) >= windows.ENOUGH


def test_all_documents_are_read_only_if_few_are_found_under_the_words() -> None:
    index = Index()
    for number in range(300):
        index.add(number, ["all", "flood"] if number < windows.FEW else ["all"], "flood")
    first, *others = all_windows(index, ["flood"], ["flood"])
    assert len(first.rows) == windows.FEW
    assert not first.is_last
    assert sum(len(window.rows) for window in others) == 280


def test_a_document_that_an_earlier_row_did_not_match_is_found_under_another_key() -> None:
    index = Index()
    index.add(1, ["flood", "mayor"], "flood mayor")
    index.rows_of["flood"][0]["title"] = ""
    for number in range(2, 1_500):
        index.add(number, ["mayor"], "mayor")
    found = [r["uri"] for w in all_windows(index, ["flood", "mayor"], ["flood", "mayor"]) for r in w.rows]
    assert found == ["s3://b/1"]


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(["flood", "flood mayor", "mayor"])), max_size=40),
       st.integers(1, 7))  # fmt: skip
def test_pages_of_a_window_have_each_document_once_in_order(documents: list[tuple[int, str]], limit: int) -> None:
    rows = [
        {"pk": "keyword#flood", "sk": f"{number:03}", "uri": f"s3://b/{number}", "keywords": ["flood"], "title": title,
         "uploaded_at": f"202{age % 7}-11-22T09:30:00.000Z"}
        for number, (age, title) in enumerate(documents)
    ]  # fmt: skip
    criteria = Criteria(question_of("flood"))
    whole = best_first(criteria, rows, ASKED, None)
    assert [entry.score for entry, _ in whole] == sorted((entry.score for entry, _ in whole), reverse=True)
    shown: list[str] = []
    after: tuple[float, str] | None = None
    while page := best_first(criteria, rows, ASKED, after)[:limit]:
        shown += [entry.uri for entry, _ in page]
        after = (page[-1][0].score, page[-1][1])
    assert shown == [entry.uri for entry, _ in whole]
    assert len(whole) == len(documents)
