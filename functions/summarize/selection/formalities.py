"""How much a sentence is a formality: a greeting, thanks, who attended a meeting, who ordered a report.

English has patterns for them (`eligible.py`). The annotator of other languages gives sentences with one meaning similar
vectors in all its languages, so a sentence in any of them is compared with English examples. It is a formality if the
examples of formalities are denser around it than those of other statements.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from functions.summarize.selection.sentence_features import Floats
from functions.summarize.sentences.sentences import Sentence

FORMALITIES = (
    "Ladies and gentlemen, dear colleagues, dear friends, welcome to you all.",
    "Good morning, everybody.",
    "Dear members, dear neighbours,",
    "I am very pleased and honoured to speak to you here today.",
    "It is a pleasure to see so many of you here.",
    "I am Paul Berg, the director of the company, and thank you for the kind introduction.",
    "Thank you very much for coming today.",
    "I would like to thank everyone who has helped us.",
    "Special thanks go to the mayor for the use of this hall.",
    "Thank you for your attention.",
    "Thank you very much for your letter.",
    "I hope that you and your family are well.",
    "We wish you all a happy new year.",
    "Peace be upon you, and thanks and praise to God.",
    "The following members were present, and two had sent their apologies.",
    "Present: Anna Berg, Jan Novak, Maria Rossi, Paul Petrov and the secretary, Eva Lind.",
    "Twelve members and three guests attended the meeting.",
    "Nine of the eleven councillors are present.",
    "The session is chaired by Anna Berg, and Eva Lind is the secretary.",
    "The members met in the town hall on 4 May.",
    "The chairman opened the meeting and welcomed those present.",
    "The chairman, Paul Berg, opened the meeting and read out the agenda.",
    "The meeting was declared quorate, and the agenda was adopted without objections.",
    "The minutes of the last meeting were read and approved.",
    "Nobody had objections or additions to the agenda.",
    "The chairwoman thanked all members and closed the meeting at nine o'clock.",
    "There was no other business, and the meeting ended at 21.40.",
    "This report was prepared at the request of the council.",
    "This study was commissioned by the ministry and carried out by a team of the institute.",
    "The present report was drawn up by order of the government.",
    "The expert opinion was prepared on behalf of the district.",
    "For this report we interviewed forty farmers.",
    "The authors of this report thank all the experts and officials who contributed to it.",
    "The commission held nine meetings and heard thirty people, who are listed in the annex.",
)

# Statements of all kinds of documents. Those about meetings, reports and thanks are near to formalities.
STATEMENTS = (
    "The company will build a new factory with 300 jobs next year.",
    "The number of accidents fell by 12 percent in two years.",
    "The court sentenced the former director to three years in prison.",
    "She said that the road would be closed until May.",
    "The team won the match with two goals in the last minutes.",
    "The old church was built in 1723 and destroyed in the war.",
    "He was born in a small village and became a famous painter.",
    "Add the flour and stir until the dough is smooth.",
    "The residents complain about the noise and the long wait.",
    "There are different opinions.",
    "That was not always so.",
    "I did not believe it.",
    "Anna Berg and Jan Novak were arrested in Prague on Monday.",
    "Two thousand people attended the concert on the square.",
    "The next elections are on 4 May.",
    "The talks with the minister have failed.",
    "After a debate, 31 members voted for the proposal and 12 against it.",
    "The meeting decided to buy the shop for 45,000 euros.",
    "The chairman, Paul Berg, proposed to sell the land.",
    "The members elected a new treasurer.",
    "The treasurer reported that the association has a deficit.",
    "The council ordered a study because the bridge is in danger.",
    "The report recommends repairing nine bridges.",
    "According to the minister, all parties agreed on the law months ago.",
    "The government will follow the recommendations with two exceptions.",
    "The board of the hospital has decided to close the ward.",
    "The study shows that children who sleep longer learn better.",
    "The study of the researchers was published in a journal on Wednesday.",
    "With your donations we have collected 23,600 euros for the new roof.",
    "We lack teachers and doctors, and the school will close in summer.",
    "We are looking for volunteers who can help on Saturdays.",
    "I ask the government to change this law.",
    '"We have learned from our mistakes," said the director, Eva Lind.',
    '"Come in, it is open," he called from the kitchen.',
    "Nobody was injured in the accident.",
    "According to the police, a hundred rescuers and ten boats were deployed.",
    "The governor ordered the mayors to distribute food.",
    "The company did not want to comment on the reports.",
    "Please read these instructions carefully before you use the device.",
    "Thank you for choosing the washing machine Aqua 12 of our company.",
    "I am worried about the lack of money.",
)

# How fast an example counts less with its distance: by a factor of e for each tenth of the cosine.
SHARPNESS = 10.0

# Log odds from which on a sentence is partly and wholly a formality, and what those of a sentence gain beside a
# formality in the same block: several sentences name who attended a meeting.
PARTLY, WHOLLY = 0.5, 1.0
BESIDE = 0.7


class Encoder(Protocol):
    """What makes vectors of sentences: an annotator."""

    revision: str

    def vectors(self, phrases: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors (phrases, width) of phrases that are read together in one pass."""
        ...


class Formalities:
    """Compares sentences with the examples, whose vectors are made once for each encoder."""

    def __init__(self) -> None:
        self._examples: dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]] = {}

    def shares(self, sentences: Sequence[Sentence], vectors: NDArray[np.float32], encoder: Encoder) -> Floats:
        """Return how much (sentences,) each sentence is a formality, from 0 to 1, by its vector of this encoder."""
        if encoder.revision not in self._examples:
            self._examples[encoder.revision] = encoder.vectors(FORMALITIES), encoder.vectors(STATEMENTS)
        formal, stated = (_log_density(vectors, examples) for examples in self._examples[encoder.revision])
        odds = formal - stated
        alone = _share(odds)
        blocks = np.array([sentence.block for sentence in sentences])
        beside = np.zeros(len(odds))
        together = blocks[1:] == blocks[:-1]
        beside[1:] = alone[:-1] * together
        beside[:-1] = np.maximum(beside[:-1], alone[1:] * together)
        return _share(odds + BESIDE * beside)


def _log_density(vectors: NDArray[np.float32], examples: NDArray[np.float32]) -> Floats:
    """Return the logarithm (sentences,) of the density of examples at each vector."""
    found: Floats = np.log(np.exp(SHARPNESS * (vectors @ examples.T).astype(np.float64)).sum(axis=1))
    return found


def _share(odds: Floats) -> Floats:
    share: Floats = np.clip((odds - PARTLY) / (WHOLLY - PARTLY), 0.0, 1.0)
    return share
