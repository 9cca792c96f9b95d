"""Which sentences can be shown, and how: no boilerplate, no remnants of tables, no references to other sentences."""

import pytest

from functions.summarize.sentences.presentable import (
    boilerplate,
    depends_on_previous,
    is_credit_in_brackets,
    presentable,
)
from functions.summarize.sentences.references import links_inside, only_linked, opens_with_pronoun
from functions.summarize.sentences.sentences import Sentence
from shared.documents.document import BlockKind


def shown(text: str) -> bool:
    return presentable(Sentence(0, len(text), text, BlockKind.PARAGRAPH, 0))


@pytest.mark.parametrize(
    "text",
    [
        "Pro tip: Get more ideas for the garden wall in our book!",
        "Consumer contact: Kiel Cranes at 555-0142 from nine to five on all days.",
        "Learn more about the harbour and its many friends in our museum.",
        "Check out our picks for the ten best harbours of the coast.",
        "Thank you for shopping at the harbour store of Kiel and Faro.",
        "For technical assistance, call the harbour office in Kiel before noon.",
        "For further questions please write to the office of the harbour master.",
        "Questions to Lt. Ann Lee of the harbour office on 555 0102 before noon.",
        "Press enquiries to our office in the harbour of Kiel before noon, please.",
        "Comments to the editor by the end of May, and not to the captain.",
        "Queries for the harbour office to ann.lee@kiel.example before the end of May.",
        "Copy for the next issue should be sent to the harbour office by May.",
        "Everybody in this log is presumed innocent until a court has decided.",
        "This letter has forward-looking statements about the harbour and its ferries.",
        "Keywords: harbour, water, ferry, crack, hull, diver, winter and ice.",
        "Pictured: the harbour of Kiel in the winter, seen from the air.",
        "You can sign up here for the newsletter of the harbour office.",
        "All the news of the harbour is delivered to your inbox at noon.",
        "The first ship in the new harbour of Kiel on Monday. (credit: A. Person/Agency)",
    ],
)
def test_calls_and_credits_are_boilerplate(text: str) -> None:
    assert boilerplate(text)
    assert not shown(text)


def test_a_credit_in_brackets_differs_from_a_caption() -> None:
    assert is_credit_in_brackets("[Featured Image by Ann Lee/Vell Pictures]")
    assert is_credit_in_brackets("(Image credit: Ann Lee)")
    assert not is_credit_in_brackets("Image: Ann Lee.")
    assert not is_credit_in_brackets("[The image by Ann Lee hangs in Kiel.]")


@pytest.mark.parametrize(
    "text",
    [
        "Rovers 14 11 6 15 44 and Harbour 18 22 13 17 70.",
        "Harbour Town: Day 5; Fox 5 (Gil 65 4), May 4, Lee 4, Ray 5 (Roe 72 2).",
        "Instructions ........................ 156 A letter from Kiel ........ 157 The end.",
        "The harbour - - - ------------------- of Kiel and its many friends.",
        "Table 3 Water levels in the harbour of Kiel by month and by year.",
        "Figs. 7 and 8 show the hull of the ferry before and after the winter.",
        "12 Harbour Office, The Water Levels of Kiel, 2nd edition (Kiel: May 5, 2018).",
        "² Harbour Office, The Water Levels of Kiel, 2nd edition (Kiel: May 5, 2018).",
        "Table 3² Water levels in the harbour of Kiel by month and by year.",
        "Rovers 14½ 11 6½ 15 44² and Harbour 18½ 22 13 17 70.",
        "From 17513947@xxx Mon Dec 05 17:09:55 +0000 2022 and so on to the end.",
        "harbour.example/news/2019/04/01/the-ferry-of-kiel was kept from the original by nobody.",
    ],
)
def test_debris_of_tables_and_lists_is_not_shown(text: str) -> None:
    assert not boilerplate(text)
    assert not shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "The council of Kiel voted on the ferry in May, as its minutes show.²",
        "The council voted 31 to 18 on 3 May to spend 412 million euros by 2031.",
        "Tables from the old harbour office were sold for nine euros each.",
        "Figure skaters from Kiel and Faro met on the ice of the harbour.",
        "The captain shouted that the f***** harbour was closed for the winter.",
        "Checks of the hull found a crack that was as long as a hand.",
        "Questions to the mayor about the harbour went on until midnight, and she answered all of them, one after the "
        "other, with the patience of somebody who has been asked before.",
        "Contributions to the fund rose to 3 million euros in the spring.",
        "Corrections to the accounts of the harbour cost 3 million euros.",
        "Comments to the press were made by the mayor of the town.",
        "Questions to the harbour office rose from 100 to 200 in 2022.",
        "Learning more about the harbour takes a lifetime, the old captain said.",
        "An earlier version of this report was leaked to the press of the harbour in May.",
        "The cranes made no difference to the small ships (P > 0.05) or to the large ones (P > 0.1).",
    ],
)
def test_statements_that_resemble_debris_are_shown(text: str) -> None:
    assert shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "He said that the harbour was closed.",
        "It raises pay by four percent.",
        "These ships are old.",
        "But the harbour stayed open.",
        "Of course, the harbour stayed open.",
        "In addition, the harbour was closed.",
        "Despite this, the harbour stayed open.",
        "One of them was sold.",
        "While her ship sank, the others sailed on.",
        "“They were afraid,” the captain said.",
        "That compares to nine ships a year.",
        "On the contrary, the harbour was open.",
        "The latter was sold to Kiel.",
        "What’s more, the harbour is cheap.",
        "In addition to this, the harbour was closed.",
        "In response to their letter the harbour was closed.",
        "Rather than that, the captain would sail to Kiel.",
        "Here the harbour is wide.",
        "Both of them were sold.",
        "The oldest of these was sold to Kiel.",
        "To sell it, the owners need a permit.",
        "What ended that was a strike in Kiel.",
        "In light of this, the harbour was closed.",
        "It was at this moment that the crane fell.",
        "It was she who had sold the ferry.",
        "It is there that the ferry was built.",
    ],
)
def test_sentences_that_refer_to_another_are_dangling(text: str) -> None:
    assert depends_on_previous(text)


@pytest.mark.parametrize(
    "text",
    [
        "It is no secret that the harbour is closed.",
        "The oldest of those who sail to Kiel is ninety.",
        "The age of these ships is unknown.",
        "To sell that ferry, the owners need a permit.",
        "To modernize IT systems, the harbour needs a permit.",
        "To make it easier for sailors to land, the harbour was dredged.",
        "What was it that ended the strike?",
        "In light of this summer's heat, the harbour was closed.",
        "It takes nine days to sail to Kiel.",
        "This year the harbour will be closed.",
        "This report is about the harbour of Kiel.",
        "This is the moment at which the crane fell.",
        "Those who sail to Kiel must wait.",
        "Both the harbour and the bridge are closed.",
        "Despite this summer's heat the harbour was open.",
        "In addition to the harbour, the bridge was closed.",
        "In response to the strike the harbour was closed.",
        "Instead of a bridge the council builds a harbour.",
        "Rather than wait in Kiel, the captain sailed on.",
        "Here, we show how harbours fill with sand.",
        "Both sides of the harbour are closed.",
        "While the ship sank, the others sailed on.",
        "Heron Lake is closed.",
        "The pair of cranes was sold.",
        "Items are sold at the harbour.",
    ],
)
def test_sentences_that_refer_to_none_are_not_dangling(text: str) -> None:
    assert not depends_on_previous(text)


@pytest.mark.parametrize(
    "text",
    [
        "(The captain says that the hull (the old one) was never checked at all.)",
        "(The captain says that the hull was never checked by the harbour office.",
        "The captain says that the hull was never checked by the harbour office.)",
    ],
)
def test_asides_in_brackets_are_not_shown(text: str) -> None:
    assert not shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "The captain (Ann Lee) says that the hull (the old one) was checked (in May).",
        "The captain says that the old ferry of Kiel sails again :).",
        "The captain says that the old ferry of Kiel sails again ;-)!",
        "The harbour office a) checks every hull and b) sells the old ferries.",
    ],
)
def test_brackets_inside_a_sentence_do_not_matter(text: str) -> None:
    assert shown(text)


@pytest.mark.parametrize(
    ("text", "pronoun"),
    [
        ("In 1931 she bought a ferry.", "she"),
        ("On the morning of May 3 he came to the harbour.", "he"),
        ("Pressed, they said that the hull was old.", "they"),
        ("There was, she answered, no ferry.", "she"),
        ("Anyway he showed us the hull.", "he"),
        ("According to Ann Lee, she bought a ferry.", "she"),
        ("In a letter dated 2 March 1931 he asked for a ferry.", "he"),
        ("Two weeks later, all of them left the harbour.", "all of them"),
        ("In a notice published on Monday, it said that the harbour was closed.", "it said"),
        ("In May it repaired two ferries.", "it repaired"),
        ("The following spring, she bought a ferry.", "she"),
    ],
)
def test_a_pronoun_may_follow_the_opening_of_a_sentence(text: str, pronoun: str) -> None:
    place = opens_with_pronoun(text)
    assert place is not None
    assert text[place:].startswith(pronoun)


@pytest.mark.parametrize(
    "text",
    [
        "In a letter the owners said they would sell the ferry.",
        "The captain says he bought a ferry.",
        "After the harbour was closed, she left.",
        "In 1931 Ann Lee bought a ferry.",
        "Officials say they will sell it.",
        "In May it emerged that the hull was old.",
        "On Monday it rained in Kiel.",
        "In practice it proved hard to sell the ferry.",
        "In May the owner moved to Kiel and she bought a ferry.",
        "According to the harbour office, it sold the ferry.",
        "Two weeks later, most of the sailors left the harbour.",
    ],
)
def test_other_sentences_open_with_no_pronoun(text: str) -> None:
    assert opens_with_pronoun(text) is None


def test_a_connective_behind_the_first_words_links_a_sentence() -> None:
    assert links_inside("Years later, however, the ferry was sold.")
    assert not links_inside("The ferry, which was old, however, was sold.")


def test_a_path_through_a_site_is_not_shown() -> None:
    assert not shown("Harbour news > Ferries > The old ferry of Kiel sails again in the spring.")
    assert shown("The old ferry of Kiel sails again if the depth of the harbour is > 3 metres in spring.")


def test_a_note_about_an_older_version_is_not_shown() -> None:
    assert not shown("Correction: An earlier version of this article gave the wrong depth of the harbour.")
    assert shown("The museum has an earlier version of this painting, which hung in the harbour office.")


def test_a_list_of_names_is_not_shown() -> None:
    assert not shown("Port Ellory: Lowe; Tull, Reeve, Brann, Orme; Harkin, Vane, Lee; Okoro, Patel, Osei.")
    assert shown("Lowe, Tull, Reeve, Brann and Orme left Port Ellory by ferry before the storm broke on Monday.")


@pytest.mark.parametrize(
    "text", ["So I am writing to resign.", "However, we cannot pay.", "Therefore the harbour is closed."]
)
def test_a_sentence_after_a_connective_is_only_linked_to_the_previous_one(text: str) -> None:
    assert only_linked(text)


@pytest.mark.parametrize(
    "text", ["So they closed the harbour.", "But this is wrong.", "They left.", "The harbour is closed."]
)
def test_a_sentence_with_another_reference_or_none_is_not_only_linked(text: str) -> None:
    assert not only_linked(text)
