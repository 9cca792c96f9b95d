"""Summaries of minutes, letters, threads and fact checks: what their readers lift."""

import pytest

from functions.summarize.annotator.annotator import Annotator
from functions.summarize.summarizer import Summarizer
from tests.support.documents import document, paragraph


@pytest.fixture(scope="module")
def summarizer() -> Summarizer:
    return Summarizer(Annotator.load(), words=75)


DECIDED = (
    "The trustees decided by four votes to one to sell the eastern quay to the ferry company for two million euros."
)
MINUTES = (
    "Minutes of the harbour trust, 4 May",
    "Present: Ann Lee (chair), Bo Okland, Maren Firth and three fishermen from the northern quay.",
    "Ann Lee opened the meeting and thanked the fishermen, who had come in spite of the storm and the late hour.",
    "Bo Okland spoke for a long time about the price of sand, which has doubled since the dredger was sold in spring.",
    "The fishermen said that the lamps on the northern quay had been dark for weeks and that nobody came to mend them.",
    "Maren Firth remembered how the lamps had been lit by hand when she was a child, and how proud the town had been.",
    DECIDED,
    "The northern quay is as long as the whole market, and it was built before the war by an uncle of the mayor.",
    "There was coffee and cake, and the trustees looked at old photographs of ships in the room next door.",
)

ASKED = "We therefore ask you to mend the lamps on the northern quay by 30 November."
LETTER = (
    "Dear Ms. Lee,",
    "I came to the northern quay as a boy of six and learned to mend nets from my uncle, who never went to school.",
    "In those years there were forty boats, and the market was so full on Saturdays that nobody could cross it.",
    "Last winter two of my neighbours fell into the water in the dark, and one of them has not worked since then.",
    ASKED,
    "My wife says that the trust has better things to do, but she has never walked home along the quay in a storm.",
    "Yours sincerely,",
    "Tobias Firth",
)

LATEST = (
    "The crane can be there on Monday at noon, but the driver needs two people who know the quay and its old rails.",
    "Could you find two people by Friday, so that we do not lose the driver to the port of Faro?",
)
QUOTED = (
    "Is there any news of the crane that the trust ordered from your company in March for the eastern quay of Kiel?",
    "The trust has paid for the crane in March, and the ferry company of Kiel has waited for it since the end of May.",
)


def summary_of(summarizer: Summarizer, *texts: str) -> str:
    return summarizer.summarize(document(*map(paragraph, texts))).findings.summary.text


def test_the_decision_in_minutes_is_in_the_summary_and_not_who_was_present(summarizer: Summarizer) -> None:
    found = summary_of(summarizer, *MINUTES)
    assert DECIDED in found and "Present" not in found


def test_the_request_of_a_letter_is_in_the_summary(summarizer: Summarizer) -> None:
    assert ASKED in summary_of(summarizer, *LETTER)


def test_the_summary_of_a_thread_has_the_latest_message_with_its_question(summarizer: Summarizer) -> None:
    wrote = "On Fri, 3 May 2024 at 10:15, Ann Lee <ann@trust.example> wrote:"
    assert summary_of(summarizer, "Dear Ann,", *LATEST, wrote, *QUOTED) == " ".join(LATEST)


def test_a_claim_has_its_verdict_beside_it(summarizer: Summarizer) -> None:
    claim = "A post that was shared ten thousand times claims that the mayor of Kiel sold the old crane to a circus."
    verdict = "The claim that the crane was sold is false, because it stands on the eastern quay where it always stood."
    story = [
        "The circus came to Kiel in May with two elephants, and stayed for nine days on the meadow behind the market.",
        "Its tents were put up by a crane that the circus brought along, which visitors photographed from the bridge.",
        "The mayor visited the circus with her children, and was seen to talk with the owner for half an hour.",
        "One photograph shows the crane of the circus beside the mayor, and the post uses a part of it.",
    ]
    found = summary_of(summarizer, "Fact check: Was the crane sold?", claim, *story, verdict)
    assert claim in found and verdict in found


ATTENDANCE = (
    "Witnesses: Gerald Ashdown, Westmoor Buses Ltd; Lakshmi Venn, University of Thornbury; Michael Stubbs, Orwick "
    "County Council; Philippa Rendle, Iain Cathcart and Josephine Abara."
)
EVIDENCE = (
    ATTENDANCE,
    "The committee asked why the bus to the northern villages had been withdrawn in September without any notice.",
    "The company had lost forty thousand pounds on the line in the last year, and no council had offered to pay.",
    "A student walks five miles to her college since then, and the surgery has twice as many missed appointments.",
    "The council will decide in March whether it can pay for two buses a day between the villages and the station.",
)


def test_a_list_of_people_and_their_organizations_is_not_in_the_summary(summarizer: Summarizer) -> None:
    assert "Witnesses" not in summary_of(summarizer, *EVIDENCE)
