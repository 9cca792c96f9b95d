"""Rank the entities that a pronoun or a role may refer to, by their mentions before it and by who spoke last."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import takewhile

from functions.summarize.attributions.quotations import Quotation, quotation_at
from functions.summarize.attributions.references import References
from functions.summarize.attributions.referents import Referent, Unnamed, unnamed_subjects
from functions.summarize.entities.genders import gender_of_pronoun
from functions.summarize.entities.roles import role_of

# Maximum number of mentions before a pronoun or a role that are candidates.
WINDOW = 40

# Maximum distance in code points between a pronoun and a mention that it refers to.
PRONOUN_REACH = 1500

# The weights below are points of a candidate's score. They were chosen by resolving 60 pronouns of the training
# articles of PolNeAR and checking the results by hand.

# Points for a mention that is the subject of its sentence.
SUBJECT = 1.6

# Points lost for each sentence between the mention and the pronoun or role, for at most FARTHEST sentences.
PER_SENTENCE = 0.7
FARTHEST = 8

# Points for each mention of the candidate, for at most MOST_COUNTED mentions.
PER_MENTION = 0.15
MOST_COUNTED = 4

# Points lost for a mention in another paragraph.
OTHER_PARAGRAPH = 0.5

# Points for the third-to-last, the second-to-last and the last speaker. They decrease by SPEAKER_DECAY for each
# sentence since.
LAST_SPEAKERS = (0.3, 0.6, 1.5)
SPEAKER_DECAY = 0.25

# Points for a candidate that one of the last RESOLVED_PRONOUNS pronouns (he, she) of the running text refers to.
PRONOUN = 1.3
RESOLVED_PRONOUNS = 4

# Points for somebody without a name who is a subject in the paragraph of the pronoun, and the last ones that count.
UNNAMED = 1
MOST_UNNAMED = 6

# Maximum number of sentences between a speaker's name or statement and a pronoun whose speaker is certain.
CERTAIN = 3

# Minimum lead in points of the best candidate over the next. With a smaller lead the reference stays unresolved.
MARGIN = 0.4

# After the name of an author who is only cited, whom no pronoun refers to: "Varga (2019)", "Hollis et al."
CITED = re.compile(r"\s+(?:et\s+al\b|(?:and|&)\s+\w+\s+\((?:19|20)\d\d|\((?:19|20)\d\d)|,\s+(?:19|20)\d\d[a-z]?\)")

SUBJECT_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")

Fits = Callable[[Referent], bool]


class Candidates:
    """The possible referents at a place of a text. Places must be visited in order with `advance`."""

    def __init__(self, text: str, references: References, quotations: Sequence[Quotation]) -> None:
        self._text = text
        self._references = references
        self._quotations = quotations
        # The speakers so far, with the place of their source, in text order.
        self._speakers: list[tuple[int, Referent]] = []
        # The pronouns of the running text that are resolved so far, with their places.
        self._resolved: list[tuple[int, Referent]] = []
        self._pronouns = [
            (match.start(), match.group().casefold())
            for match in SUBJECT_PRONOUN.finditer(text)
            if quotation_at(quotations, match.start()) is None
        ]
        self._next_pronoun = 0
        # The people without a name, in text order.
        roles = {role_of(role) for entity in references.entities for role in entity.roles}
        self._unnamed = list(unnamed_subjects(text, quotations, {role for role in roles if role}))

    @property
    def last_speaker(self) -> tuple[int, Referent] | None:
        """The last speaker with the place of its source."""
        return self._speakers[-1] if self._speakers else None

    def add_speaker(self, place: int, entity: Referent) -> None:
        """Record that the entity speaks at `place`, which is not before the last one.

        Somebody without a name replaces the subject at the same place.
        """
        self._speakers.append((place, entity))
        if isinstance(entity, Unnamed):
            at = bisect_left(self._unnamed, entity.start, key=lambda each: each.start)
            same = at < len(self._unnamed) and self._unnamed[at].start == entity.start
            self._unnamed[at : at + same] = [entity]

    def advance(self, place: int) -> None:
        """Resolve the pronouns before `place`: later pronouns are likely to refer to the same entities."""
        while self._next_pronoun < len(self._pronouns) and self._pronouns[self._next_pronoun][0] < place:
            at, word = self._pronouns[self._next_pronoun]
            self._next_pronoun += 1
            entity = self.by_pronoun(at, word)
            if entity is not None:
                self._resolved.append((at, entity))

    def by_pronoun(self, place: int, pronoun: str, other_than: Referent | None = None) -> Referent | None:
        """Return the person that a form of he or she at `place` refers to, who is not `other_than`."""
        return self.best(place, PRONOUN_REACH, partial(self._fits_pronoun, pronoun=pronoun, other_than=other_than))

    def speaker_by_pronoun(self, place: int, pronoun: str, other_than: Referent | None = None) -> Referent | None:
        """Return the person of `by_pronoun`, None if the text leaves room for doubt.

        The person is in the last sentence that has anybody who fits, and either alone there, or its subject and last
        speaker. The name or a statement is near. A pronoun in a quotation refers to somebody whom the quotation names.
        A person without a known gender yields to one in the same paragraph whose gender fits.
        """
        found = self.by_pronoun(place, pronoun, other_than)
        if found is None:
            return None
        fits = partial(self._fits_pronoun, pronoun=pronoun, other_than=other_than)
        paragraph = self._text.rfind("\n", max(0, place - PRONOUN_REACH), place)
        spoken = [(at, each) for at, each in self._speakers_before(place) if fits(each)]
        occurrences = self._occurrences(place, PRONOUN_REACH, paragraph, fits)
        places = sorted([*((at, each) for each, at, _, _ in occurrences), *spoken], key=lambda item: item[0])
        is_near = self._is_near(place, found, spoken) and self._is_in_quotation_of(place, found)
        return found if is_near and self._is_alone(found, places, spoken, paragraph) else None

    def _speakers_before(self, place: int) -> list[tuple[int, Referent]]:
        """Return the speakers in reach of a pronoun, in text order."""
        recent = takewhile(lambda speaker: speaker[0] > place - PRONOUN_REACH, reversed(self._speakers))
        return [speaker for speaker in recent if speaker[0] < place][::-1]

    def _is_near(self, place: int, found: Referent, spoken: Sequence[tuple[int, Referent]]) -> bool:
        """Whether somebody is named, described or speaks in one of the last sentences before a place."""
        last = max((at for at, each in spoken if each is found), default=-1)
        if isinstance(found, Unnamed):
            last = max(last, found.start)
        elif named := bisect_left(found.mentions, place, key=lambda mention: mention.start):
            last = max(last, found.mentions[named - 1].start)
        return last >= 0 and self._references.sentence_of(place) - self._references.sentence_of(last) <= CERTAIN

    def _is_in_quotation_of(self, place: int, found: Referent) -> bool:
        """Whether a place is outside quotations, or somebody is named before it in the same quotation."""
        quotation = quotation_at(self._quotations, place)
        if quotation is None:
            return True
        before = self._references.before(place, WINDOW)
        return any(reference.quotation == quotation and reference.entity is found for reference in before)

    def _is_alone(
        self,
        found: Referent,
        places: Sequence[tuple[int, Referent]],
        spoken: Sequence[tuple[int, Referent]],
        paragraph: int,
    ) -> bool:
        """Whether nobody else is as likely as a person. `places` are those of all who fit, in text order."""
        if not isinstance(found, Unnamed) and self._references.gender(found) is None:
            others = [each for at, each in places if at > paragraph and each is not found]
            if any(not isinstance(each, Unnamed) and self._references.gender(each) for each in others):
                return False
        last = self._references.sentence_of(places[-1][0])
        near = [each for at, each in places if self._references.sentence_of(at) == last]
        if all(each is found for each in near):
            return True
        speakers = [each for at, each in spoken if self._references.sentence_of(at) == last]
        return near[0] is found and speakers[-1:] == [found]

    def best(self, place: int, reach: int, fits: Fits) -> Referent | None:
        """Return the candidate with the highest score, or None if none fits or the next scores about as high.

        `place` is the place of the pronoun or role, `reach` the maximum distance of a candidate in code points.
        """
        paragraph = self._text.rfind("\n", max(0, place - reach), place)
        sentence = self._references.sentence_of(place)
        spoken = self._speaker_scores(place)
        candidates: dict[int, Referent] = {}
        scores: dict[int, float] = {}
        counts: Counter[int] = Counter()
        for entity, at, weight, is_mention in self._occurrences(place, reach, paragraph, fits):
            key = id(entity)
            candidates[key] = entity
            counts[key] += is_mention
            sentences_off = sentence - self._references.sentence_of(at)
            score = (
                weight
                - OTHER_PARAGRAPH * (at < paragraph)
                - PER_SENTENCE * min(sentences_off, FARTHEST)
                + spoken.get(key, 0.0)
            )
            scores[key] = max(score, scores.get(key, score))
        totals = {key: score + PER_MENTION * min(counts[key], MOST_COUNTED) for key, score in scores.items()}
        ranked = sorted(totals, key=totals.__getitem__, reverse=True)
        if not ranked or (len(ranked) > 1 and totals[ranked[0]] - totals[ranked[1]] < MARGIN):
            return None
        return candidates[ranked[0]]

    def _occurrences(
        self, place: int, reach: int, paragraph: int, fits: Fits
    ) -> Iterator[tuple[Referent, int, float, bool]]:
        """Yield the entities that fit, with the place, the weight and whether it is a mention by name."""
        quotation = quotation_at(self._quotations, place)
        mentioned: set[int] = set()
        for reference in self._references.before(place, WINDOW):
            if place - reference.end > reach:
                break
            if reference.quotation in (None, quotation) and fits(reference.entity):
                mentioned.add(id(reference.entity))
                yield reference.entity, reference.start, SUBJECT * reference.is_subject, True
        if quotation is not None:
            return
        last = bisect_left(self._unnamed, place, key=lambda each: each.start)
        for unnamed in reversed(self._unnamed[max(0, last - MOST_UNNAMED) : last]):
            if place - unnamed.start <= reach and fits(unnamed):
                mentioned.add(id(unnamed))
                yield unnamed, unnamed.start, SUBJECT + UNNAMED * (unnamed.start >= paragraph), True
        for at, entity in self._resolved[-RESOLVED_PRONOUNS:]:
            if place - at <= reach and fits(entity):
                mentioned.add(id(entity))
                yield entity, at, PRONOUN, False
        for at, entity in self._speakers[-1:]:
            # A role in this paragraph can refer to an entity whose name is out of reach.
            if id(entity) not in mentioned and paragraph <= at < place and fits(entity):
                yield entity, at, SUBJECT, False

    def _speaker_scores(self, place: int) -> dict[int, float]:
        """Return the points of the entities that spoke shortly before `place`, by id."""
        last = self._speakers[-len(LAST_SPEAKERS) :]
        recent = [(at, entity) for at, entity in last if at < place and place - at < PRONOUN_REACH]
        sentence = self._references.sentence_of(place)
        return {
            id(entity): max(0.0, weight - SPEAKER_DECAY * (sentence - self._references.sentence_of(at)))
            for weight, (at, entity) in zip(LAST_SPEAKERS[-len(recent) :], recent, strict=False)
        }

    def _fits_pronoun(self, entity: Referent, pronoun: str, other_than: Referent | None) -> bool:
        if entity is other_than:
            return False
        if isinstance(entity, Unnamed):
            return entity.gender in (None, gender_of_pronoun(pronoun))
        if entity.type != "PERSON" or all(CITED.match(self._text, mention.end) for mention in entity.mentions):
            return False
        return self._references.gender(entity) in (None, gender_of_pronoun(pronoun))
