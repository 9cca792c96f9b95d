"""Lines that begin with a dash: those of a dialogue have a tag between dashes, those inside a quotation have none."""

import pytest

from functions.summarize.attributions.any_language.dashes import Signs, in_dialogues
from functions.summarize.attributions.layout import Layout
from shared.documents.document import Block, BlockKind
from tests.support.marked import said


@pytest.mark.parametrize(
    ("language", "marked", "found"),
    [
        pytest.param(
            "fr",
            "<s1><p>Odile Berset</p></s1> <q1>cite</q1> «La maison du vieux boulanger\n– le four – <p>Marc Favre</p> – "
            "et les <c1>longues nuits</c1> de la vallée».",
            ("Odile Berset", "cite", ["longues nuits"], "direct", "Odile Berset"),
            id="a name between dashes is no speaker",
        ),
        pytest.param(
            "ru",
            "<c1>«Мы пришли домой поздно ночью.\n— Где ключи?</c1> — <q2>спросила</q2> <s2><p>Анна Белова</p></s2>. "
            "<c1>— Я их потеряла»</c1>, <q1>рассказал</q1> <s1><p>Иван Белов</p></s1>.",
            (
                "",
                "",
                ["«Мы пришли домой поздно ночью.\n— Где ключи? — спросила Анна Белова. — Я их потеряла»"],
                "direct",
                None,
            ),
            id="what somebody says inside is not said by who is quoted",
        ),
    ],
)
def test_a_line_of_a_quotation_that_begins_with_a_dash_is_no_line_of_a_dialogue(
    language: str, marked: str, found: tuple[str, str, list[str], str, str | None]
) -> None:
    assert said(marked, language) == [found]


@pytest.mark.parametrize(
    ("language", "marked", "speaker"),
    [
        (
            "pl",
            "<p>Ewa Wilk</p> stała przy oknie. – <c1>Nic nie słyszałam.</c1> <c1>Spałam do rana</c1> – <q1>mówi</q1>. "
            "Policja szuka świadków.",
            "Ewa Wilk",
        ),
        (
            "ru",
            "<p>Ева Волк</p> стояла у окна. — <c1>Ничего не слышала.</c1> <c1>Спала до утра</c1>, — <q1>говорит</q1> "
            "<s1>она</s1>. Полиция ищет свидетелей.",
            "Ева Волк",
        ),
    ],
)
def test_a_dash_after_a_sentence_begins_what_somebody_says(language: str, marked: str, speaker: str) -> None:
    ((_, _, content, form, name),) = said(marked, language)
    first, last = ("Nic", "rana") if language == "pl" else ("Ничего", "утра")
    assert " ".join(content).startswith(first)
    assert " ".join(content).endswith(last)
    assert (form, name) == ("direct", speaker)


def test_an_item_of_a_list_with_a_tag_between_dashes_is_a_line_of_a_dialogue() -> None:
    text = "Nie wracamy tam wcale – mówi Ewa Wilk. Policja milczy."
    content = (0, 21)
    cue = text.index("mówi")
    layout = Layout(text, [Block(start=0, end=len(text), kind=BlockKind.LIST_ITEM)], [(0, 38), (39, len(text))])
    assert list(in_dialogues(text, Signs([cue], [cue + 5], [content]), [], layout)) == [content]
    assert list(in_dialogues(text, Signs([cue], [cue + 5], [(5, 21)]), [], layout)) == []
