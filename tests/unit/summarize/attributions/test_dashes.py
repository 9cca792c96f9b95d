"""Lines that begin with a dash: those of a dialogue have a tag between dashes, those inside a quotation have none."""

import pytest

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
