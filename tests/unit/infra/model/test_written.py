"""Our own marked-up documents: their format, and the faults that the check reports."""

from pathlib import Path
from typing import Any

import pytest

from infra.model.written import MarkupError, written_rows

DOCUMENT = """genre: minutes
title: Meeting of the Harbour Board
date: 2026-03-11
-----
<c1>The quay needs <c2>"a new wall"</c2></c1>, <s1>Ada Osei</s1> <q1>said</q1> on <d 2026-03-09>Monday</d>.

<b2>Osei left at noon.</b2> <b1>The Oseis stayed.</b1>
-----
PERSON Ada Osei | Osei
1 mixed Ada Osei
2 direct -
"""


def rows_of(tmp_path: Path, text: str) -> list[dict[str, Any]]:
    path = tmp_path / "minutes.txt"
    path.write_text(text, encoding="utf-8")
    return list(written_rows([path]))


def test_tags_become_offsets_in_the_text_without_tags(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, DOCUMENT)
    text = str(row["text"])
    first, second = row["attributions"]
    assert [text[start:end] for start, end in first["content"]] == ['The quay needs "a new wall"']
    assert [text[start:end] for start, end in second["content"]] == ['"a new wall"']
    assert (first["speaker"], second["speaker"]) == ("Ada Osei", None)
    assert [(text[start:end], value) for start, end, value in row["dates"]] == [("Monday", "2026-03-09")]


def test_the_best_sentences_are_in_the_order_of_their_ranks(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, DOCUMENT)
    text = str(row["text"])
    best = [row["sentences"][number - 1] for number in row["best"]]
    assert [text[start:end] for start, end in best] == ["The Oseis stayed.", "Osei left at noon."]


def test_names_are_whole_words_and_the_longest_form_counts(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, DOCUMENT)
    text = str(row["text"])
    assert [text[start:end] for _, start, end, _ in row["entities"]] == ["Ada Osei", "Osei"]


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ("</q1>", "", "never closed"),
        ("<s1>", "", "closes nothing"),
        ("1 mixed", "3 mixed", "no content"),
        ("2 direct -\n", "", "not listed"),
        ("| Osei", "| Osai", "not in the text"),
        ("1 mixed", "1 mumbled", "neither a name nor"),
        ("-----\nPERSON", "PERSON", "2 parts"),
        ("<b1>The Oseis stayed.</b1>", "<b3>The Oseis stayed.</b3>", r"ranks \[2, 3\]"),
    ],
)
def test_a_fault_is_reported_with_its_file(tmp_path: Path, wrong: str, right: str, message: str) -> None:
    assert wrong in DOCUMENT
    with pytest.raises(MarkupError, match=rf"minutes\.txt, document 1: .*{message}"):
        rows_of(tmp_path, DOCUMENT.replace(wrong, right, 1))


def test_all_our_documents_are_well_formed_and_have_an_open_licence() -> None:
    rows = list(written_rows())
    assert len(rows) > 700
    assert {row["licence"] for row in rows} == {"Nutgraf's own"}
    assert all(row["text"][start:end].strip() for row in rows for _, start, end, _ in row["entities"])
    assert all(row["best"] for row in rows)
