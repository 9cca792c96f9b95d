"""Titles that programs set: names of files, of scans and of pages on the web are no titles."""

import pytest

from functions.parse.metadata import given_title


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - draft_v3.docx",
        "(Microsoft Word - Minutes.doc)",
        "Budget2026_final_v3.docx",
        "Minutes of the meeting of 3 May.pdf",
        "flyer_v3",
        "flyer.indd",
        "report-v12",
        "scan0001.tif",
        "scan0001",
        "Scanned Document",
        "IMG_2034",
        r"C:\Users\ann\Desktop\report",
        r"\\server\share\report",
        "/home/ann/report",
        "https://example.com/report",
        "file:///C:/report",
        "about:blank",
        "Untitled-1",
        "Untitled Document",
        "Dokument3",
        "Presentation",
        "0f8fad5b-d9cb-469f-a165-70867728950e",
        "",
    ],
)
def test_names_that_programs_set_are_no_titles(title: str) -> None:
    assert given_title(title) is None


@pytest.mark.parametrize(
    "title",
    [
        "Annual report 2024",
        "Node.js in practice",
        "ASP.NET",
        "COVID-19",
        "ISO27001",
        "A/B testing",
        "Annual report v2",
        "Scanning the horizon",
        "Image of the city",
        "The self-driving ferry",
        "Q3-2024",
        "Sheets of ice",
        "TCP/IP",
    ],
)
def test_titles_that_look_alike_are_kept(title: str) -> None:
    assert given_title(title) == title


def test_the_prefix_of_a_program_is_removed() -> None:
    assert given_title("Microsoft Word - Annual report") == "Annual report"
