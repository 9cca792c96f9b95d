"""Speakers of attributions, by name, pronoun and role."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.summarize.attributions.drafts import Draft
from functions.summarize.attributions.quotations import find_quotations
from functions.summarize.attributions.speakers import resolve_speakers
from tests.support.attributed import draft, index_of, sentences_in
from tests.support.properties import examples


def speakers(
    text: str,
    drafts: Sequence[Draft],
    people: Sequence[str] = (),
    organizations: Sequence[str] = (),
    places: Sequence[str] = (),
) -> list[str | None]:
    index = index_of(text, people, organizations, places)
    found = resolve_speakers(text, drafts, index, find_quotations(text), sentences_in(text))
    return [entity.name if entity else None for entity in found]


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("Mr. Okoro", "Daniel Okoro"),
        ("Senator Okoro", "Daniel Okoro"),
        ("Okoro", "Daniel Okoro"),
        ("Okoro, a Democrat from Ohio,", "Daniel Okoro"),
        ("Ohio's senator, Daniel Okoro", "Daniel Okoro"),
        ("Northern Rail", "Northern Rail"),
        ("Okoro aides", None),
        ("Okoro's spokeswoman", None),
        ("a spokeswoman for Okoro", None),
        ("critics of Northern Rail", None),
        ("Northern Rail spokesman Raj Patel", "Raj Patel"),
        ("Raj Patel, a spokesman for Northern Rail,", "Raj Patel"),
        ("many people", None),
        ("Neither Okoro nor Raj Patel", None),
        ("Okoro and his colleagues", None),
        ("a spokeswoman for Northern Rail", "Northern Rail"),
        ("Northern Rail officials", "Northern Rail"),
        ("a report by Northern Rail", "Northern Rail"),
        ("a poll of 400 travellers released on Friday by Northern Rail", "Northern Rail"),
        ("Okoro's earlier testimony", "Daniel Okoro"),
        ("the Northern Rail survey", "Northern Rail"),
        ("a report on Northern Rail", None),
        ("a report by the ministry, seen by Northern Rail", None),
        ("a report obtained by Northern Rail", None),
    ],
)
def test_a_source_that_names_its_speaker(source: str, speaker: str | None) -> None:
    text = f"Daniel Okoro came. Then {source} said that the line will open."
    drafts = [draft(text, source, "said", "the line will open")]
    assert speakers(text, drafts, ["Daniel Okoro", "Okoro", "Raj Patel"], ["Northern Rail"], ["Ohio"]) == [speaker]


def test_a_pronoun_refers_to_the_subject_before_it() -> None:
    text = "Daniel Okoro came to the station. He said that the line will open."
    drafts = [draft(text, "He", "said", "the line will open")]
    assert speakers(text, drafts, ["Daniel Okoro", "Raj Patel"]) == ["Daniel Okoro"]


@pytest.mark.parametrize(
    "before",
    [
        "Daniel Okoro met Raj Patel at the station.",
        "Daniel Okoro opened the line. Raj Patel's train was late.",
        "Raj Patel's story, Daniel Okoro said, is old.",
        "Daniel Okoro came. The train left. The hall was dark. The crowd went. The day was over.",
    ],
)
def test_a_pronoun_stays_unresolved_in_doubt(before: str) -> None:
    text = f"{before} He said that the line will open."
    drafts = [draft(text, "He", "said", "the line will open")]
    assert speakers(text, drafts, ["Daniel Okoro", "Raj Patel"]) == [None]


def test_a_person_of_unknown_gender_yields_to_one_of_the_gender_of_the_pronoun() -> None:
    text = "Mr. Patel opened the line. Ikulele was there at noon. He said that the line will open."
    drafts = [draft(text, "He", "said", "the line will open")]
    assert speakers(text, drafts, ["Patel", "Ikulele"]) == [None]


def test_a_pronoun_in_a_quotation_refers_to_somebody_in_it() -> None:
    text = "Daniel Okoro opened the line. “The man at the gate saw us. He said the line will open,” Raj Patel recalled."
    drafts = [draft(text, "He", "said", "the line will open")]
    assert speakers(text, drafts, ["Daniel Okoro", "Raj Patel"]) == [None]


def test_it_is_an_organization_that_acts_or_speaks_shortly_before() -> None:
    text = "She taught at Northern Rail. Her last paper came in May. It said the line will open."
    assert speakers(text, [draft(text, "It", "said", "the line will open")], (), ["Northern Rail"]) == [None]
    text = "Northern Rail wrote to us in May. It said the line will open."
    assert speakers(text, [draft(text, "It", "said", "the line will open")], (), ["Northern Rail"]) == ["Northern Rail"]


def test_a_pronoun_refers_to_a_person_of_its_gender() -> None:
    text = "Mrs. Lindqvist met Mr. Patel.\n\nShe said that the line will open. He warned that it will be late."
    drafts = [
        draft(text, "She", "said", "the line will open"),
        draft(text, "He", "warned", "it will be late"),
    ]
    assert speakers(text, drafts, ["Lindqvist", "Patel"]) == ["Lindqvist", "Patel"]


@pytest.mark.parametrize(
    ("before", "speaker"),
    [
        ("Old Jack kept the light. Jack Hale wrote the book.", "Jack Hale"),
        ("Jack Hale wrote the book. Old Jack kept the light.", None),
    ],
)
def test_a_given_name_is_not_somebody_with_the_same_family_name(before: str, speaker: str | None) -> None:
    text = f"{before} Jack said that the line will open."
    drafts = [draft(text, "Jack", "said", "the line will open")]
    assert speakers(text, drafts, ["Old Jack", "Jack Hale", "Jack"]) == [speaker]


@pytest.mark.parametrize("cited", ["Okoro D", "Okoro D."])
def test_a_family_name_before_initials_is_no_given_name(cited: str) -> None:
    text = f"Daniel Okoro came. Okoro said that the line will open. The paper is by {cited}"
    drafts = [draft(text, "Okoro", "said", "the line will open")]
    assert speakers(text, drafts, ["Daniel Okoro", "Okoro", cited]) == ["Daniel Okoro"]


def test_given_names_indicate_a_gender() -> None:
    text = "Daniel Okoro met Susan Lindqvist on the train. She said that the line will open."
    drafts = [draft(text, "She", "said", "the line will open")]
    assert speakers(text, drafts, ["Daniel Okoro", "Susan Lindqvist"]) == ["Susan Lindqvist"]


def test_a_pronoun_continues_the_last_speaker() -> None:
    text = (
        "“The line will open,” said Raj Patel, who runs it. “It is late,” he added.\n\n"
        "The trains, made by Brandt of Kassel, are old. “We have what we have,” he said."
    )
    drafts = [
        draft(text, "Raj Patel", "said", "“The line will open,”"),
        draft(text, "he", "added", "“It is late,”"),
        draft(text, "he", "said", "“We have what we have,”"),
    ]
    assert speakers(text, drafts, ["Raj Patel"], ["Brandt of Kassel"]) == ["Raj Patel"] * 3


def test_names_inside_a_quotation_are_not_candidates_after_it() -> None:
    text = "Raj Patel runs the line. “Okoro and Okoro alone closed it, and Okoro knows,” he said."
    drafts = [draft(text, "he", "said", "“Okoro and Okoro alone closed it, and Okoro knows,”")]
    assert speakers(text, drafts, ["Raj Patel", "Okoro"]) == ["Raj Patel"]


def test_two_equal_candidates_leave_the_speaker_unresolved() -> None:
    text = "The prize went to Raj Patel and to Daniel Okoro. He said that it is too much."
    drafts = [draft(text, "He", "said", "it is too much")]
    assert speakers(text, drafts, ["Raj Patel", "Daniel Okoro"]) == [None]


def test_a_pronoun_without_a_candidate_is_unresolved() -> None:
    text = "He said that the line will open. Raj Patel did not."
    assert speakers(text, [draft(text, "He", "said", "the line will open")], ["Raj Patel"]) == [None]


def test_a_relative_pronoun_refers_to_the_name_before_it() -> None:
    text = "They asked Raj Patel, who said that the line will open, and Okoro voters who say that it won't."
    drafts = [draft(text, "who", "said", "the line will open"), draft(text, "who", "say", "it won't")]
    assert speakers(text, drafts, ["Raj Patel", "Okoro"]) == ["Raj Patel", None]


@pytest.mark.parametrize(
    ("role", "speaker"),
    [
        ("The senator", "Daniel Okoro"),
        ("The transport minister", "Susan Lindqvist"),
        ("The minister", "Susan Lindqvist"),
        ("The Swedish minister", "Susan Lindqvist"),
        ("The Danish minister", None),
        ("The spokesman", "Raj Patel"),
        ("A senator", None),
        ("The poll", None),
        ("The newspaper", "Harbour Gazette"),
        ("The company", "Northern Rail"),
    ],
)
def test_a_role_refers_to_the_entity_that_has_it(role: str, speaker: str | None) -> None:
    text = (
        "Senator Daniel Okoro met the Swedish transport minister, Susan Lindqvist, and Raj Patel, a spokesman. "
        f"The Harbour Gazette saw them at Northern Rail.\n\n{role} said that the line will open."
    )
    drafts = [draft(text, role, "said", "the line will open")]
    people = ["Daniel Okoro", "Susan Lindqvist", "Raj Patel"]
    assert speakers(text, drafts, people, ["Harbour Gazette", "Northern Rail"]) == [speaker]


def test_i_refers_to_the_speaker_of_the_quotation() -> None:
    text = "“I think the line will open, and I hope trains come,” said Raj Patel. I doubt that they do."
    drafts = [
        draft(text, "Raj Patel", "said", "“I think the line will open"),
        Draft(((text.index("I hope"), text.index("I hope") + 1),), None, ((49, 60),), False),
        Draft(((text.index("I doubt"), text.index("I doubt") + 1),), None, ((90, 95),), False),
    ]
    assert speakers(text, drafts, ["Raj Patel"]) == ["Raj Patel", "Raj Patel", None]


def test_without_a_source_a_participle_continues_the_last_speaker() -> None:
    text = "Raj Patel said that the line will open, adding that it is late.\n\nExpected is that it fails."
    drafts = [
        draft(text, "Raj Patel", "said", "the line will open"),
        draft(text, None, "adding", "it is late"),
        draft(text, None, "Expected", "it fails"),
    ]
    assert speakers(text, drafts, ["Raj Patel"]) == ["Raj Patel", "Raj Patel", None]


WORDS = st.sampled_from(
    'Raj Patel Okoro Mrs. Lindqvist he she He who the senator I it said “ ” " , . \n\n ’s of for Gazette'.split(" ")
)


@examples(200)
@given(
    st.lists(WORDS, max_size=40).map(" ".join),
    st.lists(st.tuples(*[st.integers(0, 200)] * 4), max_size=8),
)
def test_any_text_and_drafts_give_one_result_per_draft(text: str, places: list[tuple[int, int, int, int]]) -> None:
    def span(first: int, second: int) -> tuple[int, int]:
        start, end = sorted((min(first, len(text)), min(second, len(text))))
        return start, end

    drafts = [
        Draft((span(a, b),) if a % 3 else (), span(b, c) if b % 3 else None, (span(c, d),), d % 2 == 0)
        for a, b, c, d in places
    ]
    found = speakers(text, drafts, ["Raj Patel", "Okoro", "Lindqvist"], ["Gazette"])
    assert len(found) == len(drafts)


def test_an_organization_is_called_by_the_last_word_of_its_name() -> None:
    text = "The Avon Water District met with Coastal News.\n\nNobody came. The line will open, the district said."
    drafts = [draft(text, "the district", "said", "The line will open")]
    assert speakers(text, drafts, (), ["Avon Water District", "Coastal News"]) == ["Avon Water District"]


def test_a_pronoun_after_a_role_refers_to_the_person_with_the_role_and_not_a_relative() -> None:
    text = (
        "Noor Okoro, the director of the line, was tired.\n\n"
        + "The weather stayed bad for a very long time that spring. " * 40
        + "\n\nKai Okoro, the younger brother of the director, works there. Kai Okoro laughed.\n\n"
        "Asked about her brother, the director said that he is good. The line is safe, she added."
    )
    drafts = [
        draft(text, "the director", "said", "that he is good"),
        draft(text, "she", "added", "The line is safe"),
    ]
    assert speakers(text, drafts, ["Noor Okoro", "Kai Okoro"]) == ["Noor Okoro", "Noor Okoro"]


@pytest.mark.parametrize(
    ("before", "speaker"),
    [
        ("Northern Rail had opened the line in May.", "Northern Rail"),
        ("Northern Rail hired Daniel Okoro and Raj Patel.", None),
        ("Daniel Okoro met Raj Patel at Northern Rail.", None),
        ("The two sides met at Northern Rail.", None),
        ("The two sides met in May.", None),
    ],
)
def test_they_refers_to_an_organization_only_if_it_is_the_last_subject(before: str, speaker: str | None) -> None:
    text = f"{before} They said that the line will open."
    drafts = [draft(text, "They", "said", "that the line will open")]
    assert speakers(text, drafts, ["Daniel Okoro", "Raj Patel"], ["Northern Rail"]) == [speaker]


UNNAMED = "Mayor Daniel Okoro opened the line. Okoro praised it. Okoro took the first train.\n\n"


@pytest.mark.parametrize(
    ("sentence", "pronoun"),
    [
        ("A passenger from Leeds said that it was late. {} said it was cold.", "He"),
        ("One of the guards, who had no coat, said that it was late. {} said it was cold.", "He"),
        ("A nurse in the second carriage waited an hour. {} said it was cold.", "He"),
        ("Another driver refused to leave. In the end, {} said it was cold.", "he"),
    ],
)
def test_a_pronoun_after_somebody_without_a_name_is_not_the_named_person(sentence: str, pronoun: str) -> None:
    text = UNNAMED + sentence.format(pronoun)
    drafts = [draft(text, pronoun, "said", "it was cold")]
    if "said that" in sentence:
        source = sentence[: sentence.index(" said")]
        drafts.insert(0, draft(text, source, "said", "it was late"))
    assert set(speakers(text, drafts, ["Daniel Okoro", "Okoro"])) == {None}


def test_somebody_without_a_name_keeps_speaking() -> None:
    text = (
        UNNAMED + "A passenger said that it was late. He said it was cold. “I will walk,” he said.\n\n"
        "Okoro said that he would wait."
    )
    drafts = [
        draft(text, "A passenger", "said", "it was late"),
        draft(text, "He", "said", "it was cold"),
        draft(text, "he", "said", "“I will walk,”"),
        draft(text, "Okoro", "said", "he would wait"),
    ]
    assert speakers(text, drafts, ["Daniel Okoro", "Okoro"]) == [None, None, None, "Daniel Okoro"]


def test_a_woman_without_a_name_leaves_he_to_the_named_man() -> None:
    text = UNNAMED + "A woman said that it was late. He said it was cold."
    drafts = [draft(text, "A woman", "said", "it was late"), draft(text, "He", "said", "it was cold")]
    assert speakers(text, drafts, ["Daniel Okoro", "Okoro"]) == [None, "Daniel Okoro"]


@pytest.mark.parametrize(
    ("before", "source", "speaker"),
    [
        ("A poll by Northern Rail came out in May.", "the poll", "Northern Rail"),
        ("The Northern Rail survey came out in May.", "The survey", "Northern Rail"),
        ("On Monday, Northern Rail issued a statement.", "The statement", "Northern Rail"),
        ("A poll of travellers came out in May. Northern Rail is old.", "The poll", None),
        ("A poll by Northern Rail came out in May.", "The study", None),
        ("The Avon Office runs Northern Rail.", "the office's own figures", "Avon Office"),
        ("Northern Rail met the Office of Transport. Nobody came.", "the company", "Northern Rail"),
    ],
)
def test_a_report_speaks_for_its_publisher(before: str, source: str, speaker: str | None) -> None:
    text = f"{before}\n\nIt is late. In May, {source} said that the line will open."
    drafts = [draft(text, source, "said", "the line will open")]
    assert speakers(text, drafts, (), ["Northern Rail", "Office of Transport", "Avon Office"]) == [speaker]


def test_a_statement_that_somebody_spoke_in_is_theirs() -> None:
    text = "Northern Rail said in a statement that it is late. The statement added that the line will open."
    drafts = [
        draft(text, "Northern Rail", "said", "it is late"),
        draft(text, "The statement", "added", "the line will open"),
    ]
    assert speakers(text, drafts, (), ["Northern Rail"]) == ["Northern Rail", "Northern Rail"]


def test_he_in_a_quotation_is_not_its_speaker() -> None:
    text = "Okoro met Raj Patel. “It is late. He said the line will open,” Okoro said."
    drafts = [
        draft(text, "He", "said", "the line will open"),
        draft(text, "Okoro", "said", "“It is late. He said the line will open,”"),
    ]
    assert speakers(text, drafts, ["Okoro", "Raj Patel"])[0] != "Okoro"


@pytest.mark.parametrize(
    ("before", "speaker"),
    [
        ("Northern Rail closed the line. I have the letter here.", None),
        ("Northern Rail closed the line. In its letter, it was brief.", "Northern Rail"),
    ],
)
def test_it_is_the_document_of_the_sentence_before(before: str, speaker: str | None) -> None:
    text = f"{before} It said the line will open."
    assert speakers(text, [draft(text, "It", "said", "the line will open")], (), ["Northern Rail"]) == [speaker]


def test_the_company_is_nobody_if_another_organization_is_named_more_often() -> None:
    text = (
        "Avon Lamps recalled a lamp. Avon Lamps is old. Avon Lamps sells it.\n\nNorthern Rail has been asked.\n\n"
        "The lamp is safe, the company said."
    )
    drafts = [draft(text, "the company", "said", "The lamp is safe")]
    assert speakers(text, drafts, (), ["Avon Lamps", "Northern Rail"]) == [None]


@pytest.mark.parametrize(
    ("before", "speaker"),
    [
        ("Raj Patel (2019) called it a story.", None),
        ("Raj Patel et al. (2019) called it a story.", None),
        ("Raj Patel called it a story.", "Raj Patel"),
    ],
)
def test_a_cited_author_is_nobody_whom_a_pronoun_refers_to(before: str, speaker: str | None) -> None:
    text = f"{before} It is late. He said the line will open."
    assert speakers(text, [draft(text, "He", "said", "the line will open")], ["Raj Patel"]) == [speaker]


def test_he_is_not_a_wife_who_is_named_by_one_word() -> None:
    text = "My wife, Okoro, closed the line. It is late. He said the line will open."
    assert speakers(text, [draft(text, "He", "said", "the line will open")], ["Okoro"]) == [None]
