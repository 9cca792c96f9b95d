"""Join the annotator's spans into drafts of attributions, in any language, also where a cue was not found."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from functions.summarize.annotator.annotations import Annotations, RoleSpan, likeliest
from functions.summarize.attributions.any_language.clauses import is_act, stubs_of, with_rest_of_date
from functions.summarize.attributions.any_language.corrections import corrected
from functions.summarize.attributions.any_language.speakers import Speakers
from functions.summarize.attributions.any_language.speeches import Speech, Speeches, directly_before, label_of
from functions.summarize.attributions.drafts import Draft, Signals, TextRange, without_overlap
from functions.summarize.attributions.layout import Layout
from functions.summarize.attributions.quotations import Quotation, is_direct, quotation_at
from functions.summarize.entities.any_language.words import words_in

# Minimum probability of content without a cue, and minimum words of such a quotation without a source.
LEAST_CONTENT = 0.6
FEWEST_WORDS = 4

# Minimum probability of the link from a cue to a source in its sentence, if the likeliest source is in another one.
LEAST_LINK = 0.02


class Joiner:
    """Joins the spans of one text. Many languages join the cue to another word (وتابعت), where it can be missed."""

    def __init__(
        self,
        text: str,
        annotations: Annotations,
        quotations: Sequence[Quotation],
        layout: Layout,
        speakers: Speakers,
    ) -> None:
        self._text = text
        self._annotations = corrected(text, annotations, quotations, layout, speakers.language)
        self._roles = self._annotations.roles
        self._starts = [span.start for span in self._roles]
        self._quotations = quotations
        self._layout = layout
        self._speakers = speakers
        self._speeches = Speeches(text, self._roles, speakers.people, quotations, layout)
        # The cues that have other words than a speech in their sentence.
        self._with_words = {
            cue
            for content, links in self._annotations.content_cues.items()
            if (cue := likeliest(links)) is not None
            and self._speech(content) is None
            and any(map(str.isalpha, text[slice(*self._roles[content].range)]))
            and self._sentence(self._roles[content]) == self._sentence(self._roles[cue])
        }
        self._by_sentence: dict[int, list[int]] = defaultdict(list)
        for number, span in enumerate(self._roles):
            if span.role == "source" and self._speeches.at(span.range) is None:
                self._by_sentence[self._sentence(span)].append(number)

    def drafts(self) -> list[Draft]:
        """Return a draft for each cue that has content, and for likely content without a cue.

        Content without a cue belongs to the only source of its sentence that no cue has. A quotation that is a sentence
        of its own may have neither.
        """
        of_cue, alone = self._contents()
        sources = {cue: self._source(cue, contents) for cue, contents in of_cue.items()}
        whole = {cue: kept for cue, contents in of_cue.items() if (kept := self._statement(cue, contents))}
        drafts = [self._draft(sources[cue], cue, contents) for cue, contents in whole.items()]
        taken = {source for source in sources.values() if source is not None}
        for contents in self._by_speech(alone):
            own = [number for number in self._sources_beside(contents[0]) if number not in taken]
            draft = self._draft(own[0] if len(own) == 1 else None, None, contents)
            likely = max(self._roles[content].score for content in contents) >= LEAST_CONTENT
            if likely and (draft.source or self._stands_alone(contents[0])):
                drafts.append(draft)
                taken.update(own)
        return drafts

    def _contents(self) -> tuple[dict[int, list[int]], list[int]]:
        """Return the pieces of content of each cue, and those of none.

        Words outside quotation marks in another sentence than their cue belong to it only if it has no other content.
        """
        of_cue: dict[int, list[int]] = defaultdict(list)
        alone: list[int] = []
        for content, cues in self._annotations.content_cues.items():
            cue = self._cue(content, cues)
            if cue is None:
                alone.append(content)
            else:
                of_cue[cue].append(content)
        for cue, contents in of_cue.items():
            near = self._own([content for content in contents if self._is_near(content, cue)], cue)
            if near:
                alone += [each for each in contents if each not in near and not self._is_short(each)]
                of_cue[cue] = self._without_narration(near)
        return of_cue, alone

    def _statement(self, cue: int, contents: Sequence[int]) -> list[int]:
        """Return the pieces of content that are a statement, none if they are what somebody does."""
        speeches = [content for content in contents if self._speech(content) is not None]
        if not speeches and is_act(self._text, self._roles, cue, contents):
            return []
        stubs = stubs_of(self._text, self._roles, cue, contents, self._speakers.language)
        return [content for content in contents if content not in stubs] if speeches or not stubs else []

    def _own(self, contents: Sequence[int], cue: int) -> list[int]:
        """Return the pieces of content without the speeches of earlier sentences, if the cue introduces another.

        A speech directly before the tag of the next one belongs to it, unless a colon introduces that. After a colon,
        a short quotation before the cue is what the speech is about: On “the deal” she said: “…”
        """
        sentence, end = self._sentence(self._roles[cue]), self._roles[cue].end
        following = [
            speech
            for content in contents
            if (speech := self._speech(content)) is not None
            and speech.start >= end
            and self._layout.sentence(speech.start) == sentence
        ]
        if not following:
            return list(contents)
        introduced = any(speech.introduced for speech in following)

        def is_own(content: int) -> bool:
            span, speech = self._roles[content], self._speech(content)
            if self._layout.sentence(span.end - 1) >= sentence:
                return not (introduced and span.end <= end and self._is_short(content))
            return not introduced and speech is not None and directly_before(self._text, speech, following[0])

        return [content for content in contents if is_own(content)]

    def _cue(self, content: int, cues: Mapping[int | None, float]) -> int | None:
        """Return the cue of content: the likeliest. That of a speech is beside it, inside it, or in a sentence beside.

        The annotator takes many quotations for those of somebody who speaks elsewhere. A cue in a sentence beside that
        has words of its own has no speech as well.
        """
        chosen = likeliest(cues)
        speech = self._speech(content)
        if speech is None or (chosen is not None and speech.has_inside(self._roles[chosen].range)):
            return chosen
        beside = [cue for cue in cues if cue is not None and speech.has_beside(self._roles[cue].range)]
        if beside:
            return max(beside, key=cues.__getitem__)
        if chosen is None or speech.introduced or chosen in self._with_words:
            return None
        return chosen if self._is_next_to(self._roles[chosen], speech) else None

    def _is_next_to(self, cue: RoleSpan, speech: Speech) -> bool:
        """Whether a cue is in the sentence before or after a speech, in the same passage."""
        if self._layout.at(cue.start) != self._layout.at(speech.start):
            return False
        first, last = self._layout.sentence(speech.start), self._layout.sentence(speech.end - 1)
        return first - 1 <= self._sentence(cue) <= last + 1

    def _without_narration(self, contents: Sequence[int]) -> list[int]:
        """Return the pieces of content; only the speeches and what touches them if one begins its sentence.

        The rest is the narrator's: « … », a-t-elle dit, en se tournant vers la défense.
        """
        speeches = [speech for content in contents if (speech := self._speech(content)) is not None]
        if not any(speech.introduced or not words_in(self._text[slice(*speech.before)]) for speech in speeches):
            return list(contents)
        return [
            content
            for content in contents
            if self._speech(content) is not None
            or any(self._touch(self._roles[content].range, speech.place) for speech in speeches)
        ]

    def _source(self, cue: int, contents: Sequence[int]) -> int | None:
        """Return the likeliest source in the sentence of a cue or at the beginning of its content, None without one.

        The probability of the link is weighted by that of the source.
        """
        links = self._annotations.cue_sources[cue]
        if likeliest(links) is None:
            return None
        sentence_numbers = {self._sentence(self._roles[number]) for number in (cue, *contents)}
        near = {
            number: probability * self._roles[number].score
            for number, probability in links.items()
            if number is not None
            and probability >= LEAST_LINK
            and self._sentence(self._roles[number]) in sentence_numbers
        }
        return max(near, key=near.__getitem__) if near else None

    def _sources_beside(self, content: int) -> list[int]:
        """Return the sources of the sentence of content, or those beside a speech."""
        speech = self._speech(content)
        if speech is None:
            return self._by_sentence.get(self._sentence(self._roles[content]), [])
        sentence_numbers = dict.fromkeys(self._layout.sentence(place) for bounds in speech.around for place in bounds)
        sources = (number for sentence in sentence_numbers for number in self._by_sentence.get(sentence, []))
        return [number for number in sources if speech.has_beside(self._roles[number].range)]

    def _draft(self, source: int | None, cue: int | None, contents: Sequence[int]) -> Draft:
        roles, links = self._roles, self._annotations
        content = self._united([place for number in contents for place in self._places(number, cue)])
        cued = None if cue is None else roles[cue].range
        speeches = [speech for number in contents if (speech := self._speech(number)) is not None]
        named = roles[source].range if source is not None else self._name_beside(cued, speeches)
        longest = max(content, key=lambda piece: piece[1] - piece[0])
        is_speech = any(map(self._speeches.has, content))
        tags = [place for place in (cued, named) if place is not None]
        return Draft(
            source=() if named is None else (named,),
            cue=cued,
            content=content,
            direct=is_speech or is_direct(self._text, *longest, self._quotations, cued),
            signals=Signals(
                cue=None if cue is None else roles[cue].score,
                content=max(roles[number].score for number in contents),
                source=None if source is None else roles[source].score,
                content_cue=1.0
                if cue is None
                else max(links.content_cues[number].get(cue, 0.0) for number in contents),
                cue_source=None if cue is None else links.cue_sources[cue].get(source, 0.0),
            ),
            tied=is_speech
            and any(speech.has_beside(tag) or speech.has_inside(tag) for speech in speeches for tag in tags),
        )

    def _name_beside(self, cue: TextRange | None, speeches: Sequence[Speech]) -> TextRange | None:
        """Return the name of the person beside a speech without a source: next to its cue, or the only one.

        An introduction can consist of a part of a name: `Oquendo: «…»`.
        """
        for speech in speeches:
            people = [person for bounds in speech.around for person in self._speakers.people_in(*bounds)]
            if cue is not None:
                people = [person for person in people if self._touch(person, cue)]
            elif speech.introduced and not people and self._speakers.is_name(label := label_of(self._text, speech)):
                people = [label]
            if len(people) == 1:
                return people[0]
        return None

    def _touch(self, one: TextRange, other: TextRange) -> bool:
        """Whether only white space is between two places."""
        first, last = sorted((one, other))
        return not self._text[first[1] : last[0]].strip()

    def _places(self, content: int, cue: int | None) -> list[TextRange]:
        """Return the places of content: the whole speeches in it, unless the cue is inside of one."""
        place = self._roles[content].range
        speeches = self._speeches.overlapping(place)
        if not speeches or (cue is not None and speeches[0].has_inside(self._roles[cue].range)):
            return [with_rest_of_date(self._text, place, self._starts)]
        return [speech.place for speech in speeches]

    def _united(self, pieces: Sequence[TextRange]) -> tuple[TextRange, ...]:
        """Return the pieces in order, a speech with the other content that it touches: the plan is «unclear»."""
        found: list[TextRange] = []
        for piece in without_overlap(pieces):
            touches = bool(found) and self._text[found[-1][1] : piece[0]].isspace()
            if touches and not (self._speeches.has(found[-1]) and self._speeches.has(piece)):
                found[-1] = found[-1][0], piece[1]
            else:
                found.append(piece)
        return tuple(found)

    def _by_speech(self, contents: Sequence[int]) -> list[list[int]]:
        """Return the contents, those of one speech together."""
        groups: dict[TextRange, list[int]] = defaultdict(list)
        for content in contents:
            speech = self._speech(content)
            groups[self._roles[content].range if speech is None else speech.place].append(content)
        return list(groups.values())

    def _is_near(self, content: int, cue: int) -> bool:
        same = self._sentence(self._roles[content]) == self._sentence(self._roles[cue])
        return same or self._speech(content) is not None or self._is_quoted(content)

    def _stands_alone(self, content: int) -> bool:
        """Whether content is a quotation, with no other words in its sentence, which can name a sign or a title."""
        speech = self._speech(content)
        around = () if speech is None else (speech.before, speech.after)
        return self._is_quoted(content) and not any(
            character.isalnum() for bounds in around for character in self._text[slice(*bounds)]
        )

    def _is_quoted(self, content: int) -> bool:
        span = self._roles[content]
        quoted = quotation_at(self._quotations, span.start) is not None
        return quoted and words_in(self._text[span.start : span.end]) >= FEWEST_WORDS

    def _is_short(self, content: int) -> bool:
        """Whether content is a quotation of a word or two."""
        span = self._roles[content]
        return self._speech(content) is not None and words_in(self._text[span.start : span.end]) < FEWEST_WORDS

    def _speech(self, content: int) -> Speech | None:
        return self._speeches.at(self._roles[content].range)

    def _sentence(self, span: RoleSpan) -> int:
        return self._layout.sentence(span.start)
