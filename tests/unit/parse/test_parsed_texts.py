"""What is read from texts: paragraphs, lists and tables of plain text and Markdown, and the language."""

import pytest

from shared.documents.document import BlockKind
from tests.support.parsed import blocks, read, sample, texts


def test_plain_text_has_paragraphs_with_wrapped_lines_rejoined() -> None:
    document = sample("tidal-barrier.txt")
    paragraphs = texts(document, BlockKind.PARAGRAPH)
    assert len(paragraphs) == len(document.blocks) == 11
    assert paragraphs[1] == "By Marta Lindqvist, Kesterport Courier\n14 March 2025"
    assert paragraphs[4].startswith('"We have run out of mild options," said Ingrid Halvorsen')
    assert paragraphs[4].endswith('They will not buy us another one."')
    assert document.metadata.language == "en"


@pytest.mark.parametrize("width", [60, 72, 80, 120])
def test_wrapped_prose_is_joined_into_one_line(width: int) -> None:
    words = ("The council voted on Thursday to build the barrier, " * 12).split()
    lines = [""]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    assert read("\n".join(lines)).text == " ".join(words)


def test_lines_that_are_not_wrapped_stay() -> None:
    verse = "The tide came in\nwithout a sound\nand took the boats\nof half the town"
    assert read(verse).text == verse


def test_long_lines_without_blank_ones_are_paragraphs() -> None:
    long, longer = "A sentence about the river. " * 12, "Another about the sea, and longer. " * 15
    assert texts(read(f"{long}\n{longer}\nA short one."), BlockKind.PARAGRAPH) == [
        long.strip(),
        longer.strip(),
        "A short one.",
    ]


def test_lists_and_quoted_lines_of_plain_text_are_distinguished() -> None:
    document = read("We need\n- bread\n- milk\n\n1. First\n2. Second\n\n> You wrote this.\n> And this.")
    assert blocks(document) == [
        ("paragraph", "We need"),
        ("list_item", "bread"),
        ("list_item", "milk"),
        ("list_item", "1. First"),
        ("list_item", "2. Second"),
        ("quotation", "You wrote this.\nAnd this."),
    ]


def test_markdown_keeps_the_kinds_of_its_blocks() -> None:
    document = sample("bus-lanes.md")
    headings = [(block.level, document.text[block.start : block.end]) for block in document.blocks if block.level]
    assert headings[:2] == [(1, "One year of bus lanes on the Ostring"), (2, "How we measured")]
    assert len(texts(document, BlockKind.LIST_ITEM)) == 4
    assert "Amina Yıldız" in texts(document, BlockKind.QUOTATION)[0]
    table = next(block for block in document.blocks if block.kind is BlockKind.TABLE)
    assert table.rows is not None
    assert table.rows[0] == ["Measure", "Before", "Trial"]
    assert document.text[table.start : table.end].splitlines()[1] == "Median trip, minutes\t21.8\t17.7"
    assert document.metadata.byline == "Department of Mobility, City of Velden"
    assert document.metadata.published_at == "2024-11-05"


def test_markdown_marks_are_not_text() -> None:
    document = read(
        "A *strong* [link](http://a.example) and `code`\\\nhere ![a map](map.png).\n\n```python\nx = 1\n```\n\n"
        "<div>plain <b>words</b></div>\n\n- item\n\n  its second paragraph\n",
        "a.md",
    )
    assert blocks(document) == [
        ("paragraph", "A strong link and code\nhere a map."),
        ("code", "x = 1"),
        ("paragraph", "plain words"),
        ("list_item", "item"),
        ("list_item", "its second paragraph"),
    ]


def test_a_rule_at_the_top_of_markdown_is_no_front_matter() -> None:
    assert read("---\nJust text\n---\n\nMore.", "a.md").text == "Just text\n\nMore."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Gemeinderat hat am Donnerstag beschlossen, die Brücke über den Fluss bis zum Herbst zu sperren.", "de"),
        ("Le conseil municipal a décidé jeudi de fermer le pont sur la rivière jusqu'à l'automne prochain.", "fr"),
        ("El ayuntamiento decidió el jueves cerrar el puente sobre el río hasta el próximo otoño.", "es"),
        ("Городской совет решил в четверг закрыть мост через реку до осени следующего года.", "ru"),
        ("市議会は木曜日、川にかかる橋を秋まで閉鎖することを決めた。市民からは反対の声が上がっている。", "ja"),
        (
            "قرر مجلس المدينة يوم الخميس إغلاق الجسر فوق النهر حتى الخريف المقبل بسبب الأضرار التي لحقت به. وقال "
            "رئيس "
            "البلدية إن الأعمال ستبدأ في شهر مارس، وإن السكان سيحصلون على حافلات مجانية طوال هذه المدة.",
            "ar",
        ),
        ("qwrt 4711 0815 zzz", None),
        ("Yes.", None),
    ],
)
def test_the_language_is_detected_unless_it_is_declared(text: str, language: str | None) -> None:
    assert read(text).metadata.language == language
